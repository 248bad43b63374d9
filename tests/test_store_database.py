from datetime import date

import duckdb
import pytest

from riftline.store.database import insert, update


def test_many_rows_go_in_and_change_in_one_statement() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (id VARCHAR, day DATE, words VARCHAR[], figures STRUCT(what VARCHAR, low BIGINT)[], big UBIGINT, share DOUBLE)")
    rows: list[list[object]] = [
        ["a", date(2024, 5, 6), ["x", "y"], [{"what": "killed", "low": 3}], 2**63 + 1, 1.0],
        ["b", None, [], None, None, 0.25],
        ["c", None, None, [], 0, None],
    ]
    insert(connection, "t", rows)
    assert [list(row) for row in connection.execute("SELECT * FROM t ORDER BY id").fetchall()] == rows
    insert(connection, "t", [], ["id"])
    insert(connection, "t", [["d", None]], ["id", "words"])
    update(connection, "t", ("share", "words"), [("a", 0.5, ["z"]), ("d", None, []), ("e", 1.0, [])])
    update(connection, "t", ("share",), [])
    found = connection.execute("SELECT id, share, words FROM t ORDER BY id").fetchall()
    assert found == [("a", 0.5, ["z"]), ("b", 0.25, []), ("c", None, None), ("d", None, [])]
    with pytest.raises(duckdb.Error):
        insert(connection, "t", [["no day", "soon"]], ["id", "day"])

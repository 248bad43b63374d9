from datetime import date
from pathlib import Path

import duckdb
import pytest

from riftline.errors import StoreError
from riftline.store.database import insert, opened, update


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


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("text", r"is no database, or a damaged one; .* riftline restore"),
        ("header", r"is damaged \(.*\). Nothing was changed. riftline restore BACKUP --db"),
        ("cut", r"is damaged \(.*\). Nothing was changed. riftline restore BACKUP --db"),
        ("newer", "made by a newer Riftline .* upgrade Riftline"),
        ("foreign", "not Riftline's; name another file"),
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_what_cannot_be_used_is_said_and_left_as_it_is(tmp_path: Path, harm: str, words: str, write: bool) -> None:
    path = tmp_path / "t.duckdb"
    if harm != "foreign":
        with opened(str(path), write=True):
            pass
    held = bytearray(path.read_bytes()) if path.exists() else bytearray()
    if harm == "text":
        path.write_text("This is no database. " * 500)
    elif harm == "cut":
        path.write_bytes(held[:20_000])
    elif harm == "header":
        held[4_200] ^= 1
        path.write_bytes(held)
    else:
        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE TABLE cats (n INTEGER)" if harm == "foreign" else "INSERT INTO riftline_schema VALUES (99, 'x', now()::TIMESTAMP)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=words), opened(str(path), write=write) as connection:
        connection.execute("SELECT * FROM articles").fetchall()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["t.duckdb"]

from dataclasses import replace
from pathlib import Path

from riftline.sources.reading import Position
from riftline.sources.resuming import Reached, Stamp
from riftline.store.database import opened
from riftline.store.inputs import reached, remember

AT = Reached(Stamp("/data/n.jsonl", 2**40, 1_700_000_000_123_456_789, "ab12"), "map text=body", True, Position(3, 12), False, True, 10, 2, 1)


def test_how_far_an_input_was_read_comes_back_and_is_replaced(tmp_path: Path) -> None:
    db = str(tmp_path / "t.duckdb")
    with opened(db, write=True) as connection:
        assert reached(connection, "/data/n.jsonl") is None
        remember(connection, [])
        remember(connection, [AT, replace(AT, stamp=replace(AT.stamp, path="/data/other.jsonl"))])
        for unit in range(20):
            remember(connection, [replace(AT, position=Position(4, unit), done=unit == 19)])
    with opened(db) as connection:
        assert reached(connection, "/data/n.jsonl") == replace(AT, position=Position(4, 19), done=True)
        assert connection.execute("SELECT count(*) FROM inputs").fetchone() == (2,)
        assert reached(connection, "n.jsonl") is None

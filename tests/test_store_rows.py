from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from example_coding import coding
from riftline.store.database import opened
from riftline.store.queries import events, events_of
from riftline.store.rows import event_of, told
from riftline.stories.keeping import keep
from riftline.wording import headline


def test_an_event_comes_back_from_its_row(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, coding())
        rows = list(events(connection))
        made = {row["position"]: event_of(row) for row in rows}
        assert events_of(connection, [rows[0]["id"], "nobody"]) == {rows[0]["id"]: rows[0]}
    assert [told(row) for row in rows] == [headline(event_of(row)) for row in rows]
    for position, was in enumerate(coding().events):
        one, other = (None if e.source is None else replace(e.source, reason=None) for e in (made[position], was))
        assert one == other
        assert (made[position].type, made[position].mode, made[position].status) == (was.type, was.mode, was.status)
        assert (made[position].figures, made[position].attribution, made[position].contexts) == (was.figures, was.attribution, was.contexts)
        assert made[position].date == (replace(was.date, value=None) if was.date else None)
        assert made[position].place == was.place


def test_an_imported_event_without_a_type_is_called_by_its_code(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        connection.execute(
            """INSERT INTO events BY NAME SELECT 'i1' AS id, 'icews' AS origin, '010' AS origin_code, [] AS contexts, 'happened' AS status,
            'RUS' AS source_code, 1 AS reports, 1 AS sources, 'Make statement' AS evidence"""
        )
        row = next(events(connection))
    event = event_of(row)
    assert told(row) == "Make statement"
    assert (event.type, event.source.code if event.source else "", event.target, event.date, event.place) == ("icews 010", "RUS", None, None, None)


def test_events_by_their_ids_on_some_days_and_in_some_columns(tmp_path: Path) -> None:
    day = date(2024, 5, 7)
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        connection.execute(
            """INSERT INTO events BY NAME SELECT 'i' || n AS id, 'icews' AS origin, [] AS contexts, 'happened' AS status, 'ACCUSE' AS type,
            ?::DATE + n::INTEGER AS first_day, 1 AS reports, 1 AS sources FROM range(4) made(n)""", [day],
        )  # fmt: skip
        whole = events_of(connection, ["i3", "i1", "i2"])
        assert list(whole) == ["i3", "i1", "i2"]
        within = day, day + timedelta(days=2)
        assert list(events_of(connection, ["i3", "i1", "i2"], within)) == ["i1", "i2"]
        assert events_of(connection, ["i3", "i1"], columns=("id", "type")) == {name: {"id": name, "type": "ACCUSE"} for name in ("i3", "i1")}
        for name, row in whole.items():
            assert events_of(connection, [name]) == {name: row}
        assert events_of(connection, ["i3"], within) == {}

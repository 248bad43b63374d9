"""Corrections of fields: applied at once, in the ledgers too, and for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from example_reports import LATER, raid
from riftline.errors import InputError, StoreError
from riftline.records import Span
from riftline.relations.asof import acts_as_of
from riftline.store.database import opened
from riftline.store.writer import event_ids
from riftline.stories.correcting import correct, merge, undo
from riftline.stories.dossier import dossier
from riftline.stories.fields import corrections
from riftline.stories.keeping import keep

FIRST = raid("a")
SECOND = raid("b", LATER, "Borduria Today", date(2024, 5, 8), 14)
EVENT = event_ids(FIRST)[0]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, FIRST)
        yield connection


def fields(db: DuckDBPyConnection, *names: str) -> tuple[object, ...]:
    (row,) = db.execute(f"SELECT {', '.join(names)} FROM events").fetchall()
    return tuple(row)


def ledger(db: DuckDBPyConnection) -> list[tuple[object, ...]]:
    return db.execute("SELECT source, target, day, type FROM ledger WHERE kind = 'dyad' ORDER BY ALL").fetchall()


def test_a_type_is_corrected_in_the_event_and_its_ledger(db: DuckDBPyConnection) -> None:
    made = correct(db, EVENT[:6], "type", "coerce", "a raid", "t1")
    assert (made.old, made.value, made.token) == ("ASSAULT", "coerce", "t1")
    assert fields(db, "type", "mode") == ("COERCE", None)  # firearms is no mode of it
    assert str(fields(db, "reason")[0]).startswith("Corrected by hand: type.")
    assert ledger(db) == [("BOR", "RUR", date(2024, 5, 6), "COERCE")]
    found = dossier(db, EVENT)
    assert found
    assert [each.record()["field"] for each in found.corrected] == ["type"]


def test_sides_day_and_place(db: DuckDBPyConnection) -> None:
    correct(db, EVENT, "source", "Russia")
    correct(db, EVENT, "target", "ARM")
    correct(db, EVENT, "day", "2024-05-03/2024-05-04")
    correct(db, EVENT, "place", "Goris, Armenia")
    correct(db, EVENT, "mode", "")
    assert fields(db, "source_code", "source_name", "source_country", "target_code") == ("RUS", "Russia", "RUS", "ARM")
    assert fields(db, "first_day", "last_day", "place", "country", "mode") == (date(2024, 5, 3), date(2024, 5, 4), "Goris", "ARM", None)
    assert ledger(db) == [("RUS", "ARM", date(2024, 5, 3), "ASSAULT")]


def test_a_later_one_outweighs_an_earlier_one_and_both_can_be_taken_back(db: DuckDBPyConnection) -> None:
    one, two = correct(db, EVENT, "status", "planned"), correct(db, EVENT, "status", "negated")
    assert fields(db, "status") == ("negated",)
    assert ledger(db) == []
    undo(db, two.id)
    assert fields(db, "status") == ("planned",)
    undo(db, one.id)
    assert fields(db, "status", "reason") == ("happened", "Sure.")
    assert len(ledger(db)) == 1
    with pytest.raises(StoreError, match="no correction 1"):
        undo(db, one.id)


def test_what_is_no_event_is_gone_until_it_is_taken_back(db: DuckDBPyConnection) -> None:
    made = correct(db, EVENT, "none", None)
    assert db.execute("SELECT count(*) FROM events").fetchall() == [(0,)]
    assert ledger(db) == []
    with pytest.raises(StoreError, match="no event"):
        correct(db, EVENT, "type", "AID")
    keep(db, FIRST)
    assert db.execute("SELECT count(*) FROM events").fetchall() == [(0,)]
    undo(db, made.id)
    assert fields(db, "id") == (EVENT,)


def test_it_holds_when_the_article_is_loaded_again_changed_or_joined_by_another(db: DuckDBPyConnection) -> None:
    correct(db, EVENT, "type", "COERCE")
    keep(db, FIRST)
    assert fields(db, "type") == ("COERCE",)
    keep(db, SECOND)
    merge(db, [EVENT, event_ids(SECOND)[0]]) if db.execute("SELECT count(*) FROM events").fetchall() != [(1,)] else None
    assert fields(db, "type", "reports") == ("COERCE", 2)
    text = "From Ruritania. " + FIRST.document.text
    event = replace(FIRST.events[0], evidence=(Span(16, len(text), FIRST.document.text),))
    keep(db, replace(FIRST, document=replace(FIRST.document, text=text), events=(event,)))
    assert fields(db, "type") == ("COERCE",)


def test_it_holds_when_another_riftline_reads_the_same_words_otherwise(db: DuckDBPyConnection) -> None:
    correct(db, EVENT, "status", "planned")
    keep(db, replace(FIRST, events=(replace(FIRST.events[0], type="COERCE", mode=None),)))
    assert fields(db, "type", "status") == ("COERCE", "planned")
    assert [each.report for each in corrections(db)] == [fields(db, "id")[0]]


def test_what_was_known_on_a_day_is_corrected_too(db: DuckDBPyConnection) -> None:
    keep(db, raid("b", LATER, "Borduria Today", date(2024, 6, 8), 14))
    correct(db, EVENT, "type", "COERCE")
    table = acts_as_of(db, date(2024, 5, 20))
    assert db.execute(f"SELECT DISTINCT type FROM {table}").fetchall() == [("COERCE",)]


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "WAR"), ("mode", "troops"), ("status", "perhaps"), ("source", "QQQ"), ("target", "Armenai"), ("day", "soon"), ("day", "2024-05-04/2024-05-03"),
     ("place", "Xyzzyville"), ("colour", "red")],
)  # fmt: skip
def test_values_that_make_no_sense_are_refused(db: DuckDBPyConnection, field: str, value: str) -> None:
    with pytest.raises(InputError):
        correct(db, EVENT, field, value)
    assert corrections(db) == []


def test_a_side_by_name_or_nobody(db: DuckDBPyConnection) -> None:
    correct(db, EVENT, "source", "Artsakh")
    assert fields(db, "source_code", "source_country") == ("NKR", "AZE")
    correct(db, EVENT, "source", "the Tarn Brigade")
    assert fields(db, "source_code", "source_name") == ("", "the Tarn Brigade")
    correct(db, EVENT, "source", "")
    assert fields(db, "source_code", "source_name") == (None, None)


def test_a_side_that_only_the_store_knows_is_taken_as_it_is_there(db: DuckDBPyConnection) -> None:
    code, name = fields(db, "target_code", "target_name")
    assert code == "RUR"  # in no table
    correct(db, EVENT, "source", "rur")
    assert fields(db, "source_code") == ("RUR",)
    correct(db, EVENT, "source", str(name).upper())
    assert fields(db, "source_code", "source_name") == ("RUR", name)

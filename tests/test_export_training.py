"""Corrections as training sentences, in the form that training/corpus.py reads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from training.corpus import parse
from typer.testing import CliRunner

from example_reports import raid
from riftline.cli import app
from riftline.export.training import sentences
from riftline.records import Actor, Coding, Span
from riftline.store.database import opened
from riftline.store.writer import event_ids
from riftline.stories.correcting import correct
from riftline.stories.keeping import keep

TEXT = "Quiet days came first. Russia's army shelled Ukraine's port on Monday, a ministry said. Nobody was hurt."


def coding() -> Coding:
    made = raid("t", TEXT)
    start = TEXT.index("Russia")
    event = replace(
        made.events[0], source=Actor("RUS", "Russia: army", "Russia's army", "RUS", ("MIL",)), target=Actor("UKR", "Ukraine", "Ukraine", "UKR"),
        evidence=(Span(start, start + 30, TEXT[start : start + 30]),), reason="“shelled” (verb); the model says ASSAULT 0.99.",
    )  # fmt: skip
    return replace(made, events=(event,))


@pytest.fixture
def path(tmp_path: Path) -> str:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, coding())
    return str(tmp_path / "t.duckdb")


def rows(connection: DuckDBPyConnection) -> list[dict[str, object]]:
    return list(sentences(connection))


def test_a_corrected_type_is_taught_with_its_sentence_and_sides(path: str) -> None:
    (event,) = event_ids(coding())
    with opened(path, write=True) as connection:
        assert rows(connection) == []
        correct(connection, event, "type", "COERCE")
        correct(connection, event, "source", "BLR")
        (row,) = rows(connection)
    assert row["text"] == "[Russia's army|BLR] {shelled} [Ukraine|UKR]'s port on Monday, a ministry said."
    assert row["events"] == [["1", "COERCE", "", "1", "2", "happened", "author"]]
    read = parse(row, "here")
    assert (read.events[0].type, read.events[0].source, read.events[0].target) == ("COERCE", 0, 1)


def test_what_is_no_event_teaches_none(path: str) -> None:
    (event,) = event_ids(coding())
    with opened(path, write=True) as connection:
        correct(connection, event, "none", None)
    done = CliRunner().invoke(app, ["corrections", "--format", "jsonl", "--db", path])
    row = json.loads(done.stdout)
    assert row["events"] == []
    assert "{shelled}" in row["text"]
    assert parse(row, "here").acts


def test_the_table_lists_them(path: str) -> None:
    assert "No corrections." in CliRunner().invoke(app, ["corrections", "--db", path]).stdout
    with opened(path, write=True) as connection:
        correct(connection, event_ids(coding())[0], "status", "possible", "hedged")
    listed = CliRunner().invoke(app, ["corrections", "--db", path]).stdout
    assert "possible" in listed
    assert "hedged" in listed
    assert json.loads(CliRunner().invoke(app, ["corrections", "--db", path, "--format", "json"]).stdout)[0]["field"] == "status"

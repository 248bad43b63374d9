"""`riftline forecast` on a store with known rates: what it says, and that it says it from the past alone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from example_breaches import telling
from riftline.cli import app
from riftline.store.database import opened
from riftline.stories.keeping import keep

FIRST, DAYS = date(2023, 1, 1), 120


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """ARM accuses AZE every fifth day, for the first 90 days; then every day, which nothing before day 90 can tell."""
    path = str(tmp_path_factory.mktemp("outlook") / "t.duckdb")
    with opened(path, write=True) as connection:
        for n in range(DAYS):
            if n % 5 == 0 or n >= 90:
                keep(connection, telling(f"a{n:03}", FIRST + timedelta(days=n), ("ACCUSE", "", "ARM", "AZE", f"On day {n} Armenia blamed Azerbaijan.")))
    return path


def ran(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["forecast", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_what_is_usual_is_likely_and_what_never_was_is_not(db: str) -> None:
    found = json.loads(ran("ARM", "AZE", "--db", db, "--format", "json", "--as-of", (FIRST + timedelta(days=89)).isoformat()))
    said = json.dumps(found)
    assert "ACCUSE" in said
    assert "blamed" in said


def test_the_future_is_not_seen(db: str, tmp_path: Path) -> None:
    then = FIRST + timedelta(days=60)
    path = str(tmp_path / "then.duckdb")
    with opened(path, write=True) as connection:
        for n in range(61):
            if n % 5 == 0:
                keep(connection, telling(f"a{n:03}", FIRST + timedelta(days=n), ("ACCUSE", "", "ARM", "AZE", f"On day {n} Armenia blamed Azerbaijan.")))
    asked = ("ARM", "AZE", "--format", "json", "--as-of", then.isoformat())
    assert json.loads(ran(*asked, "--db", path)) == json.loads(ran(*asked, "--db", db))


def test_help_and_unknown_options() -> None:
    assert "backtest" in ran("--help")
    assert "Examples" in ran("acts", "--help")
    ran("ARM", "AZE", "--horizon", "year", code=2)

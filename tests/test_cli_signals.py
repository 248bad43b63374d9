"""`riftline signals` and `riftline explain SIGNAL` on a store of imported rows and articles."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from event_data import imported, table, write
from example_breaches import telling
from riftline.cli import app
from riftline.records import SIGNAL_KINDS
from riftline.signals.record import record, signal_of
from riftline.store.database import opened
from riftline.stories.keeping import keep
from riftline.tables import rows

pytestmark = pytest.mark.slow

TURN = date(2023, 6, 1)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two allies who talk, by imported rows and then by articles, and quarrel from a day on; one article tells of a breach."""
    folder = tmp_path_factory.mktemp("signals")
    path, began = str(folder / "t.duckdb"), TURN - timedelta(days=130)
    talks = [
        {"event_id": f"{n}{way}", "event_date": (began + timedelta(days=n)).isoformat(), "cameo_code": "040", "event_text": "Consult"}
        | {f"{side}_{key}": value for side, name in sides.items() for key, value in (("name", name), ("country", name), ("sectors", ""))}
        for n in range(60) for way, sides in enumerate(({"source": "Armenia", "target": "Russia"}, {"source": "Russia", "target": "Armenia"}))
    ]  # fmt: skip
    imported(folder / "t.duckdb", write(folder / "talks.tab", table("icews", *talks)), format="icews")
    with opened(path, write=True) as connection:
        for n in range(60, 150):
            day = began + timedelta(days=n)
            kind, sentence = ("ACCUSE", "{} blamed {} for it.") if day >= TURN else ("CONSULT", "{} met {} again.")
            acts = [(kind, "", one, other, f"On day {n} {sentence.format(one, other)}") for one, other in (("ARM", "RUS"), ("RUS", "ARM"))]
            if day == TURN + timedelta(days=5):
                acts.append(("REJECT", "assist", "ARM", "CSTO", "Armenia <b>skipped</b> the drills of the CSTO in Belarus."))
            keep(connection, telling(f"a{n:03}", day, *acts))
    return path


def found(db: str, *options: str) -> list[dict[str, object]]:
    code, said = run("signals", "--db", db, "--format", "json", *options)
    assert code == 0, said
    return list(json.loads(said))


def test_a_rift_with_its_reasons(db: str) -> None:
    signals = found(db, "--kind", "rift")
    first = min(signals, key=lambda each: str(each["date"]))
    assert first["kind"] == "rift"
    assert first["actors"] == ["ARM", "RUS"]
    assert TURN.isoformat() <= str(first["date"]) <= (TURN + timedelta(days=10)).isoformat()
    assert first["window"]["end"] == first["date"]  # type: ignore[index]
    assert 3 <= len(first["events"]) <= 5  # type: ignore[arg-type]
    assert "blamed" in str(first["reason"])
    assert {"score", "probability", "baseline", "attention"} <= set(first)
    assert record(signal_of(first)) == first
    later = found(db, "--kind", "rift", "--from", "2023-06-06", "--rate", "12")
    assert all(str(each["date"]) >= "2023-06-06" for each in later)


def test_as_of_a_day_nothing_later_is_seen(db: str) -> None:
    assert found(db, "--as-of", "2023-05-31", "--kind", "rift") == []
    then = found(db, "--as-of", "2023-06-10", "--kind", "rift,rupture")
    now = [each for each in found(db, "--kind", "rift,rupture") if str(each["date"]) <= "2023-06-10"]
    assert then == now
    assert then


def test_rates_ranges_and_forms(db: str) -> None:
    assert len(found(db, "--rate", "0.1", "--kind", "rupture")) <= 1
    assert found(db, "--to", "2023-01-01") == []
    assert all(str(each["date"]) >= "2023-06-05" for each in found(db, "--from", "2023-06-05"))
    code, table = run("signals", "--db", db, "--kind", "rift")
    assert code == 0
    assert "ARM-RUS" in table
    code, page = run("signals", "--db", db, "--format", "html")
    assert code == 0
    assert page.startswith("<!DOCTYPE html>")
    assert "<b>skipped" not in page
    assert "<script" not in page


def test_a_signal_is_stored_explained_and_replayed(db: str) -> None:
    name = str(found(db, "--kind", "rift")[0]["id"])
    code, said = run("explain", name.lower(), "--db", db, "--replay")
    assert code == 0, said
    assert "what it is made of" in said.lower()
    assert "comes out the same" in " ".join(said.split())
    with opened(db, write=True) as connection:
        before = connection.execute("SELECT count(*) FROM signals").fetchone()
    found(db, "--kind", "rift")
    with opened(db) as connection:
        assert connection.execute("SELECT count(*) FROM signals").fetchone() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--kind", "quake"), "'quake' is not one of"),
        (("--rate", "0"), "--rate"),
        (("--limit", "0"), "--limit"),
        (("--from", "2024-01-02", "--to", "2024-01-01"), "is after"),
        (("--as-of", "soon"), "is no date"),
    ],
)
def test_bad_options(db: str, options: tuple[str, ...], said: str) -> None:
    code, output = run("signals", "--db", db, *options)
    assert code == 2
    assert said in output


def test_an_unknown_signal(db: str) -> None:
    code, output = run("explain", "rift-XXX", "--db", db)
    assert code == 2
    assert "no signal" in output


def test_every_kind_has_a_threshold() -> None:
    assert {row["kind"] for row in rows("signals/kinds")} == set(SIGNAL_KINDS)

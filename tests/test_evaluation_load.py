"""A few readers for some seconds beside an ingest: `python -m evaluation.load` has two hundred for half a minute."""

from pathlib import Path

from evaluation.killed import coder
from evaluation.kills_work import ready_article
from evaluation.load import QUICK, half, measured, told
from evaluation.load_readers import Asked
from evaluation.made_news import articles

from riftline.store.database import opened
from riftline.stories.keeping import keep


def test_readers_and_an_ingest_beside_each_other(tmp_path: Path) -> None:
    db = tmp_path / "l.duckdb"
    with opened(str(db), write=True) as connection:
        for record in articles(20):
            keep(connection, coder(ready_article(record)))
    found = measured(db, 20, 5, 0, QUICK)
    assert (found["errors"], found["first_errors"], found["half"], found["first_halves"]) == (0, [], 0, [])
    assert found["ingest_went_on"]
    assert found["asked"] > 100
    assert found["stored"] > 0
    assert found["checked"] > found["versions"] >= found["stored"]
    assert {"/articles", "/articles/{id}", "/stories/{id}", "/events"} <= set(found["by"])


def test_errors_and_halves_are_noticed() -> None:
    whole = ("made-1", "2026-11-01", 3, "")
    every = [
        Asked("/articles", 200, 0.1, seen=(whole,)), Asked("/articles/{id}", 200, 0.2, seen=(("made-1", "2026-11-01", 2, "f"),)),
        Asked("/articles/{id}", 200, 0.2, seen=(("made-1", "2026-11-02", 5, "g"),)), Asked("/events", 500, 0.1, "broken"),
        Asked("/events", 503, 0.1, "no word of when"), Asked("/events", 503, 0.1, "busy", held_off=True), Asked("/events", 0, 60, "ReadTimeout"),
    ]  # fmt: skip
    found = told(every, 2.0)
    assert (found["asked"], found["errors"], found["held_off"], found["half"]) == (7, 3, 1, 1)
    assert found["first_halves"] == ["/articles/{id}: made-1 stored 2026-11-01 has 2 reports and had 3"]
    assert half([("a", "made-1", "t", 3, "f"), ("a", "made-1", "t", 3, "g")]) == ["a: made-1 stored t tells g and told f"]
    assert half([("a", *whole), ("b", *whole)]) == []

"""The example articles and their gold annotation agree with each other, with the calendar and with the package's tables."""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from riftline.ontology import PLOVER_TYPES, SYMMETRIC
from riftline.records import STATUSES, Article
from riftline.sources.base import Loaded
from riftline.sources.files import articles
from riftline.tables import rows
from riftline.text.clean import clean
from riftline.text.language import language_of

EXAMPLES = Path(__file__).parent.parent / "examples"
FOLDERS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
GOLD = sorted(EXAMPLES.glob("*/*.gold.json"))
CODES = {row["code"] for table in ("states", "organisations", "forces") for row in rows(f"actors/{table}")}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
KEYS = {
    "event": {"id", "types", "source", "target", "date", "status", "by", "core", "quote"},
    "statement": {"speaker", "code", "kind", "anonymous", "quote", "date"},
    "commitment": {"kind", "parties", "quote"},
    "date": {"text", "date"},
    "place": {"name", "lat", "lon", "country"},
    "account": {"event", "a", "b", "quote_a", "quote_b"},
}
MAY = {"event": {"symmetric"}, "statement": {"via"}, "place": {"radius_km"}}

_DAY = rf"(?:(?P<month>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}}) (?P<month2>{'|'.join(MONTHS)}))(?:,? (?P<year>\d{{4}}))?"
PAIRED = (
    re.compile(rf"(?P<weekday>{'|'.join(WEEKDAYS)}),? (?:the )?{_DAY}"),
    re.compile(rf"{_DAY},? (?:\(|a )?(?P<weekday>{'|'.join(WEEKDAYS)})"),
)


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def index(folder: Path) -> dict[str, dict[str, Any]]:
    lines = [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({line["id"] for line in lines}) == len(lines)
    return {line["id"]: line for line in lines}


@cache
def article(gold: Path) -> Article:
    """The example beside the gold file, as the package reads it."""
    (found,) = articles([str(gold.parent / index(gold.parent)[read(gold)["id"]]["file"])])
    assert isinstance(found, Loaded), found
    return found.article


def spans(gold: dict[str, Any]) -> Iterator[list[str] | None]:
    for part in ("events", "statements", "dates"):
        yield from (item["date"] for item in gold[part])


def quotes(gold: dict[str, Any]) -> Iterator[str]:
    for part in ("events", "statements", "commitments"):
        yield from (item["quote"] for item in gold[part])
    yield from (item["text"] for item in gold["dates"])
    yield from (item["name"] for item in gold["places"])
    yield from (item[key] for item in gold["accounts"] for key in ("quote_a", "quote_b"))


def claims(text: str, year: int) -> Iterator[tuple[str, date, str]]:
    """Weekdays beside a day of the month: the words, the day that they mean, the weekday that they name."""
    for pattern in PAIRED:
        for found in pattern.finditer(text):
            month = MONTHS.index(found["month"] or found["month2"]) + 1
            yield found[0], date(int(found["year"] or year), month, int(found["day"] or found["day2"])), found["weekday"]


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: "/".join(path.parts[-2:]).removesuffix(".gold.json"))


@each(FOLDERS)
def test_the_index_lists_every_article_once_and_each_has_its_gold(path: Path) -> None:
    there = {file.name for file in path.iterdir() if file.name != "index.jsonl" and not file.name.endswith(".gold.json")}
    listed = [line["file"] for line in index(path).values()]
    assert len(listed) == len(set(listed))
    assert set(listed) == there
    assert {file.name for file in path.glob("*.gold.json")} == {f"{line}.gold.json" for line in index(path)}


@each(FOLDERS)
def test_the_index_gives_a_date_or_says_that_there_is_none(path: Path) -> None:
    for line in index(path).values():
        assert line["title"], line["id"]
        assert line["publisher"], line["id"]
        assert (line["published"] is None) == line.get("undated", False), line["id"]
        gold = read(path / f"{line['id']}.gold.json")
        assert gold["id"] == line["id"]
        assert gold["published_given"] == (line["published"] is not None), line["id"]
        assert line["published"] in (None, gold["published"]), line["id"]
        date.fromisoformat(gold["published"])


@each(GOLD)
def test_the_title_is_the_articles_own(path: Path) -> None:
    found = article(path)
    assert index(path.parent)[read(path)["id"]]["title"] in f"{found.title}\n{found.text}"


@each(GOLD)
def test_it_is_an_english_article_of_a_readable_length(path: Path) -> None:
    text = clean(article(path)).text
    assert 150 <= len(text.split()) <= 600
    assert language_of(text) == "en"


@each(GOLD)
def test_every_quote_is_in_the_text_and_survives_cleaning(path: Path) -> None:
    found = article(path)
    cleaned = clean(found).text
    for quote in quotes(read(path)):
        assert quote.strip() == quote != ""
        assert quote in found.text, quote
        assert " ".join(re.findall(r"\w+", quote)) in " ".join(re.findall(r"\w+", cleaned)), quote


@each(GOLD)
def test_events_carry_known_types_statuses_and_codes(path: Path) -> None:
    gold = read(path)
    assert [event["id"] for event in gold["events"]] == [f"e{number:02d}" for number in range(1, len(gold["events"]) + 1)]
    for event in gold["events"]:
        where = f"{event['id']}: {event['quote']}"
        assert KEYS["event"] <= set(event) <= KEYS["event"] | MAY["event"], where
        assert event["types"], where
        assert set(event["types"]) <= set(PLOVER_TYPES), where
        assert len(set(event["types"])) == len(event["types"]), where
        assert event["status"] in STATUSES, where
        assert set(event["source"]) | set(event["target"]) <= CODES | {""}, where
        assert event["source"] or event["target"], where
        if event["by"] != "author":
            code, how = event["by"].split()
            assert code in CODES, where
            assert how in ("named", "anonymous"), where
        if event["types"][0] in SYMMETRIC - {"AGREE"} and event["status"] == "happened":
            assert event["target"], where


@each(GOLD)
def test_no_event_is_annotated_twice(path: Path) -> None:
    seen = [(e["types"][0], tuple(e["source"]), tuple(e["target"]), e["status"], e["by"], e["quote"]) for e in read(path)["events"]]
    assert len(seen) == len(set(seen))


@each(GOLD)
def test_the_rest_is_well_formed(path: Path) -> None:
    gold = read(path)
    for kind in ("statement", "commitment", "date", "place", "account"):
        for item in gold[f"{kind}s"]:
            assert KEYS[kind] <= set(item) <= KEYS[kind] | MAY.get(kind, set()), item
    for statement in gold["statements"]:
        assert statement["kind"] in ("direct", "indirect"), statement
        assert statement["code"] in CODES | {""}, statement
    for commitment in gold["commitments"]:
        assert len(commitment["parties"]) >= 2, commitment
        assert set(commitment["parties"]) <= CODES, commitment
    for place in gold["places"]:
        assert -90 <= place["lat"] <= 90, place
        assert -180 <= place["lon"] <= 180, place
        assert place["country"] in CODES | {""}, place
    ids = {event["id"] for event in gold["events"]} | {None}
    for account in gold["accounts"]:
        assert account["event"] in ids, account
        assert {account["a"], account["b"]} <= CODES, account


@each(GOLD)
def test_dates_are_iso_and_in_order_and_what_happened_is_not_in_the_future(path: Path) -> None:
    gold = read(path)
    for span in filter(None, spans(gold)):
        first, last = (date.fromisoformat(day) for day in span)
        assert first <= last, span
    for event in gold["events"]:
        if event["status"] in ("happened", "background") and event["date"]:
            assert event["date"][0] <= gold["published"], event
    assert all(expression["date"] for expression in gold["dates"])


@each(GOLD)
def test_weekdays_beside_dates_are_right(path: Path) -> None:
    for words, day, weekday in claims(article(path).text, int(read(path)["published"][:4])):
        assert WEEKDAYS[day.weekday()] == weekday, words


def test_a_wrong_weekday_would_be_seen() -> None:
    said = "It began on Sunday, April 23 and ended on 1 May, a Tuesday."
    assert [(WEEKDAYS[day.weekday()], weekday) for _, day, weekday in claims(said, 2023)] == [("Sunday", "Sunday"), ("Monday", "Tuesday")]


def test_two_press_services_tell_of_the_same_call() -> None:
    calls = []
    for name in ("call-washington", "call-baku"):
        gold = read(EXAMPLES / "karabakh" / f"{name}.gold.json")
        calls.append(next(e for e in gold["events"] if e["types"][0] == "CONSULT" and {*e["source"], *e["target"]} == {"USA", "AZE"}))
    assert calls[0]["date"] == calls[1]["date"]
    assert {call["status"] for call in calls} == {"happened"}


def test_the_correction_takes_back_a_figure_of_the_same_outlet() -> None:
    folder = EXAMPLES / "karabakh"
    report, correction = (index(folder)[name] for name in ("border-attack", "correction"))
    assert report["publisher"] == correction["publisher"]
    assert report["published"] < correction["published"]
    assert report["title"] in (folder / correction["file"]).read_text(encoding="utf-8")
    denied = [e for e in read(folder / "correction.gold.json")["events"] if e["status"] == "negated" and "99" in e["quote"]]
    assert denied
    assert any("99" in e["quote"] and e["status"] == "happened" for e in read(folder / "border-attack.gold.json")["events"])

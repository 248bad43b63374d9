"""How well reports of one act are put together: `python -m evaluation.merging [--set dev|test] [--coded] [--misses]`.

The set is ours (`evaluation/stories/*.jsonl`, its README has the format): stories of two to eight reports each, with near misses between
them. Each article is stored as the product stores it, with the annotated events or, with `--coded`, with what the coder finds in it; then the
annotated reports are compared with the events that they went into. B-cubed (Bagga and Baldwin 1998): precision is the share of the reports
in a report's event, itself among them, that tell its act, recall the share of those that tell its act that are in it, averaged over the reports.

The baselines put together what has the same day, sides and type: the field's one-a-day filter.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from evaluation.data import ROOT
from riftline.pipeline import ready
from riftline.records import Actor, Article, Attribution, Coding, Event, Figure, Interval, Place, Span
from riftline.sources.base import Loaded
from riftline.store.schema import migrate
from riftline.store.writer import event_ids
from riftline.stories.keeping import keep

FOLDER = ROOT / "evaluation" / "stories"
SETS = {"dev": ("dev-*.jsonl",), "test": ("test.jsonl",)}

Row = dict[str, Any]
Coder = Callable[[Article], Coding]


@dataclass(frozen=True, slots=True)
class Item:
    """An annotated report: which act it tells, and where."""

    article: str
    story: str
    event: Row
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotated report, the stored report that stands for it, and the event that it went into."""

    item: Item
    report: str
    event: str


def articles(which: str) -> list[Row]:
    """The annotated articles of a set, in the order of their files."""
    files = sorted(path for pattern in SETS[which] for path in FOLDER.glob(pattern))
    return [row for path in files for row in read(path)]


def read(path: Path) -> list[Row]:
    """The annotated articles of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def article(row: Row) -> Article:
    """An article as it is stored: cleaned."""
    published = date.fromisoformat(row["published"])
    raw = Article(row["id"], row["text"], row["title"], published, "metadata", publisher=row["publisher"], language="en", origin=row["id"])
    return ready(Loaded(raw)).article


def items(row: Row, text: str) -> list[Item]:
    """The annotated reports of an article that stand in its cleaned text."""
    found = []
    for event in row["events"]:
        start = text.find(event["evidence"])
        if start >= 0:
            found.append(Item(row["id"], event["story"], event, (start, start + len(event["evidence"]))))
    return found


def annotated(document: Article, wanted: Sequence[Item]) -> Coding:
    """The coding that the annotators give an article."""
    return Coding(document, tuple(_event(f"e{i}", item, document.text) for i, item in enumerate(wanted, start=1)))


def _event(name: str, item: Item, text: str) -> Event:
    row, (start, end) = item.event, item.span
    days = Interval(date.fromisoformat(row["start"]), date.fromisoformat(row["end"] or row["start"])) if row["start"] else None
    where = row["place"]
    place = Place(where["name"], where["lat"], where["lon"], where.get("country"), precision=_precision(where)) if where else None
    said = Attribution(row["attribution"]["code"], row["attribution"]["name"]) if row.get("attribution") else None
    figures = tuple(
        Figure(each["what"], _low(each), each["high"] if each.get("high") is not None else _low(each), "")
        for each in row["figures"]
        if each.get("low") is not None or each.get("high") is not None
    )
    sides = (_side(row["source"]), _side(row["target"]))
    evidence = (Span(start, end, text[start:end]),)
    return Event(name, row["type"], row["mode"], (), *sides, days, "", place, "", row["status"], said, figures, 0.9, "", evidence)


def _low(figure: Mapping[str, Any]) -> int:
    return int(figure["low"] if figure.get("low") is not None else figure["high"])


def _precision(place: Mapping[str, Any]) -> str:
    return str(place.get("precision") or "city")


def _side(row: Row | None) -> Actor | None:
    return Actor(row["code"] or "", row["name"], row["name"], row.get("country"), tuple(row.get("sectors") or ())) if row else None


def stored(rows: Sequence[Row], coder: Coder | None = None) -> tuple[duckdb.DuckDBPyConnection, list[Placed]]:
    """A database that holds the articles, with the annotated events or those of a coder, and where each annotated report went.

    A report that the coder does not find (no event of its own whose evidence meets the annotated words) is left out.
    """
    connection = duckdb.connect()
    migrate(connection, "memory")
    found: list[tuple[Item, str]] = []
    for row in rows:
        document = article(row)
        wanted = items(row, document.text)
        coding = coder(document) if coder else annotated(document, wanted)
        keep(connection, coding)
        ids = event_ids(coding)
        taken: set[int] = set()
        for i, item in enumerate(wanted):
            at = i if coder is None else _match(item, coding.events, taken)
            if at is not None:
                taken.add(at)
                found.append((item, ids[at]))
    events = dict(connection.execute("SELECT id, event FROM reports").fetchall())
    return connection, [Placed(item, report, events[report]) for item, report in found]


def _match(item: Item, events: Sequence[Event], taken: Iterable[int]) -> int | None:
    """The coded event that tells the annotated one: the same words, the same type and sides first."""
    scores = []
    for i, event in enumerate(events):
        meets = any(span.start < item.span[1] and span.end > item.span[0] for span in event.evidence)
        if meets and i not in taken:
            codes = [(side.code if side else None) for side in (event.source, event.target)]
            wanted = [(side or {}).get("code") for side in (item.event["source"], item.event["target"])]
            same = sum(mine is not None and mine == theirs for mine, theirs in zip(codes, wanted, strict=True))
            scores.append((2 * (event.type == item.event["type"]) + same, event.confidence, -i))
    return -max(scores)[2] if scores else None


def b_cubed(gold: Sequence[Hashable], system: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering, the two lists giving each item's class."""
    golds, systems = defaultdict(set), defaultdict(set)
    for i, (mine, theirs) in enumerate(zip(gold, system, strict=True)):
        golds[mine].add(i)
        systems[theirs].add(i)
    if not gold:
        return 0.0, 0.0, 0.0
    overlap = [len(golds[gold[i]] & systems[system[i]]) for i in range(len(gold))]
    precision = sum(n / len(systems[system[i]]) for i, n in enumerate(overlap)) / len(gold)
    recall = sum(n / len(golds[gold[i]]) for i, n in enumerate(overlap)) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def exact(connection: duckdb.DuckDBPyConnection, placed: Sequence[Placed]) -> list[Hashable]:
    """The baseline's class of each report: its day, its sides' codes and its type; what lacks one of them stands alone."""
    query = """
        SELECT id, (first_day, last_day, source_code, target_code, type)::VARCHAR,
            first_day IS NULL OR source_code IS NULL OR target_code IS NULL FROM reports
    """
    keys = {name: f"{name} alone" if lacks else key for name, key, lacks in connection.execute(query).fetchall()}
    return [keys[item.report] for item in placed]


def copies(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> dict[str, float]:
    """How well copies are told: precision and recall over the pairs of articles that are of one family."""

    def pairs(roots: Mapping[str, str]) -> set[frozenset[str]]:
        families = defaultdict(set)
        for name in (row["id"] for row in rows):
            root = name
            while root in roots:
                root = roots[root]
            families[root].add(name)
        return {frozenset((a, b)) for family in families.values() for a in family for b in family if a < b}

    gold = pairs({row["id"]: row["copy_of"] for row in rows if row["copy_of"]})
    found = pairs(dict(connection.execute("SELECT article, original FROM copies").fetchall()))
    return _ratio("copies", gold, found)


def revisions(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> dict[str, float]:
    """How well corrections and retractions are tied to what they correct."""
    gold = {(row["id"], row["corrects"]) for row in rows if row["corrects"]}
    return _ratio("revisions", gold, set(connection.execute("SELECT article, earlier FROM revisions").fetchall()))


def _ratio(name: str, gold: set[Any], found: set[Any]) -> dict[str, float]:
    right = len(gold & found)
    precision, recall = (round(right / len(of), 3) if of else 0.0 for of in (found, gold))
    return {name: len(gold), f"{name}_precision": precision, f"{name}_recall": recall}


def measured(rows: Sequence[Row], coder: Coder | None) -> tuple[dict[str, Any], list[Placed]]:
    """The figures of a set."""
    connection, placed = stored(rows, coder)
    gold = [item.item.story for item in placed]
    precision, recall, f1 = b_cubed(gold, [item.event for item in placed])
    annotated_reports = sum(len(items(row, article(row).text)) for row in rows)
    out: dict[str, Any] = {
        "articles": len(rows), "stories": len(set(gold)), "told_by_several": sum(gold.count(name) > 1 for name in set(gold)),
        "reports": len(placed), "found": round(len(placed) / annotated_reports, 3),
        "b_cubed_f1": round(f1, 3), "precision": round(precision, 3), "recall": round(recall, 3),
        "exact_f1": round(b_cubed(gold, exact(connection, placed))[2], 3),
        "alone_f1": round(b_cubed(gold, list(range(len(gold))))[2], 3),
    }  # fmt: skip
    return out | copies(connection, rows) | revisions(connection, rows), placed


def misses(placed: Sequence[Placed]) -> list[str]:
    """Acts that were parted, and events that hold more than one act."""
    stories, events = defaultdict(list), defaultdict(list)
    for item in placed:
        stories[item.item.story].append(item)
        events[item.event].append(item)
    lines = []
    for name, found in stories.items():
        if len({item.event for item in found}) > 1:
            lines.append(f"parted: {name}: " + " | ".join(f"{item.item.article}>{item.event[:5]}" for item in found))
    for name, found in events.items():
        if len({item.item.story for item in found}) > 1:
            lines.append(f"mixed: {name[:5]}: " + " | ".join(f"{item.item.article}:{item.item.story}" for item in found))
    return lines


def main(arguments: Sequence[str]) -> int:
    """Prints the figures as one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.merging", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=sorted(SETS), default="dev", help="which half (default: dev)")
    parser.add_argument("--coded", action="store_true", help="with the coder's events instead of the annotated ones")
    parser.add_argument("--misses", action="store_true", help="what was parted and what was mixed")
    options = parser.parse_args(arguments)
    coder: Coder | None = None
    if options.coded:
        from riftline.extraction.coder import code as coder  # brings the parser and the model with it
    figures, placed = measured(articles(options.set), coder)
    if options.misses:
        print("\n".join(misses(placed)), file=sys.stderr)
    print(json.dumps({"set": options.set, "coded": options.coded} | figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

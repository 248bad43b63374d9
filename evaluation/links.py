"""Whether events lie before, around or after the day of publication: `python -m evaluation.links [--misses]`.

On TempEval-3's platinum part, whose annotators linked events to the document's creation time. Any event word is asked
for its days, as the coder asks for those of its acts (`extraction.when`); its status is taken from the tense, since most of
these words are no political acts. Days before the day of publication, and the news convention of "that day or
the one before", are BEFORE; days after it, and no day for what is ahead by its tense, are AFTER; days that reach over it, and no day
otherwise, are OVERLAP.

Prints one line of JSON: accuracy over the three, macro-F1, and the accuracy of saying BEFORE of all.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluation.data import DATA
from evaluation.dates import f1, read_tml
from evaluation.progress import watched
from evaluation.timeml import attribute, opened
from riftline.extraction.dates import find_dates
from riftline.extraction.dates_tense import clause_verb, tense_of
from riftline.extraction.phrases import token_at
from riftline.extraction.when import Day, date_of
from riftline.extraction.when_times import placed_times
from riftline.records import Article, Status
from riftline.text.parse import parse

RELATIONS = ("BEFORE", "OVERLAP", "AFTER")
OF_TIMEML = {"BEFORE": "BEFORE", "IBEFORE": "BEFORE", "AFTER": "AFTER", "IAFTER": "AFTER"}
"""The annotators' relations by ours; all others (INCLUDES, IS_INCLUDED, SIMULTANEOUS, …) have a common day with publication."""
INVERSE = {"BEFORE": "AFTER", "AFTER": "BEFORE", "OVERLAP": "OVERLAP"}

_ELEMENT = re.compile(r"<(/?)(\w+)([^>]*)>")
_LINK = re.compile(r"<TLINK ([^>]*)>")


@dataclass(frozen=True, slots=True)
class Linked:
    """An event word, by its first character in the text, and where it lies from publication."""

    start: int
    word: str
    relation: str


def read_links(path: Path) -> list[Linked]:
    """The events of a TimeML file that are linked to its creation time."""
    document = opened(path)
    if not document.created or not document.body:
        return []
    creation, body = attribute("tid", document.created), document.body
    words: dict[str, tuple[int, str]] = {}
    at = last = 0
    for tag in _ELEMENT.finditer(body):
        at += len(html.unescape(body[last : tag.start()]))
        last = tag.end()
        if tag[2] == "EVENT" and not tag[1]:
            words[attribute("eid", tag[3])] = (at, html.unescape(body[last : body.index("<", last)]))
    event_of = {attribute("eiid", m): attribute("eventID", m) for m in re.findall(r"<MAKEINSTANCE ([^>]*)>", document.source)}
    found = []
    for link in _LINK.findall(document.source):
        relation = OF_TIMEML.get(attribute("relType", link), "OVERLAP")
        if attribute("relatedToTime", link) == creation and attribute("eventInstanceID", link):
            event = event_of[attribute("eventInstanceID", link)]
        elif attribute("timeID", link) == creation and attribute("relatedToEventInstance", link):
            event, relation = event_of[attribute("relatedToEventInstance", link)], INVERSE[relation]
        else:
            continue
        found.append(Linked(*words[event], relation))
    return found


def relation_of(day: Day, status: Status, published: date) -> str:
    """Where an event with these days and this status lies from the day of publication."""
    if day.interval is None:
        return "AFTER" if status == "planned" else "OVERLAP"
    if day.interval.end < published or not day.told:
        return "BEFORE"
    return "AFTER" if day.interval.start > published else "OVERLAP"


def answers(path: Path) -> Iterator[tuple[Linked, str, Day]]:
    """Each linked event of a file with our relation and the day behind it."""
    text, created, _ = read_tml(path)
    links = read_links(path)
    if created is None or not links:
        return
    parsed = parse(Article(path.stem, text, published=created))
    placed = placed_times(parsed, find_dates(parsed))
    for link in links:
        act = token_at(parsed.doc, link.start)
        status: Status = "planned" if tense_of(clause_verb(parsed.doc[act])) == "future" else "happened"
        day = date_of(parsed, placed, act, status)
        yield link, relation_of(day, status, created), day


def measure(folder: Path, misses: bool = False) -> dict[str, float | int]:
    """The scores over the .tml files of a folder."""
    pairs: list[tuple[str, str]] = []
    for path in watched(sorted(folder.glob("*.tml"))):
        for link, ours, day in answers(path):
            pairs.append((link.relation, ours))
            if misses and link.relation != ours:
                print(f"{path.stem}: {link.word!r} is {link.relation}, not {ours}: {day.reason}", file=sys.stderr)
    f1s = []
    for relation in RELATIONS:
        gold, said = sum(g == relation for g, _ in pairs), sum(o == relation for _, o in pairs)
        both = sum(g == o == relation for g, o in pairs)
        f1s.append(f1(both, said, gold))
    n = max(1, len(pairs))
    return {
        "accuracy": round(sum(g == o for g, o in pairs) / n, 4),
        "macro_f1": round(sum(f1s) / len(f1s), 4),
        "all_before": round(sum(g == "BEFORE" for g, _ in pairs) / n, 4),
        "links": len(pairs),
    }


def main(arguments: list[str]) -> int:
    """Runs the set and prints its line."""
    folder = DATA / "te3_platinum"
    if not folder.is_dir():
        print(f"evaluation.links: no data at {folder}; set RIFTLINE_DATA", file=sys.stderr)
        print(json.dumps({"skipped": True}))
        return 0
    print(json.dumps({"what": "links", "data": folder.name, **measure(folder, "--misses" in arguments)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

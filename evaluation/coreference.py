"""Short names, descriptions and pronouns back to whom they mean: `python -m evaluation.coreference [--set SET] [--misses]`.

The annotators of the dispatches noted, beside the events, phrases that mean an actor without its plain name ("the bloc",
"its ally", "he", "Kigali's government") and the code that they mean. Printed as one line of JSON: how many of them the coder
resolves to the right codes (`accuracy`, with its 95 % interval over articles; all of the codes and no other), the share of those
that it resolves at all that are right (`precision`), both for each kind: `pronoun`, `name` (capital letters throughout),
`description`.

A phrase is annotated without its place in the text. An annotator's phrases stand in the text's order, so that most have one place
only; those that could stand at several are left out and counted as `unplaced`.

Sets: the dispatches' two halves, or `all`. `--misses` prints what was resolved wrongly, of the development half only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from evaluation.articles import gold_files, opened, rounded, text_of
from evaluation.gold import load
from evaluation.intervals import bootstrap
from riftline.extraction.actors import find_actors
from riftline.extraction.coder import dated
from riftline.extraction.dates import find_dates
from riftline.extraction.places import find_places
from riftline.records import Mention
from riftline.text.parse import parse

KINDS = ("pronoun", "name", "description")
_PRONOUNS = frozenset(
    "i me my mine we us our ours you your he him his she her hers it its they them their theirs who whom whose which both this that "
    "himself herself itself themselves ourselves".split()
)
_SMALL = frozenset("the a an of and de al el van von in at mr mrs ms his her its their our s".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """An annotated phrase at its place: character offsets, and all the codes that it means."""

    start: int
    end: int
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the coder makes of one phrase."""

    kind: str
    words: str
    meant: frozenset[str]
    found: frozenset[str]
    """The codes that it is resolved to; none where it is left open."""
    context: str

    @property
    def right(self) -> bool:
        """Whether all the codes meant were found, and no other."""
        return self.meant == self.found


@dataclass(frozen=True, slots=True)
class Tally:
    """One article's phrases."""

    outcomes: tuple[Outcome, ...]
    unplaced: int


def placed(text: str, records: Iterable[Mapping[str, Any]]) -> tuple[list[Phrase], int]:
    """The phrases of an article's `coreference` records that have one place only, in the text's order; and how many have not.

    A record's phrases are taken to follow one another: each has a first and a last place that leaves room for the others, and
    one place only where these are the same. What several records place at the same words means all of their codes.
    """
    at: dict[tuple[int, int], set[str]] = {}
    unplaced = 0
    for item in records:
        places = [_occurrences(text, phrase) for phrase in item["mentions"]]
        first, last = _in_order(places), _in_order([[(-end, -start) for start, end in reversed(spots)] for spots in reversed(places)])
        for one, other in zip(first, reversed(last), strict=True):
            if one is not None and other is not None and one == (-other[1], -other[0]):
                at.setdefault(one, set()).add(item["code"])
            else:
                unplaced += 1
    return [Phrase(start, end, frozenset(codes)) for (start, end), codes in sorted(at.items())], unplaced


def _occurrences(text: str, phrase: str) -> list[tuple[int, int]]:
    words = r"\s+".join(map(re.escape, phrase.split()))
    return [hit.span() for hit in re.finditer(rf"(?<!\w){words}(?!\w)", text)]


def _in_order(places: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int] | None]:
    """The earliest place of each that lies behind the one before; None for all where there is no such row."""
    row: list[tuple[int, int] | None] = []
    behind: tuple[int, int] | None = None
    for spots in places:
        behind = next((spot for spot in spots if behind is None or spot[0] > behind[0]), None)
        if behind is None:
            return [None] * len(places)
        row.append(behind)
    return row


def kind_of(words: str) -> str:
    """`pronoun`, `name` where every word that is no article, title or possessive has a capital, else `description`."""
    parts = re.findall(r"[^\W\d_]+", words)
    if len(parts) == 1 and parts[0].lower() in _PRONOUNS:
        return "pronoun"
    heavy = [part for part in parts if part.lower() not in _SMALL]
    return "name" if heavy and all(part[0].isupper() for part in heavy) else "description"


def resolved(doc: Doc, mentions: Mapping[int, Mention], phrase: Phrase) -> frozenset[str]:
    """The codes of the mention at the phrase's head, else of the one that covers its head from inside the phrase."""
    span = doc.char_span(phrase.start, phrase.end, alignment_mode="expand")
    if span is None:
        return frozenset()
    head = span.root.i
    found = mentions.get(head) or next((m for m in mentions.values() if m.first <= head <= m.last and span.start <= m.head < span.end), None)
    return frozenset(actor.code for actor in found.actors if actor.code) if found else frozenset()


def tally(path: Path) -> Tally:
    """What the coder makes of the phrases of one annotated article."""
    parsed = dated(parse(opened(load(path), text_of(path)).article))
    mentions = {m.head: m for m in find_actors(parsed, find_places(parsed, find_dates(parsed)))}
    text = parsed.article.text
    phrases, unplaced = placed(text, json.loads(path.read_text(encoding="utf-8")).get("coreference", []))
    outcomes = []
    for phrase in phrases:
        words, around = text[phrase.start : phrase.end], text[max(0, phrase.start - 60) : phrase.end + 40]
        found = resolved(parsed.doc, mentions, phrase)
        outcomes.append(Outcome(kind_of(words), words, phrase.codes, found, " ".join(around.split())))
    return Tally(tuple(outcomes), unplaced)


def accuracy(tallies: Sequence[Tally]) -> float:
    """The share of the placed phrases that are resolved to the right codes."""
    all_of = [outcome for item in tallies for outcome in item.outcomes]
    return sum(o.right for o in all_of) / len(all_of) if all_of else 0.0


def figures(tallies: Sequence[Tally]) -> dict[str, Any]:
    """What is printed: counts, accuracy and precision, of all and of each kind."""
    counts: Counter[str] = Counter()
    for outcome in (o for item in tallies for o in item.outcomes):
        for kind in ("all", outcome.kind):
            counts[f"{kind}.n"] += 1
            counts[f"{kind}.right"] += outcome.right
            counts[f"{kind}.resolved"] += bool(outcome.found)

    def shares(kind: str) -> dict[str, Any]:
        n, right, done = (counts[f"{kind}.{what}"] for what in ("n", "right", "resolved"))
        return {"n": n, "accuracy": rounded(right / n if n else None), "precision": rounded(right / done if done else None)}

    return {
        **shares("all"),
        "accuracy_interval": bootstrap(tallies, accuracy),
        "unplaced": sum(item.unplaced for item in tallies),
        **{kind: shares(kind) for kind in KINDS},
    }


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m evaluation.coreference", description=__doc__, formatter_class=form)
    parser.add_argument("--set", dest="which", choices=("dispatches-dev", "dispatches-test", "all"), default="dispatches-dev")
    parser.add_argument("--misses", action="store_true", help="what was resolved wrongly, of the development half")
    options = parser.parse_args(arguments)
    if options.misses and options.which != "dispatches-dev":
        parser.error("--misses is for the development half: what the test half holds is read by nobody")
    sets = ("dispatches-dev", "dispatches-test") if options.which == "all" else (options.which,)
    tallies = []
    for path in (path for which in sets for path in gold_files(which)):
        tallies.append(tally(path))
        for o in tallies[-1].outcomes if options.misses else ():
            if not o.right:
                print(f"{path.name.split('.')[0]}: {o.words!r} {'/'.join(sorted(o.meant))} <> {'/'.join(sorted(o.found))}: {o.context}", file=sys.stderr)
    print(json.dumps({"what": "coreference", "data": options.which, "articles": len(tallies), **figures(tallies)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

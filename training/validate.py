"""Checks the training corpus and reports what is wrong with it: `python -m training.validate [--all-gold]`.

Marks and spans; types, modes, statuses, vouchers; codes that the actor tables have; sentences and articles that stand twice or
share a run of eight words; and, where the data beside the repository are there (`RIFTLINE_DATA`), runs of eight words
that a sentence or a dispatch shares with them, for nothing of theirs may be in it; the dispatches' annotations, too.
Mends nothing; exit code 1 where it finds something.

The articles held out from tuning are left out of the last check but with `--all-gold`, which names the files that
share a run and not the words.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.articles import HELD_OUT

from riftline.ontology import MODES_OF, PLOVER_TYPES
from riftline.records import STATUSES
from riftline.tables import rows
from training import prose
from training.adjudicate import FOLDER as DISPATCHES
from training.adjudicate import read as read_annotation
from training.corpus import FOLDER, Example, own_codes, parse
from training.overlap import index, known_runs, shared_pairs, texts_of

DATA = Path(os.environ.get("RIFTLINE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
SETS = ("news", "plv", "plover_gsr", "petr_unit", "polnear", "te3_platinum", "wikiwars", "geoparsing", "ngec_actor")
TEXTS = {".txt", ".tml", ".xml", ".jsonl", ".json", ".tsv"}

VOICES = frozenset(
    "active passive nominal light conjoined relative participle headline quotation reported two-removes possessive adjective pronoun none".split()
)
UNKNOWN = "?"
_VOUCHER = re.compile(r"author|(\S+) (?:named|anonymous)")


def examples(folder: Path) -> Iterator[Example | str]:
    """The sentences, file by file; a problem, in words, where a line is not well formed."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            origin = f"{file.name}:{number}"
            if not line.strip():
                yield f"{origin}: an empty line"
                continue
            try:
                yield parse(json.loads(line), origin)
            except (ValueError, KeyError, TypeError, IndexError) as problem:
                yield f"{origin}: {problem}"


def codes() -> frozenset[str]:
    """The codes that a mark may have: those of the actor tables, and the corpus' own (`codes.tsv`)."""
    tables = (("actors/states", "code"), ("actors/organisations", "code"), ("actors/forces", "code"), ("actors/forces", "force"))
    return frozenset(row[column] for table, column in tables for row in rows(table)) | frozenset(own_codes()) | {UNKNOWN}


def problems_of(example: Example, known: frozenset[str]) -> Iterator[str]:
    """What is wrong with one sentence."""
    yield from _marks(example)
    for side in example.sides:
        for code in side.codes:
            if code not in known:
                yield f"no table has the code {code!r} of {example.text[side.start : side.end]!r}"
    seen = set()
    for event in example.events:
        act = f"{event.type} {{{example.text[slice(*example.acts[event.act])]}}}"
        if event.type not in PLOVER_TYPES:
            yield f"{act}: no such type"
        elif event.mode not in MODES_OF[event.type]:
            yield f"{act}: {event.type} has no mode {event.mode!r}"
        if event.status not in STATUSES:
            yield f"{act}: no such status: {event.status!r}"
        voucher = _VOUCHER.fullmatch(event.by)
        if voucher is None or (voucher.group(1) and not known.issuperset(voucher.group(1).split(","))):
            yield f"{act}: nobody vouches like this: {event.by!r}"
        if event.source < 0 and event.target < 0:
            yield f"{act}: neither side is marked"
        if event.source == event.target:
            yield f"{act}: both sides are the same mark"
        key = (event.act, event.type, event.source, event.target, event.status)  # what one asserts and the other denies stands twice
        if key in seen:
            yield f"{act}: the same event twice"
        seen.add(key)
    for voice in example.voice:
        if voice not in VOICES:
            yield f"no such voice: {voice!r}"


def _marks(example: Example) -> Iterator[str]:
    if re.search(r"[\[\]{}|]", example.text):
        yield "a mark is not closed, stands within another or has no code"
    if example.text != example.text.strip() or "  " in example.text:
        yield "spaces too many"
    for start, end in ((side.start, side.end) for side in example.sides):
        words = example.text[start:end]
        if words != words.strip():
            yield f"a mark has spaces at its ends: {words!r}"
    for start, end in (*example.acts, *((side.start, side.end) for side in example.sides)):
        before, after = example.text[:start][-1:], example.text[end:][:1]
        if before.isalnum() or after.isalnum():
            yield f"a mark cuts a word: {example.text[start:end]!r}"


def doubles(found: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Texts, each told with where it stands, that are told twice, word for word or for a run of eight words."""
    first: dict[str, str] = {}
    for origin, text in found:
        earlier = first.setdefault(" ".join(text.lower().split()), origin)
        if earlier != origin:
            yield f"{origin}: stands at {earlier} already"
    for (one, other), run in shared_pairs(index([text for _, text in found])).items():
        yield f"{found[other][0]}: shares with {found[one][0]} the words {' '.join(run)!r}"


def sources(data: Path, all_gold: bool = False) -> list[Path]:
    """The files beside the repository that no sentence may share words with."""
    files = [path for name in SETS for path in sorted((data / name).rglob("*")) if path.suffix in TEXTS]
    gold = sorted((data.parent / "gold").rglob("*.txt"))
    return files + [path for path in gold if all_gold or path.stem not in HELD_OUT]


def dispatches(folder: Path = DISPATCHES) -> list[tuple[str, str]]:
    """The whole articles: where each lies, and its text."""
    return [("/".join(path.parts[-3:]), path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*/*/*.txt"))]


def annotated(folder: Path = DISPATCHES) -> Iterator[str]:
    """What is wrong with the annotations of the dispatches: their form, quotes that do not occur, types and codes that nobody knows."""
    known = codes()
    for path in sorted(folder.glob("*/*/*.ann")):
        try:
            found = read_annotation(path)
        except ValueError as problem:
            yield str(problem)
            continue
        for event in found["events"]:
            unknown = [t for t in event["types"] if t not in PLOVER_TYPES] + [c for c in (*event["source"], *event["target"]) if c not in known]
            yield from (f"{path.name}: {event['quote']!r}: nobody knows {name!r}" for name in unknown)
            if event["status"] not in STATUSES:
                yield f"{path.name}: {event['quote']!r}: no such status: {event['status']!r}"


def taken(found: Sequence[tuple[str, str]], files: Sequence[Path]) -> Iterator[str]:
    """Texts, each told with where it stands, that share a run of eight words with one of the files."""
    where = index([text for _, text in found])
    for path in files:
        for text in texts_of(path):
            for run, numbers in known_runs(text, where).items():
                words = "" if path.stem in HELD_OUT else f" the words {' '.join(run)!r}"
                yield from (f"{found[number][0]}: shares with {path.parent.name}/{path.name}{words}" for number in numbers)


def validate(folder: Path = FOLDER, files: Sequence[Path] = ()) -> list[str]:
    """Everything that is wrong, a line each."""
    report: list[str] = []
    found: list[Example] = []
    for item in examples(folder):
        if isinstance(item, str):
            report.append(item)
        else:
            found.append(item)
    if not found:
        return [*report, f"{folder}: no sentence"]
    known = codes()
    report += [f"{example.origin}: {problem}" for example in found for problem in problems_of(example, known)]
    texts = [(example.origin, example.text) for example in found] + [(article.id, article.text) for article in prose.articles(folder / "prose")]
    report += doubles(texts)
    if folder == FOLDER:
        report += annotated()
        texts += dispatches()
    return report + list(dict.fromkeys(taken(texts, files)))


def main(arguments: Sequence[str]) -> int:
    """Prints the report."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m training.validate", description=__doc__, formatter_class=form)
    parser.add_argument("--all-gold", action="store_true")
    options = parser.parse_args(arguments)
    files = sources(DATA, options.all_gold)
    if not files:
        print(f"training.validate: no data at {DATA}: what the corpus may share with others' texts is not checked", file=sys.stderr)
    report = validate(files=files)
    print("\n".join([*report, f"{len(report)} problems" if report else f"the corpus is in order ({len(files)} files of others compared)"]))
    return 1 if report else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

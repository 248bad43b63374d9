"""Statements against PolNeAR: `python -m evaluation.statements [--part dev|test]` prints one line of JSON.

A predicted content matches a gold one at a character Jaccard of 0.5 or more, one to one (most matches first, then
the largest overlap). `span_f1` asks for no more; `source_f1` also that predicted and gold source share a character (a
gold attribution without a source never matches there); `indirect_recall` is the share found of the gold contents of
which less than half stands inside quotation marks. Parts of an interrupted quotation, which share their cue, are one
content, as PolNeAR has them; the words of cue and source in the middle of one do not count.

Data: `RIFTLINE_DATA`/polnear (by default ../shared/data beside the repository); where it is absent the line is
{"skipped": true}. Each article counts once, by its first annotator's file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from riftline.extraction.statements import find_statements
from riftline.records import Article, Statement
from riftline.text.parse import Parsed, parse

LEAST_JACCARD = 0.5


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution as sets of character offsets."""

    content: frozenset[int]
    source: frozenset[int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One article with its gold attributions."""

    name: str
    text: str
    said: tuple[Said, ...]


@dataclass
class Counts:
    """Running totals over articles."""

    gold: int = 0
    predicted: int = 0
    span: int = 0
    source: int = 0
    indirect: int = 0
    indirect_found: int = 0


def data_folder() -> Path:
    """Where the data lies: RIFTLINE_DATA, by default ../shared/data beside the repository."""
    return Path(os.environ.get("RIFTLINE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def read(folder: Path) -> Iterator[Annotated]:
    """The articles of one part (`dev`, `test`, `train`), each once."""
    seen: set[str] = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        if name in seen:
            continue
        seen.add(name)
        text = (folder / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        yield Annotated(name, text, tuple(read_brat(path.read_text("utf-8"))))


def read_brat(standoff: str) -> Iterator[Said]:
    """Attributions with a content, from brat's standoff lines."""
    spans: dict[str, frozenset[int]] = {}
    events: list[str] = []
    for line in standoff.splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T") and "\t" in rest:
            offsets = rest.split("\t", 1)[0].split(" ", 1)[1]
            pairs = [part.split() for part in offsets.split(";")]
            spans[key] = frozenset(i for start, end in pairs for i in range(int(start), int(end)))
        elif key.startswith("E"):
            events.append(rest)
    for event in events:
        parts: dict[str, frozenset[int]] = {}
        for argument in event.split():
            role, _, key = argument.partition(":")
            role = re.sub(r"\d+$", "", role)
            parts[role] = parts.get(role, frozenset()) | spans.get(key, frozenset())
        if parts.get("Content"):
            yield Said(parts["Content"], parts.get("Source", frozenset()))


def predicted(statements: Iterable[Statement]) -> list[Said]:
    """Statements as PolNeAR has them: those of one cue and speaker that stand apart are one content."""
    groups: dict[tuple[int, int], list[Statement]] = {}
    for number, s in enumerate(statements):
        key = (s.cue.start, s.source.start if s.source else -1) if s.cue else (-1, number)
        groups.setdefault(key, []).append(s)
    said = []
    for group in groups.values():
        source = frozenset(i for s in group if s.source for i in range(s.source.start, s.source.end))
        cue = frozenset(i for s in group if s.cue for i in range(s.cue.start, s.cue.end))
        content = frozenset(i for s in group for i in range(s.content.start, s.content.end))
        aside = content & cue
        said.append(Said(content - cue - source if aside else content, source))
    return said


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared over all."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def matched(gold: Sequence[Said], said: Sequence[Said], sourced: bool) -> set[int]:
    """The gold attributions found, one to one: as many as can be matched (augmenting paths, best overlap first)."""
    fits: list[list[int]] = []
    for g in gold:
        scores = [(jaccard(g.content, s.content), j) for j, s in enumerate(said) if not sourced or g.source & s.source]
        fits.append([j for score, j in sorted(scores, reverse=True) if score >= LEAST_JACCARD])
    holder: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in fits[i]:
            if j in tried:
                continue
            tried.add(j)
            if j not in holder or place(holder[j], tried):
                holder[j] = i
                return True
        return False

    for i in range(len(gold)):
        place(i, set())
    return set(holder.values())


def quoted(text: str) -> frozenset[int]:
    """The characters inside quotation marks, plainly: what the other systems' indirect recall was measured with."""
    pattern = r"“[^“”]{1,3000}”|\"[^\"]{1,3000}\"|''(?:(?!'').){1,3000}''"
    return frozenset(i for m in re.finditer(pattern, text, re.S) for i in range(m.start(), m.end()))


def add(counts: Counts, article: Annotated, said: Sequence[Said]) -> None:
    """Adds one article's matches."""
    found = matched(article.said, said, sourced=False)
    inside = quoted(article.text)
    indirect = [i for i, g in enumerate(article.said) if len(g.content & inside) < len(g.content) / 2]
    counts.gold += len(article.said)
    counts.predicted += len(said)
    counts.span += len(found)
    counts.source += len(matched(article.said, said, sourced=True))
    counts.indirect += len(indirect)
    counts.indirect_found += sum(i in found for i in indirect)


def f1(found: int, there: int, said: int) -> float:
    """Harmonic mean of recall and precision, from counts, in per cent."""
    return 200 * found / (there + said) if there + said else 0.0


def summary(part: str, articles: int, counts: Counts) -> dict[str, object]:
    """What is printed."""
    return {
        "task": "statements",
        "part": part,
        "articles": articles,
        "gold": counts.gold,
        "predicted": counts.predicted,
        "span_precision": round(100 * counts.span / max(1, counts.predicted), 1),
        "span_recall": round(100 * counts.span / max(1, counts.gold), 1),
        "span_f1": round(f1(counts.span, counts.gold, counts.predicted), 1),
        "source_f1": round(f1(counts.source, counts.gold, counts.predicted), 1),
        "indirect_recall": round(100 * counts.indirect_found / max(1, counts.indirect), 1),
    }


def mentions_free(parsed: Parsed) -> list[Said]:
    """What is found without knowing any actor: spans need none."""
    return predicted(find_statements(parsed, ()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the line of JSON; 0 also where the data is absent."""
    options = argparse.ArgumentParser(description="Score statements against PolNeAR.")
    options.add_argument("--part", choices=("dev", "test"), default="dev")
    part = options.parse_args(arguments).part
    folder = data_folder() / "polnear" / part
    if not folder.is_dir():
        print(f"No PolNeAR data at {folder}: set RIFTLINE_DATA to the folder that holds polnear/.", file=sys.stderr)
        print(json.dumps({"skipped": True}))
        return 0
    counts, articles = Counts(), 0
    for article in read(folder):
        add(counts, article, mentions_free(parse(Article(article.name, article.text))))
        articles += 1
    print(json.dumps(summary(part, articles, counts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

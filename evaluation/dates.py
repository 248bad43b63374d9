"""Time expressions against TempEval-3's platinum part, or WikiWars: `python -m evaluation.dates [wikiwars] [--misses]`.

Prints one line of JSON: relaxed span F1 (spans overlap, one to one), value F1 (and the TIMEX3 values are
equal), day accuracy (of the gold days, the share given that very day).
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
from evaluation.timeml import attribute, opened
from riftline.extraction.dates import find_dates
from riftline.records import Article, TimeExpression
from riftline.text.parse import parse

TIMEX = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated expression."""

    start: int
    end: int
    value: str


def read_tml(path: Path) -> tuple[str, date | None, list[Gold]]:
    """The text of a TimeML file without its tags, its creation day, its expressions."""
    document = opened(path)
    stamp = re.match(r"\d{4}-\d\d-\d\d", attribute("value", document.created))
    text, golds, last = "", [], 0
    for hit in TIMEX.finditer(document.body):
        text += _plain(document.body[last : hit.start()])
        words = _plain(hit[2])
        golds.append(Gold(len(text), len(text) + len(words), attribute("value", hit[1])))
        text += words
        last = hit.end()
    return text + _plain(document.body[last:]), date.fromisoformat(stamp[0]) if stamp else None, golds


def _plain(piece: str) -> str:
    return html.unescape(TAG.sub("", piece))


def pairs(golds: list[Gold], times: tuple[TimeExpression, ...]) -> Iterator[tuple[Gold, TimeExpression]]:
    """Overlapping gold and found expressions, each used once, in order."""
    free = list(times)
    for gold in golds:
        over = [t for t in free if t.span.start < gold.end and gold.start < t.span.end]
        if over:
            best = max(over, key=lambda t: (t.value == gold.value, min(t.span.end, gold.end) - max(t.span.start, gold.start)))
            free.remove(best)
            yield gold, best


def measure(folder: Path, misses: bool = False) -> dict[str, float | int]:
    """The scores over the .tml files of a folder."""
    gold_count = found_count = spans = values = days = right_days = 0
    for path in sorted(folder.glob("*.tml")):
        text, created, golds = read_tml(path)
        times = find_dates(parse(Article(path.stem, text, published=created)))
        matched = {id(g): t for g, t in pairs(golds, times)}
        used = {id(t) for t in matched.values()}
        gold_count, found_count, spans = gold_count + len(golds), found_count + len(times), spans + len(matched)
        for gold in golds:
            time = matched.get(id(gold))
            right = time is not None and time.value == gold.value
            values += right
            if re.fullmatch(r"\d{4}-\d\d-\d\d", gold.value):
                days += 1
                right_days += time is not None and time.value[:10] == gold.value
            if misses and not right:
                said = f"{time.span.text!r} {time.value}" if time is not None else "-"
                print(
                    f"{path.stem}: {text[gold.start - 30 : gold.start]!r}[{text[gold.start : gold.end]}] {gold.value} <> {said}",
                    file=sys.stderr,
                )
        if misses:
            for time in times:
                if id(time) not in used:
                    print(
                        f"{path.stem}: extra {time.span.text!r} {time.value} in {text[time.span.start - 25 : time.span.end + 25]!r}",
                        file=sys.stderr,
                    )
    return {
        "span_f1": round(f1(spans, found_count, gold_count), 4),
        "value_f1": round(f1(values, found_count, gold_count), 4),
        "day_accuracy": round(right_days / days, 4) if days else 0.0,
        "days": days,
        "gold": gold_count,
        "found": found_count,
    }


def f1(right: int, found: int, gold: int) -> float:
    """Harmonic mean of precision and recall, from counts."""
    return 2 * right / (found + gold) if found + gold else 0.0


def main(arguments: list[str]) -> int:
    """Runs one set and prints its line."""
    name = "wikiwars" if "wikiwars" in arguments else "te3_platinum"
    folder = DATA / name
    if not folder.is_dir():
        print(f"evaluation.dates: no data at {folder}; set RIFTLINE_DATA", file=sys.stderr)
        print(json.dumps({"skipped": True}))
        return 0
    print(json.dumps({"what": "dates", "data": name, **measure(folder, "--misses" in arguments)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

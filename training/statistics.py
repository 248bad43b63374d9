"""What the training corpus holds: `python -m training.statistics [--write]` prints the tables of its data sheet, or puts them there."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from riftline.ontology import PLOVER_TYPES
from training.corpus import FOLDER, Example, read


@dataclass
class Statistics:
    """Counts over the corpus."""

    sentences: int = 0
    words: int = 0
    without_event: int = 0
    """Sentences in which nobody does anything to anybody: they teach "none"."""
    acts: int = 0
    negative_acts: int = 0
    """Marked words that look like an act and are no event."""
    sides: int = 0
    events: int = 0
    one_sided: int = 0
    """Events of which the sentence names one side only."""
    files: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    vouchers: Counter[str] = field(default_factory=Counter)
    voices: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)


def statistics(examples: Iterable[Example]) -> Statistics:
    """The counts over some sentences."""
    out = Statistics()
    for example in examples:
        out.sentences += 1
        out.words += len(example.text.split())
        out.without_event += not example.events
        out.acts += len(example.acts)
        out.negative_acts += len(example.acts) - len({event.act for event in example.events})
        out.sides += len(example.sides)
        out.events += len(example.events)
        out.one_sided += sum(event.source < 0 or event.target < 0 for event in example.events)
        out.files[example.origin.partition(":")[0]] += 1
        out.voices.update(example.voice)
        out.codes.update(code for side in example.sides for code in side.codes)
        for event in example.events:
            out.types[event.type] += 1
            out.modes[f"{event.type} {event.mode}".strip()] += 1
            out.statuses[event.status] += 1
            out.vouchers[event.by.split()[-1]] += 1
    return out


def tables(found: Statistics) -> str:
    """The counts as Markdown."""
    share = f"{found.without_event / max(1, found.sentences):.0%}"
    lines = [
        f"- {found.sentences:,} sentences, {found.words:,} words ({found.words / max(1, found.sentences):.1f} a sentence)",
        f"- {found.sides:,} marked actors of {len(found.codes)} codes",
        f"- {found.acts:,} marked acts, of which {found.negative_acts:,} are no event",
        f"- {found.events:,} events, of which {found.one_sided:,} have one side only",
        f"- {found.without_event:,} sentences ({share}) without any event",
        "",
        *_table("type", "events", {kind: found.types[kind] for kind in PLOVER_TYPES}),
        "",
        *_table("status", "events", found.statuses),
        "",
        *_table("vouched for by", "events", found.vouchers),
        "",
        *_table("voice", "sentences", found.voices),
        "",
        *_table("file", "sentences", dict(sorted(found.files.items()))),
    ]
    return "\n".join(lines)


def _table(name: str, count: str, values: Mapping[str, int]) -> Sequence[str]:
    ordered = values.most_common() if isinstance(values, Counter) else values.items()
    return [f"| {name} | {count} |", "| --- | ---: |", *(f"| {key} | {value:,} |" for key, value in ordered)]


def main(arguments: Sequence[str]) -> int:
    """Prints the tables, or writes them into the data sheet."""
    text = tables(statistics(read()))
    if "--write" not in arguments:
        print(text)
        return 0
    sheet = FOLDER / "DATASHEET.md"
    block = re.compile(r"(?<=<!-- statistics -->\n).*?(?=<!-- /statistics -->)", re.DOTALL)
    sheet.write_text(block.sub(lambda _: text + "\n", sheet.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

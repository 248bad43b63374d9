"""Where annotated events are lost: `python -m evaluation.candidates [--set SET] [--list STAGE]`.

For each core event of a set of annotated articles, the furthest that it comes on its way through the coder:
- `sides`: both sides are resolved somewhere in a sentence that the quote touches;
- `candidate`: an act in that sentence has a candidate with the right sides;
- `first`: such a candidate survives the model's first pass;
- `type`: one of those has an acceptable type as its likeliest;
- `strong`: one of those is above the threshold;
- `chosen`: one of those stands after the choice among an act's pairs.

Printed as one line of JSON: the share of events that come at least as far. `--list STAGE` prints the events that got no further.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.articles import SETS, gold_files, opened, rounded, text_of
from evaluation.gold import GoldEvent, load
from evaluation.matching import share_words
from riftline.extraction.acts import Scored
from riftline.extraction.candidates import Candidate, find_candidates
from riftline.extraction.coder import Read, read
from riftline.extraction.events import THRESHOLD, choose, strength
from riftline.records import Mention

SHARED = 0.7
"""Share of the quote's words that a sentence has to have."""
STAGES = ("none", "sides", "candidate", "first", "type", "strong", "chosen")


def _codes(mention: Mention | None) -> set[str]:
    return {a.code for a in mention.actors if a.code} if mention else {""}


def _fits(event: GoldEvent, source: Mention | None, target: Mention | None) -> bool:
    s, t = _codes(source), _codes(target)
    both = s | t
    straight = bool(s & set(event.sources) and t & set(event.targets))
    crossed = event.symmetric and bool(t & set(event.sources) and s & set(event.targets))
    joint = event.symmetric and max(len(s), len(t)) > 1 and bool(both & set(event.sources) and both & set(event.targets))
    return straight or crossed or joint


@dataclass(frozen=True, slots=True)
class Way:
    """How far an annotated event comes, and in which construction."""

    stage: str
    lacking: tuple[str, ...]
    """The sides that no mention in the sentence stands for."""
    construction: str
    """That of the strongest candidate with the right sides; empty where there is none."""


def _way(event: GoldEvent, work: Read, candidates: Sequence[Candidate], chosen: Sequence[Scored]) -> Way:
    """How far one event comes."""
    tokens = {t.i for s in work.parsed.doc.sents if share_words(event.quote, s.text, SHARED) for t in s}
    here = {""}.union(*(_codes(m) for m in work.mentions if m.head in tokens))
    lacking = tuple(name for name, codes in (("source", event.sources), ("target", event.targets)) if not here & set(codes))
    fitting = [c for c in candidates if c.act in tokens and _fits(event, c.source, c.target)]
    judged = [s for s in work.scored if s.candidate.act in tokens and _fits(event, s.candidate.source, s.candidate.target)]
    typed = [s for s in judged if s.judgement.best in event.types]
    strong = [s for s in typed if strength(s) >= THRESHOLD]
    reached = {
        "sides": not lacking,
        "candidate": fitting,
        "first": judged,
        "type": typed,
        "strong": strong,
        "chosen": any(s in chosen for s in strong),
    }
    stage = max((stage for stage in STAGES if reached.get(stage, True)), key=STAGES.index)
    best = max(typed or judged, key=strength).candidate if judged else fitting[0] if fitting else None
    return Way(stage, lacking, best.construction if best else "")


def ways(events: Sequence[GoldEvent], work: Read) -> list[Way]:
    """How far each of an article's annotated events comes."""
    candidates, chosen = find_candidates(work.parsed, work.mentions), choose(work.parsed, work.scored)
    return [_way(event, work, candidates, chosen) for event in events]


def stages(path: Path) -> list[tuple[str, GoldEvent]]:
    """The stage of each core event of an article."""
    gold = load(path)
    core = [event for event in gold.events if event.core]
    return [(way.stage, event) for way, event in zip(ways(core, read(opened(gold, text_of(path)).article)), core, strict=True)]


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.candidates", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="which", choices=SETS, default="dispatches-dev")
    parser.add_argument("--list", dest="listed", choices=STAGES)
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    for path in gold_files(options.which):
        for stage, event in stages(path):
            counts[stage] += 1
            if stage == options.listed:
                print(f"{path.stem}: {event.types[0]} {'/'.join(event.sources)} > {'/'.join(event.targets)}: {event.quote}", file=sys.stderr)
    total = sum(counts.values())
    reached = {stage: rounded(sum(counts[s] for s in STAGES[i:]) / total) for i, stage in enumerate(STAGES) if i} if total else {}
    print(json.dumps({"what": "candidates", "data": options.which, "events": total, **reached}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Training instances from the corpus: `python -m training.instances OUT.jsonl` (needs the package, not torch).

Two kinds, a JSON object a line:
- `"kind": "sentence"`: which words are heads of events, and for each event's act which mentions are its sides
  (`roles`: act, mention, what the parse says of it, is source, is target), for the first pass;
- `"kind": "pair"`: a candidate as the coder would make it, with what the parse says of its sides, and what it is or "NONE":
  annotated events, and as negatives some of the candidates that nobody annotated (swapped sides above all, then extra
  targets, somebody else's verb, descriptions), drawn by lot.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from riftline.extraction.candidates import features_at, find_candidates, pair_features, side_features
from riftline.extraction.paths import Paths
from riftline.records import Article
from riftline.text.parse import Parsed, pipeline
from training import patterns, prose
from training.corpus import Example, read
from training.names import names
from training.recall import act_token, as_mentions

NEGATIVES_PER_SENTENCE = 16
_SYMMETRIC = {"CONSULT", "AGREE", "COOPERATE"}


def of_example(example: Example, parsed: Parsed, rng: random.Random) -> Iterator[dict[str, object]]:
    """The instances of one annotated sentence."""
    doc, mentions, paths = parsed.doc, as_mentions(example, parsed), Paths(parsed.doc)
    by_head = {m.head: i for i, m in enumerate(mentions) if m is not None}
    present = [m for m in mentions if m is not None]
    acts = [act_token(example, parsed, i) for i in range(len(example.acts))]
    gold = {(acts[e.act], e.source, e.target): e for e in example.events if acts[e.act] >= 0}
    candidates = find_candidates(parsed, present)
    heads = sorted({c.act for c in candidates} | {a for a in acts if a >= 0})
    positive = {a for a, _, _ in gold}
    roles = []
    for act in positive:
        for m in present:
            i = by_head[m.head]
            symmetric = any(e.type in _SYMMETRIC for (a, _, _), e in gold.items() if a == act)
            is_source = any(a == act and s == i for a, s, _ in gold)
            is_target = any(a == act and t == i for a, _, t in gold)
            if symmetric and (is_source or is_target):
                is_source = is_target = True
            roles.append([_chars(doc, act), [m.span.start, m.span.end], side_features(paths, doc[act], doc[m.head]), is_source, is_target])
    yield {"kind": "sentence", "origin": example.origin, "text": example.text, "acts": [[_chars(doc, a), a in positive] for a in heads], "roles": roles}
    spans = {i: [m.span.start, m.span.end] for i, m in enumerate(mentions) if m is not None}
    heads_of = {i: doc[m.head] for i, m in enumerate(mentions) if m is not None}

    def pair(act: int, source: int, target: int) -> dict[str, object]:
        features = pair_features(paths, doc[act], heads_of.get(source), heads_of.get(target))
        return {"kind": "pair", "origin": example.origin, "text": example.text, "act": _chars(doc, act), "source": spans.get(source),
                "target": spans.get(target), "features": features}  # fmt: skip

    for (act, source, target), event in gold.items():
        if (source < 0 or source in spans) and (target < 0 or target in spans):
            yield pair(act, source, target) | {"type": event.type, "mode": event.mode, "status": event.status, "by": event.by.split()[-1]}
    negatives = []
    for c in candidates:
        source, target = by_head[c.source.head] if c.source else -1, by_head[c.target.head] if c.target else -1
        if (c.act, source, target) in gold:
            continue
        swapped = gold.get((c.act, target, source))
        if swapped is not None and swapped.type in _SYMMETRIC:
            continue
        weight = 3.0 if swapped is not None else 2.0 if c.act in positive else 1.0
        if source < 0 or target < 0:
            weight *= 0.5
        negatives.append((rng.random() ** (1 / weight), c.act, source, target))
    for _, act, source, target in sorted(negatives, reverse=True)[:NEGATIVES_PER_SENTENCE]:
        yield pair(act, source, target) | {"type": "NONE", "mode": "", "status": "", "by": ""}


def _chars(doc: object, token: int) -> list[int]:
    t = doc[token]  # type: ignore[index]
    return [t.idx, t.idx + len(t)]


def parsed_pairs(pairs: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Pairs of sentences that nobody parsed yet, with their features."""
    asked, told = itertools.tee(pairs)
    for pair, doc in zip(told, pipeline().pipe((p["text"] for p in asked), batch_size=64)):
        yield pair | {"features": features_at(doc, pair["act"], pair["source"], pair["target"])}


# The records are older than the manual of 2021: what its sixteen types call these.
_GSR_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "YIELD": "CONCEDE"}
_GSR_MARK = re.compile(r"\((SRC/TAR|SRC|TAR|EVT): ?([^()]*)\)")


def of_gsr(path: Path) -> Iterator[dict[str, object]]:
    """The PLOVER gold-standard records (CC BY-SA 4.0, Open Event Data Alliance) as pairs; only what they mark, no negatives."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, block in enumerate(re.findall(r'"event":.*?"markup":.*?"\}', text, re.S)):
        kind = re.search(r'"event": *"([A-Z]+)"', block)
        markup = re.search(r'"markup": *"(.*?)"\s*\}', block, re.S)
        if kind is None or markup is None or kind.group(1) == "DOCUMENT":
            continue
        plain, at, spans = "", 0, {"SRC": [], "TAR": [], "EVT": []}  # type: ignore[var-annotated]
        for m in _GSR_MARK.finditer(markup.group(1)):
            plain += markup.group(1)[at : m.start()]
            for role in m.group(1).split("/"):
                spans[role].append([len(plain), len(plain) + len(m.group(2))])
            plain += m.group(2)
            at = m.end()
        plain += markup.group(1)[at:]
        if not spans["EVT"] or not (spans["SRC"] or spans["TAR"]):
            continue
        source = spans["SRC"][0] if spans["SRC"] else None
        target = next((t for t in spans["TAR"] if t != source), None)
        yield {"kind": "pair", "origin": f"gsr:{number}", "text": plain.replace('\\"', '"'), "act": spans["EVT"][0], "source": source, "target": target,
               "type": _GSR_TYPES.get(kind.group(1), kind.group(1)), "mode": "?", "status": "", "by": ""}  # fmt: skip


def main(out: str) -> None:
    """Writes all instances."""
    rng = random.Random(20230921)
    examples = list(read())
    gsr = Path(os.environ.get("RIFTLINE_DATA", "../shared/data")) / "plover_gsr" / "PLOVER_GSR_CAMEO.txt"
    with open(out, "w", encoding="utf-8") as file:
        for example, doc in zip(examples, pipeline().pipe([e.text for e in examples], batch_size=64)):
            for instance in of_example(example, Parsed(Article(example.origin, example.text), doc), rng):
                file.write(json.dumps(instance, ensure_ascii=False) + "\n")
        more = [patterns.instances(patterns.read(), names(examples), rng)] + ([of_gsr(gsr)] if gsr.exists() else [])
        for instance in itertools.chain(parsed_pairs(itertools.chain(*more)), *(prose.instances(article, rng) for article in prose.articles())):
            file.write(json.dumps(instance, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

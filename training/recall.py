"""How many annotated events of the corpus have a candidate with the right act and sides: `python -m training.recall`."""

from __future__ import annotations

from collections import Counter

from riftline.extraction.candidates import Candidate, find_candidates
from riftline.extraction.phrases import char_span
from riftline.records import Actor, Article, Mention
from riftline.text.parse import Parsed, pipeline
from training.corpus import Example, read


def as_mentions(example: Example, parsed: Parsed) -> list[Mention | None]:
    """The corpus' marked sides as mentions of the parse, in order; None where the tokens do not fit."""
    found: list[Mention | None] = []
    for side in example.sides:
        span = parsed.doc.char_span(side.start, side.end, alignment_mode="expand")
        if span is None:
            found.append(None)
            continue
        actors = tuple(Actor(code, code, span.text, code) for code in side.codes)
        found.append(Mention(char_span(parsed.doc, span.start, span.end - 1), span.root.i, span.start, span.end - 1, actors, "name"))
    return found


def act_token(example: Example, parsed: Parsed, act: int) -> int:
    """The head token of a marked act."""
    start, end = example.acts[act]
    span = parsed.doc.char_span(start, end, alignment_mode="expand")
    return int(span.root.i) if span is not None else -1


def main() -> None:
    """Prints recall by part of speech of the act."""
    examples = list(read())
    total: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    number = 0
    for example, doc in zip(examples, pipeline().pipe([e.text for e in examples], batch_size=64)):
        parsed = Parsed(Article(example.origin, example.text), doc)
        mentions = as_mentions(example, parsed)
        by_head = {m.head: i for i, m in enumerate(mentions) if m is not None}
        candidates: list[Candidate] = find_candidates(parsed, [m for m in mentions if m is not None])
        number += len(candidates)
        pairs = {(c.act, by_head[c.source.head] if c.source else -1, by_head[c.target.head] if c.target else -1) for c in candidates}
        acts = {c.act for c in candidates}
        for event in example.events:
            act = act_token(example, parsed, event.act)
            kind = doc[act].pos_ if act >= 0 else "?"
            total[kind] += 1
            total["all"] += 1
            ok = (act, event.source, event.target) in pairs or (act, event.target, event.source) in pairs
            hit[kind] += ok
            hit["all"] += ok
            hit["act"] += act in acts
    for kind in total:
        print(f"{kind}: {hit[kind]}/{total[kind]} = {hit[kind] / total[kind]:.3f}")
    print(f"act found: {hit['act'] / total['all']:.3f}; candidates a sentence: {number / len(examples):.1f}")


if __name__ == "__main__":
    main()

"""Articles that tell of acts between states, a sentence each, for tests of commitments and breaches."""

from __future__ import annotations

from datetime import date

from riftline.records import Actor, Article, Coding, Commitment, Event, Interval, Span, Status

Act = tuple[str, str, str, str, str]
"""Type, mode, source, target, sentence."""


def _actor(code: str) -> Actor | None:
    """ "SYR", "SYR REB": a state, or one of its sectors."""
    state, *sectors = code.split()
    return Actor(state, code, code, state if len(state) == 3 else None, tuple(sectors))


def telling(
    id: str, published: date | None, *acts: Act, status: Status = "happened", commitments: tuple[tuple[str, tuple[str, ...], str], ...] = (),
    confidence: float = 0.8,
) -> Coding:  # fmt: skip
    """An article with one event a sentence, all on the day of publication."""
    text = f"Report {id}. " + " ".join(act[4] for act in acts)
    events = []
    for i, (kind, mode, source, target, sentence) in enumerate(acts, 1):
        start = text.index(sentence)
        days = Interval(published, published) if published else None
        spans = (Span(start, start + len(sentence), sentence),)
        events.append(Event(f"e{i}", kind, mode, (), _actor(source), _actor(target), days, "", None, "", status, None, (), confidence, "Sure.", spans))
    told = tuple(Commitment(kind, parties, state, (Span(0, 6, text[:6]),)) for kind, parties, state in commitments)  # type: ignore[arg-type]
    return Coding(Article(id, text, None, published, "metadata", publisher=f"The {id} Post", language="en"), tuple(events), (), told)

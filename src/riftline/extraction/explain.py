"""Why an event was coded so: for each place where it is told, what the coder saw there and what else was possible.

The article is read again, which gives the same every time; nothing of this is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riftline.extraction.acts import Scored
from riftline.extraction.coder import Read, events_of, read
from riftline.extraction.events import RETOLD, THRESHOLD, choose, evidence_of, strength
from riftline.ontology import SYMMETRIC
from riftline.records import Article, Event, Mention, Span

MOST_RIVALS = 5
_BEST = 3


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reading of the same act: sides as the text has them, type, score, and why it does not stand."""

    source: str
    target: str
    type: str
    score: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One place where the event is told."""

    evidence: Span
    marked: str
    """The sentence with the act in braces, the source in [S: ], the target in [T: ]."""
    construction: str
    score: float
    first_pass: tuple[float, float, float]
    """How likely, on the plain sentence, the word is an act, and the mentions are its source and target."""
    types: tuple[tuple[str, float], ...]
    """The three likeliest, NONE among them."""
    modes: tuple[tuple[str, float], ...]
    statuses: tuple[tuple[str, float], ...]
    vouchers: tuple[tuple[str, float], ...]
    alone: bool
    """Whether it is strong enough to be an event by itself; else it only adds evidence."""
    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event with the places where it is told, surest first."""

    event: Event
    tellings: tuple[Telling, ...]


def explain(article: Article, event: Event) -> Explanation | None:
    """Why that event of the cleaned article was coded; None where this version of Riftline codes no such event in it."""
    found = read(article)
    chosen = choose(found.parsed, found.scored)
    again = next((e for e in events_of(found, chosen) if _same(e, event)), None)
    if again is None:
        return None
    own = [s for s in found.scored if strength(s) >= RETOLD and s.judgement.best == again.type and _carries(found, s, again)]
    tellings = sorted((_telling(found, s, chosen) for s in own), key=lambda t: -t.score)
    return Explanation(again, tuple(tellings))


def _same(one: Event, other: Event) -> bool:
    sides = [tuple(side.code if side else "" for side in (e.source, e.target)) for e in (one, other)]
    return one.type == other.type and sides[0] == sides[1] and bool({e.start for e in one.evidence} & {e.start for e in other.evidence})


def _carries(found: Read, scored: Scored, event: Event) -> bool:
    source, target = ({a.code for a in m.actors} if m else {""} for m in (scored.candidate.source, scored.candidate.target))
    one, other = (side.code if side else "" for side in (event.source, event.target))
    sides = (one in source and other in target) or (event.type in SYMMETRIC and {one, other} <= source | target)
    return sides and evidence_of(found.parsed, scored) in event.evidence


def _telling(found: Read, scored: Scored, chosen: Sequence[Scored]) -> Telling:
    j = scored.judgement
    best = strength(scored)
    rivals = [s for s in found.scored if s.candidate.act == scored.candidate.act and s is not scored]
    return Telling(
        evidence_of(found.parsed, scored), _marked(found, scored), scored.candidate.construction, best, (scored.act, scored.source, scored.target),
        _top(j.types), _top({f"{j.best} {mode}".rstrip(): p for mode, p in j.modes_of(j.best)}), _top(j.statuses), _top(j.vouchers), best >= THRESHOLD,
        tuple(_rival(s, chosen) for s in sorted(rivals, key=strength, reverse=True)[:MOST_RIVALS]),
    )  # fmt: skip


def _top(odds: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(odds.items(), key=lambda item: -item[1])[:_BEST])


def _rival(scored: Scored, chosen: Sequence[Scored]) -> Rival:
    c = scored.candidate
    if any(s is scored for s in chosen):
        verdict = "is an event, too"
    elif strength(scored) < THRESHOLD:
        verdict = f"is below {THRESHOLD}"
    else:
        verdict = "gives way to the likelier sides"
    return Rival(_words(c.source), _words(c.target), scored.judgement.best, strength(scored), verdict)


def _words(mention: Mention | None) -> str:
    return mention.span.text if mention else "nobody"


def _marked(found: Read, scored: Scored) -> str:
    """The sentence with act and sides marked."""
    act = found.parsed.doc[scored.candidate.act]
    sentence = act.sent
    marks: list[tuple[int, int, str, str]] = [(act.idx, act.idx + len(act), "{", "}")]
    for mention, name in ((scored.candidate.source, "S"), (scored.candidate.target, "T")):
        if mention is not None:
            marks.append((mention.span.start, mention.span.end, f"[{name}: ", "]"))
    return _with_marks(sentence.text, sentence.start_char, marks)


def _with_marks(text: str, begin: int, marks: Iterable[tuple[int, int, str, str]]) -> str:
    inserted = sorted([(start - begin, 1, before) for start, _, before, _ in marks] + [(end - begin, 0, after) for _, end, _, after in marks], reverse=True)
    for at, _, mark in inserted:
        text = text[: max(0, at)] + mark + text[max(0, at) :]
    return " ".join(text.split())

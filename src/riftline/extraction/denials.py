"""Denials: what one side asserts and another denies, rejects, counters or calls false, as pairs of versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from riftline.extraction.names import find_names
from riftline.extraction.phrases import char_span
from riftline.extraction.versions import account_of, sentence_at, sentences_between, table, token_of, words_of_span
from riftline.records import Account, Event, Span, Statement, Version
from riftline.text.parse import Parsed

_FALSE = re.compile(
    r"\b(?:falsely|untrue|baseless|unfounded|groundless|fabricat\w+|fake|not true|a lie|lies|wrongly (?:accused|charged|blamed)|"
    r"no connection between|had not|has not|have not|did not|does not|never)\b",
    re.IGNORECASE,
)
_CALLED_FALSE = re.compile(r"\b(?:falsely|untrue|baseless|unfounded|groundless|fabricat\w+|not true|a lie)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{5,}")
_NEAR = 3
"""How many sentences apart two versions may stand."""


def denials(parsed: Parsed, events: Sequence[Event], statements: Sequence[Statement]) -> Iterator[Account]:
    """What a side denies, and who had said it: the nearest other speaker, or accuser, before it or in the same sentence."""
    doc = parsed.doc
    order = sorted(statements, key=lambda s: s.content.start)
    for statement in order:
        if not statement.speaker.code:
            continue
        cue = token_of(doc, statement.cue) if statement.cue is not None else None
        text = statement.text
        denied = cue is not None and cue.lemma_.lower() in table("denying") and _is_dispute(cue, text)
        insisted = (
            cue is not None
            and cue.lemma_.lower() in ("insist", "maintain", "stress", "respond", "reply", "answer")
            and bool(_FALSE.search(text[:80]))
        )
        if denied or insisted or _CALLED_FALSE.search(text):
            yield from _against(parsed, events, order, statement)
    yield from _verbs(parsed, events, order)
    yield from _despite(parsed, events, order)


def _is_dispute(cue: Token, text: str) -> bool:
    """Whether what is rejected is a version of things, not an offer or a plan."""
    if cue.lemma_.lower() in ("reject", "dismiss", "rebuff", "repudiate"):
        return any(w.removesuffix("s") in table("assertion") or w in table("assertion") for w in text[:80].lower().split())
    return True


def _against(parsed: Parsed, events: Sequence[Event], order: Sequence[Statement], statement: Statement) -> Iterator[Account]:
    """The version that a denial answers."""
    mine = statement.speaker.code
    here = statement.evidence[0].start
    others = [
        s
        for s in order
        if s.speaker.code and s.speaker.code != mine and s.evidence[0].start <= statement.evidence[0].end and s is not statement
        and sentences_between(parsed.doc, s.evidence[0].start, here) <= _NEAR
    ]  # fmt: skip
    other: Version | None = None
    if others:
        nearest = _answered(others, statement)
        other = Version(nearest.speaker.code, nearest.text, nearest.evidence[0])
    else:
        accusing = _accusation(parsed, events, mine, here)
        if accusing is not None:
            other = accusing
    if other is not None:
        yield account_of(parsed, events, other, Version(mine, statement.text, statement.evidence[0]), ("ACCUSE", "REJECT", "ASSAULT"))


def _answered(others: Sequence[Statement], denial: Statement) -> Statement:
    """The statement that a denial answers: one told before it rather than after, with most words in common, then the nearest."""
    words = set(_WORD.findall(denial.text.lower()))
    here = denial.content.start

    def fit(other: Statement) -> tuple[bool, int, int]:
        return other.content.end <= here, min(3, len(words & set(_WORD.findall(other.text.lower())))), -abs(here - other.content.start)

    return max(others, key=fit)


def _accusation(parsed: Parsed, events: Sequence[Event], accused: str, offset: int) -> Version | None:
    """The nearest event before, or in the same sentence, in which somebody accuses or coerces the one who denies."""
    near = [
        e
        for e in events
        if e.type in ("ACCUSE", "REQUEST", "THREATEN") and e.source is not None and e.source.code and e.source.code != accused
        and e.target is not None and e.target.code == accused and sentences_between(parsed.doc, e.evidence[0].start, offset) <= _NEAR
    ]  # fmt: skip
    if not near:
        return None
    best = min(near, key=lambda e: abs(e.evidence[0].start - offset))
    if best.source is None:
        return None
    return Version(best.source.code, words_of_span(best.evidence[0]), best.evidence[0])


def _verbs(parsed: Parsed, events: Sequence[Event], order: Sequence[Statement]) -> Iterator[Account]:
    """Denials that are told without their content as a statement: "Ruritania has rejected the charge", "which Borduria denied"."""
    claimed = {s.cue.start for s in order if s.cue is not None}
    for token in parsed.doc:
        if (
            token.pos_ != "VERB"
            or token.lemma_.lower() not in table("denying")
            or token.idx in claimed
            or any(c.dep_ == "neg" for c in token.children)
        ):
            continue
        told = " ".join(t.text for c in token.children if c.dep_ == "dobj" for t in c.subtree)
        if token.dep_ != "relcl" and not (told and _is_dispute(token, told)):
            continue
        subject = next((c for c in token.children if c.dep_ in ("nsubj", "agent")), None)
        code = _code_at(events, parsed, subject) if subject is not None else ""
        if not code:
            continue
        span = sentence_at(parsed.doc, token.idx)
        near = [
            s
            for s in order
            if s.speaker.code not in ("", code)
            and s.evidence[0].start <= span.end
            and sentences_between(parsed.doc, s.evidence[0].start, span.start) <= 2
        ]
        if near:
            nearest = min(near, key=lambda s: abs(span.start - s.evidence[0].start))
            yield account_of(
                parsed,
                events,
                Version(nearest.speaker.code, nearest.text, nearest.evidence[0]),
                Version(code, words_of_span(span), span),
                ("ACCUSE", "REJECT"),
            )
        else:
            accusing = _accusation(parsed, events, code, span.start)
            if accusing is not None:
                yield account_of(parsed, events, accusing, Version(code, words_of_span(span), span), ("ACCUSE", "REJECT"))


def _despite(parsed: Parsed, events: Sequence[Event], order: Sequence[Statement]) -> Iterator[Account]:
    """ "They claim that Rudolf, for all his denials, …": the claim's speaker against the one whose denials they are."""
    for token in parsed.doc:
        if token.lemma_.lower() not in ("denial", "rebuttal") or token.pos_ != "NOUN":
            continue
        holder = next((c for c in token.children if c.dep_ == "poss"), None)
        if holder is None or not any(a.lower_ in ("despite", "over", "notwithstanding") for a in token.ancestors if a.i < token.i):
            continue
        holding = [s for s in order if s.content.start <= token.idx < s.content.end and s.speaker.code]
        if not holding:
            continue
        claim = min(holding, key=lambda s: s.content.end - s.content.start)
        denier = _code_at(events, parsed, holder)
        if holder.pos_ == "PRON":
            names = [n for n in _named(parsed, claim.content) if n[1] < token.idx]
            denier = names[-1][0] if names else denier
        if denier and denier != claim.speaker.code:
            span = claim.evidence[0]
            denial = char_span(parsed.doc, token.left_edge.i, token.i)
            yield account_of(
                parsed,
                events,
                Version(claim.speaker.code, claim.text, span),
                Version(denier, words_of_span(denial), denial),
                ("ACCUSE", "REJECT"),
            )


def _named(parsed: Parsed, span: Span) -> list[tuple[str, int]]:
    return [(n.entries[0].code, span.start + n.start) for n in find_names(span.text)]


def _code_at(events: Sequence[Event], parsed: Parsed, token: Token) -> str:
    """Whom a subject stands for: its name, else the source of an event told with it in the same sentence."""
    span = char_span(parsed.doc, token.left_edge.i, min(token.right_edge.i, token.i + 6))
    names = find_names(span.text)
    if names:
        return names[-1].entries[0].code
    sentence = token.sent
    for event in events:
        source = event.source
        if source is None or not source.code or token.text not in (*source.text.split(), *source.name.split()):
            continue
        if any(s.start < sentence.end_char and s.end > sentence.start_char for s in event.evidence):
            return source.code
    return ""

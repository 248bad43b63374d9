"""Who said what: statements, direct and indirect, with their speakers.

Cues of the table are read off the parse first; quotations that no cue has claimed are then given to the speaker
beside them, or to the one whose quotation they go on. Nothing is said for a quotation without a speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from riftline.extraction.contents import contents_of, ends_before
from riftline.extraction.continued import unclaimed
from riftline.extraction.cues import CueEntry, cue_entry, speaks
from riftline.extraction.quotations import Inside, find_quotations
from riftline.extraction.relayed import after_colon, cited, passed_on, quoted_as_saying
from riftline.extraction.speakers import Source, actor_of, goes_back, holder_of, source_at, source_nouns, subject_of, text_of
from riftline.extraction.stretches import Found, stripped, token_at, trimmed
from riftline.records import Actor, Mention, Span, Statement
from riftline.text.parse import Parsed

_UNSAID = ("say", "tell", "announce", "confirm", "disclose", "reveal", "mention", "explain", "state")
_AUTHOR = ("i", "we", "you", "me", "us", "my", "our", "your")


def find_statements(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Statement, ...]:
    """The article's statements in text order, each content one stretch; parts of an interrupted quotation share their cue."""
    doc = parsed.doc
    inside = Inside(parsed.article.text, find_quotations(parsed.article.text))
    found = _reported(doc, inside, mentions)
    found = cited(doc, inside, quoted_as_saying(doc, inside, found), lambda head: can_speak(head, mentions))
    found = passed_on(doc, inside, found) + after_colon(doc, inside)
    found += unclaimed(doc, inside, found)
    return _statements(parsed, mentions, inside, _distinct(inside, found))


def _reported(doc: Doc, inside: Inside, mentions: Sequence[Mention]) -> list[Found]:
    """What the cues outside quotation marks bring."""
    found: list[Found] = []
    for token in doc:
        entry = cue_entry(token)
        if entry is None or inside.at(token.idx) is not None:
            continue
        source = holder_of(token) if entry.pos == "NOUN" else subject_of(token) or _inverted(token, inside)
        if source is None or doc[source.head].lower_ in _AUTHOR or _is_denied(token, entry) or _asks_for_cover(token):
            continue
        if not entry.vouches and not can_speak(doc[source.head], mentions):
            continue
        for content, holes in contents_of(doc, inside, token, entry, source):
            found.append(Found(content, holes, token.i, token.i, source))
    return found


def _is_denied(token: Token, entry: CueEntry) -> bool:
    """Whether nothing was said: a negated verb of saying."""
    verb = token.head if token.dep_ == "acomp" else token
    negated = any(c.dep_ == "neg" for c in verb.children)
    return negated and entry.vouches and entry.lemma in _UNSAID


def _name_up_to(last: Token) -> Source:
    """The run of name words that ends with `last`."""
    first = last.i
    while last.pos_ == "PROPN" and first > last.sent.start and last.doc[first - 1].pos_ == "PROPN":
        first -= 1
    return Source(last.i, first, last.i)


def _asks_for_cover(token: Token) -> bool:
    """Whether the cue is part of how a speaker stays unnamed: "asking not to be identified discussing secret talks"."""
    words = [t.lower_ for t in token.doc[token.i + 1 : token.i + 6]]
    if "identified" in words or "named" in words or "quoted" in words:
        return token.lemma_ in ("ask", "request", "decline", "refuse", "insist") and "be" in words
    return any(t.lower_ in ("identified", "anonymity") for t in token.doc[max(0, token.i - 4) : token.i]) and token.lemma_ == "discuss"


def can_speak(head: Token, mentions: Sequence[Mention]) -> bool:
    """Whether a noun can be somebody: a name, a pronoun, a role that the tables know, several people, a mention."""
    if head.pos_ in ("PROPN", "PRON") or head.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or head.tag_ == "NNS":
        return head.lower_ not in ("this", "that", "these")
    return head.lemma_.lower() in source_nouns() or any(m.first <= head.i <= m.last for m in mentions)


def _inverted(token: Token, inside: Inside) -> Source | None:
    """The speaker after a verb of saying where the parse has no subject: “…,” said the minister."""
    doc = token.doc
    if not speaks(token) or token.i + 1 >= len(doc) or token.i == 0:
        return None
    before = doc[token.i - 1]
    near = ends_before(inside, inside.text, token.idx) is not None or inside.text[token.idx + len(token) :].lstrip(" :,")[:1] in "“\"‘'"
    if near and before.pos_ in ("PROPN", "PRON") and before.lower_ not in ("who", "which", "that"):
        return _name_up_to(before)
    if not (before.is_punct or before.is_space or inside.at(before.idx)):
        return None
    for child in token.children:
        if child.i > token.i and child.left_edge.i == token.i + 1 and child.pos_ in ("NOUN", "PROPN", "PRON") and not inside.at(child.idx):
            return source_at(child)
    return None


def _distinct(inside: Inside, found: Sequence[Found]) -> list[Found]:
    """One of each content, in text order; none runs on into a quotation that another speaker's cue has claimed."""
    claimed = {f.content[0]: f.cue for f in found if (q := inside.at(f.content[0])) is not None and f.content[1] <= q.outer_end}
    best: dict[tuple[int, int], Found] = {}
    for f in found:
        start, end = f.content
        for quotation in inside.quotations:
            own = claimed.get(quotation.start, f.cue)
            if start < quotation.outer_start and quotation.outer_end >= end > quotation.start and own != f.cue and not f.holes:
                end = trimmed(inside.text, start, quotation.outer_start)[1]
        if end - start >= 2:
            best.setdefault((start, end), replace(f, content=(start, end)))
    return sorted(best.values(), key=lambda f: (f.content[0], -f.content[1]))


def _statements(parsed: Parsed, mentions: Sequence[Mention], inside: Inside, found: Sequence[Found]) -> tuple[Statement, ...]:
    doc, text = parsed.doc, parsed.article.text
    statements: list[Statement] = []
    last: Actor | None = None
    unnamed: Actor | None = None
    for f in found:
        if f.source is None:
            continue
        actor = actor_of(doc, f.source, mentions)
        head = doc[f.source.head]
        if not actor.code and head.pos_ == "PRON" and head.lower_ in ("he", "she") and last is not None:
            actor = replace(last, text=text_of(doc, f.source))
        elif unnamed is not None and actor.anonymous and goes_back(doc, f.source):
            actor = replace(unnamed, text=text_of(doc, f.source))
        elif actor.anonymous:
            unnamed = actor
        elif head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
            last = actor
        start, end = f.content
        statements.append(
            Statement(
                speaker=actor,
                kind="direct" if inside.share(start, end) >= 0.5 else "indirect",
                text=_words(text, f),
                content=Span(start, end, text[start:end]),
                cue=_token_span(doc, text, f.cue, f.cue_end),
                source=_token_span(doc, text, f.source.first, f.source.last),
                via=text_of(doc, f.via) if f.via is not None else None,
                date=None,
                evidence=(_evidence(doc, text, f),),
            )
        )
    return tuple(statements)


def _words(text: str, found: Found) -> str:
    parts, at = [], found.content[0]
    for start, end in found.holes:
        parts.append(text[at:start])
        at = end
    parts.append(text[at : found.content[1]])
    return " ".join(" ".join(parts).split())


def _token_span(doc: Doc, text: str, first: int, last: int) -> Span:
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    return Span(start, end, text[start:end])


def _evidence(doc: Doc, text: str, found: Found) -> Span:
    """The sentences that hold the content, with the cue's where it is near."""
    first, last = (doc[token_at(doc, offset)].sent for offset in (found.content[0], found.content[1] - 1))
    start, end = first.start_char, last.end_char
    sentence = doc[found.cue].sent
    if sentence.start_char <= end + 2 and start - 2 <= sentence.end_char:
        start, end = min(start, sentence.start_char), max(end, sentence.end_char)
    start, end = stripped(text, start, end)
    return Span(start, end, text[start:end])

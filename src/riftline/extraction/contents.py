"""Where a cue's content stands: behind it, before it, around it, or in the quotation marks beside it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from riftline.extraction.cues import CueEntry, complements, cue_entry, speaks
from riftline.extraction.quotations import Inside, Quotation
from riftline.extraction.speakers import Source
from riftline.extraction.stretches import SENTENCE_END, after_conjunction, overlap, snapped, trimmed, without_that

Piece = tuple[tuple[int, int], tuple[tuple[int, int], ...]]
"""A stretch of content, and the holes in it where cue and speaker stand."""

_TRIM = " \t\n,;:—–-"

def contents_of(
    doc: Doc, inside: Inside, cue: Token, entry: CueEntry, source: Source
) -> list[Piece]:
    """The stretches of content of one cue: what stands after it, before it, or around it."""
    text = inside.text
    block = _block(doc, cue, source)
    parts = complements(cue, entry)
    if _is_headline(cue):
        parts = [c for c in parts if c.frame == "that" or inside.at(doc[c.first].idx) is not None]
    right = [c for c in parts if c.first > cue.i and not (c.first <= source.head <= c.last)]
    left = [c for c in parts if c.first < cue.i]
    pieces: list[Piece] = []
    if left or (not right and _is_aside(doc, cue, block, entry)):
        pieces += _before_or_around(doc, inside, cue, block)
    if right:
        first, last = min(c.first for c in right), _before_next_cue(doc, cue, max(c.last for c in right))
        piece = snapped(inside, trimmed(text, doc[first].idx, doc[last].idx + len(doc[last])))
        piece = without_that(text, piece, right[0].opens)
        if piece[0] < piece[1] and not any(overlap(piece, p) for p, _ in pieces):
            pieces.append((piece, ()))
    if speaks(cue):
        for quotation in _beside(doc, inside, cue, block):
            if not any(overlap((quotation.start, quotation.end), p) for p, _ in pieces):
                pieces.append((trimmed(text, quotation.start, quotation.end), ()))
    return pieces


def _is_headline(cue: Token) -> bool:
    """Whether the sentence is a line without a full stop: there "warns of" and "rejects" tell an act, not what was said."""
    words = [t for t in cue.sent if not t.is_space]
    return len(words) <= 25 and not words[-1].is_punct


def _before_next_cue(doc: Doc, cue: Token, last: int) -> int:
    """The last token before a participle that brings the same speaker's next statement: "said it would go, adding that …"."""
    for token in doc[cue.i + 1 : last + 1]:
        if token.tag_ == "VBG" and token.dep_ in ("advcl", "xcomp", "acl") and doc[token.left_edge.i - 1].lower_ == ",":
            entry = cue_entry(token)
            if entry is not None and entry.vouches and token.left_edge.i - 2 > cue.i:
                return int(token.left_edge.i) - 2
    return last


def _block(doc: Doc, cue: Token, source: Source) -> tuple[int, int]:
    """First and last token of cue and source together where they stand side by side."""
    first, last = cue.i, cue.i
    for child in cue.children:
        if child.dep_ in ("aux", "auxpass", "neg", "advmod", "prt") and abs(child.i - cue.i) <= 3:
            first, last = min(first, child.i), max(last, child.i)
    if source.last < cue.i and first - source.last <= 6 and doc[source.first].sent == cue.sent:
        first = min(first, source.first)
    if source.first > cue.i and source.first - last <= 4:
        last = max(last, source.last)
    return first, last


def _is_aside(doc: Doc, cue: Token, block: tuple[int, int], entry: CueEntry) -> bool:
    """Whether "he said" stands as an aside: after a comma or a quotation, with nothing of its own behind it."""
    if entry.pos != "VERB" or not speaks(cue) or block[0] == cue.sent.start:
        return False
    before = doc[block[0] - 1]
    if before.lower_ not in (",", "—", "–", "-", "”", '"', "''", "’") or cue.dep_ in ("acl", "advcl", "relcl", "xcomp"):
        return False
    after = doc[block[1] + 1] if block[1] + 1 < len(doc) else None
    return after is None or after.is_punct or after.is_space or after.pos_ in ("ADP", "ADV", "PROPN", "NOUN", "DET", "SCONJ")


def _before_or_around(
    doc: Doc, inside: Inside, cue: Token, block: tuple[int, int]
) -> list[Piece]:
    """The clause that an aside stands behind or within."""
    text, sentence = inside.text, cue.sent
    start, end = doc[sentence.start].idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])
    block_start, block_end = doc[block[0]].idx, doc[block[1]].idx + len(doc[block[1]])
    quotation = ends_before(inside, text, block_start)
    if quotation is not None:
        lead = text[start : quotation.outer_start].strip(_TRIM) if start < quotation.outer_start else ""
        if len(lead.split()) < 3 or lead[-1:] in ".!?":
            return [(trimmed(text, quotation.start, quotation.end), ())]
    before = snapped(inside, trimmed(text, start, block_start))
    if quotation is not None:
        return [(before, ())] if before[0] < before[1] else []
    before = (after_conjunction(text, before[0]), before[1])
    follows = text[block_end : block_end + 2].strip()
    if follows.startswith(",") and end - block_end > 12 and block_start - start > 1:
        after = trimmed(text, block_end + 1, end)
        words = [t for t in doc[block[1] + 1 : sentence.end] if t.idx >= after[0]]
        joins = bool(words) and (words[0].dep_ == "cc" or any(t.dep_ == "advcl" and t.head.i == cue.i for t in words))
        if not joins and before[0] < before[1] and after[0] < after[1] and inside.at(after[0]) is None:
            return [((before[0], after[1]), ((before[1], after[0]),))]
    return [(before, ())] if before[0] < before[1] else []


def ends_before(inside: Inside, text: str, offset: int) -> Quotation | None:
    """The quotation whose end stands directly before `offset`."""
    position = offset - 1
    while position > 0 and text[position] in " ,\n—–-":
        position -= 1
    return inside.at(position) if position >= 0 else None


def _beside(doc: Doc, inside: Inside, cue: Token, block: tuple[int, int]) -> list[Quotation]:
    """The quotations directly before cue and speaker, and behind them within the same sentence."""
    text = inside.text
    beside: list[Quotation] = []
    before = ends_before(inside, text, doc[block[0]].idx)
    if before is not None and text[before.outer_end - 2 : before.outer_end].strip("”\"'’ ")[-1:] in (",", "?", "!", "…", "—"):
        beside.append(before)
    end = doc[block[1]].idx + len(doc[block[1]])
    after = next((q for q in inside.quotations if q.outer_start >= end), None)
    if after is not None and after.outer_start - end <= 160:
        between = text[end : after.outer_start]
        others = [t for t in doc[block[1] + 1 :][:30] if t.idx < after.outer_start and speaks(t)]
        if not SENTENCE_END.search(between) and "\n" not in between.strip() and not others and _introduces(between):
            beside.append(after)
    return beside


def _introduces(between: str) -> bool:
    """Whether the words between a cue and a quotation lead into it: nothing, a comma, a colon, "that", "of a"."""
    stripped = between.strip()
    return not stripped or stripped[-1] in ",:—" or stripped.split()[-1].lower() in ("that", "as", "of", "a", "an", "the", "it")

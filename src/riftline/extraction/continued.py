"""Quotations without a cue of their own, given to the speaker whose words they go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from riftline.extraction.cues import cue_entry, speaks
from riftline.extraction.quotations import Inside, Quotation
from riftline.extraction.stretches import SENTENCE_END, Found, trimmed

_CLOSING = " .,!?”\"\n’'"

def unclaimed(doc: Doc, inside: Inside, found: Sequence[Found]) -> list[Found]:
    """Quotations that no cue has claimed but that go on from a speaker's last one, or are continued by a claimed one."""
    text = inside.text
    added: list[Found] = []
    for quotation in inside.quotations:
        if any(f.content[0] < quotation.end and quotation.start < f.content[1] for f in found):
            continue
        if len(text[quotation.start : quotation.end].split()) < 2:
            continue
        previous = _previous(doc, inside, quotation, [*found, *added])
        if previous is not None:
            added.append(replace(previous, content=trimmed(text, quotation.start, quotation.end), holes=()))
    for quotation, following in reversed(list(zip(inside.quotations, inside.quotations[1:], strict=False))):
        claimed = any(f.content[0] < quotation.end and quotation.start < f.content[1] for f in [*found, *added])
        speaker = next((f for f in [*found, *added] if f.content[0] == following.start), None) if following.continues else None
        if speaker is not None and not claimed:
            added.append(replace(speaker, content=trimmed(text, quotation.start, quotation.end), holes=()))
    return added


def _previous(doc: Doc, inside: Inside, quotation: Quotation, found: Sequence[Found]) -> Found | None:
    """The spoken statement that a quotation goes on from: of the sentence before, of this sentence, of the paragraph before."""
    text, at = inside.text, quotation.outer_start
    best, reach = None, -1
    for f in found:
        if f.source is None or f.content[1] > at or doc[f.cue].idx > at or not speaks(doc[f.cue]):
            continue
        if inside.share(*f.content) <= 0.5 and not _says_plainly(doc[f.cue]):
            continue
        sentence = doc[f.cue].sent
        reached = max(f.content[1], min(sentence.end_char, at))
        if reached >= reach:
            best, reach = f, reached
    if best is None or best.source is None:
        return None
    between = text[reach:at]
    opens_sentence = re.search(r"(?:[.!?:…][”\"’']*\s+|\n\s*)$", text[max(0, at - 6) : at]) is not None
    if quotation.continues:
        return best
    if "\n" in between.strip(" ") or (between.strip() == "" and "\n" in text[max(0, at - 3) : at]):
        alone = text[quotation.outer_end : quotation.outer_end + 1] in ("\n", "")
        return best if opens_sentence and alone and not between.strip(_CLOSING) else None
    if opens_sentence:
        return best if not between.strip(_CLOSING) else None
    return best if len(SENTENCE_END.findall(between.lstrip(_CLOSING))) == 0 else None


def _says_plainly(cue: Token) -> bool:
    """Whether a quotation without a cue of its own may go on from this one's indirect speech: the main verb, plain."""
    entry = cue_entry(cue)
    return entry is not None and entry.neutral and cue.sent.root.i == cue.i

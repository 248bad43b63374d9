"""What others have passed on: "according to", "citing", "quoted as saying", and the names before a colon."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Doc, Token

from riftline.extraction.contents import contents_of, ends_before
from riftline.extraction.cues import according_to, cue_entry, speaks
from riftline.extraction.quotations import Inside
from riftline.extraction.speakers import Source, source_at
from riftline.extraction.stretches import Found, after_conjunction, snapped, token_at, trimmed

_NAMED_LINE = re.compile(r"(?m)^[ \t]*([A-Z][^\n:“”\"]{1,50}):[ \t]+(\S[^\n]{5,})$")

def after_colon(doc: Doc, inside: Inside) -> list[Found]:
    """What a line gives to the name before its colon: "Iran: talks have failed" in a headline, "Mr Hale: “No.”" anywhere."""
    found = []
    for line in _NAMED_LINE.finditer(inside.text):
        first, last = token_at(doc, line.start(1)), token_at(doc, line.end(1) - 1)
        words = doc[first : last + 1]
        content = snapped(inside, trimmed(inside.text, line.start(2), line.end(2)))
        spoken = inside.at(content[0]) is not None
        headline = inside.text.find("\n") >= line.end(2)
        named = all(t.pos_ == "PROPN" or t.is_punct or t.lower_ in ("of", "the") for t in words) and any(t.ent_type_ for t in words)
        clause = spoken or any(t.pos_ in ("VERB", "AUX") for t in doc[last + 2 : token_at(doc, line.end(2) - 1) + 1])
        if named and clause and (spoken or headline) and inside.at(words[0].idx) is None:
            found.append(Found(content, (), last + 1, last + 1, Source(last, first, last)))
    return found


def passed_on(doc: Doc, inside: Inside, found: list[Found]) -> list[Found]:
    """Adds what stands beside "according to"; where that is a statement already, its source has only passed it on."""
    text = inside.text
    result = list(found)
    for token, named in according_to(doc):
        source = source_at(named)
        phrase = (token.idx, doc[source.last].idx + len(doc[source.last]))
        sentence = token.sent
        start, end = doc[sentence.start].idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])
        main = [
            i
            for i, f in enumerate(result)
            if f.via is None
            and sentence.start <= f.cue < sentence.end
            and speaks(doc[f.cue])
            and not source.first <= f.cue <= source.last
            and _is_passed_on(doc, f, phrase, start)
        ]
        if main:
            for i in main:
                start, end = result[i].content
                end = min(end, phrase[0]) if start < phrase[0] else end
                result[i] = replace(result[i], via=source, content=trimmed(text, start, end))
            continue
        clause = _clause_around(token, sentence.start)
        if clause is not None:
            start, end = clause
        before, after = trimmed(text, start, phrase[0]), trimmed(text, phrase[1], end)
        has_before, has_after = before[1] - before[0] > 15, after[1] - after[0] > 15
        comma_after = text[phrase[1] : phrase[1] + 1] == ","
        if has_before and has_after and comma_after:
            result.append(Found((before[0], after[1]), ((before[1], after[0]),), token.i, token.i + 1, source))
        elif has_before:
            result.append(Found((after_conjunction(text, before[0]), before[1]), (), token.i, token.i + 1, source))
        elif has_after:
            result.append(Found(after, (), token.i, token.i + 1, source))
    return result


def _is_passed_on(doc: Doc, found: Found, phrase: tuple[int, int], sentence_start: int) -> bool:
    """Whether "according to" says who passed a statement on: it opens the statement's sentence or comes directly behind it."""
    cue = doc[found.cue]
    if phrase[0] - sentence_start < 3:
        return bool(cue.dep_ == "ROOT")
    ends = [found.content[1], cue.idx + len(cue)]
    if found.source is not None:
        ends.append(doc[found.source.last].idx + len(doc[found.source.last]))
    return 0 <= phrase[0] - max(ends) <= 4 or found.content[1] == phrase[1]


def _clause_around(token: Token, sentence_start: int) -> tuple[int, int] | None:
    """The relative clause that "according to" belongs to, as characters; None where it belongs to the whole sentence."""
    for ancestor in token.ancestors:
        if ancestor.dep_ == "relcl" and ancestor.left_edge.i > sentence_start:
            return ancestor.left_edge.idx, ancestor.right_edge.idx + len(ancestor.right_edge)
    return None


def quoted_as_saying(doc: Doc, inside: Inside, found: list[Found]) -> list[Found]:
    """Gives "the agency quoted X as saying", "X was quoted as saying" to X, who said it; the agency has passed it on."""
    result = list(found)
    for token in doc:
        if token.lemma_.lower() not in ("quote", "cite") or inside.at(token.idx) is not None:
            continue
        saying = next((t for t in doc[token.i + 1 : token.i + 20] if t.tag_ == "VBG" and speaks(t) and doc[t.i - 1].lower_ == "as"), None)
        named = next((c for c in token.children if c.dep_ in ("dobj", "nsubjpass")), None)
        entry = cue_entry(saying) if saying is not None else None
        if saying is None or named is None or entry is None:
            continue
        source = source_at(named, before=saying.i - 1 if named.i > token.i else None)
        agency = next((source_at(c) for c in token.children if c.dep_ == "nsubj"), None)
        start = min(token.i, source.first, agency.first if agency is not None else token.i)
        before = ends_before(inside, inside.text, doc[start].idx)
        pieces = [p for p, _ in contents_of(doc, inside, saying, entry, source) if p[0] > saying.idx]
        if before is not None and before.outer_end <= doc[start].idx:
            pieces = [trimmed(inside.text, before.start, before.end), *pieces]
        result = [f for f in result if f.cue not in (token.i, saying.i) and f.content not in pieces]
        result += [Found(p, (), saying.i, saying.i, source, agency) for p in pieces]
    return result


def cited(doc: Doc, inside: Inside, found: list[Found], can_speak: Callable[[Token], bool]) -> list[Found]:
    """Gives "the agency reported, citing X" to X, where X can be somebody; the agency has passed it on."""
    result = list(found)
    for token in doc:
        if token.lower_ != "citing" or token.head.i == token.i or not speaks(token.head):
            continue
        named = next((c for c in token.children if c.dep_ == "dobj"), None)
        told = [i for i, f in enumerate(result) if f.cue == token.head.i]
        own = next((f for f in result if f.cue == token.i), None)
        if named is None or not can_speak(named):
            continue
        source = source_at(named)
        if told:
            for i in told:
                result[i] = replace(result[i], source=source, via=result[i].source)
        elif own is not None and own.content[1] > doc[source.last].idx + len(doc[source.last]) + 12:
            start = doc[source.last].idx + len(doc[source.last])
            content = trimmed(inside.text, start, own.content[1])
            content = (content[0] + 5, content[1]) if inside.text.startswith("that ", content[0]) else content
            result.append(replace(own, content=content, source=source, via=own.source))
        else:
            continue
        result = [f for f in result if f != own]
    return result

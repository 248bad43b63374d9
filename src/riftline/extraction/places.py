"""Places named in an article, resolved; and given toponyms, resolved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Token

from riftline.extraction.company import Named, listed
from riftline.extraction.cues import verbs_of_saying
from riftline.extraction.gazetteer import Entry, key_of, lookup
from riftline.extraction.place_spans import MOTION, PLACE_NOUNS, PLACE_PREPOSITIONS, REACHED, SIDES, place_spans, widened
from riftline.extraction.toponyms import capitals, demonyms, entries_of, place_of_entry, resolve, seats
from riftline.extraction.word_lists import word_set
from riftline.records import Place, PlaceMention, Span, TimeExpression
from riftline.text.parse import Parsed

_NAME = r"[A-Z][\w.’'-]*(?:(?: (?:of|and|the|de|al|el|la))? [A-Z][\w.’'-]*){0,2}"
_WITHIN = re.compile(rf"(?:, (?:in |near )?(?:the )?|,? in (?:the )?(?:\w+ern )?| \((?:the )?)({_NAME})")
# "in Tripoli, the US said": a clause of its own begins after the comma.
_CLAUSE = re.compile(r", the (?:[A-Z]\S* )+(?!(?:and|or|on|in|at|after|before|when|where|which|as|to|by)\b)[a-z]")
# "in Donetsk, Russia claimed": so it does where a verb of saying ends the sentence, or where the place opened it.
_SPEAKER = re.compile(r", (?:[A-Z]\S* )+(?P<verb>[a-z]+)\b(?P<ends>\s*(?:[.,;:!?”\"]|\Z)|\s+(?:on|late|earlier|in an?|to|yesterday|today)\b)?")
_OPENS = re.compile(r"(?:\A|[.!?”\"]\s+|\n\s*)[A-Z][a-z]+ (?:the )?\Z")
_KINDS = "border|frontier|port|coastal|market|mining|industrial|garrison|desert|mountain|holy|historic|ancient|small|main|second|largest|capital"
_SETTLEMENT = rf"(?:{'|'.join(sorted(word_set('places.divisions') | word_set('places.settlements')))})"
# "in the Japanese prefecture of Oita": the adjective tells as much as the state's name would.
_WITHIN_LAND = re.compile(rf",? in (?:the )?({_NAME}) (?:\w+ern )?{_SETTLEMENT}\b")
# "the Armenian border town of Goris", "the Texas town of China".
_LAND_OF = re.compile(rf"\b({_NAME})(?: (?:{'|'.join(sorted(SIDES))}|{_KINDS}))? {_SETTLEMENT} (?:of )?\Z")
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]+")
# Prepositions after which a capital is a party, not a place: "talks with Ankara", "pressure on Damascus".
_PARTY = frozenset(["with", "between", "by", "against", "on", "for", "of", "over", "from", "to", "toward", "towards"])
_WAY = frozenset(["from", "to", "toward", "towards", "over", "between"])


def resolve_toponyms(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Place | None, ...]:
    """The place of each given toponym, in order; None where the gazetteer knows none."""
    names = _named(text, spans)
    resolve(names, spoken_of(text), peoples=True)
    return tuple(place_of_entry(named) for named in names)


def find_places(parsed: Parsed, times: Sequence[TimeExpression] | None = None) -> tuple[PlaceMention, ...]:
    """The article's toponyms in order, with their places; a capital that stands for a government has none.

    `times` are the article's time expressions: their words ("March", "Sunday") are no places.
    """
    doc, text = parsed.doc, parsed.article.text
    taken = [(t.span.start, t.span.end) for t in times or ()]
    places: list[tuple[Span, int]] = []
    for start, end in place_spans(doc):
        begin, stop = widened(doc, start, end)
        span = Span(doc[begin].idx, doc[stop].idx + len(doc[stop]), "")
        if any(low < span.end and span.start < high for low, high in taken):
            continue
        words = text[span.start : span.end]
        if not entries_of(words)[0]:
            begin, stop = start, end
            span = Span(doc[begin].idx, doc[stop].idx + len(doc[stop]), "")
            words = text[span.start : span.end]
        places.append((Span(span.start, span.end, words), end))
    names = _named(text, [(span.start, span.end) for span, _ in places])
    resolve(names, spoken_of(text))
    out = []
    for (span, head), named in zip(places, names, strict=True):
        stands = _stands_for(doc[head], named.chosen)
        place = None if stands else place_of_entry(named)
        reason = stands or (place.reason if place is not None else None) or "the gazetteer knows no such place"
        out.append(PlaceMention(span, place, reason))
    return tuple(out)


def _named(text: str, spans: Sequence[tuple[int, int]]) -> list[Named]:
    """The names at the spans with what the text says around them."""
    return [Named(text[start:end], _qualifiers(text, start, end), beside) for (start, end), beside in zip(spans, listed(text, spans), strict=True)]


def spoken_of(text: str) -> Counter[str]:
    """How often the text speaks of each state by an adjective or a people: "Syrian", "Turks"."""
    table = demonyms()
    return Counter(code for word in _CAPITALISED.findall(text) if (code := table.get(word.lower().removesuffix("'s").removesuffix("’s"))))


def _qualifiers(text: str, start: int, end: int) -> tuple[str, ...]:
    """The names that say where a place lies: "Paris, Texas", "Donetsk, in eastern Ukraine", "the Armenian town of Goris"."""
    out = []
    if (hit := _WITHIN.match(text, end)) and not _begins_clause(text, start, end):
        words = hit[1].rstrip(".,").split(" ")
        out += _first([hit[1], *(" ".join(words[:n]) for n in range(len(words), 0, -1))], peoples=False)
    if hit := _WITHIN_LAND.match(text, end):
        out += _first([hit[1]], peoples=True)
    if hit := _LAND_OF.search(text[max(0, start - 80) : start]):
        words = hit[1].split(" ")
        out += _first([" ".join(words[n:]) for n in range(len(words))], peoples=True)
    return tuple(dict.fromkeys(out))


def _begins_clause(text: str, start: int, end: int) -> bool:
    """Whether what stands after the comma is a subject and not where the place lies: "A shell fell on Donetsk, Russia claimed.\""""
    if _CLAUSE.match(text, end):
        return True
    said = _SPEAKER.match(text, end)
    return said is not None and said["verb"] in verbs_of_saying() and (said["ends"] is not None or _OPENS.search(text, max(0, start - 40), start) is not None)


def _first(names: Sequence[str], peoples: bool) -> list[str]:
    """The first that the gazetteer knows, or that is a people or an adjective of a state."""
    return [name for name in names if lookup(key_of(name)) or (peoples and name.lower() in demonyms())][:1]


def _stands_for(token: Token, entry: Entry | None) -> str | None:
    """The reason why a name stands for a government and not for a place; None where it is a place."""
    if entry is None or entry.kind not in ("city", "site"):
        return None
    seat = entry.kind == "site" and key_of(entry.name) in seats()
    code = capitals().get(key_of(entry.name)) or capitals().get(key_of(token.text))
    if not seat and (code is None or code != entry.country):
        return None
    phrase = token
    while phrase.dep_ in ("compound", "conj", "appos") and phrase.head.i != phrase.i and phrase.head.pos_ == "PROPN":
        phrase = phrase.head
    if phrase.dep_ == "pobj":
        before = phrase.head
        if before.lower_ in PLACE_PREPOSITIONS - _WAY or before.head.lower_ in PLACE_NOUNS:
            return None
        if before.lower_ in _WAY and before.head.lemma_ in MOTION:
            return None
        if not seat and before.lower_ not in _PARTY:
            return None
    elif phrase.dep_ == "dobj":
        if phrase.head.lemma_ in REACHED:
            return None
    elif phrase.dep_ == "appos" or (phrase.dep_ not in ("nsubj", "agent", "poss", "dative") and not seat):
        return None
    return f"it stands for the government of {code or entry.country}, not for the place"

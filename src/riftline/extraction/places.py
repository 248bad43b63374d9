"""Places named in an article, resolved; and given toponyms, resolved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Token

from riftline.extraction.company import Named, listed
from riftline.extraction.gazetteer import Entry, key_of, lookup
from riftline.extraction.place_spans import MOTION, PLACE_NOUNS, PLACE_PREPOSITIONS, REACHED, place_spans, widened
from riftline.extraction.toponyms import capitals, demonyms, entries_of, place_of_entry, resolve, seats
from riftline.records import Place, PlaceMention, Span, TimeExpression
from riftline.text.parse import Parsed

_NAME = r"[A-Z][\w.’'-]*(?:(?: (?:of|and|the|de|al|el|la))? [A-Z][\w.’'-]*){0,2}"
_WITHIN = re.compile(rf"(?:, (?:in |near )?(?:the )?|,? in (?:the )?(?:\w+ern )?| \((?:the )?)({_NAME})")
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
    return [Named(text[start:end], _qualifiers(text, end), beside) for (start, end), beside in zip(spans, listed(text, spans), strict=True)]


def spoken_of(text: str) -> Counter[str]:
    """How often the text speaks of each state by an adjective or a people: "Syrian", "Turks"."""
    table = demonyms()
    return Counter(code for word in _CAPITALISED.findall(text) if (code := table.get(word.lower().removesuffix("'s").removesuffix("’s"))))


def _qualifiers(text: str, end: int) -> tuple[str, ...]:
    """The name that says where a place lies: "Paris, Texas", "Donetsk, in eastern Ukraine"."""
    hit = _WITHIN.match(text, end)
    if not hit:
        return ()
    words = hit[1].rstrip(".,").split(" ")
    names = [" ".join(words[:n]) for n in range(len(words), 0, -1)]
    return tuple([name for name in (hit[1], *names) if lookup(key_of(name))][:1])


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

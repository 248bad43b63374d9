"""Which words of an article name places: the gazetteer's names, weighed by what the parse says of them.

The small parser's entities are wrong on many foreign towns ("Kyiv" a person), so an entity label is one witness
among others: a preposition of place before the name, a word like "city of" or "the capital,", a state's
possessive, the size of the place, the same name elsewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from riftline.extraction.gazetteer import Entry, key_of, lookup, not_places
from riftline.extraction.phrases import HYPHENS, POSSESSIVES
from riftline.extraction.toponyms import demonyms, entries_of
from riftline.extraction.word_lists import word_set

PLACE_PREPOSITIONS = word_set("place_spans.place_prepositions")
PLACE_NOUNS = word_set("place_spans.place_nouns")
MOTION = word_set("place_spans.motion")
LOCAL_ACTS = word_set("where.local_acts")
REACHED = word_set("place_spans.reached")
TAKEN = word_set("place_spans.taken")
SIDES = word_set("place_spans.sides")
_SCENE = frozenset(["in", "near", "inside", "outside", "throughout"])
_DIVISIONS = word_set("places.divisions")
_COMPASS = frozenset([
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "south-east", "south-west", "north-east",
    "north-west"
])  # fmt: skip
_JOINERS = frozenset([
    "of", "al", "el", "de", "la", "-", "’", "'", "'s", "’s", "the", "and", "ez", "ul", "es", "ash", "upon", "sur",
])  # fmt: skip
_HELD = frozenset(["administered", "controlled", "held"])
_SHORT_STATES = frozenset({"us", "uk", "uae", "usa", "drc", "dprk", "prc"})
_BOUND = frozenset({"PERSON", "ORG", "WORK_OF_ART", "LAW", "PRODUCT", "EVENT"})
ENOUGH = 2.0
"""The weight from which a name is taken for a place."""
SURE = 3.0
"""What a surrounding weighs in which hardly anything but a place stands: a town that the parse takes for a person is one nevertheless."""


def place_spans(doc: Doc) -> list[tuple[int, int]]:
    """First and last token of every toponym, in order."""
    people = frozenset(ent[-1].text for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1 and ent[-1].is_title)
    common = frozenset(token.lower_ for token in doc if token.is_lower)
    runs = [(first, last, _weighed(doc, first, last, people, common)) for first, last in _runs(doc)]
    sure = {key for _, _, found in runs for _, _, key, weight in found if weight >= ENOUGH}
    spans = []
    for _, _, found in runs:
        after = -1
        for start, end, key, weight in sorted(found, key=lambda f: (f[0], -f[1])):
            again = 1.5 if key in sure else 0.0
            joined = 1.0 if doc[end].dep_ == "conj" and key_of(doc[end].head.text) in sure else 0.0
            if start > after and weight + again + joined >= ENOUGH:
                spans.append((start, end))
                after = end
    return spans


def widened(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The tokens with the side or the kind of land that they speak of: "northern Syria", "Turkey's south-east", "Idlib province", "state of Georgia"."""
    begin, stop = start, end
    if end + 1 < len(doc) and doc[end + 1].text in _DIVISIONS and _has_division(doc[start : end + 2].text):
        return start, end + 1
    if (
        start > 2
        and doc[start - 1].lower_ == "of"
        and doc[start - 2].text in _DIVISIONS
        and doc[start - 3].lower_ == "the"
        and _has_division(doc[start - 2 : end + 1].text)
    ):
        return start - 2, end
    if start and doc[start - 1].lower_ in SIDES:
        begin = start - 1
        if begin > 1 and doc[begin - 1].text == "-" and doc[begin - 2].lower_ in SIDES:
            begin -= 2
    if end + 2 < len(doc) and doc[end + 1].text in POSSESSIVES and doc[end + 2].lower_ in _COMPASS:
        stop = end + 2
        if end + 4 < len(doc) and doc[end + 3].text == "-" and doc[end + 4].lower_ in _COMPASS:
            stop = end + 4
    return begin, stop


def _has_division(words: str) -> bool:
    """Whether a province, a region or a state within a state bears the name."""
    return any(entry.kind in ("admin1", "region") for entry in entries_of(words)[0])


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, with the small words between them."""
    index, size = 0, len(doc)
    while index < size:
        if not _opens(doc[index]):
            index += 1
            continue
        last, probe = index, index + 1
        while probe < size and probe - index < 9:
            if doc[probe].text[:1].isupper():
                last = probe
            elif not _joins(doc[probe]) or probe - last > 2:
                break
            probe += 1
        yield index, last
        index = last + 1


def _joins(token: Token) -> bool:
    """Whether a small word may stand within a name: "of", a hyphen, and after a hyphen the "administered" of "Indian-administered Kashmir"."""
    return token.lower_ in _JOINERS or (token.lower_ in _HELD and token.nbor(-1).text in HYPHENS)


def _opens(token: Token) -> bool:
    return bool(token.text[0].isupper()) or (token.lower_ in ("al", "el") and token.i + 1 < len(token.doc) and token.nbor(1).text == "-")


def _weighed(doc: Doc, first: int, last: int, people: frozenset[str], common: frozenset[str]) -> list[tuple[int, int, str, float]]:
    """The gazetteer's names in a stretch of capitalised words, each with its weight."""
    out = []
    for start in range(first, last + 1):
        if not _opens(doc[start]) or doc[start].text == "The":
            continue
        for end in range(start, min(last, start + 5) + 1):
            if not doc[end].text[:1].isupper():
                continue
            key = key_of(doc[start : end + 1].text)
            entries = lookup(key) if len(key) > 1 else ()
            if entries:
                out.append((start, end, key, _weight(doc, start, end, key, entries, people, common)))
    return out


def _weight(doc: Doc, start: int, end: int, key: str, entries: Sequence[Entry], people: frozenset[str], common: frozenset[str]) -> float:
    words = doc[start : end + 1].text
    kinds = {entry.kind for entry in entries}
    if start == end and words.isupper() and len(words) <= 4 and key not in _SHORT_STATES:
        return -9.0
    if key in demonyms() and "country" not in kinds:
        return -9.0
    if start == end and words.lower() == "us" and words != "US":
        return -9.0
    weight = _size(entries) + (1.5 if end > start else 0.0) + _surroundings(doc, start, end)
    labels = {doc[i].ent_type_ for i in range(start, end + 1)}
    if labels & {"GPE", "LOC", "FAC"}:
        weight += 2.0
    elif labels & {"PERSON", "ORG", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT"}:
        weight -= 1.0
    if _is_bound(doc, start, end):
        weight -= 4.0
    if key in not_places():
        weight -= 3.5
    if start == end and (words in people or doc[end].pos_ not in ("PROPN", "NOUN") or words.lower() in common):
        weight -= 2.5
    return weight


def _size(entries: Sequence[Entry]) -> float:
    """What the places that bear the name bring with them."""
    best = 0.0
    for entry in entries:
        ours = entry.geonames_id is None
        own = 2.0 if entry.kind in ("country", "region", "site") or (ours and entry.kind == "city") else 1.5 if ours else 0.0
        own += 1.5 if entry.population >= 1_000_000 else 1.0 if entry.population >= 100_000 else 0.0 if entry.population >= 5_000 else -0.5
        best = max(best, own - (0.0 if entry.preferred else 0.5))
    return best


def _surroundings(doc: Doc, start: int, end: int) -> float:
    """What stands around the name: "in X", "the city of X", "the capital, X", "Russia's X", "visited X"."""
    before = doc[start - 1] if start else None
    while before is not None and before.i > 0 and (before.lower_ in SIDES or before.lower_ == "the" or before.text == "-"):
        before = before.nbor(-1)
    head = doc[end]
    weight = 0.0
    if before is not None:
        if before.lower_ in PLACE_PREPOSITIONS and before.pos_ in ("ADP", "SCONJ", "PART", "ADV"):
            scene = before.lower_ in _SCENE or (before.head.lemma_ in MOTION and before.head.pos_ in ("VERB", "NOUN"))
            weight = SURE if scene else 1.5
        elif before.lower_ == "of" and before.i > 0 and before.nbor(-1).lower_ in PLACE_NOUNS:
            weight = SURE
        elif before.lower_ == "for" and before.i > 0 and before.nbor(-1).lemma_ in ("battle", "fight", "offensive", "assault"):
            weight = 1.5
        elif (
            before.text in POSSESSIVES
            and before.i > 0
            and any(e.kind == "country" for e in lookup(key_of(before.nbor(-1).text)))
            and head.dep_ in ("pobj", "conj")
        ) or (before.is_punct and before.i > 0 and ((head.dep_ == "appos" and head.head.lower_ in PLACE_NOUNS) or before.nbor(-1).lower_ in PLACE_NOUNS)):
            weight = 2.0
    if before is not None and before.lower_ in ("on", "against", "of") and before.head.lemma_ in LOCAL_ACTS:
        weight = max(weight, 1.5)
    if _is_qualified(doc, end):
        weight = max(weight, 1.5)
    if head.dep_ in ("dobj", "nsubjpass") and head.head.lemma_ in REACHED:
        weight = max(weight, SURE if head.head.lemma_ in TAKEN else 1.5)
    return weight


def _is_qualified(doc: Doc, end: int) -> bool:
    """Whether a comma and where it lies come next: "X, in eastern Ukraine", "X, Syria"."""
    if end + 2 >= len(doc) or doc[end + 1].text != ",":
        return False
    after = end + 2
    near = doc[after].lower_ in ("in", "near")
    while after + 1 < len(doc) and after < end + 5 and doc[after].lower_ in SIDES | {"in", "near", "the"}:
        after += 1
    return (near or doc[after].dep_ in ("appos", "npadvmod")) and any(e.kind in ("country", "admin1", "region") for e in lookup(key_of(doc[after].text)))


def _is_bound(doc: Doc, start: int, end: int) -> bool:
    """Whether the name is part of a longer one: "Bank of China", "Paris Hilton", "the Kyiv Independent"."""
    low, high = start, end
    while low > 0 and doc[low].ent_iob_ == "I":
        low -= 1
    while high + 1 < len(doc) and doc[high + 1].ent_iob_ == "I":
        high += 1
    if doc[start].ent_type_ in _BOUND and (low < start or high > end):
        rest = [t for t in (*doc[low:start], *doc[end + 1 : high + 1]) if t.is_alpha and t.lower_ not in ("the", "s")]
        within = doc[start].ent_type_ == "ORG" and start > low and doc[start - 1].lower_ in ("in", "at", "near")
        if rest and not within and not any(t.pos_ in ("VERB", "AUX") for t in rest):
            return True
    token = doc[end]
    following = doc[end + 1] if end + 1 < len(doc) else None
    if following is None or token.dep_ not in ("compound", "nmod") or not start <= end < token.head.i:
        return False
    return bool(
        following.text[:1].isupper() and following.pos_ == "PROPN" and token.head.pos_ == "PROPN" and following.ent_type_ not in ("GPE", "NORP", "PERSON")
    )

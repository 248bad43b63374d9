"""Who is named in an article: every mention of an actor, resolved within the article.

    names      states, bodies, organisations, forces by the tables (`names.py`), other bodies by theirs (`named_bodies.py`)
    persons    by the office that they held on the day, else by title, apposition and possessor (`persons.py`)
    nouns      role nouns ("officials from Baku", "the Foreign Ministry in Moscow", "protesters in Yerevan")
    anaphora   short names, descriptions and pronouns back to whom they mean (`coreference.py`)

Each pass only fills heads that an earlier one left open. A mention whose state cannot be told keeps code "".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from riftline.extraction import abbreviations, coreference, named_bodies, persons
from riftline.extraction.cast import Cast
from riftline.extraction.names import Entry
from riftline.extraction.phrases import is_backing, np_left_edge, prepositional
from riftline.extraction.roles import role_sector
from riftline.records import Actor, Mention, PlaceMention
from riftline.text.parse import Parsed

_BEFORE = ("amod", "compound", "nmod")


def _add_names(cast: Cast) -> None:
    """Names that stand for themselves: not those that only say whose the noun is ("Russian troops")."""
    for head, (first, last) in sorted(cast.name_head.items()):
        token = cast.doc[head]
        entry = cast.name_at[head][1]
        if is_backing(token):
            continue
        adjective = token.pos_ == "ADJ" or (entry.kind == "demonym" and token.head.dep_ in _BEFORE)
        first_of = token.head if token.dep_ == "conj" and adjective and token.head.i in cast.name_at else token  # "Polish and Czech officials"
        noun = first_of.head
        before = first_of.dep_ in _BEFORE
        if noun.i in cast.national and before:
            continue  # "the Lebanese Red Cross" is one body
        modifies = before and noun.i != first_of.i and noun.pos_ in ("NOUN", "PROPN")
        if modifies and (role_sector(noun) or noun.ent_type_ in ("PERSON",) or (noun.ent_type_ == "ORG" and noun.i not in cast.name_at)):
            continue  # the noun's own mention carries it
        if entry.kind == "demonym" and token.dep_ not in ("amod", "compound", "nmod", "poss") and token.pos_ == "ADJ" and token.dep_ in ("acomp", "attr"):
            continue  # "is Russian"
        kind = "person" if entry.kind == "person" else "name"
        if cast.is_ethnic(token) and not modifies:
            _add_ethnic(cast, token, entry, first, last)
            continue
        named = [cast.entry_actor(one, cast.name_at[head][0].text) for one in (entry, *_of_others(cast, token, entry))]
        cast.add(token, named, kind, min(first, np_left_edge(token) if kind == "person" else first), last)


def _of_others(cast: Cast, token: Token, entry: Entry) -> list[Entry]:
    """The bodies of the other states before a body's name: the Peruvian one of "the Peruvian and Bolivian Senate"."""
    if token.i not in cast.national:
        return []
    before = [c for child in token.lefts if child.dep_ in _BEFORE for c in (child, *child.conjuncts) if c.i in cast.name_at and c.i < token.i]
    states = {state.code: state for c in before if (state := cast.name_at[c.i][1]).kind in ("state", "demonym") and state.code != entry.code}
    return [replace(entry, code=state.code, country=state.country) for state in states.values()]


def _add_ethnic(cast: Cast, token: Token, entry: Entry, first: int, last: int) -> None:
    """A people outside its state: "ethnic Albanians in Serbia" are Serbia's; that of its name where the text tells no other."""
    elsewhere = next((a for a in cast.countries_in(token) if a.country and a.country != entry.country), None)
    if elsewhere is None:
        known = cast.entry_actor(entry, cast.name_at[token.i][0].text)
    else:
        known = _of(elsewhere, token, entry.sectors)
    cast.add(token, [known], "name", min(first, np_left_edge(token)), last)


def _of(actor: Actor, token: Token, sectors: tuple[str, ...]) -> Actor:
    """Somebody of an actor's, by the noun that names him: "officials" of Poland."""
    return Actor(actor.code, f"{actor.name}: {token.text}", "", actor.country, sectors, reason=f"{token.text} of {actor.name}")


def _add_roles(cast: Cast) -> None:
    """Role nouns with a state in their phrase."""
    for token in cast.doc:
        sector = role_sector(token)
        if not sector or token.i in cast.found or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        if token.dep_ == "compound" and token.head.ent_type_ == "PERSON":
            continue  # a title before a name: the person's mention carries it
        if token.i in cast.place_at and token.pos_ == "PROPN":
            continue  # the "Bank" of "West Bank"
        named = [actor for actor in cast.countries_in(token) if actor.code]
        if not named:
            continue  # nobody beside it is known: coreference may tell
        codes: dict[str, Actor] = {}
        for actor in named:
            codes.setdefault(actor.code, _of(actor, token, sector))
        people = cast.name_at.get(token.i)
        last = token.i
        for preposition, objects in prepositional(token):
            if preposition in ("of", "from") and objects and objects[-1].i - token.i < 8:
                last = max(last, objects[0].i)
        cast.add(token, list(codes.values()), "group" if people is None else "name", None, last)


def _add_places(cast: Cast, places: Sequence[PlaceMention]) -> None:
    """Towns and provinces, which stand for whose they are when something is done to them ("shelled Kharkiv")."""
    for mention in places:
        span = cast.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if span is None or mention.place is None or not mention.place.country or any(t.i in cast.found or t.i in cast.name_at for t in span):
            continue
        country = mention.place.country
        sectors = ("CVL",) if mention.place.precision == "city" else ()  # PLOVER: a town is its people
        cast.add(span.root, [Actor(country, mention.place.name, "", country, sectors, reason=f"a place in {country}")], "name", span.start, span.end - 1)


def find_actors(parsed: Parsed, places: Sequence[PlaceMention] = ()) -> tuple[Mention, ...]:
    """Every mention of an actor in the article, in the order of the text.

    `places` (from `find_places`) lets "residents of Aleppo" be Syrians; without them only states and capitals help.
    """
    cast = Cast(parsed, places)
    persons.add_known(cast)
    _add_names(cast)
    named_bodies.add_organisations(cast)
    abbreviations.add_abbreviations(cast)
    _add_roles(cast)
    persons.add_unknown(cast)
    _add_roles(cast)  # again: "the senator's aides", now that the senator is known
    coreference.resolve(cast)
    _add_places(cast, places)
    return tuple(cast.found[i] for i in cast.heads)

"""Persons: by the office that they held on the day of the article, else by title, apposition and possessor.

A full name anywhere in the article lends its office to the bare surname everywhere in it, the headline included.
"""

from __future__ import annotations

from spacy.tokens import Token

from riftline.extraction.cast import Cast
from riftline.extraction.descriptions import passage_state
from riftline.extraction.names import Entry, country_of
from riftline.extraction.offices import SURNAME_FIRST, Term, Title, office_on, surname_on
from riftline.extraction.phrases import POSSESSIVES, appositions, is_backing
from riftline.extraction.roles import held_before, role_sector
from riftline.records import Actor

_TOO_LONG_AGO = 20.0  # years between a term and the article after which a full name is taken for somebody else's; a quarter of it for lesser officials
_PARTICLES = frozenset("al el bin ibn van von de der den del da di du la le abu ben mac al- ul".split())
_SOVEREIGNS = frozenset({"king", "queen", "emperor", "pope", "crown prince"})
_LONGEST_TITLE = 8  # tokens
_OFFICE_WORDS = frozenset("prime foreign defence defense vice deputy state secretary-general".split())
_IN_OFFICE = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY"})


def _runs(cast: Cast) -> list[tuple[int, int]]:
    """Stretches of capitalised words, and PERSON entities, that may be a person's name: (first, last) tokens."""
    doc, found, i = cast.doc, [], 0
    while i < len(doc):
        if _may_be_name(cast, doc[i]):
            j = i
            while j + 1 < len(doc) and (_may_be_name(cast, doc[j + 1]) or _joins(doc[j + 1], doc, j + 1)):
                j += 1
            while j > i and not (_may_be_name(cast, doc[j]) or (doc[j].is_alpha and _hyphen(doc[j - 1]))):
                j -= 1
            found.append((i, j))
            i = j + 1
        else:
            i += 1
    return found


def _joins(token: Token, doc: object, i: int) -> bool:
    """A particle or hyphen inside a name: "al-Assad", "Ban Ki-moon"."""
    joined = _hyphen(token) or (token.text in ("–", "’", "'") and not token.whitespace_ and not token.nbor(-1).whitespace_)
    return joined or token.lower_ in _PARTICLES or (token.is_alpha and _hyphen(token.nbor(-1)))


def _hyphen(token: Token) -> bool:
    """A hyphen with no space on either side."""
    return token.text in ("-", "‑") and token.i > 0 and not token.whitespace_ and not token.nbor(-1).whitespace_


def _may_be_name(cast: Cast, token: Token) -> bool:
    if not (token.is_alpha and token.text[0].isupper()):
        return False
    if token.pos_ not in ("PROPN", "NOUN", "ADJ", "X", "VERB", "INTJ"):
        return False
    known = cast.name_at.get(token.i)
    if known and known[1].kind != "person":
        return False
    return not (role_sector(token) and token.ent_type_ != "PERSON")


def _text(cast: Cast, first: int, last: int) -> str:
    return str(cast.doc[first : last + 1].text)


def _title(cast: Cast, first: int) -> tuple[int, Title]:
    """What stands before the name that begins at `first`, and where that begins: up to the noun phrase's edge, "of" and "for" included."""
    start = first
    while start > cast.doc[first].sent.start and first - start < _LONGEST_TITLE and _of_title(cast.doc[start - 1]):
        start -= 1
    before = cast.doc[start:first]
    states = frozenset(cast.name_at[t.i][1].country for t in before if t.i in cast.name_at and not is_backing(t))
    return start, Title(states - {""}, frozenset(t.lower_ for t in before if role_sector(t) or t.lower_ in _OFFICE_WORDS))


def _of_title(token: Token) -> bool:
    return token.pos_ in ("PROPN", "NOUN", "ADJ") or token.text in ("-", *POSSESSIVES) or token.lower_ in ("of", "for", "then")


def _term(cast: Cast, name: str, first: int) -> Term | None:
    """The term of office that somebody with that full name is known by; None where it lies too far from the day."""
    term = office_on(name, cast.day, _title(cast, first)[1])
    longest = _TOO_LONG_AGO / 4 if term is not None and term.lesser else _TOO_LONG_AGO
    return None if term is None or (cast.day is not None and term.years_from(cast.day) > longest) else term


def _by_term(cast: Cast, term: Term, text: str, first: int) -> Actor:
    now = (cast.day is None or term.holds_on(cast.day)) and not held_before(cast.doc[first : first + len(text.split())].root)
    sector = term.sector if now else "ELI"
    since = f"{term.start or '?'} to {term.end or 'now'}"
    reason = f"{'' if now else 'former '}{term.office} of {term.code}, {since}"
    return Actor(term.code, term.person, text, country_of(term.code) or None, (sector,), reason=reason)


def add_known(cast: Cast) -> None:
    """Persons that a table knows, by full name first, then by surname."""
    surnames: dict[str, Actor] = {}
    left: list[tuple[int, int]] = []
    for first, last in _runs(cast):
        if not _add_full(cast, first, last, surnames):
            left.append((first, last))
    near = frozenset(cast.countries)
    for first, last in left:
        token = cast.doc[last]
        if token.ent_type_ not in ("PERSON", "ORG", "NORP", "GPE", ""):
            continue
        particle = first != last and cast.doc[first].lower_ in _PARTICLES
        if first != last and not particle and not _titled(cast, first):
            if cast.doc[first].text in surnames and not role_sector(cast.doc[first]):  # "Clinton Urges" in a headline
                cast.add(cast.doc[first], [surnames[cast.doc[first].text]], "person", None, first)
            continue
        surname = _text(cast, first if first == last or particle else last, last)
        actor = surnames.get(surname) or surnames.get(cast.doc[last].text)
        if actor is None and (token.ent_type_ == "PERSON" or token.pos_ == "PROPN") and len(surname) > 2:
            begins = last - len(surname.split()) + 1
            term = surname_on(surname, cast.day, near, _title(cast, begins)[1])
            actor = _by_term(cast, term, surname, begins) if term else None
            if actor is not None:
                surnames[surname] = actor
        if actor is not None:
            cast.add(token, [actor], "person", None, last)


def _titled(cast: Cast, first: int) -> bool:
    return cast.doc[first].lower_ in ("mr", "mrs", "ms", "president", "premier", "king", "sir")


def _add_full(cast: Cast, first: int, last: int, surnames: dict[str, Actor]) -> bool:
    """The longest part of a run of names that a table knows as a full name."""
    person = cast.name_at.get(first)
    if person and person[1].kind == "person":
        text = person[0].text
        term = _term(cast, text, first) if _in_office(cast, person[1], text) else None
        actor = _by_term(cast, term, text, first) if term is not None else _entry(cast, person[1], _text(cast, first, last))
        surnames.setdefault(cast.doc[last].text, actor)
        cast.add(cast.doc[first : last + 1].root, [actor], "person", None, last)
        return True
    for n in range(last - first + 1, 1, -1):
        for i in range(first, last - n + 2):
            text = _text(cast, i, i + n - 1)
            term = _term(cast, text, i)
            if term is not None and not _goes_on(cast, i + n - 1, last, term):
                actor = _by_term(cast, term, text, i)
                for surname in (cast.doc[i + n - 1].text, cast.doc[i].text if actor.code in SURNAME_FIRST else ""):
                    surnames[surname] = actor
                if "-" in text:
                    surnames.setdefault(text.split()[-1], actor)
                root = cast.doc[i : i + n].root
                cast.add(root, [actor], "person", None, i + n - 1)
                return True
    return False


def _goes_on(cast: Cast, end: int, last: int, term: Term) -> bool:
    """Whether a surname follows what is a sovereign's whole name, so that it is somebody else: "Juan Carlos Varela" is no king of Spain."""
    if end == last or term.office.lower() not in _SOVEREIGNS:
        return False
    following = cast.doc[end + 1]
    return following.ent_type_ == "PERSON" and not set(following.text) <= set("IVX")


def _in_office(cast: Cast, entry: Entry, name: str) -> bool:
    """Whether the table of offices is to be asked of somebody whom the table of persons knows: of what he holds on the day, or held or holds in any year."""
    term = office_on(name, cast.day)
    return term is not None and (cast.day is None or term.holds_on(cast.day) or not cast.valid(entry))


def _entry(cast: Cast, entry: Entry, text: str) -> Actor:
    return Actor(entry.code, entry.name, text, entry.country or None, entry.sectors, reason="person in the actor table")


def add_unknown(cast: Cast) -> None:
    """Other persons, by what stands beside their name: "Ramin Mammadov, Aliyev's special envoy" is Azerbaijan's."""
    surnames: dict[str, Actor] = {}
    entities = [e for e in cast.doc.ents if e.label_ == "PERSON" and e.root.i not in cast.found]
    for entity in sorted(entities, key=lambda e: (e.end - e.start == 1, e.start)):
        root = entity.root
        if any(t.i in cast.found or t.i in cast.name_at or t.i in cast.place_at for t in entity):
            continue
        name = entity.text.removesuffix("’s").removesuffix("'s")
        actor = surnames.get(name.split()[-1]) if name else None
        if actor is None or (len(name.split()) > 1 and not actor.code):
            actor = _by_context(cast, root, name)
            if len(name.split()) > 1 or actor.code:
                surnames[name.split()[-1]] = actor
        cast.add(root, [actor], "person", None, entity.end - 1)
    for token in cast.doc:  # surnames that the entity recogniser overlooked
        if token.i not in cast.found and token.pos_ == "PROPN" and token.text in surnames and token.i not in cast.name_at and token.dep_ != "compound":
            cast.add(token, [surnames[token.text]], "person")


def _by_context(cast: Cast, root: Token, name: str) -> Actor:
    """The state of a person whom no table knows: title before the name, apposition, possessor."""
    start, _ = _title(cast, root.left_edge.i)
    sectors: tuple[str, ...] = next((s for t in root.lefts if (s := role_sector(t))), ())
    sectors = sectors or next((s for t in cast.doc[start : root.i] if (s := role_sector(t))), ())
    if held_before(root) and set(sectors) & _IN_OFFICE:
        sectors = ("ELI",)
    for token in appositions(root):
        sectors = sectors or role_sector(token)
        if named := [a for a in (*cast.countries_in(token), *cast.actors_at(token)) if a.code]:
            return Actor(named[0].code, name, name, named[0].country, sectors or ("ELI",), reason=f"{token.text} of {named[0].name}, beside the name")
    if named := [a for a in cast.countries_in(root) if a.code]:
        return Actor(named[0].code, name, name, named[0].country, sectors, reason=f"{named[0].name} stands before the name")
    if set(sectors) & _IN_OFFICE and (state := passage_state(cast, root)):
        return Actor(state.code, name, name, state.country, sectors, reason=f"an official in a passage on {state.name}")
    return Actor("", name, name, None, sectors, reason="no state is named beside the person")

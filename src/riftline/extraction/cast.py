"""The actors of one article while they are being resolved: what the passes of `actors.py` share."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from riftline.extraction.localities import before_noun
from riftline.extraction.names import Entry, Name, find_names
from riftline.extraction.phrases import POSSESSIVES, appositions, char_span, is_backing, np_left_edge, prepositional
from riftline.extraction.roles import role_sector
from riftline.extraction.word_lists import actor_words
from riftline.records import Actor, Mention, PlaceMention
from riftline.text.parse import Parsed

_WITHIN = frozenset("in from inside at near across throughout".split())
_INSTITUTIONS = actor_words("institutions")
_OF_PLACE = actor_words("of_place")
_ORDER = {"state": 0, "demonym": 1, "force": 2, "organisation": 3, "body": 4, "seat": 5, "capital": 6, "people": 7, "person": 8}


class Cast:
    """The actors of one article while they are being resolved: who each head token stands for."""

    def __init__(self, parsed: Parsed, places: Sequence[PlaceMention] = ()) -> None:
        self.parsed = parsed
        self.doc: Doc = parsed.doc
        self.day = parsed.article.published
        self.name_at: dict[int, tuple[Name, Entry]] = {}
        """Token → the name that covers it and what it stands for."""
        self.name_head: dict[int, tuple[int, int]] = {}
        """Head token of a name → its first and last token."""
        self.place_at: dict[int, str] = {}
        """Token → country of the place that it names."""
        self.national: set[int] = set()
        """Head tokens of bodies that are the state's before them."""
        self.found: dict[int, Mention] = {}
        self.heads: list[int] = []
        """Head tokens of what was found, in the order of the text."""
        self._persons: dict[int, int] = {ent.start: ent.end for ent in parsed.doc.ents if ent.label_ == "PERSON"}
        """First token of each name of a person → the token after its last."""
        self._names()
        for place in places:
            span = self.doc.char_span(place.span.start, place.span.end, alignment_mode="expand")
            if span is not None and place.place is not None and place.place.country:
                for token in span:
                    self.place_at.setdefault(token.i, place.place.country)
        self._localities()

    def _names(self) -> None:
        names = find_names(self.parsed.article.text)
        weight: Counter[str] = Counter(e.code for n in names if len({e.code for e in n.entries}) == 1 for e in n.entries[:1])
        self.countries = weight
        for name in names:
            span = self.doc.char_span(name.start, name.end, alignment_mode="expand")
            if span is None or span.text.strip("'’").lower() not in {name.text.lower(), span.text.strip("'’").lower()}:
                continue
            if span[0].idx < name.start - 2 or span[-1].idx + len(span[-1]) > name.end + 2:
                continue  # a part of a longer word
            entry = min(name.entries, key=lambda e: (-bool(self.valid(e)), -weight[e.code], _ORDER[e.kind]))
            root = span.root
            if self._is_part_of_person(span.start, span.end, entry):
                continue
            if (owned := self._of_its_state(span, entry)) is not None:
                entry = owned
                self.national.add(root.i)
            for token in span:
                self.name_at[token.i] = (name, entry)
            self.name_head[root.i] = (span.start, span.end - 1)

    def _of_its_state(self, span: Span, entry: Entry) -> Entry | None:
        """The entry of a body that common words alone name, as one of the state before it: "Mexico's Senate", "the Lebanese Red Cross"; None for any other."""
        if entry.kind not in ("body", "organisation") or span.start == 0 or not all(token.lower_ in _INSTITUTIONS for token in span):
            return None
        before = self.doc[span.start - 1]
        owner = self.name_at.get(before.i - 1 if before.text in POSSESSIVES and before.i else before.i)
        if owner is None or owner[1].kind not in ("state", "demonym") or owner[1].code == entry.code:
            return None
        state = owner[1]
        sectors = tuple(s for s in entry.sectors if s != "IGO") or ("GOV",)  # "Armenia's Security Council" is not the UN's
        return replace(entry, code=state.code, country=state.country, sectors=sectors, name=f"{state.name}: {span.text}")

    def _localities(self) -> None:
        """Provinces and towns that stand before a role noun."""
        known = frozenset(self.name_at)
        for token in self.doc[1:]:
            if role_sector(token) and token.i not in self.name_at and (place := before_noun(token, known)):
                for i in range(place[0], place[1] + 1):
                    self.place_at.setdefault(i, place[2])

    def valid(self, entry: Entry) -> bool:
        """Whether an entry of a table holds on the day of the article."""
        day = self.day.isoformat() if self.day else ""
        return not day or ((not entry.start or entry.start <= day[: len(entry.start)]) and (not entry.end or day[: len(entry.end)] <= entry.end))

    def _is_part_of_person(self, start: int, end: int, entry: Entry) -> bool:
        """Whether a state's name is part of somebody's name ("Jordan Peterson", "Sydney Sweeney")."""
        if entry.kind not in ("state", "capital", "people", "seat"):
            return False
        return self._persons.get(start, 0) > end

    def add(self, head: Token, actors: Sequence[Actor], kind: str, first: int | None = None, last: int | None = None) -> None:
        """Records a mention at `head` unless one stands there."""
        if head.i in self.found:
            return
        first = np_left_edge(head) if first is None else first
        last = head.i if last is None else max(last, head.i)
        span = char_span(self.doc, first, last)
        insort(self.heads, head.i)
        self.found[head.i] = Mention(span, head.i, first, last, tuple(replace(a, text=span.text) for a in actors), kind)  # type: ignore[arg-type]

    def settle(self, head: Token, actors: Sequence[Actor], why: str) -> None:
        """Gives the mention at `head` the state of others, its name and sectors kept."""
        mention = self.found[head.i]
        own = mention.actors[0]
        told = [replace(own, code=a.code, country=a.country, sectors=own.sectors or a.sectors, reason=why) for a in actors]
        self.found[head.i] = replace(mention, actors=tuple(told))

    def entry_actor(self, entry: Entry, text: str) -> Actor:
        """The actor that a table's entry stands for."""
        return Actor(entry.code, entry.name, text, entry.country or None, entry.sectors, reason=f"{entry.kind} in the actor table")

    def countries_in(self, head: Token, depth: int = 0) -> list[Actor]:
        """The states (or forces) that a noun phrase names in its modifiers: adjective, compound, possessor, of/from/in phrase, apposition."""
        if depth > 3:
            return []
        left: list[Actor] = []
        for child in head.lefts:
            if child.dep_ in ("amod", "compound", "nmod", "poss", "nummod", "det", "appos") or child.pos_ in ("PROPN", "ADJ"):
                left += self._of_modifier(child, depth)
        if left:
            return left
        away = ("to", "for") if head.lemma_.lower() in _OF_PLACE else ("of", "to", "for")
        for preposition, objects in prepositional(head):
            if preposition in ("of", "from", "in", "at", "to", "for", "near", "across", "inside", "outside", "throughout"):
                named = [a for token in objects for a in self.actors_at(token, depth + 1, place=preposition not in away)]
                if named:
                    return named
        for token in appositions(head):
            if named := self.actors_at(token, depth + 1):
                return named
        return self._by_clause(head, depth)

    def _by_clause(self, head: Token, depth: int) -> list[Actor]:
        """The states that a short clause or adjective after a noun names: "refugees fleeing the war in Liberia", "militants loyal to Iraq"."""
        for child in head.rights:
            if child.dep_ in ("acl", "amod", "relcl") and child.i - head.i < 4 and child.pos_ in ("VERB", "ADJ"):
                over = [child, *(c for c in child.rights if c.dep_ == "dobj")]
                for preposition, objects in (p for token in over for p in prepositional(token)):
                    if preposition in _WITHIN or (preposition == "to" and child.lower_ == "loyal"):
                        named = [a for token in objects for a in self.actors_at(token, depth + 1, place=True)]
                        if named:
                            return named
        return []

    def _of_modifier(self, child: Token, depth: int) -> list[Actor]:
        if self.is_ethnic(child):
            return []
        if child.i in self.name_at and not is_backing(child):
            return [self.entry_actor(self.name_at[child.i][1], child.text)] + [a for c in child.conjuncts for a in self._named(c)]
        if child.i in self.place_at and not is_backing(child):
            return [Actor(self.place_at[child.i], child.text, child.text, self.place_at[child.i], (), reason="place in the gazetteer")]
        if child.i in self.found:
            return list(self.found[child.i].actors)
        return self.countries_in(child, depth + 1)

    def is_ethnic(self, token: Token) -> bool:
        """Whether a name only tells of descent: the "Albanian" of "ethnic Albanian guerrillas", the "Kurd" of "Turkish Kurd refugees"."""
        known = self.name_at.get(token.i)
        if known is None or token.i == 0:
            return False
        before = self.name_at.get(token.i - 1)
        stateless = known[1].kind == "force" and not known[1].country and before is not None and before[1].kind == "demonym"
        return token.nbor(-1).lower_ == "ethnic" or stateless

    def _named(self, token: Token) -> list[Actor]:
        return [self.entry_actor(self.name_at[token.i][1], token.text)] if token.i in self.name_at and not is_backing(token) else []

    def actors_at(self, token: Token, depth: int = 0, place: bool = False) -> list[Actor]:
        """Whom the phrase headed by `token` stands for, as far as is known by now."""
        if token.i in self.found:
            return list(self.found[token.i].actors)
        if named := self._named(token):
            return named
        if place and token.i in self.place_at:
            return [Actor(self.place_at[token.i], token.text, token.text, self.place_at[token.i], (), reason="place in the gazetteer")]
        return self.countries_in(token, depth + 1)

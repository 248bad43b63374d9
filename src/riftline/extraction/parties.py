"""Whom a word stands for where commitments are read: mentions, and the names that mentions leave out.

A mention does not cover names that only colour an adjective ("US-backed") or say whose a noun is ("Turkish-Greek
accords"); these are looked up by name here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from spacy.tokens import Doc, Token

from riftline.extraction.names import find_names
from riftline.records import Mention, PlaceMention
from riftline.tables import rows
from riftline.text.parse import Parsed

BODIES = frozenset({"UN", "EU", "NATO", "CSTO", "ARABLEAGUE", "AU", "OSCE", "GCC", "ECOWAS"})
"""Organisations that post troops, mediate or ally themselves, beside states and forces."""
_PRIVATE = {"CVL", "MED", "EDU", "BUS", "REF", "LAB"}
_LOCATING = ("in", "inside", "within", "across", "throughout", "into", "near", "at", "on")
_COLOURED = re.compile(r"([A-Z][\w.]*(?: [A-Z][\w.]*)?)[-–‑](?:backed|supported|sponsored|led|allied|aligned)\b")
_MANY = ("country", "state", "nation", "power", "side", "government")
_OF_THE_PLACE = ("country", "region", "territory", "area", "province", "state", "nation", "enclave")


class Parties:
    """Who stands where in one article."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], places: Sequence[PlaceMention] = ()) -> None:
        self.parsed = parsed
        self.doc: Doc = parsed.doc
        self.at = {m.head: m for m in mentions}
        self._order = sorted(self.at)
        self._counts = Counter(code for m in self.at.values() for code in {a.code for a in m.actors})
        self.named: dict[int, str] = {}
        """Token → code of the name that covers it."""
        self.forces: set[str] = set()
        """Codes of forces that no state owns."""
        self.kind: dict[int, str] = {}
        """Token → kind of that name."""
        known = {m.head: {a.code for a in m.actors} for m in mentions}
        for name in find_names(parsed.article.text):
            span = self.doc.char_span(name.start, name.end, alignment_mode="expand")
            if span is None or (span[0].idx < name.start and span[0].text[:1].isalpha()):
                continue
            here = {c for t in span for c in known.get(t.i, ())}
            entry = next((e for e in name.entries if e.code in here), name.entries[0])
            if entry.kind == "force" and entry.code != entry.country:
                self.forces.add(entry.code)
            if span.root.ent_type_ == "PERSON" and entry.kind in ("state", "people", "capital", "demonym") and not here:
                continue
            for token in span:
                self.named[token.i] = entry.code
                self.kind[token.i] = entry.kind
            coloured = _COLOURED.match(span.text)
            for inner in find_names(coloured[1]) if coloured else ():  # an alias such as "US-backed Rebel Front"
                for token in span:
                    if token.idx < span.start_char + inner.end:
                        self.named[token.i], self.kind[token.i] = inner.entries[0].code, inner.entries[0].kind
        self.located: dict[int, str] = {}
        """Token → country of the place that it names."""
        for place in places:
            span = self.doc.char_span(place.span.start, place.span.end, alignment_mode="expand")
            if span is not None and place.place is not None and place.place.country:
                self.located.update({t.i: place.place.country for t in span})

    def of(self, token: Token, depth: int = 0) -> tuple[str, ...]:
        """Codes of the noun phrase headed by `token`: what the phrase itself is, else its apposition, else its modifiers."""
        mention = self.at.get(token.i)
        own = self.modifiers(token)
        if mention is not None:
            codes = tuple(a.code for a in mention.actors if a.code)
            mixed = mention.kind == "group" and set(codes) == set(own) and not any(c.dep_ == "cc" for t in token.lefts for c in t.subtree)
            if mixed and any(c in self.forces for c in codes):
                codes = tuple(c for c in codes if c in self.forces)  # "Iraqi Kurdish fighters"
            vague = mention.kind == "description" and token.tag_ == "NNS" and token.lemma_ in _MANY and len(set(codes)) == 1
            if codes and not vague and not (mention.kind == "description" and own and not set(own) & set(codes)):
                return _distinct(codes)
        if token.i in self.named:
            return (self.named[token.i],)
        if token.lower_ in ("who", "which", "that", "whom") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            clause = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
            if clause is not None and depth < 3:
                return self.all_of(clause.head, depth + 1)
        if depth < 3:
            for child in token.children:
                if child.dep_ == "appos" and (codes := self.of(child, depth + 1)):
                    return codes
        forces = tuple(c for c in own if c in self.forces)
        return forces or own

    def all_of(self, token: Token, depth: int = 0) -> tuple[str, ...]:
        """Codes of a noun phrase and of what is joined to it by "and"."""
        return _distinct(c for t in (token, *token.conjuncts) if t.pos_ not in ("VERB", "AUX") for c in self.of(t, depth))

    def modifiers(self, token: Token) -> tuple[str, ...]:
        """Codes named before the head in its own phrase, possessors included, adjectives of backing left out."""
        found = []
        for child in token.lefts:
            if child.dep_ not in ("amod", "compound", "nmod", "poss", "nummod", "npadvmod", "punct", "advmod", "appos", "det"):
                continue
            for part in self.doc[child.left_edge.i : child.right_edge.i + 1]:
                if part.i in self.named and backing_word(part) is None:
                    found.append(self.named[part.i])
                elif part.dep_ == "poss" and part.i in self.at:
                    found += [a.code for a in self.at[part.i].actors if a.code]
        return _distinct(found)

    def holder(self, token: Token) -> tuple[str, ...]:
        """Codes of the possessor of a noun: "Russia's", "its"; in "the army and its allies" the army's."""
        if (
            token.dep_ == "conj"
            and any(c.dep_ == "poss" and c.lower_ in ("its", "their") for c in token.lefts)
            and (codes := self.of(token.head))
        ):
            return codes
        return _distinct(c for child in token.lefts if child.dep_ == "poss" for c in self.all_of(child))

    def place(self, head: Token, but: Iterable[str] = (), by: Sequence[str] = _LOCATING) -> str:
        """The state (or force's land) that a noun or verb is said to be in (or `by` another preposition); "" where none is named."""
        for preposition in head.rights:
            if preposition.dep_ == "prep" and preposition.lower_ in by:
                for obj in preposition.children:
                    if obj.dep_ == "pobj":
                        code = self._place_at(obj, set(but))
                        if code:
                            return code
        if head.dep_ == "relcl" and any(c.lower_ == "where" for c in head.children):
            return self._place_at(head.head, set(but))
        return ""

    def _place_at(self, obj: Token, but: set[str]) -> str:
        for token in (obj, *obj.conjuncts):
            kind = self.kind.get(token.i)
            is_place = kind in ("state", "capital") or (kind == "force" and (token.ent_type_ in ("GPE", "LOC") or token.i in self.located))
            if is_place and self.named[token.i] not in but:
                return self.named[token.i]
            if token.i in self.located and self.located[token.i] not in but:
                return self.located[token.i]
            owned = [c for c in self.holder(token) if c not in but] if token.lemma_ in _OF_THE_PLACE else []
            if owned:
                return owned[0]  # "his country"
        near = [
            t for t in obj.subtree if t.i - obj.i <= 5 and not any(a.dep_ in ("relcl", "acl") and a.i > obj.i for a in (t, *t.ancestors))
        ]
        named = [
            self.named[t.i] for t in near if t.i in self.named and self.kind[t.i] in ("state", "demonym") and self.named[t.i] not in but
        ]
        if named and obj.pos_ == "NOUN":
            return named[-1]
        if any(t.lower_ in _OF_THE_PLACE and any(c.lower_ in ("the", "that", "this") for c in t.children) for t in obj.subtree):
            before = [
                self.named[t.i]
                for t in self.doc[max(0, obj.sent.start - 120) : obj.i]
                if self.kind.get(t.i) == "state" and self.named[t.i] not in but
            ]
            return before[-1] if before else ""
        for preposition in obj.rights:
            if preposition.dep_ == "prep" and preposition.lower_ in ("in", "of", "inside"):
                for inner in preposition.children:
                    if inner.dep_ == "pobj" and (code := self._place_at(inner, but)):
                        return code
        return ""

    def subject(self, verb: Token, people: bool = True) -> tuple[str, ...]:
        """Codes of who does what the verb says, also where the subject stands with a verb further up; civilians only with `people`."""
        node = verb
        for _ in range(5):
            for child in node.children:
                if child.dep_ in ("nsubj", "nsubjpass"):
                    if not people and child.i in self.at and all(a.sectors and set(a.sectors) <= _PRIVATE for a in self.at[child.i].actors):
                        return ()
                    return self.all_of(child)
                if child.dep_ == "agent":
                    return _distinct(c for o in child.children if o.dep_ == "pobj" for c in self.all_of(o))
            if node.dep_ in ("xcomp", "conj", "advcl", "pcomp", "prep", "acomp", "ccomp") and node.head.i != node.i:
                node = node.head
            elif node.dep_ == "acl" and node.tag_ == "VBG" and (codes := self.all_of(node.head)):
                return codes  # "with Egypt backing the rebels"
            elif node.dep_ == "acl" and node.head.pos_ == "NOUN":
                return self.holder(node.head) or self.modifiers(node.head)  # "Norway's attempt to broker"
            elif node.dep_ == "relcl":
                return self.all_of(node.head)
            else:
                break
        return ()

    def in_sentence(self, token: Token, but: Iterable[str] = (), back: int = 0) -> tuple[str, ...]:
        """Codes of the mentions in the token's sentence, nearest first, and of `back` sentences before it."""
        start = token.sent.start
        for _ in range(back):
            start = self.doc[start - 1].sent.start if start > 0 else 0
        heads = [h for h in self._heads(start, token.sent.end) if self.at[h].kind != "pronoun"]
        heads.sort(key=lambda h: abs(h - token.i))
        return _distinct(a.code for h in heads for a in self.at[h].actors if a.code and a.code not in set(but))

    def most_named(self, token: Token, but: Iterable[str], back: int = 0) -> list[str]:
        """States and forces of the token's sentence and of `back` before it, most often mentioned first."""
        start = token.sent.start
        for _ in range(back):
            start = self.doc[start - 1].sent.start if start > 0 else 0
        counts = Counter(
            a.code for h in self._heads(start, token.sent.end) for a in self.at[h].actors if a.code and a.code not in set(but)
        )
        return [c for c, _ in counts.most_common() if c not in BODIES]

    def _heads(self, start: int, end: int) -> list[int]:
        """Head tokens of the mentions from one token to before another."""
        return self._order[bisect_left(self._order, start) : bisect_left(self._order, end)]

    def lands(self) -> list[str]:
        """Forces that the article names as places ("Nagorno-Karabakh"), the most often named first."""
        return [c for c, _ in Counter(self.named[i] for i in self.located if self.kind.get(i) == "force").most_common()]

    def codes(self) -> frozenset[str]:
        """All codes that the article's mentions mean."""
        return frozenset(code for code in self._counts if code)

    def count(self, code: str) -> int:
        """How many mentions of the article mean this code."""
        return self._counts[code]


def backing_word(token: Token) -> Token | None:
    """The participle that a name colours: "backed" for "US" in "US-backed", also in "Egyptian- and Emirati-backed"."""
    doc, i = token.doc, token.i
    if token.text[-1:] in "-–" and len(token.text) > 1:
        i -= 1
    elif i + 2 >= len(doc) or doc[i + 1].text not in ("-", "–", "‑"):
        return None
    word = doc[i + 2] if i + 2 < len(doc) else None
    if word is None:
        return None
    if word.lower_ in ("and", "or") and i + 5 < len(doc):
        return next((t for t in doc[i + 3 : i + 7] if _is_participle(t)), None)
    return word if _is_participle(word) else None


def _is_participle(word: Token) -> bool:
    """Whether a word after a name and a hyphen says what the named one does for it: "backed", not "Iranian"."""
    return word.lower_ in ("led", "run", "held", "owned", "born") or word.lower_.endswith(("ed", "sored"))


@cache
def members() -> tuple[tuple[str, str, str, str], ...]:
    """State, organisation, first and last day ("" for open) of each known membership of an organisation of which articles are read for it."""
    told = {r["code"] for r in rows("commitments/organisations") if r["told"]}
    return tuple((r["state"], r["organisation"], r["from"], r["to"]) for r in rows("commitments/members") if r["organisation"] in told)


def is_member(state: str, organisation: str, day: date | None) -> bool:
    """Whether a state belongs to the organisation on that day (on any day, where none is known)."""
    when = day.isoformat() if day is not None else ""
    return any(
        s == state and o == organisation and (not when or ((not start or start <= when) and (not end or when <= end)))
        for s, o, start, end in members()
    )


def _distinct(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))

"""Bodies that no table knows, by their own name: whose they are and of what kind; and the short names that the text gives for bodies."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span, Token

from riftline.extraction.cast import Cast
from riftline.extraction.localities import in_body, is_division, state_of
from riftline.extraction.phrases import is_backing, role_sector
from riftline.records import Actor
from riftline.tables import parts, rows


@cache
def _kinds() -> dict[str, str]:
    """Words in a body's name that tell of what kind it is, with the sector, in the order in which they count."""
    return {word: row["sector"] for row in rows("actors/kinds") for word in parts(row["words"])}


def sectors_of(name: Span) -> tuple[str, ...]:
    """Of what kind a body is: by its head, else by the word of its name that tells it, the one that comes first in the table."""
    if head := role_sector(name.root):
        return head
    kinds = _kinds()
    told = {kinds[token.lower_] for token in name if token.lower_ in kinds}
    return next(((sector,) for sector in kinds.values() if sector in told), ())


def add_organisations(cast: Cast) -> None:
    """Bodies that no table knows, by the state or the province in their own name ("the Turkish Red Crescent", "Queensland Health")."""
    for ent in cast.doc.ents:
        if ent.label_ not in ("ORG", "NORP", "FAC") or ent.root.i in cast.found:
            continue
        inside = [cast.name_at[t.i][1] for t in ent if t.i in cast.name_at and not is_backing(t)]
        if inside and ent.label_ == "ORG":
            entry = inside[0]
            actor = Actor(entry.code, ent.text, ent.text, entry.country or None, sectors_of(ent) or entry.sectors, reason=f"named after {entry.name}")
            cast.add(ent.root, [actor], "name", ent.start, ent.end - 1)
        elif ent.label_ == "ORG" and not any(t.i in cast.name_at or t.i in cast.found for t in ent):
            _add_local(cast, ent)


def _add_local(cast: Cast, ent: Span) -> None:
    """A body by the province or the town in its name; of no kind that its name tells, it may as well be a place or a thing."""
    sectors = sectors_of(ent)
    if not sectors or (is_division(ent[-1]) and state_of(ent.text)) or ent.root.i in cast.place_at:
        return
    if place := in_body(ent.doc, ent.start, ent.end - 1):
        actor = Actor(place[2], ent.text, ent.text, place[2], sectors, reason=f"named after a place in {place[2]}")
        cast.add(ent.root, [actor], "name", ent.start, ent.end - 1)


def add_abbreviations(cast: Cast) -> None:
    """Short names that the text itself gives: "the Chad Peace Council (CPC)", of which only one of the two is known."""
    doc = cast.doc
    for token in doc[2:-1]:
        if not (token.text.isupper() and len(token) > 1 and token.nbor(-1).text == "(" and token.nbor(1).text == ")"):
            continue
        before = doc[token.i - 2]
        long = next((m for m in cast.found.values() if m.first <= before.i <= m.last and m.kind == "name"), None)
        if long is not None and any(a.code for a in long.actors):
            for again in doc[token.i + 1 :]:
                if again.text == token.text and (again.i not in cast.name_at or again.i not in cast.found):
                    cast.add(again, long.actors, "name")
        elif long is None:
            _add_long(cast, token, before)


def _add_long(cast: Cast, short: Token, before: Token) -> None:
    """The long name before a short one that a table knows."""
    known = cast.name_at.get(short.i)
    whole = next((e for e in cast.doc.ents if e.start <= before.i < e.end and e.label_ != "PERSON"), None)
    if known is not None and whole is not None and not any(t.i in cast.found for t in whole):
        last = min(whole.end - 1, before.i)
        cast.add(cast.doc[whole.start : last + 1].root, [cast.entry_actor(known[1], short.text)], "name", whole.start, last)

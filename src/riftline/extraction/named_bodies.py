"""Bodies that no table knows, by their own name: whose they are and of what kind."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span

from riftline.extraction.cast import Cast
from riftline.extraction.localities import in_body, is_division, state_of
from riftline.extraction.phrases import is_backing
from riftline.extraction.roles import role_sector
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

"""Short names that an article gives for bodies, and the long ones before them."""

from __future__ import annotations

from spacy.tokens import Token

from riftline.extraction.cast import Cast


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

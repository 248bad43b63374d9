"""Role nouns: of which sector somebody is by the noun that names him, or by the noun for a group's members; and whether an office is held no more."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from riftline.extraction.phrases import HYPHENS, POSSESSIVES, np_left_edge
from riftline.extraction.word_lists import actor_words
from riftline.tables import parts, rows

_HOLDERS = actor_words("holders")
_OF_MANY = actor_words("of_many")
_OF_FAITH = actor_words("of_faith")
# Nouns of roles that say nothing of the group before which they stand.
_OF_NO_KIND = actor_words("of_no_kind")
_EVERYDAY = frozenset({"LAB", "AGR", "CVL", "REL"})
_NAMED = frozenset({"PERSON", "ORG", "FAC", "WORK_OF_ART"})
_NO_LONGER = actor_words("no_longer")


@cache
def _roles() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in rows("actors/agents"):
        sectors = tuple(parts(row["sector"].replace(";", "|").replace(",", "|")))
        for word in (row["word"], *parts(row["plural"])):
            table.setdefault(word.lower(), sectors)
    return table


@cache
def _ends() -> frozenset[str]:
    """The words of the table, and the last words of those that are several."""
    return frozenset(end for key in _roles() for end in (key, key.split()[-1], key.split("-")[-1]))


def role_sector(token: Token) -> tuple[str, ...]:
    """PLOVER sectors of a role noun ("ambassador" GOV, "protesters" CVL), also as two words ("prime minister"); () for any other."""
    roles = _roles()
    word = token.lower_
    if word not in _ends() and (lemma := token.lemma_.lower()) not in _ends() and lemma not in _OF_MANY:
        return ()  # most words, at once
    if (token.pos_ == "ADJ" and token.dep_ == "amod") or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return ()  # "military exercises": only the noun is somebody
    if token.i > 1 and token.nbor(-1).text in HYPHENS and (joined := f"{token.nbor(-2).lower_}-{word}") in roles:
        return roles[joined]  # the "general" of "secretary-general" is no soldier
    if token.lemma_.lower() in _OF_MANY and _of_faith(token):
        return ("REL",)
    for before in _words_before(token):
        if (two := f"{before} {word}") in roles:
            return roles[two]
    if not (sectors := _of_members(token)):
        sectors = () if _is_of_name(token) else roles.get(word) or roles.get(token.lemma_.lower(), ())
    return ("ELI",) if sectors and token.lemma_.lower() in _HOLDERS and held_before(token) else sectors


@cache
def _bearable() -> dict[str, str]:
    """The single words for people and places of everyday work, life and faith that are surnames, streets and clubs, too, with their number."""
    found: dict[str, str] = {}
    for row in rows("actors/agents"):
        everyday = row["sector"] in _EVERYDAY and row["word"].islower() and " " not in row["word"]
        if everyday or row["note"].startswith("not as a name"):
            found |= {row["word"]: "one", **dict.fromkeys(parts(row["plural"]), "many")}
    return found


def _is_of_name(token: Token) -> bool:
    """Whether a capitalised word is nobody's role: "Ada Baker", "Temple Street", "the Dallas Cowboys"; not "Chinese Tourists", "the Pope", "Imam Musa"."""
    number = _bearable().get(token.lower_)
    if token.pos_ != "PROPN" or number is None:
        return False
    if number == "many":
        return token.ent_type_ in _NAMED
    if _roles()[token.lower_] == ("REL",) and token.i + 1 < len(token.doc):
        of_person = token.dep_ == "compound" and token.nbor(1).ent_type_ == "PERSON"
        return not (of_person or (token.dep_ != "compound" and any(t.dep_ == "det" for t in token.lefts)))
    return True


def _words_before(token: Token) -> list[str]:
    """The word before a noun as a table may have it: with what a hyphen or a space joins to it ("self-defence"), and alone."""
    words = [t.lower_ for t in token.doc[max(0, token.i - 3) : token.i]]
    if not words:
        return []
    joined = [f"{words[0]}-{words[2]}"] if len(words) == 3 and words[1] in HYPHENS else [f"{words[-2]}-{words[-1]}"] if len(words) > 1 else []
    return [*joined, words[-1]]


def _of_faith(token: Token) -> bool:
    """Whether an adjective of faith says whose a group or its head is: "a Jewish community leader", "Hindu organisations"."""
    words = [t.lower_ for t in token.doc[max(0, token.i - 2) : token.i]]
    return bool(words) and (words[-1] in _OF_FAITH or (words[-1] in ("community", "religious") and words[0] in _OF_FAITH))


def _of_members(token: Token) -> tuple[str, ...]:
    """The sectors of a group, or of its head, by the noun for its members: "a student group", "farmers' leaders", "gang confederations"."""
    if token.lemma_.lower() not in _OF_MANY or token.i == 0:
        return ()
    before = token.nbor(-1)
    if before.text in POSSESSIVES and before.i:
        before = before.nbor(-1)
    if before.pos_ not in ("NOUN", "PROPN") or before.lemma_.lower() in _OF_NO_KIND or before.head.i != token.i:
        return ()
    sectors = _roles().get(before.lower_) or _roles().get(before.lemma_.lower(), ())
    return sectors if set(sectors).isdisjoint({"IGO", "UNK", "GOV"}) else ()


def held_before(token: Token) -> bool:
    """Whether the words before a role or a name say that the office is held no more: "the ousted president", "Former Justice Minister Lee"."""
    before = token.doc[np_left_edge(token) : token.i]
    return any(t.lower_ in _NO_LONGER and t.pos_ in ("ADJ", "VERB", "ADV", "NOUN", "PROPN") for t in before)

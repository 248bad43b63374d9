"""What matches the grammar and is no time: names ("Theresa May"), counts ("2000 troops"), papers ("the Sunday Times")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from riftline.extraction.dates_grammar import MONTHS, Found
from riftline.extraction.phrases import head_of, token_at, tokens_at
from riftline.extraction.word_lists import word_set

# Nouns that a number counts rather than dates: "the 2000 troops".
COUNTED = word_set("dates.counted")


MONTH_WORDS = frozenset(MONTHS)


NAME_MONTHS = frozenset({"May", "March", "April", "June", "August", "Mar", "Jan", "Jun", "Dec"})


TIME_PREPOSITIONS = word_set("dates.time_prepositions")


@dataclass(slots=True)
class Words:
    """The parse by character offset."""

    doc: Doc

    def at(self, offset: int) -> Token:
        """The token that holds the character."""
        return self.doc[token_at(self.doc, offset)]

    def head(self, start: int, end: int) -> Token:
        """The token of the stretch that the rest of the stretch hangs on."""
        return head_of(self.doc, *tokens_at(self.doc, start, end))


def _is_name(words: Words, found: Found, text: str) -> bool:
    """Whether a month or season word is a name ("Theresa May", "the March of Dimes") or another word ("may")."""
    month = found.parts.get("m")
    if month is None or found.rule != "month":
        return False
    token = words.at(text.index(month.rstrip("."), found.start, found.end))
    if token.ent_type_ in ("PERSON", "FAC", "WORK_OF_ART") and not found.parts.get("part"):
        return True
    if month not in NAME_MONTHS or found.parts.get("part") or found.parts.get("rel"):
        return False
    before = token.nbor(-1).lower_ if token.i else ""
    if token.pos_ in ("AUX", "VERB", "ADJ"):
        return True
    if token.nbor(-1).ent_type_ == "PERSON" or (before and token.nbor(-1).text[0].isupper() and token.nbor(-1).pos_ == "PROPN") if token.i else False:
        return True
    if before in TIME_PREPOSITIONS or before in ("(", ",", "–", "-", "—"):
        following = token.nbor(1) if token.i + 1 < len(token.doc) else None
        # "as May said": a name that does something
        return bool(following is not None and following.pos_ in ("VERB", "AUX") and token.dep_ == "nsubj") or (before == "," and token.dep_ == "nsubj")
    return token.ent_type_ != "DATE" or token.dep_ in ("nsubj", "poss")


def _is_count(words: Words, found: Found, text: str) -> bool:
    """Whether four digits count things ("2000 people") or name something ("Agenda 2030", "the Airbus 1500")."""
    if found.rule != "year" or found.parts.get("part"):
        return False
    digits = found.parts["y"] or ""
    token = words.at(text.rindex(digits, found.start, found.end))
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if following is not None and following.lower_ in COUNTED:
        return True
    before = token.nbor(-1) if token.i else None
    if digits.endswith("00") and following is not None and following.tag_ == "NNS" and token.head.i == following.i:
        return True
    if before is not None and before.lower_ in (
        "than",
        "nearly",
        "some",
        "almost",
        "approximately",
        "resolution",
        "no",
        "number",
        "flight",
        "$",
        "£",
        "€",
        "article",
        "rs",
        "room",
    ):
        return True
    if 1900 <= int(digits) <= 2099:
        return False
    return before is None or not (before.lower_ in TIME_PREPOSITIONS | {"(", ",", "ad", "circa", "c.", "–", "-"} or before.text in MONTH_WORDS)


def unwanted(words: Words, found: Found, text: str) -> bool:
    """What matched by its words but is no time: names, counts, ordinals, "a second" thing."""
    if _is_name(words, found, text) or _is_count(words, found, text):
        return True
    check = _CHECKS.get(found.rule)
    return check is not None and check(words, found, text)


def _no_length(words: Words, found: Found, text: str) -> bool:
    """ "A second" thing, "three quarters" of something, a night club."""
    parts = found.parts
    unit, count = (parts.get("u") or "").lower(), (parts.get("n") or "").lower()
    if unit == "second" or (unit in ("quarter", "quarters") and count in ("a", "an", "one", "another", "the")):
        return True
    if unit == "quarters" and count not in ("two", "three", "several"):
        return True
    if unit == "night" and words.at(min(found.end + 1, len(text) - 1)).lower_ in ("club", "vision", "raid"):
        return True
    return words.head(found.start, found.end).pos_ == "PROPN" and count in ("a", "an")


def _no_unit(words: Words, found: Found, text: str) -> bool:
    """ "This minute", "that quarter", "these hours": units that point at nothing in the calendar."""
    parts = found.parts
    unit, rel = (parts.get("u") or "").lower(), (parts.get("rel") or "").lower()
    if unit in ("second", "seconds", "minute") or (unit == "quarter" and "that" in rel):
        return True
    return not parts.get("n") and (unit.startswith("hour") or (rel in ("that", "this") and unit.endswith("s")))


def _no_season(words: Words, found: Found, text: str) -> bool:
    """ "The fall of Kabul", "to spring", "the Arab Spring", "winter" with nothing that makes it a time."""
    parts = found.parts
    word = parts.get("s") or ""
    token = words.at(text.index(word, found.start, found.end))
    if any((parts.get(name) or "the").lower() != "the" for name in ("y", "rel", "part", "part2", "rely", "bc")):
        return word == "fall" and token.pos_ == "VERB"
    before = token.nbor(-1).lower_ if token.i else ""
    further = token.nbor(-2).lower_ if token.i > 1 else ""
    if word == "fall":
        following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
        return not (before == "the" and further in _DURING and following != "of")
    if token.pos_ in ("VERB", "PROPN") or token.ent_type_ in ("ORG", "EVENT", "PERSON", "WORK_OF_ART", "GPE", "LOC"):
        return True
    if before == "the":
        return further not in _DURING | {"over", "through", "for", "of", "before", "after"}
    return before not in _DURING | {"over", "of", "before", "after", "a", "winter"}


def _no_weekday(words: Words, found: Found, text: str) -> bool:
    """ "Black Friday", "Bloody Sunday", "the Sunday Times"."""
    token = words.at(text.index(found.parts["w"] or "", found.start, found.end))
    before = token.nbor(-1).text if token.i else ""
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    return before in _NAMED_DAYS or following in _PAPERS


def _no_short_year(words: Words, found: Found, text: str) -> bool:
    before = words.at(max(0, found.start - 1))
    return before.lower_ not in TIME_PREPOSITIONS and before.text not in MONTH_WORDS


def _no_clock(words: Words, found: Found, text: str) -> bool:
    """A bare "14:30" that does not stand where a time of day does: a score or a ratio."""
    if found.parts.get("ap") or found.parts.get("h3") or "GMT" in text[found.start : found.end + 5]:
        return False
    return not text[max(0, found.start - 9) : found.start].lower().rstrip().endswith(_BEFORE_CLOCK)


def _no_day(words: Words, found: Found, text: str) -> bool:
    """ "On the 7 march on" is no date."""
    parts = found.parts
    return parts.get("m") == "March" and not parts.get("y") and words.at(text.index("March", found.start, found.end)).pos_ == "VERB"


_DURING = frozenset({"in", "by", "until", "during", "since"})
_NAMED_DAYS = frozenset({"Black", "Bloody", "Good", "Palm", "Cyber", "Super", "Ash"})
_PAPERS = frozenset({"Times", "Telegraph", "Mirror", "Herald", "Mail", "Express", "Post", "Mass"})
_BEFORE_CLOCK = (" at", " by", " until", " from", " around", " about", "and", "before", "after", "since")
_CHECKS: dict[str, Callable[[Words, Found, str], bool]] = {
    "duration": _no_length,
    "rel_unit": _no_unit,
    "season": _no_season,
    "weekday": _no_weekday,
    "short_year": _no_short_year,
    "clock": _no_clock,
    "dmy": _no_day,
}

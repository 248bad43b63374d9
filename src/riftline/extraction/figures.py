"""Counts of people: killed, injured, detained, displaced, troops, protesters, as ranges (`quantities.py` says which).

What is counted is read off the verb that the count stands with ("killed 9 soldiers" counts killed, not troops), else
off the counted noun. A count belongs to an act when the parse leads from one to the other without crossing into a
clause that tells something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args, get_type_hints

from spacy.tokens import Doc, Span, Token

from riftline.extraction.quantities import Quantity, find_quantities
from riftline.extraction.roles import role_sector
from riftline.records import Figure
from riftline.tables import rows
from riftline.text.parse import Parsed

_WHATS: tuple[str, ...] = get_args(get_type_hints(Figure)["what"])
_FAR, _NEAR = 6, 3
"""Most steps through the parse from an act to a count of its own: where a verb says what is counted, and where only the noun does."""


@dataclass(frozen=True, slots=True)
class Count:
    """A figure in the text: the counted noun or number, and the verb or noun that says what is counted."""

    figure: Figure
    head: int
    cue: int
    start: int
    end: int


@cache
def _words(use: str) -> dict[str, str]:
    return {row["word"]: row["what"] for row in rows("figures/words") if row["use"] == use}


def all_figures(parsed: Parsed) -> tuple[Count, ...]:
    """Every count of people in the article, in text order."""
    return tuple(count for sentence in parsed.doc.sents for count in _counts(parsed.doc, sentence))


def figures_of(parsed: Parsed, act: int) -> tuple[Figure, ...]:
    """The counts of people that the act with head token `act` is told with, in text order, each once."""
    token = parsed.doc[act]
    found = [c for c in _counts(parsed.doc, token.sent) if _told_with(token, parsed.doc, c)]
    return tuple(dict.fromkeys(c.figure for c in found))


def _of_two(verb: Token) -> bool:
    """Whether one count is given for two fates: "killed or wounded 40", "have been killed or injured"."""
    other = next((c for c in verb.conjuncts if c.lemma_.lower() in _words("verb object") and c.pos_ == "VERB"), None)
    if other is None:
        return False
    first = min(verb, other, key=lambda t: t.i)
    return not any(c.dep_ in ("dobj", "nsubjpass") for c in first.children if c.i > first.i) and abs(other.i - verb.i) <= 3


def _is_soldiers(verb: Token, noun: Token | None) -> bool:
    """Whether those who flee are troops, who are not thereby displaced."""
    return (
        verb.lemma_.lower() == "flee"
        and noun is not None
        and (noun.lemma_.lower() in ("division", "troop", "soldier", "fighter", "militant") or "MIL" in role_sector(noun))
    )


def _told_with(act: Token, doc: Doc, count: Count) -> bool:
    far = _NEAR if count.cue == count.head or doc[count.cue].pos_ not in ("VERB", "AUX") else _FAR
    return _belongs(act, doc[count.cue], far) or (count.head != count.cue and _belongs(act, doc[count.head], _NEAR))


def _counts(doc: Doc, sentence: Span) -> Iterator[Count]:
    """The counts of one sentence."""
    text = sentence.text
    for quantity in find_quantities(text):
        start, end = sentence.start_char + quantity.start, sentence.start_char + quantity.end
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or _is_date(span):
            continue
        number = _number_token(span)
        noun = _counted(number)
        if noun is not None and not _is_people(noun):
            continue
        told = _what(number, noun)
        if told is None:
            continue
        what, cue = told
        last = noun.i if noun is not None and noun.i - span.start <= 8 else span.end - 1
        words = doc[span.start : max(last, span.end - 1) + 1].text
        if quantity.high < 1:
            continue
        figure = Figure(what=cast("Figure.what", what), low=quantity.low, high=quantity.high, text=_tidy(words, quantity))  # type: ignore[valid-type]
        yield Count(
            figure,
            (noun if noun is not None else number).i,
            cue.i,
            start,
            doc[max(last, span.end - 1)].idx + len(doc[max(last, span.end - 1)]),
        )


def _tidy(words: str, quantity: Quantity) -> str:
    return " ".join(words.split()) or quantity.text


def _is_date(span: Span) -> bool:
    """Whether the number is a day, year, age, length of time or sum of money."""
    last = span[-1]
    if any(t.ent_type_ in ("MONEY", "PERCENT", "TIME") for t in span):
        return True
    dated = any(t.ent_type_ == "DATE" for t in span)
    following = last.nbor(1) if last.i + 1 < len(span.doc) else None
    if following is not None and (following.text in ("-", "‑") or following.lower_.startswith("-")) and "strong" not in following.text:
        after = following.nbor(1).lower_ if following.i + 1 < len(span.doc) else ""
        return after != "strong"
    return dated and last.like_num


def _number_token(span: Span) -> Token:
    """The token of a quantity that hangs on what is counted: its last number."""
    numbers = [t for t in span if t.like_num or t.pos_ == "NUM" or t.tag_ in ("NNS", "NN")]
    return span.root if span.root.dep_ not in ("quantmod", "advmod", "prep", "det", "case") or not numbers else numbers[-1]


def _counted(number: Token) -> Token | None:
    """The noun that is counted: "13 soldiers", "dozens of Danish soldiers", "a 500-strong force"; None for a bare number."""
    token = number
    for _ in range(3):
        if token.dep_ in ("nummod", "quantmod", "compound", "advmod", "npadvmod", "amod", "det", "nmod") and token.head.i > token.i:
            token = token.head
        else:
            break
    for child in token.rights:
        if child.lower_ == "of" and child.dep_ == "prep" and (token.i == number.i):
            nouns = [t for t in child.children if t.dep_ == "pobj"]
            if nouns and nouns[0].pos_ in ("NOUN", "PROPN", "ADJ"):
                return nouns[0]
    if token.i != number.i and token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
        return token
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    if (
        following is not None
        and following.pos_ in ("NOUN", "PROPN")
        and following.sent.start == number.sent.start
        and following.tag_ in ("NNS", "NNPS")
    ):
        return following
    return None


def _is_people(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    if lemma in _words("people") or lemma in _words("noun") or noun.lower_ in _words("adjective") or role_sector(noun):
        return True
    if noun.lower_ in ("force", "army", "contingent", "garrison", "mission") or lemma in ("casualty", "adult"):
        return True
    return noun.ent_type_ == "NORP" or (noun.tag_ == "NNPS" and noun.ent_type_ in ("", "NORP"))


def _what(number: Token, noun: Token | None) -> tuple[str, Token] | None:
    """What is counted, and the word that says so."""
    top = number if noun is None else noun
    if noun is not None and noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.i == number.i:
        top = number  # "dozens of soldiers were killed": the number is the subject
    adjective = _adjective(number, top)
    by_verb = _of_verb(top, noun)
    if by_verb is not None:
        return by_verb
    if adjective is not None:
        return adjective
    if noun is not None:
        lemma = noun.lemma_.lower()
        for use in ("noun", "adjective"):
            what = _words(use).get(lemma) or _words(use).get(noun.lower_)
            if what:
                return what, noun
        if noun.lower_ in ("force", "army", "contingent", "garrison") and "strong" in {t.lower_ for t in noun.lefts for t in t.subtree} | {
            t.lower_.rpartition("-")[2] for t in noun.lefts
        }:
            return "troops", noun
    return None


def _adjective(number: Token, top: Token) -> tuple[str, Token] | None:
    """ "left 12 dead", "13 wounded", "12 people dead", "3 million displaced people"."""
    table = _words("adjective")
    near = [*top.children, *number.children]
    if top.i + 1 < len(top.doc):
        near.append(top.nbor(1))
    for token in near:
        if token.lower_ in table and token.sent.start == top.sent.start and abs(token.i - top.i) <= 3:
            return table[token.lower_], token
    return (table[top.lower_], top) if top.lower_ in table else None


def _of_verb(top: Token, noun: Token | None) -> tuple[str, Token] | None:
    """What the governing verb does to those counted."""
    table_object, table_subject = _words("verb object"), _words("verb subject")
    for child in (*top.children, *(noun.children if noun is not None and noun.i != top.i else ())):
        if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB" and _is_of_them(child):
            passive = child.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in child.children)
            what = table_object.get(child.lemma_) if passive else table_subject.get(child.lemma_)
            if what:
                return what, child
    node = top
    while node.dep_ in ("conj", "appos") and node.head.pos_ in ("NOUN", "PROPN", "NUM"):
        node = node.head
    verb, relation = node.head, node.dep_
    if relation == "pobj" and node.head.lower_ in ("of", "to", "by") and node.head.head.pos_ == "NOUN":
        held = _words("deed").get(node.head.head.lemma_.lower())
        return (held, node.head.head) if held and node.head.lower_ == "of" else None
    if verb.pos_ not in ("VERB", "AUX") or verb.i == node.i:
        return None
    lemma = verb.lemma_.lower()
    if _of_two(verb):
        return None  # "killed or wounded 40"
    if _is_soldiers(verb, noun):
        return None
    if relation == "dobj" or (relation in ("ccomp", "oprd", "npadvmod", "attr") and node.i > verb.i and lemma in table_object):
        what = table_object.get(lemma)
        if lemma == "claim" and (noun is None or noun.lemma_ not in ("life", "casualty", "victim")):
            return None
        if lemma == "seize":
            what = what if noun is not None and noun.lemma_ != "life" else None
        if lemma in ("mobilise", "mobilize", "station", "deploy") and noun is not None and noun.lemma_ == "protester":
            return None
        return (what, verb) if what else None
    if relation == "nsubjpass" or (relation == "nsubj" and verb.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in verb.children)):
        what = table_object.get(lemma)
        return (what, verb) if what and lemma != "claim" else None
    if relation == "nsubj":
        what = table_subject.get(lemma)
        if what is None and lemma in ("lose",):
            what = "killed" if any(c.dep_ == "dobj" and c.lemma_ == "life" for c in verb.children) else None
        return (what, verb) if what else None
    return None


def _belongs(act: Token, target: Token, far: int) -> bool:
    """Whether the parse leads from the act to the count without a change of what is told."""
    if act.i == target.i:
        return True
    above = {act.i: 0}
    node, steps = act, 0
    while node.head.i != node.i and steps < far:
        if node.dep_ in ("ccomp", "parataxis", "advcl"):
            break
        joined = node.dep_ == "conj" and node.pos_ in ("VERB", "AUX")
        if joined and _own_subject(node):
            break
        if node.dep_ in ("relcl",) and steps:
            break
        node, steps = node.head, steps + 1
        above[node.i] = steps
    node, steps, last = target, 0, ""
    while node.i not in above:
        if node.head.i == node.i or steps >= far:
            return False
        last = node.dep_
        if last in ("ccomp", "parataxis") and not (node.head.i == act.i and node.head.lemma_ in ("leave", "see", "report")):
            return False
        if last == "conj" and node.pos_ in ("VERB", "AUX") and _own_subject(node):
            return False
        if last == "advcl" and _own_subject(node):
            return False
        if (
            last in ("relcl", "acl", "advcl")
            and node.head.i != act.i
            and not (last == "advcl" and node.tag_ == "VBG" and node.head.i in above)
        ):
            inside = node.head.i in above and above[node.head.i] == 0
            own_people = last == "acl" or node.head.lemma_.lower() in _words("people")
            if not inside and not own_people:
                return False
        node, steps = node.head, steps + 1
    return above[node.i] + steps <= far


def _is_of_them(verb: Token) -> bool:
    """Whether the clause's subject is the counted people themselves: "who fled", "fleeing", not "most of whom fled"."""
    return all(c.lower_ in ("who", "that", "which") for c in verb.children if c.dep_ in ("nsubj", "nsubjpass"))


def _own_subject(verb: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)

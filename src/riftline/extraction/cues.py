"""Cues: the words that say that somebody said or thinks something, and where what was said stands beside them.

`data/statements/cues.tsv` lists lemma, part of speech, the frames in which it brings content, and whether its
subject vouches for the content: `no` where the cue is itself the act that a newsroom reports ("accused",
"refused"), `yes` ("warned that"), `itself` for plain verbs of saying, where the act may be in the saying ("said
it would not come"). Frames: `that` a clause, `to` an infinitive, `object`, `named` an object's complement
("called it a mistake"), else a preposition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

_CLAUSES = ("ccomp",)
_IRREGULAR = {
    "say": "said", "tell": "told", "think": "thought", "know": "knew", "feel": "felt", "find": "found", "foresee": "foresaw", "hear": "heard",
    "read": "read", "see": "saw", "speak": "spoke", "swear": "swore", "teach": "taught", "understand": "understood", "write": "wrote",
}  # fmt: skip
_DOUBLED = frozenset("admit beg brag commit concur opt quip tip".split())


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One row of the table."""

    lemma: str
    pos: str
    frames: frozenset[str]
    vouches: bool
    neutral: bool
    """Whether it only says that something was said: an act told with it ("said it would not come") is the speaker's too."""


@dataclass(frozen=True, slots=True)
class Complement:
    """Content beside a cue, as first and last token index (inclusive), and the frame that brought it."""

    frame: str
    first: int
    last: int
    opens: int | None = None
    """Character offset of the clause's "that"."""


@cache
def cue_table() -> dict[tuple[str, str], CueEntry]:
    """The table by lemma and part of speech (VERB, NOUN, ADJ)."""
    lines = (files("riftline") / "data" / "statements" / "cues.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines if line)
    return {
        (lemma, pos): CueEntry(lemma, pos, frozenset(frames.split()), vouches != "no", vouches == "itself")
        for lemma, pos, frames, vouches in rows
    }


@cache
def verbs_of_saying() -> frozenset[str]:
    """The verbs of the table that take a clause, as news has them after their subject: "says", "claimed", "told"."""
    verbs = [lemma for lemma, pos in cue_table() if pos == "VERB" and "that" in cue_table()[lemma, pos].frames]
    return frozenset(form for verb in verbs for form in (_third(verb), _IRREGULAR.get(verb) or _past(verb)))


def _third(verb: str) -> str:
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"


def _past(verb: str) -> str:
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ed"
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


def cue_entry(token: Token) -> CueEntry | None:
    """The row for a token, None where it is no cue. A small model mistakes "says" for a noun in headlines: the form decides."""
    lemma = token.lemma_.lower()
    if lemma == "hop" and token.lower_.startswith(("hope", "hoping")):
        lemma = "hope"
    pos = {"AUX": "VERB", "PROPN": "NOUN"}.get(token.pos_, token.pos_)
    if token.lower_ in ("said", "says", "saying", "tweeted", "told"):
        lemma, pos = {"told": "tell", "tweeted": "tweet"}.get(token.lower_, "say"), "VERB"
    return cue_table().get((lemma, pos))


def speaks(token: Token) -> bool:
    """Whether the token is a verb that takes a clause: the kind that can stand beside a quotation."""
    entry = cue_entry(token)
    return entry is not None and entry.pos == "VERB" and "that" in entry.frames


def complements(token: Token, entry: CueEntry) -> list[Complement]:
    """What the parse hangs on a cue in one of its frames, in text order."""
    found = sorted(_complements(token, entry), key=lambda c: c.first)
    if entry.pos == "ADJ" and token.dep_ == "acomp":
        found += [c for c in _complements(token.head, entry) if c.first > token.i]
    return found


def _complements(token: Token, entry: CueEntry) -> Iterator[Complement]:
    frames = entry.frames
    noun = entry.pos == "NOUN"
    for child in token.children:
        dep = child.dep_
        finite = any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in child.children)
        if dep in _CLAUSES or (noun and dep == "acl"):
            infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
            frame = "to" if infinitive and not _has_that(child) and not (finite and dep in _CLAUSES and child.i < token.i) else "that"
            if noun and frame == "that" and not (_has_that(child) and finite):
                continue
            if frame in frames or (frame == "to" and "that" in frames and child.i < token.i):
                yield _span(frame, child)
        elif dep in ("xcomp", "oprd", "acomp") and not noun and child.i > token.i:
            infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children)
            if infinitive and "to" in frames:
                yield _span("to", child)
            elif not infinitive and "named" in frames and dep in ("xcomp", "oprd"):
                yield _span("named", child)
            elif not infinitive and dep == "xcomp" and "that" in frames and finite:
                yield _span("that", child)
        elif dep == "advcl" and child.i > token.i and "that" in frames and _opens_with_that(child):
            yield _span("that", child)
        elif "object" in frames and _is_object(token, child):
            yield _span("object", child)
        elif dep in ("prep", "dative") and child.lower_ in frames and child.i > token.i:
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    yield _span(child.lower_, inner)


def _is_object(token: Token, child: Token) -> bool:
    """Whether the child is what the cue is about: its object, or its passive subject where an agent speaks."""
    if child.dep_ == "dobj":
        return bool(child.i > token.i and child.pos_ != "PUNCT")
    return child.dep_ == "nsubjpass" and any(c.dep_ == "agent" for c in token.children)


def _opens_with_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def _has_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" or c.lower_ in ("that", "whether", "if") for c in clause.children if c.i < clause.i)


def _span(frame: str, head: Token) -> Complement:
    that = next((c.idx for c in head.children if c.dep_ == "mark" and c.lower_ == "that" and c.i < head.i), None)
    return Complement(frame, head.left_edge.i, head.right_edge.i, that)


def according_to(doc: Doc) -> Iterator[tuple[Token, Token]]:
    """Every "according to", "in the words of": its first token, and the head of the words that name the source."""
    for token in doc:
        if token.lower_ != "according" or token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        after = doc[token.i + 1]
        named = next((c for c in after.children if c.dep_ in ("pobj", "pcomp")), None)
        if named is None:
            named = next((t for t in doc[token.i + 2 : token.i + 12] if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
        if named is not None:
            yield token, named

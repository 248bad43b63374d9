"""Small questions to the parse that several stages ask."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Token

from riftline.records import Span

_BACKING = frozenset(
    "backed led based born sponsored supported brokered mediated held occupied controlled aligned funded trained supplied armed run owned made "
    "dominated friendly hosted drafted imposed besieged allied speaking annexed administered ruled proposed style era wide linked designated registered".split()
)

HYPHENS = ("-", "–", "‑")
POSSESSIVES = ("'s", "’s", "'", "’")
_FOR_OR_AGAINST = frozenset({"anti", "pro"})


def char_span(doc: Doc, first: int, last: int) -> Span:
    """The text from token `first` to token `last`, both included."""
    span = doc[first : last + 1]
    return Span(span.start_char, span.end_char, span.text)


def token_at(doc: Doc, char: int) -> int:
    """The token that a character of the text belongs to: the last that begins at or before it."""
    return max(0, bisect_right(doc, char, key=_start) - 1)


def _start(token: Token) -> int:
    return int(token.idx)


def tokens_at(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The first and the last token of a stretch of characters."""
    return token_at(doc, start), token_at(doc, max(start, end - 1))


def head_of(doc: Doc, first: int, last: int) -> Token:
    """The token, from `first` to `last`, that the rest of the stretch hangs on: the first whose own head lies outside."""
    return next(token for token in doc[first : last + 1] if not first <= token.head.i <= last or token.head.i == token.i)


def is_backing(token: Token) -> bool:
    """Whether a name only colours an adjective: "Russia-led", "US-backed", "the Brussels-based bloc", "an anti-Syria journalist"."""
    doc, i = token.doc, token.i
    if i > 1 and doc[i - 1].text in HYPHENS and not doc[i - 2].whitespace_ and doc[i - 2].lower_ in _FOR_OR_AGAINST:
        return True
    following = doc[i + 1 : i + 3]
    if len(following) == 2 and following[0].text in HYPHENS and following[1].lower_ in _BACKING:
        return not (following[1].lower_ == "led" and following[1].head.lower_ in ("coalition", "alliance", "forces", "force", "operation"))
    return False


def np_left_edge(head: Token) -> int:
    """First token of the noun phrase without what follows its head: determiner, adjectives, compounds, possessor."""
    first: int = head.i
    for child in head.lefts:
        if child.dep_ in ("det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet") and child.left_edge.i >= head.sent.start:
            first = min(first, child.left_edge.i)
    return first


def prepositional(head: Token) -> list[tuple[str, list[Token]]]:
    """The prepositional phrases that hang on a noun or verb: preposition, its object and what is conjoined to it."""
    found = []
    for child in head.rights:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ"):
            objects = [t for t in child.children if t.dep_ in ("pobj", "pcomp")]
            found.append((child.lower_, [t for o in objects for t in (o, *o.conjuncts)]))
    return found


def appositions(head: Token) -> list[Token]:
    """Nouns in apposition to `head`, on either side."""
    found = [child for child in head.children if child.dep_ == "appos"]
    if head.dep_ == "appos":
        found.append(head.head)
    return found


def is_subject(token: Token) -> bool:
    """Whether the token is a grammatical subject, or conjoined to one."""
    return token.dep_ in ("nsubj", "nsubjpass", "csubj") or (token.dep_ == "conj" and token.head.dep_ in ("nsubj", "nsubjpass"))

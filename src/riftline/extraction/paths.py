"""Paths through the parse, from an act to those who may be its sides, and what they cost.

Path costs are hand-set and were checked against the project's own corpus (`python -m training.recall`), where the
annotated pair is among the candidates.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

_UP = {
    "xcomp": 0.2, "conj": 0.3, "vconj": 0.3, "advcl": 0.6, "acl": 0.5, "relcl": 0.5, "ccomp": 1.2, "pcomp": 0.4, "prep": 0.3,
    "dobj": 0.4, "pobj": 0.4,
    "attr": 0.5, "nsubj": 0.9, "nsubjpass": 0.9, "compound": 0.8, "amod": 0.8, "agent": 0.6, "appos": 0.8, "oprd": 0.4, "poss": 1.0, "nmod": 0.8,
    "parataxis": 1.5, "dep": 1.0, "csubj": 1.0, "dative": 0.5, "acomp": 0.4, "npadvmod": 0.8,
}  # fmt: skip
_DOWN_SOURCE = {
    "nsubj": 0.1, "agent": 0.0, "poss": 0.25, "amod": 0.35, "compound": 0.35, "nmod": 0.35, "prep": 0.5, "pobj": 0.1, "conj": 0.15, "vconj": 1.5,
    "appos": 0.3,
    "nsubjpass": 1.0, "dobj": 1.4, "relcl": 1.5, "acl": 1.5, "ccomp": 2.2, "advcl": 2.0, "xcomp": 1.5, "csubj": 1.0, "attr": 1.2, "dative": 1.2,
    "pcomp": 1.0, "parataxis": 1.5, "dep": 1.0, "det": 1.0, "npadvmod": 1.0, "acomp": 1.0, "oprd": 1.0,
}  # fmt: skip
_DOWN_TARGET = {
    "dobj": 0.1, "nsubjpass": 0.1, "dative": 0.1, "prep": 0.3, "pobj": 0.1, "conj": 0.15, "vconj": 1.2, "poss": 0.35,
    "amod": 0.45, "compound": 0.45, "nmod": 0.45,
    "appos": 0.4, "ccomp": 0.7, "xcomp": 0.5, "pcomp": 0.4, "acl": 0.8, "relcl": 0.9, "advcl": 1.2, "nsubj": 0.6, "attr": 0.5, "agent": 0.8,
    "csubj": 1.0, "parataxis": 1.5, "dep": 1.0, "oprd": 0.4, "acomp": 0.5, "npadvmod": 1.0, "det": 1.0,
}  # fmt: skip
_OTHER = 1.2
_LOCATIVE = frozenset("in at near inside outside around across through during since before after".split())


@dataclass(frozen=True, slots=True)
class Side:
    """What the path from an act to a word says of it: its costs as source and as target, and the edge by which it hangs on the act itself ("" if farther)."""

    source: float
    target: float
    below: str


class Paths:
    """The paths of a document, each looked for once."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._above = [token.head.i for token in doc]
        self._labels = [_label(token) for token in doc]
        self._climbs: dict[int, tuple[dict[int, int], list[str]]] = {}
        self._sides: dict[tuple[int, int], Side] = {}
        self._passive: dict[int, bool] = {}
        self._conjoined: dict[int, tuple[int, ...]] = {}

    def between(self, act: int, other: int) -> tuple[list[str], list[str]]:
        """Labels of the edges climbed from one word to the lowest common ancestor, and of those descended to the other, top first.

        What conjoins two verbs is "vconj": what hangs on the one is seldom a side of the other, but for their subject.
        """
        climbed, up = self._climb(act)
        down: list[str] = []
        while other not in climbed:
            if self._above[other] == other:
                return up, ["dep", *down[::-1]]
            down.append(self._labels[other])
            other = self._above[other]
        return up[: climbed[other]], down[::-1]

    def _climb(self, act: int) -> tuple[dict[int, int], list[str]]:
        """The words above an act by how many edges up they are, and the labels of these edges."""
        if act not in self._climbs:
            climbed: dict[int, int] = {act: 0}
            up: list[str] = []
            node = act
            while self._above[node] != node:
                up.append(self._labels[node])
                node = self._above[node]
                climbed[node] = len(up)
            self._climbs[act] = climbed, up
        return self._climbs[act]

    def side(self, act: Token, head: Token) -> Side:
        """What the path from an act to a word says of it."""
        key = (act.i, head.i)
        if key not in self._sides:
            up, down = self.between(*key)
            first = down[0] if down and not up else ""
            source, target = _cost(up, down, _DOWN_SOURCE), _cost(up, down, _DOWN_TARGET)
            if act.pos_ == "VERB" and first == "prep":
                source += 1.0  # "clashed with", "sent to": a target unless the act is a noun
            if act.pos_ == "VERB" and first == "nsubj":
                target += 1.0
            if head.dep_ == "pobj" and head.head.lower_ in _LOCATIVE:
                source, target = source + 0.8, target + 0.5
            self._sides[key] = Side(source, target, first)
        return self._sides[key]

    def passive(self, act: Token) -> bool:
        """Whether an act stands in the passive."""
        if act.i not in self._passive:
            self._passive[act.i] = any(c.dep_ in ("nsubjpass", "auxpass") for c in act.children)
        return self._passive[act.i]

    def conjoined(self, word: int) -> tuple[int, ...]:
        """The words that are conjoined to one."""
        if word not in self._conjoined:
            self._conjoined[word] = tuple(token.i for token in self._doc[word].conjuncts)
        return self._conjoined[word]


def _label(token: Token) -> str:
    label = str(token.dep_)
    return "vconj" if label == "conj" and token.head.pos_ in ("VERB", "AUX") else label


def _cost(up: list[str], down: list[str], weights: dict[str, float]) -> float:
    return sum([_UP.get(d, _OTHER) for d in up]) + sum([weights.get(d, _OTHER) for d in down])

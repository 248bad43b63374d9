"""spaCy's pipeline with the same annotations in less time.

Its rules for parts of speech and lemmas, a fifth of its time, are asked once for each word with its tag and its edge: what they set is kept.
And its layers' products are NumPy's, which knows the wide units of newer processors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from thinc.api import NumpyOps

_READ = (ORTH, TAG, POS, MORPH, LEMMA, DEP)
"""What the rules go by and set: all else that they may ask of a word is told by its form."""
MOST_KNOWN = 50_000
"""Words with their tags and edges of which is kept what the rules say, some 600 bytes each; then it is begun anew."""
_ASKED = frozenset("ORTH TEXT LOWER SHAPE PREFIX SUFFIX LENGTH IS_SPACE IS_PUNCT IS_ALPHA IS_DIGIT TAG POS MORPH LEMMA DEP".split())

Match = tuple[int, int, int, int]
"""Number of a rule, its name's hash, first word and the one after the last."""


class NumpyProducts(NumpyOps):  # type: ignore[misc]  # thinc has no types
    """thinc's operations on the processor, with NumPy's product of matrices."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, either of them turned first."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


class Rules:
    """The attribute ruler and then the lemmatizer of a pipeline, each word with its tag and edge asked about once."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: EnglishLemmatizer) -> None:
        self.ruler, self.lemmatizer = ruler, lemmatizer
        self.known: dict[tuple[int, ...], list[int]] = {}
        self.single, self.several = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            for matcher, chosen in ((self.single, [p for p in rule["patterns"] if len(p) == 1]), (self.several, [p for p in rule["patterns"] if len(p) > 1])):
                if chosen:
                    matcher.add(str(number), chosen)

    def __call__(self, doc: Doc) -> Doc:
        """The document with what both would set."""
        if not len(doc):
            return doc
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        rows = [tuple(row) for row in doc.to_array(_READ).tolist()]
        beside: dict[int, list[Match]] = {}  # words that a rule for several words in a row speaks of
        for match in self._matches(self.several, doc):
            beside.setdefault(range(match[2], match[3])[self.ruler.indices[match[0]]], []).append(match)
        for i, row in enumerate(rows):
            if row not in self.known and i not in beside:
                self._ask(doc, i, ())
                self.known[row] = doc[i : i + 1].to_array(_READ)[0].tolist()
        doc.from_array(_READ[1:], np.array([row if i in beside else self.known[row] for i, row in enumerate(rows)], dtype=np.uint64)[:, 1:])
        for i, matches in beside.items():
            self._ask(doc, i, matches)
        return doc

    def _ask(self, doc: Doc, i: int, more: Iterable[Match]) -> None:
        """Sets what the rules say of one word, `more` of them with its neighbours."""
        alone = [(number, name, i, i + 1) for number, name, _, _ in self._matches(self.single, doc[i : i + 1])]
        self.ruler.set_annotations(doc, sorted([*alone, *more]))
        word = doc[i]
        if self.lemmatizer.overwrite or word.lemma == 0:
            word.lemma_ = self.lemmatizer.lemmatize(word)[0]

    def _matches(self, matcher: Matcher, where: Any) -> list[Match]:
        names = self.ruler.vocab.strings
        return [(int(names[name]), name, start, end) for name, start, end in matcher(where, allow_missing=True)]


@Language.factory("riftline_rules")  # type: ignore[untyped-decorator]
def _rules(nlp: Language, name: str) -> Rules:
    return Rules(nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer"))


def quicken(nlp: Language) -> None:
    """Makes a loaded pipeline quicker; its rules only where they are of the kind known here, as those of spaCy's English pipelines are."""
    products = NumpyProducts()
    for _, pipe in nlp.pipeline:
        for layer in pipe.model.walk() if getattr(pipe, "model", None) else ():
            layer.ops = products
    at = nlp.pipe_names.index("attribute_ruler") if "attribute_ruler" in nlp.pipe_names else -1
    if nlp.pipe_names[at : at + 2] != ["attribute_ruler", "lemmatizer"]:
        return
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    if type(ruler) is AttributeRuler and type(lemmatizer) is EnglishLemmatizer and lemmatizer.mode == "rule" and _plain(ruler.patterns):
        nlp.add_pipe("riftline_rules", after="lemmatizer")
        nlp.disable_pipe("attribute_ruler"), nlp.disable_pipe("lemmatizer")


def _plain(rules: Sequence[dict[str, Any]]) -> bool:
    """Whether rules ask of a word only what its form, tag, part of speech, lemma and edge tell."""
    return all(key in _ASKED for rule in rules for pattern in rule["patterns"] for word in pattern for key in word)

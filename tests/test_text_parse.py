"""The parse over many articles."""

import pytest

from riftline.records import Article
from riftline.text import parse as parsing


def test_words_seen_long_ago_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article("a", "Russia accused Armenia on Monday of moving troops.")
    first, nlp = parsing.parse(article), parsing.pipeline()
    words = len(nlp.vocab)
    monkeypatch.setattr(parsing, "MOST_WORDS", words)
    assert parsing.parse(article).doc.vocab is nlp.vocab  # nothing new in it
    more = parsing.parse(Article("b", "Xyzzy plugh quuxes frobbed the grault."))
    assert len(nlp.vocab) > words
    again = parsing.parse(article)
    assert again.doc.vocab is not more.doc.vocab
    assert len(again.doc.vocab) <= words
    assert [(token.text, token.dep_, token.lemma_) for token in again.doc] == [(token.text, token.dep_, token.lemma_) for token in first.doc]

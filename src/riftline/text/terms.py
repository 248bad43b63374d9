"""Words of a text as the index knows them: folded to plain small letters, stemmed, the commonest left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

from riftline.tables import rows

LONGEST = 64
"""Characters of a word that count; what is longer is no word that anyone looks for."""

_WORD = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])"  # U.S., U.K
    r"|(?<![^\W_])[^\W\d_]{1,2}-\d+[^\W_]*"  # S-400, Su-35, MH-17
    r"|\d+(?:[.,]\d+)*[^\W_]*"  # 1,500, 5.2bn
    r"|[^\W_]+(?:['’ʼ‘`][^\W_]+)*"  # Armenia's, O’Brien, Sana'a
)
_POSSESSIVE = re.compile(r"['’ʼ‘`]s$", re.IGNORECASE)
_INNER = re.compile(r"(?<=[^\d])[.,]|[,](?=\d)|['’ʼ‘`-]")
_STEMS = 100_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands. `form` is folded; `term` is what it is indexed by, None for a word that is too common."""

    start: int
    end: int
    form: str
    term: str | None


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    common = _common()
    for found in _WORD.finditer(text):
        written = found[0]
        form = folded(written)
        if form:
            # "US" and "WHO" are names, "us" and "who" are not.
            stop = form in common and not (len(form) > 1 and written.isupper())
            yield Word(found.start(), found.end(), form, None if stop else stem(form))


def spaced(found: Iterator[Word] | list[Word]) -> str:
    """The forms of words, each between spaces: what a phrase is looked for in."""
    return f" {' '.join(word.form for word in found)} "


@lru_cache(_STEMS)
def folded(word: str) -> str:
    """A word in small letters without accents, possessive or apostrophes: "Erdoğan’s" is erdogan, "U.S." us, "S-400" s400."""
    plain = _POSSESSIVE.sub("", word)
    if not plain.isalnum():
        plain = _INNER.sub("", plain)
    plain = plain.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(_letters().get(letter, letter) for letter in decomposed if not unicodedata.combining(letter))
    return plain[:LONGEST]


@lru_cache(_STEMS)
def stem(form: str) -> str:
    """A folded word's stem by the English Snowball stemmer (Porter 2): "talks" and "talked" are talk; "s400s" is s400."""
    if not form.isascii() or not form.isalpha():
        return form[:-1] if form[0].isalpha() and form[-1] == "s" and form[-2:-1].isdigit() else form
    with _lock:  # the stemmer keeps the word that it works on
        return str(_stemmer().stemWord(form))


_lock = Lock()


@cache
def _stemmer():  # type: ignore[no-untyped-def]
    from snowballstemmer.english_stemmer import EnglishStemmer  # never PyStemmer's: an index must not depend on what else is installed

    return EnglishStemmer()


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("search/stopwords"))


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["plain"] for row in rows("search/letters")}

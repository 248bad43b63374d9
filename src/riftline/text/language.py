"""The language of a text, where it is long enough to tell."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

FEWEST_LETTERS = 160
"""Below this the answer is wrong too often: a headline full of Turkish names is English all the same."""
FEWEST_WORDS = 12
"""A shorter text is judged all the same where it has so many words and none of them is one of these, which no neighbour of English has."""
_ENGLISH_ALONE = frozenset("the and that with said from were this been their which would".split())
ENGLISH = 0.08
"""A longer text with this share of them among its words is English: news has 0.1 to 0.16, and one that is mostly in another language less. What tells
languages apart takes most of a second to load."""

SAMPLE = 6_000
SURE = 0.95

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_ALIASES = {"eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "rus": "ru", "tur": "tr", "ara": "ar"}


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(NAMES))
    return identifier


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that `text` is written in; None where it is too short or the answer unsure."""
    if sum(c.isalpha() for c in text[:SAMPLE]) < FEWEST_LETTERS:
        words = re.findall(r"[^\W\d_]+", text.lower())
        if len(words) < FEWEST_WORDS or not _ENGLISH_ALONE.isdisjoint(words):
            return None
    else:
        words = re.findall(r"[^\W\d_]+", text[:SAMPLE].lower())
        if sum(word in _ENGLISH_ALONE for word in words) >= ENGLISH * len(words):
            return "en"
    code, probability = _identifier().classify(re.sub(r"\s+", " ", text[:SAMPLE]))
    return str(code) if probability >= SURE else None


def language_code(label: str) -> str:
    """The ISO 639-1 code of a label as sources write it: "en-GB", "EN_us" and "English" are "en"."""
    label = label.strip().lower().replace("_", "-")
    primary = label.split("-", 1)[0]
    return _ALIASES.get(primary) or next((code for code, name in NAMES.items() if name.lower() == primary), primary)


def language_name(code: str) -> str:
    """The English name of a language, or its code where it is not among the usual ones."""
    return NAMES.get(code, repr(code))

"""Actors' names as the corpus has them, to put in each other's place, so that no name stands for a type."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

from training.corpus import Example

LONGEST = 45
"""Longest name, in characters, that is put in another's place."""
_PRONOUNS = frozenset("he she it they we his her its their both i you our them him us".split())
_ARTICLE = re.compile(r"^(A|An|The|Some|Dozens|Hundreds|Thousands)\b")

Chars = list[int]


def names(examples: Iterable[Example]) -> list[str]:
    """Names and descriptions of actors of known state as they stand within a sentence ("the army"), without pronouns, each once, sorted."""
    sides = {e.text[s.start : s.end] for e in examples for s in e.sides if "?" not in s.codes}
    return sorted({_ARTICLE.sub(lambda m: m.group().lower(), s) for s in sides if replaceable(s) and not s.endswith(("'s", "’s", "s'"))})


def replaceable(name: str) -> bool:
    """Whether it is a name, of usual length, and not a pronoun or a plain noun."""
    return len(name) <= LONGEST and name[:1].isupper() and name.lower() not in _PRONOUNS


def renamed(passage: dict[str, Any], known: Sequence[str], rng: random.Random) -> dict[str, Any]:
    """A passage of `training.train` in which every other actor bears another name, the same one wherever it stood; its spans are moved along.

    What cannot be replaced (pronouns, plain nouns, spans that overlap another) stays.
    """
    text: str = passage["text"]
    sides = {tuple(s) for p in passage["pairs"] for s in (p["source"], p["target"]) if s} | {tuple(m) for _, m, _, _, _ in passage["roles"]}
    spans = sorted(sides | {tuple(p["act"]) for p in passage["pairs"] if p["act"]} | {tuple(a) for a, _ in passage["acts"]})
    alone, reach = set(), 0
    for span, following in zip(spans, [*spans[1:], (len(text) + 1,) * 2]):
        if reach <= span[0] and span[1] <= following[0]:
            alone.add(span)
        reach = max(reach, span[1])
    new: dict[str, str] = {}
    moved: dict[tuple[int, ...], list[int]] = {}
    out, at = "", 0
    for span in spans:
        start, end = span
        name = text[start:end]
        out += text[at:start] if start >= at else ""
        if span in sides and span in alone and replaceable(name):
            possessive = next((mark for mark in ("'s", "’s") if name.endswith(mark)), "")
            bare = name.removesuffix(possessive)
            if bare not in new:
                new[bare] = rng.choice(known) if rng.random() < 0.5 else bare
            name = new[bare]
            name = (name[0].upper() + name[1:] if start == 0 else name) + possessive
            moved[span] = [len(out), len(out) + len(name)]
            out, at = out + name, end
        else:
            begin = len(out) - max(at - start, 0)
            moved[span] = [begin, begin + end - start]
            if end > at:
                out, at = out + text[max(at, start) : end], end
    out += text[at:]

    def there(span: Sequence[int] | None) -> list[int] | None:
        return moved[tuple(span)] if span else None

    return passage | {
        "text": out,
        "acts": [[there(a), y] for a, y in passage["acts"]],
        "roles": [[there(a), there(m), *rest] for a, m, *rest in passage["roles"]],
        "pairs": [p | {key: there(p[key]) for key in ("act", "source", "target")} for p in passage["pairs"]],
    }

"""Actors' names as the corpus has them, to put in each other's place, so that no name stands for a type."""

from __future__ import annotations

import itertools
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


def renamed(row: dict[str, Any], known: Sequence[str], rng: random.Random) -> dict[str, Any]:
    """An instance of `training.instances` whose sides bear other names, spans moved along; as it is where a side is none that can be replaced."""
    text: str = row["text"]
    sides = {key: row[key] for key in ("source", "target") if row[key]}
    spans = sorted([*sides.values(), *([row["act"]] if row["act"] else [])])
    if not all(replaceable(text[s:e]) for s, e in sides.values()) or any(a[1] > b[0] for a, b in itertools.pairwise(spans)):
        return row
    out = dict(row)
    for key in sorted(sides, key=lambda k: -sides[k][0]):  # from the end, so that what stands before keeps its place
        start, end = sides[key]
        name = rng.choice(known)
        possessive = next((mark for mark in ("'s", "’s") if text[start:end].endswith(mark)), "")
        name = (name[0].upper() + name[1:] if start == 0 else name) + possessive
        shift = len(name) - (end - start)
        text = text[:start] + name + text[end:]
        for other in ("source", "target", "act"):
            if other != key and out[other] and out[other][0] >= end:
                out[other] = [out[other][0] + shift, out[other][1] + shift]
        out[key] = [start, start + len(name)]
    return out | {"text": text}

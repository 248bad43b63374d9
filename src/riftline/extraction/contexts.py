"""PLOVER's contexts of an event: what the act is about, by the words of its clause (`data/plover/contexts.tsv`)."""

from __future__ import annotations

import re
from functools import cache

from riftline.tables import parts, rows


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each context with what shows it; `*` at the end of a word stands for any ending."""
    found = []
    for row in rows("plover/contexts"):
        words = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in parts(row["words"]))
        found.append((row["context"], re.compile(rf"\b(?:{words})\b")))
    return tuple(found)


def contexts_of(*evidence: str) -> tuple[str, ...]:
    """The contexts whose words stand in an event's evidence, in the order of PLOVER's list; none where no word tells."""
    lower = "\n".join(evidence).lower()
    return tuple(name for name, pattern in _patterns() if pattern.search(lower))

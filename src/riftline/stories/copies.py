"""Near-duplicates: the same wire story under many mastheads. Edits, cuts, new headlines and added paragraphs survive.

Candidates come from MinHash signatures (rensa) whose bands meet, and are then compared by the shingles of their texts themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import islice

from riftline.stories.words import stems
from riftline.tables import rows

SHINGLE = 4
"""Words of a shingle: three in a row are shared by texts on one matter, four seldom."""
PERMUTATIONS, ROWS = 128, 2
"""64 bands of two rows meet for 93 % of the pairs with a Jaccard index of 0.2 (1 − (1 − J²)⁶⁴), which a text has with a fifth of itself."""
LEAST = 0.5
"""Share of the shorter text's shingles from which it is a copy. Quoting the same speech at length gives some 0.2."""
KEPT = 200
"""Texts whose shingles are kept."""
SHORTEST = 12
"""Fewest shingles that a text is judged by."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article as copies are told by it."""

    id: str
    publisher: str | None
    published: date | None
    shingles: frozenset[int]


@lru_cache(KEPT)
def shingles(text: str) -> frozenset[int]:
    """Hashes (32 bits) of all runs of four words. Kept of the latest texts: an article is compared with those of the days about it."""
    words = list(stems(text))
    runs = zip(*(islice(words, i, None) for i in range(SHINGLE)))
    return frozenset(int.from_bytes(blake2b(" ".join(run).encode(), digest_size=4).digest(), "big") for run in runs)


def bands(found: frozenset[int]) -> tuple[int, ...]:
    """64 hashes (of 63 bits); two texts that are alike have at least one in common. Empty for a text too short to judge."""
    if len(found) < SHORTEST:
        return ()
    from rensa import RMinHash

    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update([str(value) for value in sorted(found)])
    values: Sequence[int] = sketch.digest()
    parts = (values[i : i + ROWS] for i in range(0, PERMUTATIONS, ROWS))
    keys = (f"{i}:" + ",".join(map(str, part)) for i, part in enumerate(parts))
    return tuple(int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") >> 1 for key in keys)


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the shorter text stands in the other (0 to 1)."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer >= SHORTEST else 0.0


def original(texts: Iterable[Text]) -> Text:
    """Of texts that are copies of each other the one that the others have it from: the first to be published; of one day a news agency's,
    then the longest."""
    return min(texts, key=lambda text: (text.published or date.max, not is_agency(text.publisher), -len(text.shingles), text.id))


def is_agency(publisher: str | None) -> bool:
    """Whether a masthead is a news agency's (`data/stories/agencies.tsv`), which others print."""
    return outlet(publisher) in _agencies().values()


def outlet(publisher: str | None) -> str:
    """A masthead as it is compared: letters and digits of its name alone, in lower case, without "the", "www." and a domain's ending, so that
    "The Guardian" and "theguardian.com" are one; "" where there is none. Agencies go by their name in full."""
    name = " ".join((publisher or "").casefold().split()).removeprefix("www.")
    name = _plain(_ENDING.sub("", name))
    return _agencies().get(name, name)


_ENDING = re.compile(r"\.(?:com|org|net|info|news|gov|edu|int|co|tv|[a-z]{2})(?:\.[a-z]{2})?$")


def _plain(name: str) -> str:
    letters = "".join(c for c in name if c.isalnum())
    return letters[3:] if letters.startswith("the") and len(letters) > 6 else letters


@cache
def _agencies() -> dict[str, str]:
    """Every name of a news agency, as it is compared, to that of its name in full."""
    return {_plain(row["name"].casefold()): _plain((row["full"] or row["name"]).casefold()) for row in rows("stories/agencies")}

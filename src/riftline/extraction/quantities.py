"""How many: the numbers of a text as ranges, from digits, words and words of size.

What a range means, where the words leave it open: "at least 12" begins at the number and reaches half
as far again; "more than 12" begins above it; "up to 30" and "as many as 30" begin at half of it; "fewer than 30" ends
below it; "nearly 100" begins a tenth below; "about", "some" and "roughly" allow a tenth either way. Words of size
("dozens", "tens of thousands") have the ranges of `data/figures/quantities.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from riftline.tables import rows

_SCALES = {"hundred": 100, "thousand": 1000, "dozen": 12, "k": 1000, "million": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000}
_LARGEST = 2_000_000_000


@cache
def _numerals() -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in rows("figures/numerals")}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text, by character offsets, bounds included ("at least 12"), and the range that it stands for."""

    start: int
    end: int
    low: int
    high: int
    text: str


@cache
def _grammar() -> tuple[re.Pattern[str], dict[str, tuple[int, int]], dict[str, str]]:
    sizes = {row["words"]: (int(row["low"]), int(row["high"])) for row in rows("figures/quantities")}
    bounds = {row["words"]: row["bound"] for row in rows("figures/bounds")}

    def either(words: list[str]) -> str:
        return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))

    tens = [w for w, n in _numerals().items() if n >= 20]
    ones = [w for w, n in _numerals().items() if 0 < n < 10]
    below = sorted((w for w, n in _numerals().items() if n < 20), key=len, reverse=True)
    word = f"(?:{'|'.join(tens)})(?:[-‑ ](?:{'|'.join(ones)}))?|{'|'.join(below)}"
    scale = r"(?:[\s-]?(?:dozen|hundred|thousand|million|billion)\b|(?<=\d)[km]\b)"
    digits = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
    number = rf"(?:(?:{digits}|\b(?:{word})\b)(?:{scale})?)"
    size = rf"\b(?:{either(list(sizes))})\b"
    bound = rf"\b(?P<bound>{either(list(bounds))})\s+(?:(?:an?\s+)?(?:estimated|reported|additional)\s+)?"
    pattern = re.compile(
        rf"(?<![\w$£€.,/:’'-])(?:\b(?P<between>between|from)\s+(?P<a>{number})\s+(?:and|to)\s+(?P<b>{number})"
        rf"|(?:{bound})?(?P<c>{number})\s+(?:to|or)\s+(?P<d>{number})"
        rf"|(?:{bound.replace('<bound>', '<bound3>')})?(?P<e>{digits})\s?[-–]\s?(?P<f>(?:{digits})(?:{scale})?)"
        rf"|(?:{bound.replace('<bound>', '<bound2>')})?(?:(?P<size>{size})|(?P<n>{number})))(?![\w%]|[.,:/]\d|\s?(?:percent|per\s+cent))",
        re.IGNORECASE,
    )
    return pattern, sizes, bounds


def value_of(words: str) -> int | None:
    """The whole number that digits or words name: "1,200", "3.5 million", "twenty-one"; None where they name none."""
    total, current, seen = 0.0, 0.0, False
    text = words.lower().replace(",", "").replace("‑", "-")
    for part in re.findall(r"\d+(?:\.\d+)?|[a-z]+", text):
        if part[0].isdigit():
            current, seen = current + float(part), True
        elif part in _numerals():
            current, seen = current + _numerals()[part], True
        elif part in _SCALES:
            total, current, seen = total + (current if seen else 1) * _SCALES[part], 0.0, True
        else:
            return None
    found = total + current
    return round(found) if seen and abs(found - round(found)) < 1e-6 and found <= _LARGEST else None


def bounded(low: int, high: int, bound: str) -> tuple[int, int]:
    """The range of a number or range under a bound of `data/figures/bounds.tsv` ("" for none)."""
    if bound == "least":
        return low, max(high, low + low // 2)
    if bound == "above":
        return low + 1, max(high, low + 1 + low // 2)
    if bound == "below":
        return low // 2, max(high - 1, low // 2)
    if bound == "most":
        return min(high, max(1, low // 2)), high
    if bound == "nearly":
        return low - low // 10, max(high - 1, low - low // 10)
    if bound == "about":
        return low - low // 10, high + high // 10
    return low, high


@lru_cache(maxsize=256)  # several events of one sentence ask for its figures
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text, left to right; not money, percentages, clock times or decimals of other things."""
    pattern, sizes, bounds = _grammar()
    found = []
    for m in pattern.finditer(text):
        bound = bounds.get(" ".join((m["bound"] or m["bound2"] or m["bound3"] or "").lower().split()), "")
        if m["size"]:
            low, high = sizes[" ".join(m["size"].lower().split())]
            if bound == "about":
                bound = ""
        else:
            ends = (m["a"], m["b"]) if m["between"] else (m["c"], m["d"]) if m["c"] else (m["e"], m["f"]) if m["e"] else (m["n"], m["n"])
            first, second = (value_of(e) for e in ends)
            if first is None or second is None:
                continue
            if first < second < 10_000_000_000 and second >= 1000 and first < 1000 and "million" in ends[1] and "million" not in ends[0]:
                first *= 1_000_000  # "3 to 4 million"
            if first > second:
                continue
            low, high = first, second
        low, high = bounded(low, high, bound)
        found.append(Quantity(m.start(), m.end(), low, high, m.group()))
    return tuple(found)

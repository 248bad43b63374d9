"""No regular expression of Riftline takes long over a text made to slow it down."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from regex_attacks import attacks, methods, patterns, took

FIRST, THEN = 10_000, 100_000
"""Characters of an attack; the second length is tried where the first was not over at once."""
AT_ONCE, LONGEST = 0.004, 0.5
"""Seconds of processor time."""
EACH = 40
"""Attacks on one expression."""

BOUNDED = {
    "extraction/places.py": "what stands before a place, at most 40 characters of it",
    "extraction/stretches.py": "the last 12 characters of a stretch",
    "readers/staging.py": "4,000 characters of a message",
}
"""Expressions that are only ever given so much; of one module each."""


def slow(made: dict[re.Pattern[Any], str]) -> list[str]:
    """The expressions that take longer than they may, each with the attack."""
    used, found = methods(), []
    for pattern, at in made.items():
        how = "match" if used.get(at, {""}) <= {"match", "fullmatch"} else "search"
        for before, part in attacks(pattern, EACH):
            if took(pattern, how, before, part, FIRST, LONGEST) > AT_ONCE and took(pattern, how, before, part, THEN, LONGEST) > LONGEST:
                found.append(f"{at}: {pattern.pattern!r:.150} on {before!r} and then {part!r} over and over")
                break
    return found


@pytest.mark.slow
def test_every_expression_is_linear_or_bounded() -> None:
    """In a process of its own, as tables are read once and their expressions made once."""
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    count, *found = done.stdout.splitlines()
    assert int(count) > 200
    assert [line for line in found if line.partition(":")[0] not in BOUNDED] == []
    assert len(found) <= len(BOUNDED)


def test_the_attacks_find_what_is_slow() -> None:
    for careless in (r"(a+)+b", r"<!--.*?-->", r"\s+$", r"(?:x*y?)*z"):
        pattern = re.compile(careless)
        assert any(took(pattern, "search", *attack, THEN, LONGEST) > LONGEST for attack in attacks(pattern, EACH)), careless
    for careful in (r"\s*+(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<p\b", r"(?<!\s)\s++$", r"\d{1,3}(?:,\d{3}){1,4}"):
        pattern = re.compile(careful)
        assert all(took(pattern, "match", *attack, THEN, LONGEST) <= LONGEST for attack in attacks(pattern, EACH)), careful


if __name__ == "__main__":
    made = patterns()
    print("\n".join([str(len(made)), *slow(made)]))

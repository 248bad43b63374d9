"""Errors and notes on articles, a line each, and no more than a screenful of one kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from riftline.errors import InputError, NotAnArticle, WrongLanguage

if TYPE_CHECKING:
    from riftline.sources.reading import Input

MOST = 20
"""Lines of one kind before they are only counted."""

_PARTICULAR = re.compile(r"`[^`]*`|'(?:[^'\\]|\\.)*'|\"[^\"]*\"|\([^()]*\)|\d[\d.,:-]*")
"""What differs between two messages of a kind: names, values, numbers."""


@dataclass(slots=True)
class Messages:
    """Says what went wrong with which article; `close` tells how much was not shown."""

    say: Callable[[str], object]
    most: int = MOST
    seen: Counter[str] = field(default_factory=Counter)

    def error(self, problem: InputError) -> None:
        """An input that cannot be used."""
        if isinstance(problem, WrongLanguage):
            kind = "texts that are not in English"
        elif isinstance(problem, NotAnArticle):
            kind = "inputs without an article"
        else:
            kind = f"errors “{_kind(problem.problem)}”"
        self._say(kind, str(problem))

    def note(self, origin: str | None, text: str) -> None:
        """Something that a user should know of an article that is used."""
        self._say(f"notes “{_kind(text)}”", f"note: {origin}: {text}")

    def passed(self, source: Input) -> None:
        """What an input held beside articles, in one line."""
        if source.passed:
            told = ", ".join(f"{what} ({count:,})" for what, count in source.passed.most_common())
            self._say("notes on what was passed over", f"note: {source.origin}: passed over: {told}.")

    def close(self) -> None:
        """How many of each kind were not shown."""
        for kind, count in self.seen.items():
            if count > self.most:
                self.say(f"… and {count - self.most:,} more {kind} ({count:,} in all).")
        self.seen.clear()

    def _say(self, kind: str, line: str) -> None:
        self.seen[kind] += 1
        if self.seen[kind] <= self.most:
            self.say(line)
        elif self.seen[kind] == self.most + 1:
            self.say(f"… more {kind} are only counted from here on.")


def _kind(text: str) -> str:
    return re.sub(r"\s+", " ", _PARTICULAR.sub("…", text)).strip()

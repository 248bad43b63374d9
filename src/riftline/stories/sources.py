"""How many independent sources an event has: who copied whom, who cites whom, and one outlet counted once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riftline.stories.copies import outlet


@dataclass(frozen=True, slots=True)
class Telling:
    """A report as sources are counted by it."""

    report: str
    article: str
    publisher: str | None
    copy_of: str | None
    """The article that its article is copied from."""
    via: str | None
    """The outlet that passed it on, where the text names one."""


def independent(tellings: Sequence[Telling]) -> list[tuple[str, ...]]:
    """The ids of the reports by independent source, in the order in which they are given.

    Two reports are of one source where one's article copies the other's (or both copy a third), where one outlet printed both, or where one
    says that it has it from the other's outlet. An article without a publisher is a source of its own.
    """
    keys = [_keys(item) for item in tellings]
    group = list(range(len(tellings)))
    for i in range(len(tellings)):
        for j in range(i):
            if keys[i] & keys[j]:
                old, new = group[i], group[j]
                group = [new if name == old else name for name in group]
    return [tuple(item.report for item, name in zip(tellings, group, strict=True) if name == wanted) for wanted in _once(group)]


def _keys(item: Telling) -> frozenset[str]:
    named = {f"outlet {name}" for name in (outlet(item.publisher), outlet(item.via)) if name}
    return frozenset(named | {f"article {item.copy_of or item.article}"})


def _once(values: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(values))

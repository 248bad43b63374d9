"""Breaches as the detectors count them: one refusal is one, however many commitments it touches and by whatever name it is told again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from riftline.relations.breaches import Breach as Told
from riftline.relations.commitments import leader
from riftline.signals.ties import Breach

AGAIN = timedelta(days=31)
"""So near must the days of two breaches be that one article tells of the same kind, for them to be one: of one the day is told, of the other the month."""


def broken(found: Iterable[Told]) -> list[Breach]:
    """The breaches between two states, by the day on which they were known; one towards an organisation is one towards the state that leads it.

    What one does of one kind towards the same state is one breach where it is of one day, or where one article tells it and the days are near. It is as
    sure as the surest and names each commitment that it touches. What is told again later adds nothing.
    """
    groups: list[list[tuple[Told, str, str]]] = []
    for each in sorted(found, key=lambda one: (one.known or date.max, -one.sure, one.bond, one.event)):
        who, towards = (leader(code) or code for code in (each.who, each.towards))
        if who == towards or each.known is None:
            continue
        same = next((group for group in groups if group[0][1:] == (who, towards) and _one(group[0][0], each)), None)
        if same is None:
            groups.append([(each, who, towards)])
        elif each.known == same[0][0].known:
            same.append((each, who, towards))
    return [_breach([each for each, _, _ in group], who, towards) for group in groups for _, who, towards in group[:1]]


def _one(first: Told, other: Told) -> bool:
    if first.kind != other.kind:
        return False
    if first.day is None or other.day is None or first.article is None:
        return first.day == other.day
    return first.day == other.day or (first.article == other.article and abs(first.day - other.day) <= AGAIN)


def _breach(group: list[Told], who: str, towards: str) -> Breach:
    """Of breaches known on the same day, the surest first."""
    words = list(dict.fromkeys(each.reason.rstrip(".") for each in group))
    said, rest = words[0], [each.partition(": ")[2] for each in words[1:]]
    known = group[0].known
    assert known is not None
    return Breach(who, towards, known, tuple(dict.fromkeys(each.event for each in group)), ", and ".join([said, *rest]), group[0].sure)

"""Reports into acts: which of them tell the same one.

Average linkage on log-odds: the two groups whose reports are on average likeliest to tell one act are joined, until none are likelier
together than apart. The result is a function of the set of reports and of the corrections by hand; the order in which they came has no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from riftline.stories.likeness import comparable, odds
from riftline.stories.report import Report

Score = Callable[[Report, Report], float]

NEVER = float("-inf")
MOST = 400
"""Reports of one neighbourhood that are grouped anew at each arrival. In a larger one, those that are left after it are each put to the group
that they are likest to, in order of publication: there the order of arrival may matter."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user has said of two reports: `merge` (one act) or `split` (two). A later one outweighs an earlier one."""

    number: int
    kind: Literal["merge", "split"]
    one: str
    other: str


def grouped(
    reports: Sequence[Report], corrections: Iterable[Correction] = (), score: Score = odds
) -> list[tuple[Report, ...]]:
    """The reports by act, each group and the groups in order of their ids."""
    ordered = sorted(reports, key=lambda report: report.id)
    ids = [report.id for report in ordered]
    together, apart = _by_hand(set(ids), corrections)
    groups = _start(ordered, together)
    links = [[0.0] * len(groups) for _ in groups]
    for i, mine in enumerate(groups):
        for j in range(i):
            links[i][j] = links[j][i] = _between(mine, groups[j], apart, together, score)
    _join(groups, links)
    return sorted((tuple(group) for group in groups if group), key=lambda group: group[0].id)


def pair_odds(one: Report, other: Report) -> float:
    """Log-odds that two reports tell one act; minus infinity where they cannot."""
    return odds(one, other) if comparable(one, other) else NEVER


def _start(reports: Sequence[Report], together: dict[str, str]) -> list[list[Report]]:
    """A group a report, but for those that a user has merged."""
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(together.get(report.id, report.id), []).append(report)
    return list(groups.values())


def _between(
    mine: Sequence[Report], theirs: Sequence[Report], apart: Collection[frozenset[str]], together: Collection[str], score: Score
) -> float:
    """The sum of log-odds over the pairs of two groups; minus infinity where one pair cannot be. Of reports that a user holds together one is
    enough that can be: the others count neither for nor against."""
    total = 0.0
    for one in mine:
        for other in theirs:
            if frozenset((one.id, other.id)) in apart:
                return NEVER
            if comparable(one, other):
                total += score(one, other)
            elif one.id not in together and other.id not in together:
                return NEVER
    return total


def _join(groups: list[list[Report]], links: list[list[float]]) -> None:
    """Joins the two likest groups until no two are likelier together; a group that was joined to another is left empty."""
    alive = set(range(len(groups)))
    while True:
        best, pair = 0.0, None
        for i in sorted(alive):
            row, size = links[i], len(groups[i])
            for j in alive:
                if j > i and row[j] > 0 and (mean := row[j] / (size * len(groups[j]))) > best:
                    best, pair = mean, (i, j)
        if pair is None:
            return
        i, j = pair
        groups[i] = sorted(groups[i] + groups[j], key=lambda report: report.id)
        groups[j] = []
        alive.discard(j)
        for k in alive:
            if k != i:
                links[i][k] = links[k][i] = links[i][k] + links[j][k]


def _by_hand(ids: Collection[str], corrections: Iterable[Correction]) -> tuple[dict[str, str], set[frozenset[str]]]:
    """Which reports a user holds together (report to the group's name) and which pairs apart, the latest word first."""
    group = {name: {name} for name in ids}
    apart: set[frozenset[str]] = set()
    for item in sorted(corrections, key=lambda item: -item.number):
        if item.one not in group or item.other not in group or item.one == item.other:
            continue
        mine, theirs = group[item.one], group[item.other]
        if item.kind == "merge" and mine is not theirs:
            if not any(frozenset((a, b)) in apart for a in mine for b in theirs):
                mine |= theirs
                for name in theirs:
                    group[name] = mine
        elif item.kind == "split" and mine is not theirs:
            apart.add(frozenset((item.one, item.other)))
    return {name: min(members) for name, members in group.items() if len(members) > 1}, apart


def assigned(groups: Sequence[Sequence[Report]], coming: Sequence[Report], corrections: Iterable[Correction] = ()) -> list[tuple[Report, ...]]:
    """The groups as they are, with each coming report put to the one that it is likest to, or to none, in order of publication."""
    found = [list(group) for group in groups]
    together, apart = _by_hand({item.id for group in groups for item in group} | {item.id for item in coming}, corrections)
    for item in sorted(coming, key=lambda item: (item.published is None, item.published, item.article, item.position)):
        name = together.get(item.id)
        best, home = 0.0, None
        for group in found:
            if name and any(together.get(other.id) == name for other in group):
                home = group
                break
            if (mean := _between([item], group, apart, together, odds) / len(group)) > best:
                best, home = mean, group
        if home is None:
            found.append([item])
        else:
            home.append(item)
    return [tuple(group) for group in found]

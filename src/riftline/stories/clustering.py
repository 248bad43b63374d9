"""Reports into acts: which of them tell the same one.

Average linkage on log-odds: the two groups whose reports are on average likeliest to tell one act are joined, until none are likelier
together than apart. The result is a function of the set of reports, their links and the corrections by hand; the order in which they came has no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import numpy as np

from riftline.stories.likeness import comparable, odds
from riftline.stories.report import Correction, Report

Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]
Score = Callable[[Report, Report], float]

NEVER = float("-inf")
MOST = 100
"""Reports of one neighbourhood. What hangs together by links and is more than that is parted where the links are weakest."""
STEP = 0.5
"""Log-odds by which the weakest link that holds is raised until a neighbourhood is small enough."""


def grouped(reports: Sequence[Report], corrections: Iterable[Correction] = (), score: Score = odds) -> list[tuple[Report, ...]]:
    """The reports by act, each group and the groups in order of their ids."""
    ordered = sorted(reports, key=lambda report: report.id)
    ids = [report.id for report in ordered]
    together, apart = _by_hand(set(ids), corrections)
    groups = _start(ordered, together)
    links = np.zeros((len(groups), len(groups)))
    for i, mine in enumerate(groups):
        for j in range(i):
            links[i, j] = links[j, i] = _between(mine, groups[j], apart, together, score)
    _join(groups, links)
    return sorted((tuple(group) for group in groups if group), key=lambda group: group[0].id)


def neighbourhoods(reports: Iterable[str], links: Iterable[tuple[str, str, float]], least: float = 0.0) -> list[frozenset[str]]:
    """The reports (ids) by neighbourhood: those that hang together by links of more than `least` log-odds; where those are more than `MOST`, by
    stronger links only. In order of their lowest ids."""
    near: dict[str, list[str]] = {name: [] for name in reports}
    kept = [link for link in links if link[2] > least and link[0] in near and link[1] in near]
    for one, other, _ in kept:
        near[one].append(other)
        near[other].append(one)
    found: list[frozenset[str]] = []
    left = set(near)
    for name in sorted(near):
        if name not in left:
            continue
        part: set[str] = set()
        edge = {name}
        while edge:
            part |= edge
            edge = {other for mine in edge for other in near[mine]} - part
        left -= part
        inner = [link for link in kept if link[0] in part]
        if len(part) > MOST and any(odds < float("inf") for _, _, odds in inner):
            found += neighbourhoods(part, inner, least + STEP)
        else:
            found.append(frozenset(part))
    return sorted(found, key=min)


def _start(reports: Sequence[Report], together: dict[str, str]) -> list[list[Report]]:
    """A group a report, but for those that a user has merged."""
    groups: dict[str, list[Report]] = {}
    for report in reports:
        groups.setdefault(together.get(report.id, report.id), []).append(report)
    return list(groups.values())


def _between(
    mine: Sequence[Report], theirs: Sequence[Report], apart: Collection[frozenset[str]], together: Collection[str], score: Score
) -> float:
    """The sum of log-odds over the pairs of two groups; minus infinity where one pair cannot be.

    Reports that a user holds together may be unlike: another is as near to them as to the likest of them.
    """
    pairs = [(one, other) for one in mine for other in theirs]
    if any(frozenset((one.id, other.id)) in apart for one, other in pairs):
        return NEVER
    odds = [score(one, other) if comparable(one, other) else NEVER for one, other in pairs]
    if any(one.id in together or other.id in together for one, other in pairs):
        return max(odds) * len(pairs)
    return sum(odds)


def _join(groups: list[list[Report]], links: Matrix) -> None:
    """Joins the two likest groups until no two are likelier together; a group that was joined to another is left empty."""
    sizes = np.array([float(len(group)) for group in groups])
    np.fill_diagonal(links, NEVER)
    while len(groups):
        means = links / np.outer(sizes, sizes)
        i, j = sorted(map(int, divmod(int(np.argmax(means)), len(groups))))
        if not means[i, j] > 0:
            return
        groups[i] = sorted(groups[i] + groups[j], key=lambda report: report.id)
        groups[j] = []
        links[i] += links[j]
        links[:, i] = links[i]
        links[j] = links[:, j] = links[i, i] = NEVER
        sizes[i] += sizes[j]


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

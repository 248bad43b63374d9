"""What the reports of one event say differently: days, places, who is said to have done it, figures, each with its report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from riftline.stories.merged import Told
from riftline.wording import code_name, from_to

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which reports differ: every version with the ids of the reports that have it, most reports first."""

    what: str
    versions: tuple[tuple[str, tuple[str, ...]], ...]


def differences(reports: Sequence[Told]) -> list[Difference]:
    """What the reports say differently; what a report does not tell is no version."""
    rows = [item.row for item in reports]
    things: list[tuple[str, Callable[[Row], str | None]]] = [
        ("kind", lambda row: f"{row['type']} ({row['mode']})" if row["mode"] else row["type"]),
        ("who acts", lambda row: _side(row, "source")),
        ("to whom", lambda row: _side(row, "target")),
        ("day", _days),
        ("place", lambda row: row["place"]),
        ("status", lambda row: row["status"]),
        ("who says so", lambda row: row["attribution_name"] or row["attribution_code"] or "the newsroom itself"),
    ]
    counted = dict.fromkeys(figure["what"] for row in rows for figure in row["figures"] or [])
    things += [(what, lambda row, what=what: _figure(row, what)) for what in counted]  # type: ignore[misc]
    found = (Difference(what, _versions((read(row), row["id"]) for row in rows)) for what, read in things)
    return [item for item in found if len(item.versions) > 1]


def _versions(told: Iterable[tuple[str | None, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for value, report in told:
        if value:
            found.setdefault(value, []).append(report)
    return tuple((value, tuple(ids)) for value, ids in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _side(row: Row, name: str) -> str | None:
    code = row[f"{name}_code"]
    if code is None:
        return None
    known = row[f"{name}_name"] or code_name(code)
    return known if not code or known == code_name(code) else f"{known} ({code})"


def _days(row: Row) -> str | None:
    if row["first_day"] is None:
        return None
    first, last = row["first_day"].isoformat(), row["last_day"].isoformat()
    return first if first == last else f"{first} to {last}"


def _figure(row: Row, what: str) -> str | None:
    counts = [(figure["low"], figure["high"]) for figure in row["figures"] or [] if figure["what"] == what]
    if not counts:
        return None
    low, high = min(low for low, _ in counts), max(high for _, high in counts)
    return from_to(low, high)

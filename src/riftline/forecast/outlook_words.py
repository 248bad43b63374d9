"""A row of an outlook in words: what moves it besides the rate, and how far it is to be trusted."""

from __future__ import annotations

from functools import cache

from riftline.forecast.outlook import FEW_DAYS, FEW_WINDOWS, Outlook, Row
from riftline.tables import rows
from riftline.wording import code_name, number

SLIGHT = 0.1
"""Log-odds below which a reason is not worth a word: 0.1 makes 50 % of 52 %."""
MOST = 3
SILENT = 7
"""Days from which it is said that the store ends before the day asked: there is hardly a week without any news at all."""


@cache
def _drivers() -> dict[str, dict[str, str]]:
    return {row["feature"]: row for row in rows("forecast/drivers")}


def act_name(outcome: str) -> str:
    """ "friction" of "any friction"; types stand as they are."""
    return outcome.removeprefix("any ")


def reasons(row: Row) -> list[str]:
    """At most three of what moves the row most besides its own rate, each with a + where it speaks for the act and a - where against."""
    sums: dict[str, float] = {}
    for name, adds in row.drivers:
        if name in _drivers():
            family = _drivers()[name]["family"]
            sums[family] = sums.get(family, 0.0) + adds
    found = []
    for family, total in sorted(sums.items(), key=lambda each: -abs(each[1])):
        if abs(total) >= SLIGHT and (said := _said(row, family, total > 0)):
            found.append(f"{'+' if total > 0 else '-'} {said}")
    return found[:MOST]


def _said(row: Row, family: str, speaks_for: bool) -> str | None:
    """The words of the feature that moves most among those of a family that move the same way as all of it.

    Features of the act itself stand in for one another, and a regression may weigh one of them against another: that more of the act speaks
    against it is an artefact, and not said.
    """
    for name, adds in row.drivers:
        words = _drivers().get(name)
        if words is None or words["family"] != family or (adds > 0) != speaks_for:
            continue
        more = row.values[name] > 0
        if words["alike"] and more != speaks_for:
            continue
        return (words["more"] if more else words["less"]).format(source=code_name(row.source), target=code_name(row.target), act=act_name(row.outcome))
    return None


def evidence(row: Row) -> str:
    """ "36 of 43 past weeks, last on 2018-10-30", and that the evidence is thin where it is."""
    chance = next(iter(row.chances.values()))
    name = "week" if "week" in row.chances else "window of 28 days"
    several = "weeks" if "week" in row.chances else "windows of 28 days"
    windows = f"{chance.hits:.0f} of {number(round(chance.windows), f'past {name}', f'past {several}')}" if chance.windows else f"no past {name}"
    last = f", last on {row.last}" if row.last else ", never so far"
    return windows + last + ("; thin evidence" if row.thin else "")


def remark(found: Outlook) -> str | None:
    """What is to be said of the whole: how little it rests on, where that is little, and where the store ends long before."""
    said = [each for each in (_silent(found), _thin(found)) if each] if found.rows else []
    return " ".join(said) or None


def _silent(found: Outlook) -> str | None:
    last = found.stream.date(found.stream.last)
    days = (found.as_of - last).days
    if days < SILENT:
        return None
    return f"The store knows nothing after {last}: the {days:,} days since count as days without acts, which makes every act unlikely."


def _thin(found: Outlook) -> str | None:
    if any(model.learnt == 0 for model in found.models.values()):
        return "Thin evidence: nothing was learnt from this store that foretells its later days better than the rates do; the forecast is that of the rates."
    if any(chance.windows < FEW_WINDOWS for row in found.rows for chance in row.chances.values()):
        return f"Thin evidence: of some windows fewer than {FEW_WINDOWS:.0f} fit into the past of the store; base rates say little."
    if all(row.days < FEW_DAYS for row in found.rows):
        return f"Thin evidence: none of these acts is known of more than {FEW_DAYS - 1} days."
    return None

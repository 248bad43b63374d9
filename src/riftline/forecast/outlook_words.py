"""A row of an outlook in words: what moves it besides the rate, and how far it is to be trusted."""

from __future__ import annotations

from functools import cache

from riftline.forecast.outlook import FEW_DAYS, FEW_WINDOWS, Outlook, Row
from riftline.tables import rows
from riftline.wording import code_name, number

SLIGHT = 0.1
"""Log-odds below which a reason is not worth a word: 0.1 makes 50 % of 52 %."""
MOST = 3


@cache
def _drivers() -> dict[str, dict[str, str]]:
    return {row["feature"]: row for row in rows("forecast/drivers")}


def act_name(outcome: str) -> str:
    """ "threatening" of THREATEN: the kind of act as a noun."""
    return outcome if outcome.isupper() else {"any friction": "friction", "any cooperation": "cooperation"}.get(outcome, outcome)


def reasons(row: Row) -> list[str]:
    """At most three of what moves the row most besides its own rate, each with a + where it speaks for the act and a - where against."""
    found = []
    for name, adds in row.drivers:
        words = _drivers().get(name)
        if words is None or abs(adds) < SLIGHT or not words["more"]:
            continue
        # Which of the two is said depends on the feature's value, not on which way it moves the forecast.
        said = words["more"] if row.values[name] > 0 else words["less"]
        spelt = said.format(source=code_name(row.source), target=code_name(row.target), act=act_name(row.outcome))
        found.append(f"{'+' if adds > 0 else '-'} {spelt}")
    return found[:MOST]


def evidence(row: Row) -> str:
    """ "36 of 43 weeks; last on 2018-10-30", and that the evidence is thin where it is."""
    chance = next(iter(row.chances.values()))
    windows = f"{chance.hits:.0f} of {number(round(chance.windows), 'past window')}" if chance.windows else "no past window"
    last = f", last on {row.last}" if row.last else ", never so far"
    return windows + last + ("; thin evidence" if row.thin else "")


def remark(found: Outlook) -> str | None:
    """What is to be said of the whole: how little it rests on, where that is little."""
    if not found.rows:
        return None
    days = found.stream.index(found.as_of) + 1
    if any(model.learnt == 0 for model in found.models.values()):
        return f"Thin evidence: {number(days, 'day')} of the store are too few to learn from; the forecast is that of the rates alone, with a general prior."
    if any(chance.windows < FEW_WINDOWS for row in found.rows for chance in row.chances.values()):
        return f"Thin evidence: of some windows fewer than {FEW_WINDOWS:.0f} fit into the store's {days} days; base rates say little."
    if all(row.days < FEW_DAYS for row in found.rows):
        return f"Thin evidence: none of these acts is known of more than {FEW_DAYS - 1} days."
    return None

"""What there is near a relation of which the ledgers have nothing: in other days, of other statuses, of others with the same sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from riftline.relations.ledger import Asked, counted
from riftline.wording import code_name, listed, number

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 5
"""Others that are named."""


def near(connection: DuckDBPyConnection, asked: Asked) -> Iterator[str]:
    """Sentences for whoever asked: whether the store has the sides at all, and whatever else could have been meant."""
    yield from _elsewhen(connection, asked)
    if asked.kind == "dyad":
        a, b = asked.values["a"], asked.values["b"]
        yield from _uncounted(connection, a, b)
        for code in (a, b):
            yield _partners(connection, code)
    else:
        yield from _parts(connection, asked)


def _elsewhen(connection: DuckDBPyConnection, asked: Asked) -> Iterator[str]:
    if asked.since or asked.until or asked.as_of or asked.origins:
        whole = counted(connection, replace(asked, since=None, until=None, as_of=None, origins=()), "day")
        days = [period.start for period in whole if period.start]
        if days:
            yield f"On other days, or of other origins, there are {number(sum(period.events for period in whole), 'event')}, from {min(days)} to {max(days)}."


def _uncounted(connection: DuckDBPyConnection, a: str, b: str) -> Iterator[str]:
    """What stands between the two in the table of events, and does not count."""
    query = """
        SELECT CASE WHEN status <> 'happened' THEN status WHEN first_day IS NULL THEN 'without a day' ELSE 'told to more than a week' END AS why, count(*)
        FROM events WHERE (source_code = $a AND target_code = $b OR source_code = $b AND target_code = $a)
            AND id NOT IN (SELECT event FROM acts WHERE kind = 'dyad' AND (source = $a AND target = $b OR source = $b AND target = $a))
        GROUP BY why ORDER BY 2 DESC, 1
    """
    found = connection.execute(query, {"a": a, "b": b}).fetchall()
    if found:
        yield f"Not counted, since only what happened on a known day is: {listed([f'{n:,} {why}' for why, n in found])}."


def _partners(connection: DuckDBPyConnection, code: str) -> str:
    query = f"""
        SELECT CASE WHEN source = $code THEN target ELSE source END AS other, sum(events)::INTEGER AS n FROM ledger
        WHERE kind = 'dyad' AND (source = $code OR target = $code) GROUP BY other ORDER BY n DESC, other LIMIT {MOST}
    """
    found = connection.execute(query, {"code": code}).fetchall()
    name = code_name(code)
    called = code if name == code else f"{code} ({name})"
    if found:
        others = [f"{other} ({number(n, 'event')})" for other, n in found]
        return f"{called} has most to do with {listed(others)}."
    if name == code:
        known = connection.execute("SELECT DISTINCT unnest([source, target]) FROM ledger WHERE kind = 'dyad'").fetchall()
        alike = get_close_matches(code, sorted(row[0] for row in known), n=MOST, cutoff=0.6)
        return f"{code} is no code or name that Riftline knows{f'; near to it: {listed(alike)}' if alike else ''}."
    return f"{called} is on neither side of any event that the store counts."


def _parts(connection: DuckDBPyConnection, asked: Asked) -> Iterator[str]:
    state = asked.values["state"]
    query = """
        SELECT source, sum(events)::INTEGER AS n FROM ledger WHERE kind = $kind AND scope = $state GROUP BY source ORDER BY n DESC, source
    """
    found = connection.execute(query, {"kind": asked.kind, "state": state}).fetchall()
    called = state if code_name(state) == state else f"{state} ({code_name(state)})"
    if not found:
        what = "happened in" if asked.kind == "place" else "passed between the sectors of"
        yield f"The store has nothing that {what} {called}."
    elif asked.kind == "place":
        names = [f"{source or '(no division told)'} ({number(n, 'event')})" for source, n in found[:MOST]]
        yield f"In {called} there is most in {listed(names)}."

"""What is announced for the days of an outlook: dated items of agendas, and acts that are planned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST = 31
"""Days of the longest interval that is listed: "this year" announces nothing for a week."""


@dataclass(frozen=True, slots=True)
class Announced:
    """Something due, or planned, and the article that says so."""

    what: str
    start: date
    end: date
    actors: tuple[str, ...]
    article: str | None
    title: str | None
    publisher: str | None
    published: date | None
    event: str | None
    """The id of the planned event; None for an item of an agenda."""


def announced(connection: DuckDBPyConnection, as_of: date, until: date, actors: Collection[str] = ()) -> list[Announced]:
    """What was known by the end of `as_of` to be due after it and by the end of `until`, soonest first. Of `actors` all must take part."""
    rows = connection.execute(
        """SELECT what, first_day, last_day, actors, a.id, a.title, a.publisher, a.published, NULL
        FROM agenda g JOIN articles a ON a.id = g.article
        WHERE a.published <= $day AND g.last_day > $day AND g.first_day <= $until AND g.last_day - g.first_day < $longest
        UNION ALL
        SELECT coalesce(evidence, ''), first_day, last_day, list_filter([source_code, target_code], lambda x: x <> ''), article, title, publisher, published, id
        FROM events WHERE status = 'planned' AND published <= $day
        AND last_day > $day AND first_day <= $until AND last_day - first_day < $longest
        ORDER BY 2, 3, 8, 1""",
        {"day": as_of, "until": until, "longest": LONGEST},
    ).fetchall()
    found = [Announced(row[0], row[1], row[2], tuple(row[3] or ()), *row[4:]) for row in rows]
    mine = [item for item in found if set(actors) <= set(item.actors)]
    return _once(mine)


def _once(items: list[Announced]) -> list[Announced]:
    """Each item once: an article's agenda often names what is also coded as a planned event."""
    kept: list[Announced] = []
    for item in items:
        twin = next((i for i, other in enumerate(kept) if _same(item, other)), None)
        if twin is None:
            kept.append(item)
        elif kept[twin].event is None and item.event is not None:
            kept[twin] = replace(item, what=max(item.what, kept[twin].what, key=len))
    return kept


def _same(one: Announced, other: Announced) -> bool:
    """Whether they are of one article and day, and the words of one are among those of the other."""
    if (one.article, one.start) != (other.article, other.start):
        return False
    words, more = sorted((" ".join(each.what.split()) for each in (one, other)), key=len)
    return bool(words) and words in more

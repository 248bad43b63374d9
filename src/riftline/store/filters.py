"""Which events are wanted, as SQL: the filters that listing, export and briefing share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from riftline.ontology import SYMMETRIC
from riftline.wording import code_name, state_code


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are wanted. Days are compared with the whole interval; an event without a date is in none."""

    actor: str | None = None
    """Who acts: a code, a state's code, or whole words of a name. Meetings and the like are found from either side."""
    target: str | None = None
    involving: str | None = None
    """On either side."""
    between: tuple[str, str] | None = None
    """The two sides, in either direction."""
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    country: str | None = None
    place: str | None = None
    """Whole words of a place's name, of its first-order division, or a state's code."""
    status: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    least_sources: int = 0
    """Fewest independent sources."""
    limit: int | None = None


def sides(dyad: str) -> tuple[str, str]:
    """The codes of the two sides of "ARM-RUS". Raises ValueError where there are not two."""
    named = [part.strip() for part in dyad.split("-", 1)]
    if len(named) != 2 or not all(named):
        raise ValueError(f"{dyad!r} is not two sides; write it as ARM-RUS.")
    return state_code(named[0]), state_code(named[1])


def words(given: Iterable[str]) -> tuple[str, ...]:
    """Values that may come with commas or by themselves, one by one."""
    return tuple(word.strip() for value in given for word in value.split(",") if word.strip())


def among(given: Iterable[str], choices: Sequence[str]) -> tuple[str, ...]:
    """The `words` of what is given, spelt as in `choices`. Raises ValueError for one that is not there."""
    spelt = {choice.casefold(): choice for choice in choices}
    found = words(given)
    for word in found:
        if word.casefold() not in spelt:
            raise ValueError(f"{word!r} is not one of {', '.join(choices)}.")
    return tuple(spelt[word.casefold()] for word in found)


def where(filters: Filters) -> tuple[str, list[Any]]:
    """The condition over the events `e`, and its values; "TRUE" where everything passes."""
    parts: list[str] = []
    values: list[Any] = []

    def add(condition: str, *given: Any) -> None:
        parts.append(f"({condition})")
        values.extend(given)

    both = ", ".join(f"'{kind}'" for kind in sorted(SYMMETRIC))
    if filters.actor:
        (source, given), (target, other) = side("source", filters.actor), side("target", filters.actor)
        add(f"{source} OR (e.type IN ({both}) AND {target})", *given, *other)
    if filters.target:
        (source, given), (target, other) = side("source", filters.target), side("target", filters.target)
        add(f"{target} OR (e.type IN ({both}) AND {source})", *other, *given)
    if filters.involving:
        (source, given), (target, other) = side("source", filters.involving), side("target", filters.involving)
        add(f"{source} OR {target}", *given, *other)
    if filters.between:
        ways = [(side("source", one), side("target", other)) for one, other in (filters.between, filters.between[::-1])]
        add(" OR ".join(f"({source[0]} AND {target[0]})" for source, target in ways), *(value for way in ways for each in way for value in each[1]))
    for column, wanted in (("type", filters.types), ("status", filters.status), ("origin", filters.origins)):
        if wanted:
            add(f"e.{column} IN ({', '.join('?' * len(wanted))})", *wanted)
    if filters.since:
        add("e.last_day >= ?", filters.since)
    if filters.until:
        add("e.first_day <= ?", filters.until)
    if filters.country:
        add(*_country(filters.country))
    if filters.place:
        state, code = _country(filters.place)
        add(f"{state} OR {whole_words('e.place')} OR {whole_words('e.admin1')}", code, *(filters.place,) * 4)
    if filters.least_sources > 1:
        add("e.sources >= ?", filters.least_sources)
    return " AND ".join(parts) or "TRUE", values


def side(name: str, wanted: str) -> tuple[str, list[str]]:
    """Whether a side's code or country is what is asked for, or its name holds it as whole words, and the values for it. Whoever names a code that the
    tables know means that, and names are not looked at: ten times as quick."""
    code = wanted.upper()
    if code_name(code) != code:
        return f"(e.{name}_code = ? OR e.{name}_country = ?)", [code] * 2
    return f"(upper(e.{name}_code) = ? OR upper(e.{name}_country) = ? OR {whole_words(f'e.{name}_name')})", [code, code, wanted, wanted]


def _country(wanted: str) -> tuple[str, str]:
    """Whether an event's country is what is asked for, and the value for it; as for `side`, a code of the tables stands in the events as it does there."""
    code = wanted.upper()
    return ("e.country = ?" if code_name(code) != code else "upper(e.country) = ?"), code


def whole_words(column: str) -> str:
    """Whether a column holds what is asked for as whole words, in small letters or large: the same value twice.

    Few names hold the letters at all, and looking for those is ten times as quick as the expression that knows where words end."""
    return f"(contains(lower({column}), lower(?)) AND regexp_matches({column}, '(?i)(^|\\W)' || regexp_escape(?) || '($|\\W)'))"

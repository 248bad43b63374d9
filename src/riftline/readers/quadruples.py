"""ICEWS as id quadruples (ICEWS14, ICEWS18, ICEWS05-15): subject, relation, object and time as numbers, with two files of names.

Times count hours from a first day that the files do not tell. They have no ids, no places and no sectors but those that a role for a name
tells ("Police (India)"); an event is known by its day, its act and its two sides, so that the same four are one event however often they stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from riftline.errors import InputError
from riftline.readers.base import ACTOR, CODED, Dimension, Format, Keys
from riftline.readers.codes import by_name, code_of, score
from riftline.readers.files import Quadruples, Source, stream
from riftline.readers.flat import ROW, Flat, lines, written
from riftline.readers.icews import party
from riftline.readers.names import NOBODY, Party, bare, body, bracket, person, role
from riftline.readers.staging import Refused

NAME = "icews-ids"
COLUMNS = ("subject", "relation", "object", "day")
HOURS = 24
_FOUR = 4


def flattened(found: Quadruples, path: str, first_day: date | None) -> Flat:
    """The quadruples with names for ids and days for times. Raises InputError where the first day is not told, or a file has no names."""
    if first_day is None:
        raise InputError(
            found.name,
            "its times count from a day that it does not tell: give it with --first-day (ICEWS14: 2014-01-01, ICEWS18: 2018-01-01, "
            "ICEWS05-15: 2005-01-01).",
        )
    entities, relations = _names(found.entities), _names(found.relations)
    return written(found.name, path, NAME, COLUMNS, _rows(found, entities, relations, first_day))


def _names(source: Source) -> dict[str, str]:
    found: dict[str, str] = {}
    with stream(source) as opened:
        for _, line in lines(opened):
            name, _, number = line.rpartition("\t")
            if name and number.strip().isdigit():
                found[number.strip()] = " ".join(name.replace("_", " ").split())
    if not found:
        raise InputError(source.name, "it has no line with a name, a tab and a number.")
    return found


def _rows(found: Quadruples, entities: dict[str, str], relations: dict[str, str], first_day: date) -> Iterator[ROW | Refused]:
    days: dict[str, str] = {}
    for part in found.parts:
        with stream(part) as opened:
            for number, line in lines(opened):
                cells = line.split()
                subject, relation, target = (table.get(cell) for table, cell in zip((entities, relations, entities), cells, strict=False)) if (
                    len(cells) >= _FOUR
                ) else (None, None, None)
                if subject is None or relation is None or target is None or not cells[3].isdigit():
                    yield Refused(part.name, number, _why(cells, entities, relations))
                    continue
                day = days.get(cells[3])
                if day is None:
                    day = days[cells[3]] = (first_day + timedelta(days=int(cells[3]) // HOURS)).isoformat()
                yield subject, relation, target, day


def _why(cells: list[str], entities: dict[str, str], relations: dict[str, str]) -> str:
    if len(cells) < _FOUR:
        return f"it has {len(cells)} numbers where at least {_FOUR} are expected"
    for kind, cell, table in (("subject", cells[0], entities), ("relation", cells[1], relations), ("object", cells[2], entities)):
        if cell not in table:
            return f"{kind} {cell} has no name"
    return f"time {cells[3]} is no number"


def _party(name: str) -> Party:
    """Who a name is: its state stands in brackets, or is its own; a body or a person is that of the tables, if these know one state for it.
    Of a generic name ("Citizen (Iraq)") the sectors are those of the role."""
    if not name:
        return NOBODY
    found = party(name, bracket(name))
    if found.code:
        return found if found.sectors or not bracket(name) else found._replace(sectors=role(bare(name)))
    words = name.split()
    for known in (body(name), body(f"{name} Party"), person(name), person(f"{words[0]} {words[-1]}")):
        if known:
            return known
    return found


def _actors(keys: Keys) -> Iterator[Party]:
    return (_party(key[0]) for key in keys)


FORMAT = Format(
    name=NAME,
    title="ICEWS as id quadruples",
    key="day",
    staged={
        "id": "'icews-ids-' || replace(day::VARCHAR, '-', '') || '-' || md5(subject || '|' || relation || '|' || object)[:10]",
        "origin_id": "subject || ' | ' || relation || ' | ' || object",
        "day": "day",
        "code": "relation",
        "source_name": "subject",
        "target_name": "object",
    },
    dimensions=(
        Dimension("codes", {"codes": ("code",)}, CODED, by_name("ICEWS as id quadruples")),
        Dimension("scores", {"scored": ("code",)}, {"score": "DOUBLE"}, lambda keys: ((score(code_of(key[0])),) for key in keys)),
        Dimension("actors", {"source": ("source_name",), "target": ("target_name",)}, ACTOR, _actors),
    ),
    events={"intensity": "scored.score", "evidence": "s.code"},
)

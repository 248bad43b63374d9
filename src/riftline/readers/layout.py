"""How a file of event data is laid out, told from its first lines: which format, what separates its cells, which columns it has."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from textwrap import shorten

from riftline.readers.base import Format
from riftline.tables import parts, rows

DELIMITERS = ("\t", ",", ";")
SAMPLE = 50
"""Lines that are looked at."""

FEW = 4
"""Columns that a message names."""

_ID = re.compile(r"\d+$")
_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\d$"), "DATE", "%Y-%m-%d"),
    (re.compile(r"\d{8}$"), "DATE", "%Y%m%d"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d"), "TIMESTAMP", ""),
    (re.compile(r"\d{1,2} [A-Za-z]{4,} \d{4}$"), "DATE", "%d %B %Y"),
    (re.compile(r"\d{1,2} [A-Za-z]{3} \d{4}$"), "DATE", "%d %b %Y"),
    (re.compile(r"\d{1,2}-[A-Za-z]{4,}-\d{4}$"), "DATE", "%d-%B-%Y"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}$"), "DATE", "%m/%d/%Y"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M$"), "TIMESTAMP", "%m/%d/%Y %I:%M:%S %p"),
)
"""Forms in which the data sets write days, the reader's type for each, and its pattern ("": as DuckDB reads times by itself)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the files of one read are laid out; two files with the same layout can be read together."""

    format: str
    delimiter: str
    quoted: bool
    header: bool
    columns: tuple[str, ...]
    """Every column of the data lines, in order, by the name that the readers use."""
    date_type: str
    date_pattern: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a format."""

    name: str
    needed: bool


@cache
def columns(form: str) -> tuple[Column, ...]:
    """The columns of a format, in the order of its files."""
    return tuple(Column(slug(row["column"]), row["needed"] == "yes") for row in rows("readers/columns") if row["format"] == form)


@cache
def _spelt(form: str) -> dict[str, str]:
    """Every name that a column has in headers → the readers' name of it."""
    found: dict[str, str] = {}
    for row in rows("readers/columns"):
        if row["format"] == form:
            found |= {slug(name): slug(row["column"]) for name in (row["column"], *parts(row["also"]))}
    return found


def slug(name: str) -> str:
    """A column's name as the readers write it: "Event ID" is event_id."""
    return re.sub(r"\W+", "_", name.strip().casefold()).strip("_")


def recognised(lines: Sequence[str], forms: Iterable[Format]) -> list[Format]:
    """The formats that the first lines of a file fit, that with the most columns first."""
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("{"):
        return [form for form in forms if form.name == "plover" and _is_plover(first)]
    named = {form.name: form for form in forms if columns(form.name)}
    found = [form for name, form in named.items() if _header(first, name) or (form.headless and _headless(first, name))]
    return sorted(found, key=lambda form: -len(columns(form.name)))


def laid_out(lines: Sequence[str], form: Format) -> Layout:
    """The layout of a file whose first lines fit the format."""
    filled = [line for line in lines if line.strip()]
    names = _header(filled[0], form.name)
    delimiter = _delimiter(filled[0], form.name) if names else ("," if form.quoted else "\t")
    quoted = form.quoted or filled[0].startswith('"')
    body = _cells(filled[1:] if names else filled, delimiter, quoted)
    found = _fitted(names or [column.name for column in columns(form.name)], body[0] if body else [], form.name)
    if not names:
        found = found[: len(body[0])]  # GDELT 1.0 had no URL before April 2013
    date_type, pattern = _date(body, found.index(form.key))
    return Layout(form.name, delimiter, quoted, names is not None, tuple(found), date_type, pattern)


def _fitted(header: list[str], row: list[str], form: str) -> list[str]:
    """The columns of the data where the header tells more or fewer than the lines have: POLECAT has files whose header names columns
    that were taken out, and others with empty cells behind the last."""
    standard = [column.name for column in columns(form)]
    if row and len(row) != len(header) and len(row) == len(standard) and set(standard) <= set(header):
        return standard
    if len(row) > len(header) and not any(cell.strip() for cell in row[len(header) :]):
        return header + [f"nothing_{i}" for i in range(len(header), len(row))]
    return header


def _date(body: Sequence[list[str]], at: int) -> tuple[str, str]:
    for row in body:
        if len(row) > at and row[at].strip():
            cell = row[at].strip()
            return next(((kind, pattern) for regex, kind, pattern in _DATES if regex.match(cell)), ("DATE", "%Y-%m-%d"))
    return "DATE", "%Y-%m-%d"


def _cells(lines: Sequence[str], delimiter: str, quoted: bool) -> list[list[str]]:
    """The rows of the lines, up to one that is no row: it is for the reader to say so."""
    found: list[list[str]] = []
    with suppress(csv.Error):
        found.extend(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE))
    return found


def _split(line: str, delimiter: str) -> list[str]:
    return next(iter(_cells([line], delimiter, quoted=True)), [])


def _delimiter(line: str, form: str) -> str:
    known = _spelt(form)
    return max(DELIMITERS, key=lambda sign: sum(slug(cell) in known for cell in _split(line, sign)))


def _header(line: str, form: str) -> list[str] | None:
    """The columns that a header line names, or None where it lacks one that the format needs. Unknown ones keep their own name."""
    known = _spelt(form)
    found: dict[str, None] = {}
    for i, cell in enumerate(_split(line, _delimiter(line, form))):
        name = known.get(slug(cell)) or slug(cell) or f"nothing_{i}"
        found[name if name not in found else f"{name}_{i}"] = None
    return list(found) if {column.name for column in columns(form) if column.needed} <= set(found) else None


def _headless(line: str, form: str) -> bool:
    """Whether a line is a row of a format whose files may lack a header: as many cells, and the first is a number."""
    cells = _split(line, ",") if form == "ged" else line.rstrip("\r\n").split("\t")
    counts = {len(columns(form))} | ({len(columns(form)) - 1} if form == "gdelt1" else set())
    return len(cells) in counts and bool(_ID.match(cells[0]))


def _is_plover(line: str) -> bool:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and "event" in record and ("actor" in record or "date" in record)


def described(lines: Sequence[str]) -> str:
    """The columns that a file seems to have, for a message: "3 columns (day, who, what)"."""
    first = next((line for line in lines if line.strip()), "")
    cells = [cell.strip() for cell in _split(first, max(DELIMITERS, key=first.count))]
    more = ", …" if len(cells) > FEW else ""
    return f"{len(cells)} column{'' if len(cells) == 1 else 's'} ({shorten(', '.join(cells[:FEW]), 80, placeholder=' …')}{more})"


def differs(lines: Sequence[str], form: Format) -> str:
    """What a user is told of a file in another format: which columns were expected and which were found."""
    if form.name == "plover":
        return f"it is not {form.title}: expected a JSON object a line with id, date, actor and event; found {described(lines)}."
    first = next((line for line in lines if line.strip()), "")
    if form.headless and _ID.match(first.split("\t")[0].split(",")[0]):
        return f"it is not {form.title}: expected {len(columns(form.name))} columns, found {described(lines)}."
    known = _spelt(form.name)
    there = {known.get(slug(cell)) for cell in _split(first, _delimiter(first, form.name))}
    needed = [row["column"] for row in rows("readers/columns") if row["format"] == form.name and row["needed"]]
    missing = [name for name in needed if slug(name) not in there]
    lacks = f"without {_listed(missing)}" if len(missing) < len(needed) else f"none of them {_listed(needed, 'or')}"
    return f"it is not {form.title}: expected {len(columns(form.name))} columns, found {described(lines)}, {lacks}."


def _listed(names: Sequence[str], last: str = "and") -> str:
    few, rest = list(names[:FEW]), len(names) - FEW
    if rest > 0:
        return f"{', '.join(few)} {last} {rest} more"
    return f"{', '.join(few[:-1])} {last} {few[-1]}" if len(few) > 1 else "".join(few)

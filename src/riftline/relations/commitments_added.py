"""A user's own pacts and rivalries: read from a CSV, kept in the database, taken away again."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from riftline.errors import InputError, StoreError
from riftline.relations.commitments import Bond, Rivalry, bond_of, bundled, codes, kinds, rivalry_of
from riftline.relations.periods import first, last
from riftline.store.database import insert, now, transaction
from riftline.tables import parts, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEEDED = ("id", "parties", "kind", "from")
COLUMNS = ("id", "parties", "kind", "treaty", "from", "to", "source", "note")
"""Those of `data/commitments/pacts.tsv`; a rivalry's may have `over` for `treaty`, as in `rivalries.tsv`."""
SHOWN = 5
"""Faults that are told of one file."""


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows are new, and how many took the place of one with their id."""

    new: int
    replaced: int


def read(path: str) -> list[dict[str, str]]:
    """The rows of a CSV (comma, semicolon or tab between cells; lines that begin with # are skipped). Raises InputError where the file or one of
    its rows is wrong, with the lines."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = [(number, line) for number, line in enumerate(file, 1) if line.strip() and not line.startswith("#")]
    except UnicodeDecodeError:
        raise InputError(path, "is not in UTF-8; save it as CSV in UTF-8.") from None
    except OSError as problem:
        raise InputError(path, f"cannot be read: {problem.strerror or problem}.") from None
    if not lines:
        raise InputError(path, f"is empty; its first line has the columns {','.join(COLUMNS)}.")
    sign = max(",;\t", key=lines[0][1].count)
    reader = csv.reader((line for _, line in lines), delimiter=sign)
    header = [name.strip().casefold() for name in next(reader)]
    if missing := [name for name in NEEDED if name not in header]:
        raise InputError(path, f"has no column {' and no column '.join(missing)}; the columns are {','.join(COLUMNS)}.")
    if unknown := [name for name in header if name not in (*COLUMNS, "over")]:
        raise InputError(path, f"has a column {unknown[0]!r} that is not known; the columns are {','.join(COLUMNS)}.")
    made: list[dict[str, str]] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for cells in reader:
        number = lines[reader.line_num - 1][0]
        row: dict[str, str] = dict.fromkeys(COLUMNS, "") | {name: cell.strip() for name, cell in zip(header, cells)}
        row["treaty"] = row["treaty"] or row.pop("over", "")
        wrong = [f"has {len(cells)} cells, the header {len(header)}"] if len(cells) != len(header) else list(_faults(row))
        if not wrong and row["id"] in seen:
            wrong = [f"the id {row['id']!r} stands in line {seen[row['id']]} too"]
        faults += [f"line {number}: {fault}" for fault in wrong]
        seen.setdefault(row["id"], number)
        made.append(row)
    if faults:
        more = f"; and {len(faults) - SHOWN} more faults" if len(faults) > SHOWN else ""
        raise InputError(path, f"{'; '.join(faults[:SHOWN])}{more}. Nothing was added.")
    return made


def faults_of(given: Sequence[dict[str, str]]) -> list[str]:
    """What is wrong with rows that `add` is to store, by their ids; an id that stands there twice is wrong, too."""
    ids = [row["id"] for row in given]
    twice = [f"{identity}: the id stands there twice" for identity in dict.fromkeys(ids) if identity and ids.count(identity) > 1]
    return twice + [f"{row['id'] or 'no id'}: {fault}" for row in given for fault in _faults(row)]


def _faults(row: dict[str, str]) -> Iterator[str]:
    if not row["id"]:
        yield "no id"
    elif row["id"] in _ours():
        yield f"the id {row['id']!r} is one of Riftline's own; take another"
    named = parts(row["parties"])
    if len(set(named)) < 2:
        yield f"parties: {row['parties']!r} are not two; write them as ARM|RUS"
    for code in named:
        if code not in codes():
            right = _names().get(code.casefold())
            yield f"parties: {code!r} is no code{f'; {code} is {right}' if right else ' of the actor tables'}"
    if row["kind"] not in kinds():
        yield f"kind: {row['kind']!r} is not one of {', '.join(kinds())}"
    elif kinds()[row["kind"]]["of"] == "rivalry" and len(set(named)) > 2:
        yield "parties: a rivalry is between two"
    if not row["from"]:
        yield "from: no date"
    try:
        start, end = first(row["from"]), last(row["to"])
    except ValueError as problem:
        yield str(problem)
        return
    if start and end and start > end:
        yield f"from {row['from']} is after to {row['to']}"


@cache
def _ours() -> frozenset[str]:
    return frozenset({bond.id for bond in bundled().all_bonds} | {rivalry.id for rivalry in bundled().all_rivalries})


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): row["code"] for row in rows("actors/states") for name in (row["name"], row["official"], *parts(row["aliases"]))}


def add(connection: DuckDBPyConnection, given: Sequence[dict[str, str]]) -> Added:
    """Stores rows that `read` found; one with an id that is stored already takes its place."""
    ids = [row["id"] for row in given]
    with transaction(connection):
        gone = connection.execute("DELETE FROM commitments_added WHERE id IN ? RETURNING id", [ids]).fetchall()
        when = now()
        insert(
            connection,
            "commitments_added",
            [
                (row["id"], list(parts(row["parties"])), row["kind"], row["treaty"], row["from"] or None, row["to"] or None, row["source"], row["note"], when)
                for row in given
            ],
        )
    return Added(len(given) - len(gone), len(gone))


def remove(connection: DuckDBPyConnection, identity: str) -> None:
    """Takes a user's row away. Raises StoreError where there is none of that id."""
    with transaction(connection):
        gone = connection.execute("DELETE FROM commitments_added WHERE id = ? RETURNING id", [identity]).fetchall()
    if not gone:
        if identity in _ours():
            raise StoreError(f"{identity} is one of Riftline's own commitments; only what was added with --add can be taken away.")
        there = [row[0] for row in connection.execute("SELECT id FROM commitments_added ORDER BY id LIMIT 6").fetchall()]
        has = f"added are {', '.join(there[:5])}{', …' if len(there) > 5 else ''}" if there else "none was added"
        raise StoreError(f"there is no added commitment {identity!r}; {has}.")


def stored(connection: DuckDBPyConnection) -> tuple[list[Bond], list[Rivalry]]:
    """The user's bonds and rivalries, by id."""
    query = "SELECT id, parties, kind, treaty, begins, ends, source, note FROM commitments_added ORDER BY id"
    bonds: list[Bond] = []
    rivalries: list[Rivalry] = []
    for identity, named, *cells in connection.execute(query).fetchall():
        row = dict(zip(COLUMNS, (identity, "|".join(named), *(cell or "" for cell in cells))))
        if kinds()[row["kind"]]["of"] == "bond":
            bonds.append(bond_of(row, "user"))
        else:
            rivalries.append(rivalry_of(row, "user"))
    return bonds, rivalries

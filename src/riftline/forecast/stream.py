"""A benchmark's stream of events: train.txt, valid.txt and test.txt of head, relation, tail and time, in a folder or a zip."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

import numpy as np

from riftline.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

PARTS = ("train", "valid", "test")
HEAD, RELATION, TAIL, DAY = range(4)
_FOUR = 4


@dataclass(frozen=True, slots=True)
class Stream:
    """Events of three consecutive times. Each part is an array [events, 4]: head, relation, tail and day, in the order of days."""

    name: str
    entities: int
    """How many there are; ids count from 0."""
    relations: int
    train: Ints
    valid: Ints
    test: Ints

    @property
    def all(self) -> Ints:
        """The three parts, one after another."""
        return np.concatenate([self.train, self.valid, self.test])


def read(path: str, per_day: int) -> Stream:
    """The stream in a folder or a zip archive.

    Ids are numbered afresh in the order of their own numbers, days count from the first event's. Where all are multiples of a longer
    step (hours read as days, or times of every quarter of an hour), that step stands for the day. An entity that only the folder's
    stat.txt counts is a possible answer like any other that was never seen.
    Raises InputError where a file is missing or empty, where a line has fewer than four numbers, and where a part begins before
    the one before it has ended. Parts may share a day: a day's questions never rest on the day itself.
    """
    found = {part: _part(path, part) for part in PARTS}
    for before, after in (("train", "valid"), ("valid", "test")):
        end, begin = found[before][1][:, DAY].max(), found[after][1][:, DAY].min()
        if begin < end:
            raise InputError(found[after][0], f"its times go back to {begin}, but those of {before}.txt reach {end}: a forecast may not know what follows.")
    rows = np.concatenate([rows for _, rows in found.values()])
    ids, ends = np.unique(rows[:, [HEAD, TAIL]], return_inverse=True)
    kinds, relation = np.unique(rows[:, RELATION], return_inverse=True)
    days = rows[:, DAY] // per_day
    days -= days.min()
    step = max(1, int(np.gcd.reduce(days)))
    numbered = np.column_stack([ends.reshape(-1, 2)[:, 0], relation.ravel(), ends.reshape(-1, 2)[:, 1], days // step]).astype(np.int64)
    cuts = np.cumsum([len(found[part][1]) for part in PARTS])[:-1]
    train, valid, test = (part[np.argsort(part[:, DAY], kind="stable")] for part in np.split(numbered, cuts))
    return Stream(_named(path), max(len(ids), _counted(path)), len(kinds), train, valid, test)


def _named(path: str) -> str:
    name = os.path.basename(os.path.normpath(path))
    return name[:-4] if name.casefold().endswith(".zip") else name


def _part(path: str, part: str) -> tuple[str, Ints]:
    with _opened(path, f"{part}.txt") as (name, file):
        if file is None:
            raise InputError(path, f"it has no {part}.txt; a benchmark has train.txt, valid.txt and test.txt.")
        rows = np.array(list(_rows(name, file)), dtype=np.int64)
    if not len(rows):
        raise InputError(name, "it has no events.")
    return name, rows


def _rows(name: str, file: IO[bytes]) -> Iterator[tuple[int, ...]]:
    for number, line in enumerate(file, 1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) < _FOUR:
            raise InputError(f"{name}, line {number}", f"it has {len(cells)} columns; head, relation, tail and time are expected.")
        try:
            row = tuple(map(int, cells[:_FOUR]))
        except ValueError:
            shown = line.decode(errors="replace").strip()[:60]
            raise InputError(f"{name}, line {number}", f"{shown!r} is not four whole numbers: head, relation, tail and time.") from None
        if min(row) < 0:
            raise InputError(f"{name}, line {number}", "a number is negative.")
        yield row


@contextmanager
def _opened(path: str, wanted: str) -> Iterator[tuple[str, IO[bytes] | None]]:
    """A file of the folder or archive and what to call it; None where it is not there."""
    if os.path.isdir(path):
        file = Path(path) / wanted
        if not file.is_file():
            yield str(file), None
            return
        try:
            with file.open("rb") as plain:
                yield str(file), plain
        except OSError as problem:
            raise InputError(str(file), f"it cannot be read ({problem.strerror or problem}).") from problem
        return
    if not os.path.exists(path):
        raise InputError(path, "there is no such folder or archive.")
    try:
        with zipfile.ZipFile(path) as archive:
            named = {PurePosixPath(name).name.casefold(): name for name in archive.namelist() if not name.startswith("__MACOSX")}
            member = named.get(wanted)
            if member is None:
                yield f"{path}/{wanted}", None
                return
            with archive.open(member) as packed:
                yield f"{path}/{member}", packed
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as problem:
        raise InputError(path, f"it is neither a folder nor a zip archive that can be unpacked ({problem}).") from problem


def _counted(path: str) -> int:
    """How many entities stat.txt counts; 0 where it does not say."""
    with _opened(path, "stat.txt") as (_, file):
        cells = file.read().split() if file else []
    return int(cells[0]) if cells and cells[0].isdigit() else 0

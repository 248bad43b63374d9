"""Where a run goes on with a file that an earlier one has read, in part or whole."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from hashlib import sha256
from stat import S_ISREG

from riftline.sources.reading import BEGINNING, Position

EDGE = 1 << 16
"""Bytes at the beginning and before the end that a file is known by when it has grown."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it is at one time."""

    path: str
    """Absolute."""
    size: int
    changed: int
    """When it was last written to, in nanoseconds."""
    mark: str = ""
    """A digest of its beginning and its end; "" where it was not needed."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a file was read, how, and what came of it."""

    stamp: Stamp
    how: str
    """With which column map, given date and version: another one reads the file anew."""
    again: bool = False
    """Whether known articles were coded again."""
    position: Position = BEGINNING
    done: bool = False
    growing: bool = False
    articles: int = 0
    """Stored, or there already."""
    unfit: int = 0
    """Texts that are no article, or not in English."""
    errors: int = 0


def stamp(path: str) -> Stamp | None:
    """The file as it is now, without its digest; None for what is no regular file (a pipe, standard input), or cannot be asked."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return Stamp(os.path.abspath(path), status.st_size, status.st_mtime_ns) if S_ISREG(status.st_mode) else None


def mark(path: str, size: int) -> str:
    """A digest of the first bytes of a file, and of those before `size`: the same where it has only been appended to."""
    with open(path, "rb") as file:
        digest = sha256(file.read(min(EDGE, size)))
        file.seek(max(size - EDGE, 0))
        digest.update(file.read(min(EDGE, size)))
    return digest.hexdigest()[:32]


def resumed(before: Reached | None, now: Stamp, how: str, again: bool) -> Reached:
    """From where to read the file: what is known of it, or its beginning. `done` where there is nothing to read.

    A file that was read whole is read again where it has changed, where it had errors, or no article, where it is to be read in
    another way, or coded again. One that was left in the middle is gone on with, and so is one of a growing format that was
    only appended to. Raises OSError where the file cannot be read.
    """
    if before is None or before.how != how:
        return _fresh(now, how, again)
    if (again and (before.done or not before.again)) or (before.done and (before.errors or not before.articles)):
        return _fresh(now, how, again)
    if (before.stamp.size, before.stamp.changed) == (now.size, now.changed):
        return replace(before, again=again)
    grown = now.size > before.stamp.size and before.growing and before.position.member == 0
    if not grown or mark(now.path, before.stamp.size) != before.stamp.mark:
        return _fresh(now, how, again)
    return replace(before, stamp=_marked(now), again=again, done=False)


def _fresh(now: Stamp, how: str, again: bool) -> Reached:
    return Reached(_marked(now), how, again)


def _marked(now: Stamp) -> Stamp:
    return replace(now, mark=mark(now.path, now.size))

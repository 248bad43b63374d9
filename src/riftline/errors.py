"""The exceptions that Riftline raises on purpose.

    RiftlineError                 anything below; its text is for the user: what, in which input, what to do
    ├── InputError                an input that cannot be read; the rest of a run goes on
    │   ├── NotAnArticle          nothing to code in it (empty, binary, HTML without an article)
    │   └── WrongLanguage         an article in a language that cannot be coded
    ├── StoreError                the database cannot be used
    │   ├── StoreLocked           another process has it open
    │   ├── StoreReadOnly         it is a lake, which commands only read
    │   ├── StoreFull             its disk, or that of temporary files, is full
    │   ├── StoreNewer            it was made by a newer Riftline
    │   └── StoreUnreachable      its address cannot be read or written (an OSError too)
    ├── QueryError                a search that asks for nothing, or for too much
    ├── EngineError               Ray is not there, or has given up
    └── ModelError                a model or data table is missing or damaged
"""

from __future__ import annotations

import errno
from typing import Self


class RiftlineError(Exception):
    """Base of all; the message is a full sentence for the user."""


def _written(text: str) -> str:
    """What can be written out: names out of an input may hold halves of characters."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class InputError(RiftlineError):
    """An input that cannot be read. `origin` names it: a path, with the line for JSON lines."""

    def __init__(self, origin: str, problem: str) -> None:
        problem = _written(problem)
        super().__init__(f"{_written(origin)}: {problem}")
        self.origin = origin
        self.problem = problem

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return type(self), (self.origin, self.problem)


class NotAnArticle(InputError):
    """The input holds nothing to code."""


class WrongLanguage(InputError):
    """The article is in a language that cannot be coded."""


class StoreError(RiftlineError):
    """The database cannot be used."""


class StoreLocked(StoreError):
    """Another process has the database open."""


class StoreReadOnly(StoreError):
    """The database is a lake, which commands only read."""


class StoreFull(StoreError):
    """The disk of the database, or that of temporary files, is full."""

    @classmethod
    def storing(cls, what: str) -> Self:
        """While something was stored; `what` says what has no room."""
        return cls(f"the disk is full: {what}. What was stored before is safe; free some space and run the command again: it goes on where it stopped.")


class StoreNewer(StoreError):
    """The database was made by a newer Riftline."""


class StoreUnreachable(StoreError, OSError):
    """What lies at an address cannot be read or written: its server does not answer, refuses, or has no such bucket."""


class QueryError(RiftlineError):
    """A search asks for nothing that could be found, or for too much."""


class ModelError(RiftlineError):
    """A model or data table is missing or damaged."""


class EngineError(RiftlineError):
    """What was to code many articles at once is not there, or has given up."""


def disk_full(problem: BaseException) -> bool:
    """Whether an error of the system says that a disk is full."""
    return isinstance(problem, OSError) and problem.errno == errno.ENOSPC


def unwritten(path: str) -> str:
    """The sentence for a file that a full disk has no room for, written beside the one that it was to replace."""
    return f"the disk is full: {path} cannot be written. What was there is as it was; free some space, or name a file elsewhere."

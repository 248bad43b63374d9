"""The server that has a database open, as it tells commands of the same user by a file beside the database: where it is, and its own token."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs."""

    url: str
    token: str
    pid: int


def place_of(db: str) -> str:
    """The file that tells of the server of a database."""
    return f"{os.path.realpath(db)}.server"


def announce(db: str, url: str, token: str) -> None:
    """Writes the file, for this process, readable by its user only. Raises OSError."""
    path = place_of(db)
    with suppress(FileNotFoundError):
        os.unlink(path)  # of a server that ended without a word: this one has the database
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        json.dump({"url": url, "token": token, "pid": os.getpid()}, out)


def withdraw(db: str) -> None:
    """Takes the file away, where it is this process's."""
    found = running(db)
    if found and found.pid == os.getpid():
        with suppress(OSError):
            os.unlink(place_of(db))


def running(db: str) -> Running | None:
    """The server of a database; None where there is none, it is another user's, or it has ended without a word."""
    try:
        with open(place_of(db), encoding="utf-8") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None  # somebody else's file could send us anywhere
            told = json.load(file)
        found = Running(str(told["url"]), str(told["token"]), int(told["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if lives(found.pid) else None


def lives(pid: int) -> bool:
    """Whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is there, and not ours to signal
        return True
    return True

"""Inputs that lie elsewhere: any address that fsspec knows (s3://bucket/news/, memory://…), copied here to be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from riftline.errors import InputError
from riftline.sources.detect import by_suffix
from riftline.store.storage import Storage


def listed(address: str) -> Iterator[str]:
    """The files behind an address: itself, or those of a folder whose names promise articles, in order."""
    try:
        names = Storage(address).names()
    except OSError:
        names = []
    yield from [f"{address.rstrip('/')}/{name}" for name in names if by_suffix(name)] or [address]


@contextmanager
def fetched(name: str) -> Iterator[tuple[str, InputError | None]]:
    """A file to read as long as the context lasts: the path itself, or a copy of what lies at an address; and why it could not be had."""
    if "://" not in name:
        yield name, None if name == "-" or os.path.exists(name) else InputError(name, "there is no such file or folder.")
        return
    folder, _, last = name.rpartition("/")
    with TemporaryDirectory(prefix="riftline-") as here:
        path = os.path.join(here, last)
        problem = None
        try:
            Storage(folder).fetch(last, path)
        except OSError as error:
            problem = InputError(name, f"it cannot be read ({error}).")
        yield path, problem

"""Which files are behind a path: itself, or those of a folder and the folders in it, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterator

from riftline.errors import InputError
from riftline.sources.detect import ENDINGS, by_suffix
from riftline.sources.index import NAME as INDEX

STDIN = "-"


def files(path: str) -> Iterator[str | InputError]:
    """The files behind a path, or an error in its place. A folder's come by name, those in folders within it at the folder's place;
    hidden ones are left out, and of a folder with an index only the index is given: it names the folder's articles."""
    if path == STDIN:
        yield path
    elif not os.path.exists(path):
        yield InputError(path, "there is no such file or folder.")
    elif os.path.isdir(path):
        any_file = False
        for file in _within(path):
            any_file = any_file or isinstance(file, str)
            yield file
        if not any_file:
            yield InputError(path, f"no article in this folder: it has no file whose name ends in {ENDINGS}.")
    else:
        yield path


def _within(folder: str) -> Iterator[str | InputError]:
    try:
        with os.scandir(folder) as there:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in there if not entry.name.startswith("."))
    except OSError as problem:
        yield InputError(folder, f"the folder cannot be read ({problem.strerror or problem}).")
        return
    indexed = (INDEX, False) in entries
    for name, is_folder in entries:
        path = os.path.join(folder, name)
        if is_folder:
            yield from _within(path)
        elif (name == INDEX if indexed else by_suffix(name)) and os.path.isfile(path):
            yield path

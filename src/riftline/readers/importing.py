"""The way from paths to the table of events: files found, their format told, read in batches, each batch in one transaction."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from riftline.errors import InputError, StoreFull, disk_full
from riftline.readers import plover, quadruples
from riftline.readers.base import Format
from riftline.readers.files import Found, Quadruples, Source, as_utf8, head, is_utf16, on_disk, sources
from riftline.readers.flat import Flat
from riftline.readers.formats import FORMATS
from riftline.readers.layout import SAMPLE, Layout, described, differs, laid_out, recognised
from riftline.readers.loading import clear, insert
from riftline.readers.report import Report
from riftline.readers.staging import Refused, stage
from riftline.store.database import transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH_FILES = 96
BATCH_BYTES = 256 << 20
"""Files of one layout are read together up to so many, or up to so many bytes; a file that has more is read by itself."""


_SETTINGS = (
    "enable_progress_bar = false",  # it would go to standard output
    "preserve_insertion_order = false",  # the order of rows in the file means nothing, and keeping it costs time and memory
    "force_compression = 'dict_fsst'",  # what DuckDB finds best for nearly all these columns after trying all, a tenth faster
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may say about an import."""

    format: str | None = None
    """None: as each file tells by itself."""
    replace: bool = False
    """Whether rows take the place of events that are there with other contents."""
    first_day: date | None = None
    """The day of time 0, for id quadruples."""


@dataclass(slots=True)
class _Batch:
    form: Format
    layout: Layout
    files: list[Source]
    refused: int = 0
    examples: tuple[Refused, ...] = ()


Told = Callable[[str], object]


def load(connection: DuckDBPyConnection, paths: Iterable[str], settings: Settings, told: Told, failed: Callable[[InputError], object]) -> list[Report]:
    """Loads all that the paths mean; a report for each format, in the order of their first file.

    `told` hears the name of what is read next, `failed` of each file that cannot be read, before the others go on. Events of
    batches that are done stay if a later one fails.
    """
    reports: dict[str, Report] = {}
    with _settings(connection), _copies() as folder:
        for batch in _batches(paths, settings, folder, failed):
            told(batch.files[0].name if len(batch.files) == 1 else f"{batch.files[0].name} and {len(batch.files) - 1} more")
            report = reports.setdefault(batch.form.name, Report(batch.form.name))
            started = time.monotonic()
            _loaded(connection, batch, report, settings.replace, folder, failed)
            report.seconds += time.monotonic() - started
            _delete(batch.files, folder)
    clear(connection, FORMATS.values())
    return list(reports.values())


@contextmanager
def _copies() -> Iterator[str]:
    """A folder for copies of what DuckDB cannot read as it is. Raises StoreFull where they have no room."""
    try:
        with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
            yield folder
    except OSError as problem:
        if not disk_full(problem):
            raise
        raise StoreFull(
            f"the disk is full: there is no room in {tempfile.gettempdir()}, where inputs are unpacked. What was stored before is safe; free some space, "
            "or name another folder in TMPDIR, and run the command again."
        ) from problem


@contextmanager
def _settings(connection: DuckDBPyConnection) -> Iterator[None]:
    for setting in _SETTINGS:
        connection.execute(f"SET {setting}")
    try:
        yield
    finally:
        for setting in _SETTINGS:
            connection.execute(f"RESET {setting.partition(' ')[0]}")


def _loaded(
    connection: DuckDBPyConnection, batch: _Batch, report: Report, replaces: bool, folder: str, failed: Callable[[InputError], object]
) -> None:  # fmt: skip
    """A batch, and where a file of it stops the reader the others without it."""
    try:
        _load(connection, batch, report, replaces, folder)
    except InputError as problem:
        if len(batch.files) == 1:
            failed(problem)
            return
        for number, file in enumerate(batch.files):
            told = (batch.refused, batch.examples) if number == 0 else (0, ())
            _loaded(connection, _Batch(batch.form, batch.layout, [file], *told), report, replaces, folder, failed)


def _load(connection: DuckDBPyConnection, batch: _Batch, report: Report, replace: bool, folder: str) -> None:
    """One batch in one transaction."""
    with transaction(connection):
        staged = stage(connection, batch.files, batch.layout, batch.form)
        if staged.undecoded:  # again, with copies of what is not UTF-8
            batch.files = [as_utf8(file, folder) if file.path in staged.undecoded else file for file in batch.files]
            staged = stage(connection, batch.files, batch.layout, batch.form)
            report.note("Some lines were not UTF-8; they were read as Windows-1252.")
        report.refuse(staged.refused + batch.refused, (*batch.examples, *staged.examples))
        insert(connection, batch.form, report, replace)
    report.files += len(batch.files)


def _delete(files: Iterable[Source], folder: str) -> None:
    """Temporary copies that are loaded: an archive may unpack to more than the disk holds twice."""
    for file in files:
        if os.path.dirname(file.path) == folder:
            os.unlink(file.path)


def _batches(paths: Iterable[str], settings: Settings, folder: str, failed: Callable[[InputError], object]) -> Iterator[_Batch]:
    """Files of one layout that stand next to each other, together."""
    waiting: _Batch | None = None
    for number, found in enumerate(sources(paths)):
        try:
            batch = _batch(found, settings, os.path.join(folder, str(number)))
        except InputError as problem:
            failed(problem)
            continue
        if waiting and _together(waiting, batch):
            waiting.files.extend(batch.files)
            waiting.refused += batch.refused
            waiting.examples += batch.examples
            continue
        if waiting:
            yield waiting
        waiting = batch
    if waiting:
        yield waiting


def _together(one: _Batch, other: _Batch) -> bool:
    same = (one.form.name, one.layout, one.files[0].packed) == (other.form.name, other.layout, other.files[0].packed)
    return same and len(one.files) < BATCH_FILES and sum(file.size for file in (*one.files, *other.files)) <= BATCH_BYTES


def _batch(found: Found, settings: Settings, path: str) -> _Batch:
    """One file, or one folder of quadruples, ready to be staged; `path` is where a copy may go. Raises InputError where it is not what it should be."""
    if isinstance(found, InputError):
        raise found
    if isinstance(found, Quadruples):
        if settings.format not in (None, quadruples.NAME):
            raise InputError(found.name, f"it holds id quadruples; import it with --as {quadruples.NAME}.")
        return _flat(quadruples.FORMAT, quadruples.flattened(found, path, settings.first_day))
    if settings.format == quadruples.NAME:
        raise InputError(found.name, "id quadruples come as a folder or an archive with entity2id.txt, relation2id.txt and train.txt; name that.")
    source = on_disk(found, path)
    if is_utf16(source):
        source = as_utf8(source, os.path.dirname(path))
    lines = head(source, SAMPLE)
    form = _format(lines, settings.format, source.name)
    if form is plover.FORMAT:
        return _flat(form, plover.flattened(source, f"{path}.flat"))
    return _Batch(form, laid_out(lines, form), [source])


def _flat(form: Format, flat: Flat) -> _Batch:
    return _Batch(form, flat.layout, [flat.source], flat.refused, flat.examples)


def _format(lines: Sequence[str], wanted: str | None, name: str) -> Format:
    """The format that the first lines are in. Raises InputError where they are not in the wanted one, or in none, with what would fit."""
    if not any(line.strip() for line in lines):
        raise InputError(name, "it is empty.")
    fits = recognised(lines, FORMATS.values())
    if wanted is None:
        if not fits:
            raise InputError(name, f"it is in no format that can be imported: {described(lines)}; there are {', '.join(FORMATS)}.")
        return fits[0]
    if FORMATS[wanted] in fits:
        return FORMATS[wanted]
    instead = f" Import it with --as {fits[0].name}." if fits else ""
    raise InputError(name, f"{differs(lines, FORMATS[wanted])}{instead}")

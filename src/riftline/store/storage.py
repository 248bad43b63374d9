"""Where files lie: a folder here, or what fsspec reaches by an address (s3://bucket/lake). A file is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from riftline.errors import StoreError, StoreFull, StoreUnreachable, disk_full


class Storage:
    """A folder of files, by name. Raises OSError where it cannot be reached (StoreUnreachable what has an address), StoreFull where its disk is
    full, StoreError where its kind of address is not known."""

    def __init__(self, path: str) -> None:
        import fsspec

        self.path = path.rstrip("/") or "/"
        try:
            self.files, self.root = fsspec.core.url_to_fs(self.path if "://" in path else os.path.abspath(path))
        except ImportError as problem:
            kind = path.partition("://")[0]
            extra = "riftline[s3]" if kind == "s3" else f"what fsspec needs for {kind}"
            raise StoreError(f"{path}: {problem}. Install it with pip install '{extra}'.") from None
        except ValueError as problem:
            raise StoreError(f"{path} is no address that can be opened: {problem}.") from None
        self.local = "file" in self.files.protocol

    def __reduce__(self) -> tuple[type[Storage], tuple[str]]:
        return type(self), (self.path,)

    def url(self, name: str) -> str:
        """What DuckDB knows a file by, once `register` was called."""
        return f"{self.root}/{name}" if self.local else f"{self.files.unstrip_protocol(self.root)}/{name}"

    def register(self, connection: Any) -> None:
        """Has DuckDB read by way of fsspec what is not here."""
        if not self.local and not set(connection.list_filesystems()) & {self.files.protocol, *self.files.protocol}:
            connection.register_filesystem(self.files)

    def names(self, below: str = "") -> list[str]:
        """All files below a folder, in order, by their names from the root of the storage."""
        self.files.invalidate_cache()
        try:
            with self._asked():
                found = self.files.find(f"{self.root}/{below}".rstrip("/"))
        except FileNotFoundError:
            return []
        return sorted(name.removeprefix(self.root).lstrip("/") for name in found)

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where it is not there."""
        try:
            self.files.invalidate_cache()
            with self._asked():
                found: bytes = self.files.cat_file(f"{self.root}/{name}")
        except FileNotFoundError:
            return None
        return found

    def write(self, name: str, data: bytes) -> None:
        """Writes a file, in place of one of its name."""
        place = f"{self.root}/{name}"
        if not self.local:
            try:
                with self._asked():
                    self.files.pipe_file(place, data)
            except FileNotFoundError as problem:  # the bucket
                raise StoreUnreachable(f"{self.path} cannot be written ({problem}).") from None
            return
        beside = f"{place}.{uuid4().hex}.tmp"
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(beside, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, place)
        except BaseException as problem:
            if os.path.exists(beside):
                os.unlink(beside)
            if disk_full(problem):
                raise StoreFull.storing(f"{self.path} cannot grow") from problem
            raise

    def fetch(self, name: str, path: str) -> None:
        """Copies a file to a path here."""
        with self._asked():
            self.files.get_file(f"{self.root}/{name}", path)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """What a server or its library says in its own way as one of our errors. That a file is not there stays as it is."""
        try:
            yield
        except Exception as problem:
            if self.local or isinstance(problem, FileNotFoundError):
                raise
            raise StoreUnreachable(f"{self.path} cannot be reached ({problem or type(problem).__name__}).") from None

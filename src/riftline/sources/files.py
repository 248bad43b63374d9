"""Paths, folders and standard input: articles in the order in which they are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riftline.sources.base import DEFAULT_LIMIT, Found
from riftline.sources.columns import UNMAPPED, Columns
from riftline.sources.formats import READERS, read
from riftline.sources.reading import Reading

__all__ = ["READERS", "articles", "read"]


def articles(paths: Iterable[str], limit: int = DEFAULT_LIMIT, columns: Columns = UNMAPPED) -> Iterator[Found]:
    """Every article of every path, in order; what cannot be read comes out as an error in its place."""
    for source in Reading(paths, limit, columns).inputs():
        yield from source.read()

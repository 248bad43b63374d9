"""What binds and divides, of what the server keeps: all bonds, and all acts against them, are put together once for all who ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.relations.breaches import acts_against
from riftline.relations.commitments_told import known
from riftline.relations.standing import record, standing

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from riftline.api.state import State


def bound(
    held: State, connection: DuckDBPyConnection, who: str | None, other: str | None = None, on: date | None = None, as_of: date | None = None,
    kinds: Collection[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """The record of `standing`."""
    bonds = held.kept(f"bonds {as_of}", lambda: known(connection, as_of))
    acts = held.kept(f"acts against {as_of}", lambda: acts_against(connection, as_of, bonds), patient=True)
    return record(standing(connection, who, other, on, as_of, kinds, acts, bonds))

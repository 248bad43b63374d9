"""Why an outlook has no row, and what the store has instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.outlook import LEAST_LIKELY, Outlook
from riftline.forecast.outlook_stream import LATEST, Stream
from riftline.tables import rows
from riftline.wording import code_name, listed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 5
"""Others that are named."""
NEAR = 3
"""Codes and names that are spelt alike."""


def strangers(connection: DuckDBPyConnection, stream: Stream, actors: Sequence[str]) -> list[str]:
    """A sentence for each of the actors that is no code of the stream's, nor of the whole store's, nor one with a name."""
    unnamed = [each for each in actors if each not in stream.codes and code_name(each) == each]
    return [_unknown(stream, each) for each in unnamed if first_known(connection, (each,)) is None]


def first_known(connection: DuckDBPyConnection, actors: Sequence[str] = ()) -> date | None:
    """The day on which the store's first act became known: of all, of one actor, or between two."""
    asked = "kind = 'dyad' AND source <> '' AND target <> '' AND source <> target AND known - day <= ?" + " AND (source = ? OR target = ?)" * len(actors)
    row = connection.execute(f"SELECT min(known) FROM acts WHERE {asked}", [LATEST, *(each for each in actors for _ in (0, 1))]).fetchone()
    return row[0] if row else None


def nothing(connection: DuckDBPyConnection, found: Outlook, actors: Sequence[str]) -> list[str]:
    """Sentences; none where there are rows."""
    if found.rows:
        return []
    if found.models:
        return [f"None of these acts is given {LEAST_LIKELY:.0%} or more; by probability, the likeliest are listed all the same.".replace("%", " %")]
    names = [_called(each) for each in actors]
    what = f"No act between {listed(names)}" if len(actors) == 2 else f"Nothing that {listed(names)} did or suffered" if actors else "No act"
    sentences = [f"{what} was known by {found.as_of}, so there is nothing to forecast from."]
    if (first := first_known(connection, actors)) and first > found.as_of:
        sentences.append(f"The first became known on {first}.")
    return sentences + [each for each in (_partners(found.stream, code) for code in actors) if each]


def _unknown(stream: Stream, code: str) -> str:
    names = {each: each for each in stream.codes} | {row["name"].upper(): row["code"] for row in rows("actors/states")}
    alike = list(dict.fromkeys(_called(names[each]) for each in get_close_matches(code.upper(), names, n=NEAR, cutoff=0.6)))
    return f"{code} is no code or name that Riftline knows{f'; near to it: {listed(alike)}' if alike else ''}."


def _partners(stream: Stream, code: str) -> str | None:
    """With whom this actor has most to do, by days and types of acts; None where it has to do with none."""
    if code not in stream.codes:
        return None
    index = stream.codes.index(code)
    acts = np.bincount(stream.pair >> 1, minlength=stream.pairs // 2)
    mine = np.nonzero((stream.source[0::2] == index) | (stream.target[0::2] == index))[0]
    most = mine[np.argsort(-acts[mine], kind="stable")][:MOST]
    others = [stream.codes[int(stream.source[2 * i] + stream.target[2 * i]) - index] for i in most]
    return f"{_called(code)} has most to do with {listed(others)}."


def _called(code: str) -> str:
    name = code_name(code)
    return code if name == code else f"{name} ({code})"

"""PLOVER: the sixteen event types, their quads, modes and scores (`data/plover`, from the manual of 2021)."""

from __future__ import annotations

from riftline.tables import parts, rows

_TYPES = rows("plover/types")

PLOVER_TYPES: tuple[str, ...] = tuple(row["type"] for row in _TYPES)
QUAD_OF: dict[str, str] = {row["type"]: row["quad"] for row in _TYPES}
SCORE_OF: dict[str, float] = {row["type"]: float(row["score"]) for row in _TYPES}
"""Conflict (negative) to cooperation, as the manual prints it but for ACCUSE, whose sign there is a misprint."""
MEANING_OF: dict[str, str] = {row["type"]: row["meaning"] for row in _TYPES}
MODES_OF: dict[str, tuple[str, ...]] = {row["type"]: ("", *parts(row["modes"])) for row in rows("plover/modes")}
"""Modes of each type; "" (none) is always one of them."""

FRICTION: frozenset[str] = frozenset(t for t, quad in QUAD_OF.items() if quad.endswith("conflict"))
COOPERATION: frozenset[str] = frozenset(t for t, quad in QUAD_OF.items() if quad.endswith("cooperation"))
IS_FRICTION, IS_COOPERATION = (f"type IN {tuple(sorted(of))}" for of in (FRICTION, COOPERATION))
"""The same as conditions in SQL. Written out: compared with a list that is given as a value, they take twice as long."""
SYMMETRIC: frozenset[str] = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types whose sides may stand in either order when both act alike."""

"""The report's tables: errors by kind, cause, stage, construction and type. No words of an article are in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation.candidates import STAGES
from evaluation.report.causes import STAGE_WORDS
from evaluation.report.errors import KINDS, NEAR, Compared, Error
from evaluation.scorer import Record
from riftline.ontology import PLOVER_TYPES

LOST = ("missed", *NEAR)
_CONSTRUCTION = re.compile(r"\A“.*?” \(([^()]*)\);", re.DOTALL)
_NO_EVENT, _MADE_UP = "not coded", "not annotated"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its first column for names; `right` are the cells (row, column) that are no errors."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    right: frozenset[tuple[int, int]] = frozenset()


def tables(all_compared: Sequence[Compared]) -> tuple[Table, ...]:
    """All of them, in the order of the page."""
    errors = [error for item in all_compared for error in item.errors]
    return (causes(errors), stages(errors), constructions(all_compared), confusion(all_compared))


def kind_counts(errors: Iterable[Error]) -> dict[str, int]:
    """Errors by kind; all kinds, 0 where there are none."""
    counts = Counter(error.kind for error in errors)
    return {kind: counts[kind] for kind in KINDS}


def causes(errors: Sequence[Error]) -> Table:
    """Errors by kind and cause, the most frequent first."""
    counts = Counter((error.kind, error.cause) for error in errors)
    rows = tuple((f"{kind}: {cause}", (count,)) for (kind, cause), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return Table("By cause", "The most frequent first.", ("errors",), rows)


def stages(errors: Sequence[Error]) -> Table:
    """Core events that are not found, by the stage at which they are lost."""
    counts = Counter((e.way.stage, e.kind) for e in errors if e.way and e.gold and e.gold.core)
    rows = tuple((STAGE_WORDS[stage], _with_sum(counts[stage, kind] for kind in LOST)) for stage in STAGES)
    return Table("Annotated core events that are not found, by what becomes of them", "In the order of the coder’s stages.", (*LOST, "all"), rows)


def constructions(all_compared: Sequence[Compared]) -> Table:
    """Found events and errors by the construction that carries them."""
    found = Counter(construction_of(event) for item in all_compared for _, event in item.found)
    errors = Counter((error_construction(e), e.kind) for item in all_compared for e in item.errors)
    sums = Counter(found)
    for (name, _), count in errors.items():
        sums[name] += count
    names = sorted(sums, key=lambda name: (-sums[name], name))
    rows = tuple((name, (found[name], *(errors[name, kind] for kind in KINDS))) for name in names)
    note = "Of coded events as their reason has it; of missed ones, that of the strongest candidate with the right sides."
    return Table("By construction", note, ("found", *KINDS), rows, frozenset((row, 0) for row in range(len(rows))))


def confusion(all_compared: Sequence[Compared]) -> Table:
    """Annotated type by coded type, where the sides fit; what has no other half stands at the edge."""
    counts: Counter[tuple[str, str]] = Counter()
    for item in all_compared:
        counts.update((gold.types[0], gold.types[0]) for gold, _ in item.found)
        for error in item.errors:
            if error.gold and error.kind in LOST:
                coded = error.coded.get("type") if error.coded and error.kind == "wrong type" else _NO_EVENT
                counts[error.gold.types[0], str(coded)] += 1
            elif error.kind == "spurious" and error.coded:
                counts[_MADE_UP, str(error.coded.get("type"))] += 1
    used = {name for pair in counts for name in pair}
    types = [name for name in PLOVER_TYPES if name in used]
    columns = (*types, _NO_EVENT)
    rows = tuple((name, tuple(counts[name, column] for column in columns)) for name in (*types, _MADE_UP))
    note = "Rows: annotated (its best type); columns: coded. An acceptable type counts as the best one. Events with a wrong side count as not coded."
    return Table("Types, annotated and coded", note, columns, rows, frozenset((i, i) for i in range(len(types))))


def error_construction(error: Error) -> str:
    """The construction that an error stands in."""
    if error.coded is not None:
        return construction_of(error.coded)
    return (error.way.construction if error.way else "") or "no candidate"


def construction_of(event: Record) -> str:
    """A coded event's construction, from its reason."""
    hit = _CONSTRUCTION.match(event.get("reason") or "")
    return hit[1] if hit else "not told"


def _with_sum(counts: Iterable[int]) -> tuple[int, ...]:
    values = tuple(counts)
    return (*values, sum(values))

"""What an import did, in lines for the user."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riftline.readers.report import Report

CODES, ACTORS = 12, 5
"""How many codes that were not mapped, and actors whose state is not known, the text names."""


def notes(report: Report) -> Iterator[str]:
    """What is to be known of it beside the sum: notes, and rows that were left out."""
    yield from (f"note: {note}" for note in report.notes)
    yield from (f"{item.file}:{item.line}: {item.why}; the row was left out." for item in report.examples)
    more = report.refused - len(report.examples)
    if more > 0:
        yield f"{more:,} more row{'' if more == 1 else 's'} left out."


def summed(report: Report, db: str) -> Iterator[str]:
    """The sum."""
    unmapped = report.read - report.mapped
    yield (
        f"{db}: {_rows(report.imported)} imported as {report.format}, {report.present:,} there already{_changes(report)}; "
        f"{report.mapped:,} mapped to PLOVER, {unmapped:,} not{_unmapped(report)}."
    )
    if report.stateless:
        yield f"No state or organisation is known for {sum(report.stateless.values()):,} sides: {_stateless(report)}."
    if report.seconds >= 1:
        yield f"{_rows(report.read)} in {report.seconds:.1f} s, {report.read / report.seconds:,.0f} a second."


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _changes(report: Report) -> str:
    found = f", {report.replaced:,} replaced" if report.replaced else ""
    found += f", {report.repeated:,} there more than once" if report.repeated else ""
    if report.differing:
        found += f", {report.differing:,} with different contents under one id"
    return found


def _unmapped(report: Report) -> str:
    codes = [f"{code} {name}".strip() or "no code" for code, name, _ in report.unmapped]
    counts = [f"{name} {count:,}" for name, (_, _, count) in zip(codes, report.unmapped, strict=True)]
    more = len(counts) - CODES
    rest = sum(count for _, _, count in report.unmapped[CODES:])
    return (": " if counts else "") + ", ".join(counts[:CODES]) + (f" and {more} more codes {rest:,}" if more > 0 else "")


def _stateless(report: Report) -> str:
    first = report.stateless.most_common(ACTORS)
    more = len(report.stateless) - len(first)
    return ", ".join(f"{name} {count:,}" for name, count in first) + (f" and {more:,} more" if more > 0 else "")

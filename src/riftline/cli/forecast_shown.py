"""What `riftline forecast` and its back-test print."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich.text import Text

from riftline.cli.common import console, table
from riftline.export.listing import safe
from riftline.forecast.outlook import HORIZONS, Chance, Outlook, Row
from riftline.forecast.outlook_record import flat, record
from riftline.forecast.outlook_words import evidence, reasons, remark
from riftline.wording import code_name, listed, number

if TYPE_CHECKING:
    from rich.console import Console

    from riftline.forecast.backtest import Backtest
    from riftline.forecast.outlook_acts import Act
    from riftline.forecast.outlook_agenda import Announced

SHOWN = 2
"""Past acts under a row; JSON has five."""
DUE = 15
"""Announced things that are listed; JSON has all."""
LONG = 140
"""Characters of a sentence that are shown."""


def as_json(found: Outlook, told: Sequence[Sequence[Act]], due: Sequence[Announced], actors: Sequence[str], missing: Sequence[str]) -> None:
    """One object."""
    print(json.dumps(record(found, told, due, actors, missing), ensure_ascii=False, indent=2))


def as_csv(found: Outlook, told: Sequence[Sequence[Act]]) -> None:
    """A line a row, with a header; the header alone where there is no row of which its columns could be told."""
    rows = [flat(row, acts) for row, acts in zip(found.rows, told, strict=True)]
    names = list(rows[0]) if rows else ["source", "target", "type"]
    out = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    out.writeheader()
    out.writerows({name: safe(value) if isinstance(value, str) else value for name, value in row.items()} for row in rows)


def as_table(found: Outlook, told: Sequence[Sequence[Act]], due: Sequence[Announced], actors: Sequence[str], missing: Sequence[str]) -> None:
    """For reading: the rows, what speaks for each, what is announced; or what is missing."""
    out = console()
    who = f" with {listed([code_name(code) for code in actors])}" if actors else ""
    days = max((HORIZONS[name] for name in found.models), default=0)
    out.print(Text(f"What comes next{who}, as known on {found.as_of}", style="bold"), soft_wrap=True)
    if note := remark(found):
        out.print(Text(note, style="bold yellow"), soft_wrap=True)
    for sentence in missing:
        out.print(Text(sentence), soft_wrap=True)
    if found.rows:
        out.print(Text(f"At least one such act becomes known by {found.as_of + timedelta(days=days)}; {len(found.rows)} of {found.total:,}.", style="dim"))
        _rows(out, found, told)
    if due:
        _due(out, due)


def _rows(out: Console, found: Outlook, told: Sequence[Sequence[Act]]) -> None:
    made = table(out)
    made.add_column("who")
    made.add_column("act", no_wrap=True)
    for name in found.models:
        made.add_column(name, justify="right", no_wrap=True)
        made.add_column("base", justify="right", no_wrap=True)
    made.add_column("past", overflow="fold")
    for row in found.rows:
        values = [each for chance in row.chances.values() for each in (percent(chance.probability), _base(chance))]
        made.add_row(f"{row.source} → {row.target}", row.outcome, *values, evidence(row))
    out.print(made)
    out.print()
    for row, acts in zip(found.rows, told, strict=True):
        _why(out, row, acts)


def _why(out: Console, row: Row, acts: Sequence[Act]) -> None:
    """What speaks for a row, and against it."""
    why = "; ".join(reasons(row))
    if not (why or acts):
        return
    out.print(Text.assemble((f"{row.source} → {row.target} {row.outcome}", "bold"), f": {why}" if why else ""), soft_wrap=True)
    for act in acts[:SHOWN]:
        words = " ".join((act.text or "").split())
        words = words if len(words) <= LONG else words[: LONG - 1].rstrip() + "…"
        source = f" ({act.publisher})" if act.publisher else ""
        out.print(Text(f"  {act.known}  {act.source} → {act.target} {act.type}  {words}{source}  {act.id}", style="dim"), soft_wrap=True)


def _due(out: Console, due: Sequence[Announced]) -> None:
    out.print()
    out.print(Text("Announced", style="bold"))
    for item in due[:DUE]:
        when = str(item.start) if item.start == item.end else f"{item.start} to {item.end}"
        source = f" ({item.publisher}, {item.published})" if item.publisher else ""
        out.print(Text(f"  {when}  {'-'.join(item.actors)}  {' '.join(item.what.split())}{source}"), soft_wrap=True)
    if len(due) > DUE:
        out.print(Text(f"  and {number(len(due) - DUE, 'more', 'more')}; --format json has all", style="dim"))


def percent(value: float) -> str:
    """ "37 %"; what is nearly sure or hardly possible is not said to be more than that."""
    if value > 0.99:
        return "> 99 %"
    if value < 0.001:
        return "< 0.1 %"
    return f"{value:.1%}".replace("%", " %") if value < 0.1 else f"{value:.0%}".replace("%", " %")


def _base(chance: Chance) -> str:
    return "?" if chance.base is None else percent(chance.base)


def backtest_json(found: Backtest) -> None:
    """One object: by horizon, all types and each outcome."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for name, each in found.parts.items():
        parts[name] = []
        for part in each:
            scores = {
                method: {"brier": round(s.brier, 6), "log": round(s.log, 5), "calibration_error": round(s.error, 5), "skill": round(part.skill_of(method), 4)}
                for method, s in part.scores.items()
            }
            bins = [{"from": round(b.low, 2), "forecast": round(b.forecast, 4), "came": round(b.came, 4), "cells": b.cells} for b in part.bins]
            parts[name].append({"outcome": part.outcome or "all types", "cells": part.cells, "acts": part.acts, "scores": scores, "reliability": bins})
    print(json.dumps({"from": str(found.first), "to": str(found.last), "days": found.days, **parts}, indent=2))


def backtest_table(found: Backtest) -> None:
    """For reading."""
    out = console()
    head = f"{number(found.days, 'day')} asked, windows from {found.first} to {found.last}"
    out.print(Text(head, style="bold"), soft_wrap=True)
    for name, parts in found.parts.items():
        out.print()
        out.print(Text(f"{name} ({HORIZONS[name]} days)", style="bold"))
        made = table(out)
        for column in ("", "asked", "came", "Brier", "climatology", "rates", "skill", "bits", "climatology", "calibration error"):
            made.add_column(column, justify="right" if column else "left", no_wrap=True)
        for part in parts:
            full, past, rates = (part.scores[method] for method in ("full", "climatology", "rates"))
            made.add_row(
                part.outcome or "all types", f"{part.cells:,}", f"{part.acts:,}", f"{full.brier:.5f}", f"{past.brier:.5f}", f"{rates.brier:.5f}",
                f"{part.skill:.3f}", f"{full.log:.4f}", f"{past.log:.4f}", f"{full.error:.4f}",
            )  # fmt: skip
        out.print(made)
        out.print()
        made = table(out)
        for column in ("forecast from", "mean", "came", "asked"):
            made.add_column(column, justify="right", no_wrap=True)
        for each in parts[0].bins:
            made.add_row(f"{each.low:.0%}", f"{each.forecast:.1%}", f"{each.came:.1%}", f"{each.cells:,}")
        out.print(made)

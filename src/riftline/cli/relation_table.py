"""`riftline relation` for reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from riftline.cli.common import console, table
from riftline.ontology import COOPERATION, PLOVER_TYPES, QUAD_OF
from riftline.relations.overview import Overview, by_type
from riftline.relations.sparkline import NONE, UNKNOWN, sparkline
from riftline.wording import code_name, number

if TYPE_CHECKING:
    from rich.console import Console

    from riftline.relations.ledger import Period

WIDE = 60
"""Periods in a line of the course."""
MOST = 25
"""Pairs of sectors, or parts of a state, that are listed."""

_QUADS = tuple(dict.fromkeys(QUAD_OF[kind] for kind in PLOVER_TYPES))


def show(made: Overview) -> None:
    """Prints it."""
    out = console()
    _head(out, made)
    if made.empty:
        out.print(_nothing(made), soft_wrap=True)
        for note in made.notes:
            out.print(Text(f"  {note}"), soft_wrap=True)
    else:
        _sums(out, made)
        _types(out, made)
        _course(out, made)
    _bound(out, made)
    _acts(out, made)


def _head(out: Console, made: Overview) -> None:
    asked = made.asked
    if asked.kind == "dyad":
        title = " and ".join(_called(asked.values[side]) for side in "ab")
    elif asked.kind == "place":
        title = ", ".join(part for part in (asked.values.get("part"), _called(asked.values["state"])) if part)
    else:
        title = f"Sectors of {_called(asked.values['state'])}"
    out.print(Text(title, style="bold"), soft_wrap=True)
    about = [f"{made.first} to {made.last}" if made.first and made.last else ""]
    about += [f"as known on {asked.as_of}" if asked.as_of else "", f"from {', '.join(asked.origins)}" if asked.origins else ""]
    if line := "; ".join(part for part in about if part):
        out.print(Text(line, style="dim"), soft_wrap=True)
    out.print()


def _nothing(made: Overview) -> Text:
    where = "between the two" if made.asked.kind == "dyad" else "of it"
    if not made.stored:
        return Text("No data: the store has no event of that kind and time, whoever's.")
    return Text(f"Nothing {where} is stored; of others there are {number(sum(made.stored.values()), 'event')}.")


def _sums(out: Console, made: Overview) -> None:
    listed = table(out)
    listed.add_column("", no_wrap=True)
    for title in ("Events", "Friction", "Cooperation", "Share of friction", "Intensity", "Reports", "Independent sources"):
        listed.add_column(title, justify="right")
    for total in made.totals[:MOST]:
        cells = [f"{total.events:,}", f"{total.friction:,}", f"{total.cooperation:,}", _share(total), f"{total.intensity:+,.1f}"]
        listed.add_row(Text(_way(made, total)), *(Text(cell) for cell in (*cells, f"{total.reports:,}", f"{total.sources:,}")))
    out.print(listed)
    if len(made.totals) > MOST:
        out.print(Text(f"… and {len(made.totals) - MOST} more", style="dim"))
    out.print()


def _types(out: Console, made: Overview) -> None:
    shown = made.totals if made.asked.kind == "dyad" else _together(made.totals)
    counts = [by_type(total) for total in shown]
    listed = table(out)
    listed.add_column("By type", no_wrap=True)
    for total in shown:
        listed.add_column(_way(made, total) if made.asked.kind == "dyad" else "Events", justify="right", no_wrap=True)
    listed.add_column("Modes", overflow="fold")
    for quad in reversed(_QUADS):
        kinds = [kind for kind in PLOVER_TYPES if QUAD_OF[kind] == quad and any(kind in count for count in counts)]
        if kinds:
            listed.add_row(Text(quad, style="dim"))
        for kind in kinds:
            style = "green" if kind in COOPERATION else "red"
            cells = [Text(f"{count[kind].events:,}" if kind in count else NONE) for count in counts]
            listed.add_row(Text(f"  {kind}", style=style), *cells, Text(_modes(count.get(kind) for count in counts)))
    if any("" in count for count in counts):
        listed.add_row(Text("without a PLOVER type", style="dim"), *(Text(f"{count[''].events:,}" if "" in count else NONE) for count in counts), "")
    out.print(listed)
    out.print()


def _modes(periods: Iterable[Period | None]) -> str:
    found: dict[str, int] = {}
    for period in periods:
        for count in period.counts if period else ():
            if count.mode:
                found[count.mode] = found.get(count.mode, 0) + count.events
    return ", ".join(f"{mode} {n:,}" for mode, n in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _course(out: Console, made: Overview) -> None:
    """Cooperation above and friction below, of each direction; of a place or of sectors all together."""
    lines = list(made.course.items()) if made.asked.kind == "dyad" else [(("", ""), _merged(list(made.course.values())))]
    for way, periods in lines:
        known = [period.start in made.stored for period in periods]
        rows = {
            name: [getattr(period, name) if there else None for period, there in zip(periods, known, strict=True)] for name in ("cooperation", "friction")
        }
        most = max((value or 0 for row in rows.values() for value in row), default=0)
        title = f"{way[0]} → {way[1]}" if way[0] else "All together"
        out.print(Text(f"{title}, by {made.by}; the tallest bar is {most:,}", style="bold"), soft_wrap=True)
        for start in range(0, len(periods), WIDE):
            for name, row in rows.items():
                day = str(periods[start].start) if name == "cooperation" else ""
                bars = sparkline(row[start : start + WIDE], most)
                out.print(Text(f"  {day:<10}  {name:<11}  ").append(bars, style="green" if name == "cooperation" else "red"), soft_wrap=True)
    out.print(Text(f"  {NONE} nothing told; {UNKNOWN} no event of that time is stored", style="dim"), soft_wrap=True)
    out.print()


def _merged(courses: Sequence[Sequence[Period]]) -> list[Period]:
    from dataclasses import replace

    return [replace(same[0], counts=tuple(count for period in same for count in period.counts)) for same in zip(*courses, strict=True)]


def _together(totals: Sequence[Period]) -> list[Period]:
    return _merged([[total] for total in totals])


def _bound(out: Console, made: Overview) -> None:
    if made.asked.kind != "dyad":
        return
    out.print(Text(f"Commitments in force on {made.on}", style="bold"), soft_wrap=True)
    for bond in made.bonds:
        suspended = f", {bond.status}" if bond.status != "in force" else ""
        to = f" to {bond.end}" if bond.end else ""
        out.print(Text(f"  {bond.kind}: {bond.treaty or bond.id} (since {bond.start or 'a day not known'}{to}{suspended})"), soft_wrap=True)
    if not made.bonds:
        out.print(Text("  none that the tables know"), soft_wrap=True)
    for each in made.rivalries:
        out.print(Text(f"  but {each.kind}: {each.over} (since {each.start or 'a day not known'})", style="red"), soft_wrap=True)
    out.print()


def _acts(out: Console, made: Overview) -> None:
    if not made.acts:
        return
    out.print(Text("The last acts", style="bold"), soft_wrap=True)
    for act in made.acts:
        kind = act["type"] or f"({act['code'] or 'no PLOVER type'})"
        mode = f" ({act['mode']})" if act["mode"] else ""
        line = Text(f"  {act['day']}  ").append(f"{kind}{mode}", style="green" if act["type"] in COOPERATION else "red")
        line.append(f"  {_side(act, 'source')} → {_side(act, 'target')}")
        told = number(act["reports"], "report") if act["reports"] == act["sources"] else f"{act['reports']:,} reports, {act['sources']:,} independent"
        out.print(line.append(f"  {act['event']}", style="dim"), soft_wrap=True)
        says = {"sentence": f"“{act['evidence']}”", "label": f"the code's label: {act['evidence']}"}.get(act["evidence_is"], "no words are stored")
        who = act["publisher"] or act["origin"]
        known = f", published {act['known']}" if act["known"] != act["day"] else ""
        out.print(Text(f"      {says} — {who}{known}; {told}", style="dim"), soft_wrap=True)
    out.print(Text("  riftline show ID tells all that an act rests on.", style="dim"), soft_wrap=True)


def _side(act: dict[str, Any], side: str) -> str:
    return act[f"{side}_name"] or "–"


def _way(made: Overview, total: Period) -> str:
    if made.asked.kind == "place":
        return total.source or "(no division told)"
    return f"{total.source or 'unknown'} → {total.target or 'unknown'}"


def _share(total: Period) -> str:
    return "–" if total.share is None else f"{100 * total.share:.0f} %"


def _called(code: str) -> str:
    name = code_name(code)
    return code if name == code else f"{name} ({code})"

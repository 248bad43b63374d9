"""One signal, explained: what `riftline explain SIGNAL` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riftline.cli.common import console

if TYPE_CHECKING:
    from datetime import date

    from riftline.records import Signal


def is_signal(wanted: str) -> bool:
    """Whether an id is one of a signal: it begins with the kind."""
    from riftline.records import SIGNAL_KINDS

    return wanted.lower().partition("-")[0] in SIGNAL_KINDS


def show(versions: list[tuple[Signal, int, date | None]], again: Signal | None, replayed: bool, form: str) -> None:
    """Prints the newest version as it was raised, and whether the same comes out today from what was published by then."""
    signal, number, as_of = versions[-1]
    differs = _differs(signal, again) if replayed else ""
    if form == "json":
        import json

        from riftline.signals.record import record

        found = record(signal) | {"version": number, "as_of": as_of.isoformat() if as_of else None, "replayed": differs or None}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from riftline.brief import Page
    from riftline.wording import code_name, days

    page = Page(console(), [])
    page.line(f"{signal.kind.capitalize()}: {', '.join(code_name(code) for code in signal.actors)}", style="bold")
    page.line(signal.reason)
    page.heading("What it is made of")
    asked = f", as of {as_of}" if as_of else ""
    likely = f", a probability of {signal.probability:.1%}" if signal.probability is not None else ""
    page.row("Raised", f"{signal.date}, from {days(signal.window)}; version {number}{asked}")
    page.row("Score", f"{signal.score:.2f}{likely}")
    usual, seen = (f"{each:.2%}" if signal.probability is not None else f"{each:.2f}" for each in (signal.baseline, signal.observed))
    page.row("Expected", f"{usual}, seen {seen}")
    page.row("Attention", f"{signal.attention:.2f} by the volume of coverage alone")
    for part in signal.parts:
        ids = f" [{', '.join(part.events)}]" if part.events else ""
        page.row(f"{part.adds:+.2f}", f"{part.name}: {part.words}{ids}")
    page.heading("The acts that weigh most")
    for act in signal.events:
        page.row(f"{act.weight:.0%}", f"{act.day or act.known}  {act.words}  [{act.event}]")
        if act.quote:
            page.line(f"“{act.quote}”", indent=12)
        source = ", ".join(part for part in (act.publisher, act.title, str(act.known)) if part)
        page.line(f"{source}; {act.sources} independent source{'s' if act.sources != 1 else ''}", indent=12, style="dim")
    if signal.thin:
        page.row("Thin", signal.thin)
    if differs:
        page.row("Replayed", differs)


def _differs(signal: Signal, again: Signal | None) -> str:
    from riftline.signals.record import record

    if again is None:
        return "computed again from what is stored now, it is not raised on that day: reports that came later, dated before, change it."
    if record(signal) == record(again):
        return "computed again from what was published by then, it comes out the same."
    return f"computed again from what is stored now, its score is {again.score:.2f}: reports that came later, dated before, change it."

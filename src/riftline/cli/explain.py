"""`riftline explain`: why an event was coded so, and what else was possible; why a signal was raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, chosen, console, guarded, refuse
from riftline.cli.reading import reading
from riftline.cli.show import FORMATS, looked_up, rows_of
from riftline.cli.signal import is_signal, show

if TYPE_CHECKING:
    from rich.console import Console

    from riftline.extraction.explain import Explanation, Telling
    from riftline.store.queries import Stored

def explain(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="An event's id or a signal's, or the beginning of one.")],
    db: Database = "riftline.duckdb",
    form: Annotated[str, typer.Option("--format", metavar="brief|json", help="For reading, or for a program.")] = "brief",
    replay: Annotated[bool, typer.Option("--replay", help="Of a signal: compute it again, as of the day on which it was raised.")] = False,
) -> None:
    """Explains why an event was coded so, or why a signal was raised.

    For each place where the event is told: the sentence with act and sides marked, the construction, what the model
    makes of it and the next best, which other sides were tried and why they do not stand; then how each side, the
    day, the place, the status and the voucher were found. The article is read again, which takes a second.

    For a signal: what it is made of, as it was when it was raised, the acts that weigh most with their sentences; with
    --replay, whether the same comes out of what is stored now and was published by that day.

    \b
    Examples:
      riftline explain 3fa4c1
      riftline explain 3fa4c1 --format json
      riftline explain rift-ARM-RUS-2023-09-08 --replay
    """
    form = chosen(form, FORMATS, "--format")
    if is_signal(wanted):
        _signal(wanted, db, form, replay)
        return
    with guarded():
        stored, event = looked_up(db, wanted)
        if event is None:
            raise refuse(f"{wanted} is an article: `riftline show {wanted}` lists its events, each of which can be explained.")
        from riftline.extraction.explain import explain as why

        found = why(stored.coding.document, event)
        if found is None:
            raise refuse(
                f"This version of Riftline codes no such event in {stored.coding.document.id}, which {stored.version} stored: "
                "run `riftline ingest --again` to code it anew."
            )
        if form == "json":
            _json(found)
        else:
            _brief(found, stored, console())


def _signal(wanted: str, db: str, form: str, replay: bool) -> None:
    from riftline.signals.find import Wanted, find
    from riftline.signals.keeping import find as stored

    with guarded():
        with reading(db) as connection:
            versions = stored(connection, wanted)
            if not versions:
                raise refuse(f"no signal has an id that begins with {wanted!r}; riftline signals --format json lists the ids, and stores what it lists.")
            signal = versions[-1][0]
            again = find(connection, Wanted((signal.kind,), signal.date, signal.date, signal.date)) if replay else []
        show(versions, next((each for each in again if each.id == signal.id), None), replay, form)


def _json(found: Explanation) -> None:
    import json
    from dataclasses import asdict

    from riftline import record

    print(json.dumps({"event": record.event(found.event), "tellings": [asdict(t) for t in found.tellings]}, ensure_ascii=False, indent=2))


def _brief(found: Explanation, stored: Stored, out: Console) -> None:
    from riftline.brief import Page
    from riftline.wording import headline

    page = Page(out, [stored.coding])
    page.line(headline(found.event), style="bold")
    for number, telling in enumerate(found.tellings, 1):
        page.heading(f"Told {number} of {len(found.tellings)}")
        page.line(telling.marked, indent=2)
        page.line("", indent=0)
        for name, words in _of_telling(telling):
            page.row(name, words)
        for rival in telling.rivals:
            words = f"{rival.type} by {rival.source} to {rival.target} ({rival.score:.2f}) {rival.verdict}"
            page.row("Or", words, style="dim")
    page.heading("How the rest was found")
    for name, words in rows_of(found.event):
        page.row(name, words)


def _of_telling(telling: Telling) -> list[tuple[str, str]]:
    act, source, target = telling.first_pass
    stands = "stands by itself" if telling.alone else "is too weak to stand by itself and is evidence of the same event"
    return [
        ("Reads as", telling.construction),
        ("Score", f"{telling.score:.2f}: {stands}"),
        ("First pass", f"an act {act:.2f}, its source {source:.2f}, its target {target:.2f}"),
        ("Type", _odds(telling.types)),
        ("Mode", _odds(telling.modes)),
        ("Status", _odds(telling.statuses)),
        ("Vouched by", _odds(telling.vouchers)),
    ]


def _odds(odds: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{name} {share:.2f}" for name, share in odds)

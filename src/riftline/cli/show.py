"""`riftline show`: one event or article with everything that it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, chosen, console, guarded
from riftline.cli.imported import show_imported
from riftline.cli.reading import reading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from rich.console import Console

    from riftline.records import Actor, Event
    from riftline.store.queries import Stored

FORMATS = ("brief", "json")


def show(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="An event's or article's id, or the beginning of one.")],
    db: Database = "riftline.duckdb",
    report: Annotated[bool, typer.Option("--report", help="The one report, although its event has several.")] = False,
    form: Annotated[str, typer.Option("--format", metavar="brief|json", help="For reading, or the record.")] = "brief",
) -> None:
    """Shows an event or article and all that it rests on.

    An event that one article tells comes with its evidence and the reason of every value; one that several tell, with each report, who has it
    from whom, and what they say differently. An article comes with all that was found in it.

    \b
    Examples:
      riftline show 3fa4c1
      riftline show 3fa4c1 --report
      riftline show guardian-0
      riftline show icews-33685578-20180928
      riftline show 3fa4c1 --format json
    """
    form = chosen(form, FORMATS, "--format")
    from riftline.store.queries import imported
    from riftline.stories.dossier import dossier

    with guarded():
        with reading(db) as connection:
            row = imported(connection, wanted)
            if row is None:
                stored, event = _found(connection, wanted)
                # An event is known by the id of its first report.
                whole = dossier(connection, stored.ids[event.id]) if event and not report else None
        if row is not None:
            show_imported(row, form)
        elif whole and len(whole.reports) > 1:
            from riftline.cli import dossier as several

            print(several.as_json(whole)) if form == "json" else several.show(whole)
        elif form == "json":
            _json(stored, event)
        elif event:
            _event(event, stored, console())
        else:
            _article(stored, console())


def looked_up(db: str, wanted: str) -> tuple[Stored, Event | None]:
    """The stored article that an id names, and the event in it, or None where it names the article. Raises StoreError."""

    with reading(db) as connection:
        return _found(connection, wanted)


def _found(connection: DuckDBPyConnection, wanted: str) -> tuple[Stored, Event | None]:
    from riftline.store.queries import find

    stored, local = find(connection, wanted)
    return stored, next((item for item in stored.coding.events if item.id == local), None)


def _json(stored: Stored, event: Event | None) -> None:
    import json

    from riftline import record

    if event is None:
        whole = record.record(stored.coding)
    else:
        whole = record.event(event) | {"id": stored.ids[event.id], "document": record.document(stored.coding.document)}
    print(json.dumps(whole, ensure_ascii=False, indent=2))


def _article(stored: Stored, out: Console) -> None:
    from rich.text import Text

    from riftline.brief import brief
    from riftline.wording import headline

    brief([stored.coding], out)
    out.print()
    its = " Its events:" if stored.coding.events else ""
    out.print(Text(f"Stored {stored.stored} as {stored.coding.document.id} by Riftline {stored.version}.{its}", style="dim"))
    for event in stored.coding.events:
        out.print(Text(f"  {stored.ids[event.id]}  ").append(headline(event)))


def _event(event: Event, stored: Stored, out: Console) -> None:
    from riftline.brief import Page
    from riftline.text.sentences import sentence_around
    from riftline.wording import article_name, headline

    article = stored.coding.document
    page = Page(out, [stored.coding])
    page.line(headline(event), style="bold")
    kind = f"{event.type} ({event.mode})" if event.mode else event.type
    page.line(f"{kind} · {event.status} · {event.confidence:.0%} sure · {stored.ids[event.id]}")
    page.line("", indent=0)
    for name, words in [*rows_of(event), ("Why", event.reason)]:
        page.row(name, words)
    page.heading("Evidence")
    for span in event.evidence:
        sentence = sentence_around(article.text, span.start, span.end)
        page.quote(sentence, [(span.start, span.end)], 1)
        page.line(f"characters {span.start} to {span.end}", indent=page.step + 2, style="dim")
    page.heading("Article")
    page.line(article_name(article), style="bold")
    dated = f"published {article.published}" if article.published else "no publication date"
    page.line(" · ".join(part for part in (article.publisher, dated, article.url, article.origin) if part))
    page.line(f"riftline show {article.id}", style="dim")


def rows_of(event: Event) -> list[tuple[str, str]]:
    """What is said of an event, by name, each with how it is known; what there is nothing to say of is left out."""
    from riftline.wording import days, figure, voucher

    rows = [
        ("Who", _actor(event.source)),
        ("To whom", _actor(event.target)),
        ("When", f"{days(event.date)}. {(event.date.reason if event.date else None) or event.date_reason}"),
        ("Where", f"{_place(event)} {(event.place.reason if event.place else None) or event.place_reason}"),
        ("Who says so", voucher(event) or "the newsroom itself"),
        ("How many", ", ".join(f"{figure(item)} (“{item.text}”)" for item in event.figures)),
        ("Contexts", ", ".join(event.contexts)),
    ]
    return [(name, words.strip()) for name, words in rows if words.strip()]


def _actor(actor: Actor | None) -> str:
    if actor is None:
        return "nobody is named"
    about = [actor.code, actor.country if actor.country != actor.code else None, *actor.sectors, "unnamed" if actor.anonymous else None]
    said = f"; in the text: “{actor.text}”" if actor.text and actor.text != actor.name else ""
    return f"{actor.name or actor.text} ({', '.join(part for part in about if part)}){said}. {actor.reason or ''}"


def _place(event: Event) -> str:
    place = event.place
    if place is None:
        return "No place."
    around = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
    return f"{around} ({place.lat:.3f}, {place.lon:.3f}; {place.precision})."

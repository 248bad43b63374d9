"""`riftline brief`: a written briefing from the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, chosen, guarded, refuse, say, shown
from riftline.cli.filtering import Between, Origin, PlaceName, Since, Sources, Type, Until, filters
from riftline.cli.reading import reading

if TYPE_CHECKING:
    from riftline.briefing.model import Briefing

FORMATS = ("md", "html", "json")


def brief(
    db: Database = "riftline.duckdb",
    dyad: Between = None,
    actor: Annotated[str | None, typer.Option("--actor", metavar="WHO", help="On either side: a code (RUS, EU) or part of a name.")] = None,
    place: PlaceName = None,
    since: Since = None,
    until: Until = None,
    kind: Type = None,
    origin: Origin = None,
    min_sources: Sources = 0,
    lines: Annotated[int, typer.Option("--lines", metavar="N", help="Most events that the timeline tells; all are counted.")] = 200,
    form: Annotated[str | None, typer.Option("--format", metavar="md|html|json", help="Markdown, one HTML file, or the record.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Into a file; .html and .json say the format.")] = None,
) -> None:
    """Writes a briefing on two actors, one actor or a place: a summary, a timeline, counts, who vouches, differing
    accounts, agenda, and a footnote for every sentence it rests on.

    Nothing in it is made up or weighed: every figure is counted, every line is an event of the database, and the
    same database gives the same file. The HTML is one file that needs nothing else, for a screen or for print.

    \b
    Examples:
      riftline brief --dyad ARM-RUS
      riftline brief --actor TUR --since 2019-01-01 --format html --out turkey.html
      riftline brief --place Sochi --out sochi.md
      riftline brief --since 2023-09-01 --type ASSAULT,COERCE --min-sources 2
    """
    form = chosen(form or _of_suffix(out), FORMATS, "--format")
    if lines < 1:
        raise refuse("--lines: the number must be above 0.")
    if not (dyad or actor or place or since):
        raise refuse("say what the briefing is about: --dyad ARM-RUS, --actor RUS, --place Sochi, or all --since a day.")
    wanted = filters(None, None, actor, dyad, kind, since, until, None, place, None, origin, min_sources, None)
    from riftline.briefing.gather import briefing
    from riftline.briefing.scope import strangers
    from riftline.export.writing import write_file
    from riftline.wording import number

    with guarded():
        with reading(db) as connection:
            found = briefing(connection, wanted, lines)
            near = strangers(connection, wanted) if found is None else {}
        if found is None:
            _nothing(near, form)
            return
        text = _written(found, form)
        if out is None:
            sys.stdout.write(text if form == "json" else shown(text))
        else:
            write_file([text.encode()], str(out))
            print(f"{out}: a briefing on {number(found.events, 'event')} from {number(len(found.sources), 'article')}.")


def _of_suffix(out: Path | None) -> str:
    return {".html": "html", ".htm": "html", ".json": "json"}.get(out.suffix.lower() if out else "", "md")


def _written(found: Briefing, form: str) -> str:
    if form == "html":
        from riftline.briefing.html import page

        return page(found)
    if form == "json":
        import json

        from riftline.briefing.record import record

        return json.dumps(record(found), ensure_ascii=False, indent=2) + "\n"
    from riftline.briefing.markdown import markdown

    return markdown(found)


def _nothing(near: dict[str, list[str]], form: str) -> None:
    """That no event passes, and whom the filters name that nobody tells of."""
    print("null" if form == "json" else "No event passes.")
    for who, names in near.items():
        like = f"; near it: {', '.join(names)}" if names else ""
        say(f"note: no event names {who!r}{like}.")

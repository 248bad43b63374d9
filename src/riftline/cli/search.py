"""`riftline search`: full-text search over what is stored."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riftline.cli.common import Database, Progress, chosen, console, day, guarded, refuse, say, shown
from riftline.cli.reading import readable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from rich.console import Console
    from rich.text import Text

    from riftline.search.query import Query
    from riftline.search.ranking import Found, Hit

Row = dict[str, Any]
FORMATS = ("table", "json", "jsonl")
_ONLY_WORDS = re.compile(r"[^-\"“”„«»][^\"“”„«»]*")


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help='Words, "phrases", beginnings*, -what is not wanted.')],
    db: Database = "riftline.duckdb",
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Published on or after this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Published on or before this day.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Of this publisher: whole words of its name.")] = None,
    only_events: Annotated[bool, typer.Option("--events", help="Only sentences that are evidence of an event; says of which.")] = False,
    limit: Annotated[int, typer.Option(metavar="N", help="At most so many.")] = 20,
    form: Annotated[str, typer.Option("--format", metavar="table|json|jsonl", help="How to print them.")] = "table",
) -> None:
    """Finds sentences of stored articles, and texts of imported events, best first.

    Sentences that have all the words come first, then those of articles that have them all, then those that have
    some, each by how rare its words are in what is stored (BM25). Capitals, accents and endings do not matter:
    talk finds "talks" and "talking". A "phrase" has to stand there word for word; escalat* finds what begins so;
    -gas leaves out sentences with that word. Of several arguments one with spaces is a phrase. A hit that is
    evidence of an event says so with the event's id, which riftline show takes.

    \b
    Examples:
      riftline search ceasefire talks
      riftline search "defence pact" Armenia --events
      riftline search '"prime minister" sanction* -football' --since 2023-09-01
      riftline search S-400 --publisher Guardian --format jsonl
    """
    from riftline.search.query import parse
    from riftline.search.ranking import Narrow
    from riftline.search.ranking import search as ranked
    from riftline.search.record import record
    from riftline.store.queries import events_of

    form = chosen(form, FORMATS, "--format")
    if limit < 1:
        raise refuse("--limit: the number must be above 0.")
    narrow = Narrow(day(since, "--since"), day(until, "--until"), publisher, only_events)
    with guarded():
        asked = parse(" ".join(_phrased(words)))
        with _indexed(db) as connection:
            found = ranked(connection, asked, narrow, limit)
            told = events_of(connection, {identity for hit in found.hits for identity in hit.events})
        if form == "table":
            _print(found, asked, told, only_events)
        else:
            _json([record(hit, told) for hit in found.hits], lines=form == "jsonl")


def _phrased(arguments: Sequence[str]) -> list[str]:
    """The arguments of a query: where there are several, one with spaces was put in quotation marks for the shell and is a phrase."""
    for word in arguments:
        if word.startswith("--"):
            raise refuse(f"there is no option {word.split('=')[0]}; riftline search --help lists them.")
    if len(arguments) == 1:
        return list(arguments)
    return [f'"{word}"' if " " in word.strip() and _ONLY_WORDS.fullmatch(word) else word for word in arguments]


@contextmanager
def _indexed(db: str) -> Iterator[DuckDBPyConnection]:
    """The database to read, once what was stored before there was an index is indexed."""
    from riftline.search.index import missing
    from riftline.store.database import explained, opened

    with readable(db) as path:
        with opened(path) as connection, explained(db):
            left = missing(connection)
            if not left:
                yield connection
                return
        _complete(path, left)
        with opened(path) as connection, explained(db):
            yield connection


def _complete(db: str, left: int) -> None:
    """Indexes what is missing. Where the database cannot be written that is said, and the rest is searched."""
    from riftline.errors import StoreError
    from riftline.search.index import complete
    from riftline.store.database import explained, opened

    say(f"{db}: {left:,} text{' is' if left == 1 else 's are'} not in the search index yet; that is made up for now, once.")
    bar = Progress()
    if sys.stderr.isatty():
        bar.start("Indexing", left)
    try:
        with opened(db, write=True) as connection, explained(db):
            for done in complete(connection):
                for _ in range(done):
                    bar.advance()
    except StoreError as problem:
        say(f"note: {problem} They are left out of this search.")
    finally:
        bar.stop()


def _print(found: Found, asked: Query, told: Mapping[str, Row], headlines: bool) -> None:
    """On a terminal each hit in lines of its own, with a word on how many there are; in a pipe a table, a line a hit."""
    if not found.hits:
        sys.stdout.write("No sentence matches.\n")
    elif sys.stdout.isatty():
        _blocks(found, told, console(), headlines)
    else:
        _table(found, told, headlines)
    if asked.common and sys.stdout.isatty():
        say(f"note: left out as too common: {', '.join(asked.common)} (in capitals a name: US, WHO).")
    if found.hits and not found.whole:
        say("note: no sentence has all of what was looked for; the nearest are shown.")


def _blocks(found: Found, told: Mapping[str, Row], out: Console, headlines: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for hit in found.hits:
        about = [hit.published.isoformat() if hit.published else "no date", hit.publisher, hit.article or "imported"]
        about += [] if headlines else hit.events
        out.print(Text().append(f"{hit.rank:>3}  ", style="bold").append(" · ".join(part for part in about if part), style="dim"))
        out.print(Padding(_bold(hit), (0, 0, 0, 5)))
        for line in _headlines(hit, told) if headlines else ():
            out.print(Padding(Text(line, style="cyan"), (0, 0, 0, 5)))
    whole = f", {found.whole:,} with all that was looked for" if found.whole < found.total and found.whole else ""
    rest = f"; {len(found.hits)} are shown" if len(found.hits) < found.total else ""
    out.print(Text(f"{found.total:,} sentence{' matches' if found.total == 1 else 's match'}{whole}{rest}.", style="dim"))


def _table(found: Found, told: Mapping[str, Row], headlines: bool) -> None:
    """Columns of equal width, the sentence last and as long as it is."""
    lines = [["#", "Date", "Publisher", "Article", "Events", "Sentence"]]
    for hit in found.hits:
        events = "; ".join(_headlines(hit, told)) if headlines else " ".join(hit.events)
        dated = hit.published.isoformat() if hit.published else "–"
        lines.append([str(hit.rank), dated, hit.publisher or "–", hit.article or "–", events or "–", _underlined(hit)])
    widths = [max(map(len, column)) for column in zip(*lines)][:-1]
    for line in lines:
        sys.stdout.write(shown("  ".join([*(cell.ljust(width) for cell, width in zip(line, widths)), " ".join(line[-1].split())])) + "\n")


def _bold(hit: Hit) -> Text:
    """The sentence, the words that were looked for bold."""
    from rich.text import Text

    text = Text(hit.text)
    for start, end in hit.marks:
        text.stylize("bold", start, end)
    return text


def _underlined(hit: Hit) -> str:
    """The sentence, the words that were looked for between underscores: _so_."""
    from riftline.wording import merged

    text = hit.text
    for start, end in reversed(merged(hit.marks)):
        text = f"{text[:start]}_{text[start:end]}_{text[end:]}"
    return text


def _headlines(hit: Hit, told: Mapping[str, Row]) -> list[str]:
    from riftline.store.rows import event_of
    from riftline.wording import headline

    return [f"{identity} {headline(event_of(told[identity]))}" for identity in hit.events if identity in told]


def _json(records: Iterable[Row], lines: bool) -> None:
    import json

    if lines:
        for record in records:
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(json.dumps(list(records), ensure_ascii=False, indent=2) + "\n")

"""`riftline ingest`: articles into the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, Database, Map, day, fraction, guarded, limit, mapped, progress
from riftline.cli.messages import Messages
from riftline.cli.stopping import stopping

if TYPE_CHECKING:
    from riftline.cli.handing import Server
    from riftline.pipeline import Options


def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders; - is standard input.")],
    db: Database = "riftline.duckdb",
    columns: Map = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date of all of them, whatever they say.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Code articles again that are stored already (after an upgrade).")] = False,
    max_megabytes: Annotated[float, typer.Option(metavar="MB", help="Most that one article may have.")] = 50,
    min_confidence: Annotated[float, typer.Option(metavar="0..1", help="Leave out events that are less certain.")] = 0,
) -> None:
    """Codes articles and stores them. What is stored already is left as it is.

    Reads text, Markdown, HTML, JSON, JSON lines, CSV, TSV, Parquet, WARC and ninjs, compressed (gzip, bzip2, xz, zstd, zip)
    or not, of any size. An article is known by its id, else its URL, else its text. A text that has changed under the same id
    takes the earlier one's place, and so does a date that was corrected; both are said.

    Ctrl-C stops after the article at hand. The same command later goes on where it was; a file that was read whole and
    has not changed since is not read again, one that was appended to is read from there.

    \b
    Examples:
      riftline ingest examples/
      riftline ingest news.jsonl.gz CC-NEWS-20240508-00001.warc.gz --db levant.duckdb
      riftline ingest dump.csv --map text=body,published=date,publisher=outlet
      riftline ingest api.json --map text=article.body,title=article.headline
      zcat feed.jsonl.gz | riftline ingest -
    """
    from riftline.ingesting import Ingesting, Opened
    from riftline.pipeline import Options
    from riftline.sources.reading import Reading
    from riftline.store.database import opened

    options = Options(day(published, "--published"), limit(max_megabytes), fraction(min_confidence, "--min-confidence"), mapped(columns))
    reading = Reading(paths, options.limit, options.columns)
    from riftline.cli.handing import server_of

    if server := server_of(db):
        with guarded():
            _handed(server, paths, db, columns, options, again, max_megabytes)
        return
    with guarded(), opened(db, write=True) as connection, stopping() as stop:
        work = Ingesting(Opened(connection), db, options, again, reading, Messages(), stop.busy)
        with progress(reading, "Storing") as bar:
            try:
                for source in reading.inputs():
                    work.take(source, bar.advance)
            except KeyboardInterrupt:
                work.interrupted()
        print(work.close(stop.signal is not None))
    if stop.signal is not None:
        raise typer.Exit(stop.code)
    if work.counted["bad"]:
        raise typer.Exit(BAD_INPUT)


def _handed(
    server: Server, paths: list[str], db: str, columns: list[str] | None, options: Options, again: bool, max_megabytes: float
) -> None:  # fmt: skip
    """Has the server do it."""
    from riftline.cli.handing import finished, for_server, handed

    day = options.published.isoformat() if options.published else None
    about = {"map": columns, "published": day, "again": again, "max_megabytes": max_megabytes, "min_confidence": options.least_confidence}
    with for_server(paths) as there:
        finished(handed(server, "ingest", paths=there, shown=db, **about))

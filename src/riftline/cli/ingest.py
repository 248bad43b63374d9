"""`riftline ingest`: articles into the database, or into a lake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, Database, Map, chosen, day, fraction, guarded, limit, mapped, progress, refuse, say
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
    out: Annotated[str | None, typer.Option(metavar="FOLDER", help="Into a lake of Parquet, a folder or an address (s3://…), and not the database.")] = None,
    engine: Annotated[str | None, typer.Option(metavar="local|ray", help="What codes into a lake: this machine's processors (the default), or Ray.")] = None,
    address: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The Ray cluster (auto, host:port); without it Ray runs on this machine.")] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", min=1, help="Processes that code; by default one a processor.")] = None,
    batch: Annotated[int, typer.Option(metavar="N", min=1, help="Articles that are coded and written at once, into a lake.")] = 256,
    stories: Annotated[bool, typer.Option("--stories/--no-stories", help="Put the new articles of a lake to the others at the end, or leave it.")] = True,
) -> None:
    """Codes articles and stores them. What is stored already is left as it is.

    Reads text, Markdown, HTML, JSON, JSON lines, CSV, TSV, Parquet, WARC and ninjs, compressed (gzip, bzip2, xz, zstd, zip)
    or not, of any size. An article is known by its id, else its URL, else its text. A text that has changed under the same id
    takes the earlier one's place, and so does a date that was corrected; both are said.

    Ctrl-C stops after the article at hand, and stores what was coded. The same command later goes on where it was; a file that was read whole and
    has not changed since is not read again, one that was appended to is read from there.

    With --out articles go into a lake: files of Parquet by day of publication, which commands read with --db FOLDER, as they read a database.
    An article that cannot be coded, or ends the process that codes it, is set aside in FOLDER/done with its error. What an earlier run has coded
    is not coded again.

    \b
    Examples:
      riftline ingest examples/
      riftline ingest news.jsonl.gz CC-NEWS-20240508-00001.warc.gz --db levant.duckdb
      riftline ingest dump.csv --map text=body,published=date,publisher=outlet
      riftline ingest api.json --map text=article.body,title=article.headline
      zcat feed.jsonl.gz | riftline ingest -
      riftline ingest news/ --out lake/ --workers 4
      riftline ingest s3://bucket/news/ --out s3://bucket/lake --engine ray --address auto
    """
    from riftline.ingesting import Ingesting, Opened
    from riftline.pipeline import Options
    from riftline.sources.reading import Reading
    from riftline.store.database import opened

    _checked(paths, out, engine, address, again)
    options = Options(day(published, "--published"), limit(max_megabytes), fraction(min_confidence, "--min-confidence"), mapped(columns))
    if out is not None:
        with guarded():
            _filled(paths, out, options, engine == "ray", address, workers, batch, stories)
        return
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


def _checked(paths: list[str], out: str | None, engine: str | None, address: str | None, again: bool) -> None:
    """Refuses what does not go together."""
    if engine is not None:
        chosen(engine, ("local", "ray"), "--engine")
    if out is None and (engine or address):
        raise refuse("--engine and --address code into a lake: name its folder with --out.")
    if address and engine != "ray":
        raise refuse("--address names a Ray cluster: add --engine ray.")
    if out is not None and again:
        raise refuse("--again is for a database; to code a lake's articles again, make a new one.")
    if engine == "ray" and "-" in paths:
        raise refuse("Ray cannot read standard input: name a file, or use --engine local.")


def _filled(
    paths: list[str], out: str, options: Options, ray: bool, address: str | None, workers: int | None, batch: int, stories: bool
) -> None:  # fmt: skip
    """Codes into a lake."""
    from contextlib import nullcontext

    from riftline.engines import cluster, local
    from riftline.engines.coding import Code
    from riftline.engines.filling import Filling
    from riftline.store.lake import Lake

    work = Filling(Lake(out), Code(options), cluster.run if ray else local.run, Messages(), workers, batch)
    with stopping() as stop:
        try:
            with cluster.connected(address) if ray else nullcontext(), progress(work, "Coding") as bar:
                work.take(paths, bar.advance)
            if stories:
                with progress(work, "Putting together") as bar:
                    work.put_together(bar.advance)
        except KeyboardInterrupt:
            say("stopped; the same command goes on from there.")
        print(work.close())
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

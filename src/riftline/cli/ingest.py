"""`riftline ingest`: articles into the database."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, Database, Map, day, fraction, guarded, limit, mapped, progress, say
from riftline.cli.messages import Messages
from riftline.cli.stopping import Stop, stopping

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from riftline.cli.progress import Progress
    from riftline.errors import InputError
    from riftline.pipeline import Options
    from riftline.sources.base import Found
    from riftline.sources.reading import Input, Reading
    from riftline.sources.resuming import Reached

SAVED_EVERY = 1.0
"""Seconds after which it is kept how far an input was read, where nothing new is stored."""


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
    from riftline.pipeline import Options
    from riftline.sources.reading import Reading
    from riftline.store.database import opened

    options = Options(day(published, "--published"), limit(max_megabytes), fraction(min_confidence, "--min-confidence"), mapped(columns))
    reading = Reading(paths, options.limit, options.columns)
    with guarded(), opened(db, write=True) as connection, stopping() as stop:
        work = _Ingesting(connection, db, options, again, reading, stop)
        with progress(reading, "Storing") as bar:
            try:
                for source in reading.inputs():
                    work.take(source, bar)
            except KeyboardInterrupt:
                work.interrupted()
        work.close()
    if stop.signal is not None:
        raise typer.Exit(stop.code)
    if work.counted["bad"]:
        raise typer.Exit(BAD_INPUT)


class _Ingesting:
    """A run of ingestion: what it has counted, and how far the input at hand was read."""

    def __init__(self, connection: DuckDBPyConnection, db: str, options: Options, again: bool, reading: Reading, stop: Stop) -> None:
        from riftline.version import version

        self.connection, self.db, self.options, self.again, self.reading, self.stop = connection, db, options, again, reading, stop
        self.how = f"map {options.columns}; published {options.published}; riftline {version()}"
        self.messages = Messages()
        self.counted: Counter[str] = Counter()
        self.at: Reached | None = None
        self.saved = 0.0
        self.share: float | None = None
        self.left_at: str | None = None

    def take(self, source: Input, bar: Progress) -> None:
        """Stores the articles of one input, from where an earlier run left it."""
        from riftline.sources.reading import BEGINNING

        self.at = self._known(source)
        if self.at and self.at.done:
            self._read_before(source, self.at)
            return
        if self.at and self.at.position != BEGINNING:
            say(f"note: {source.origin}: going on where an earlier run left it ({_articles(self.at.articles)} in).")
            self.counted.update(same=self.at.articles, bad=self.at.unfit + self.at.errors)
        reading = source.read(self.at.position if self.at else BEGINNING)
        try:
            for found in reading:
                with self.stop.busy():
                    self._store(found, source)
                bar.advance()
        except KeyboardInterrupt:
            self.share = source.share()
            raise
        finally:
            reading.close()
        with self.stop.busy():
            self._save(source, done=True)
        self.messages.passed(source)

    def _known(self, source: Input) -> Reached | None:
        """How far the input was read; None where that is not kept (a pipe, an index, whose files may change without it)."""
        from riftline.sources.resuming import resumed, stamp
        from riftline.store.database import explained
        from riftline.store.inputs import reached

        now = stamp(source.path) if source.whole_file else None
        if now is None:
            return None
        with explained(self.db):
            before = reached(self.connection, now.path)
        try:
            return resumed(before, now, self.how, self.again)
        except OSError:
            return None  # reading it will say why

    def _read_before(self, source: Input, at: Reached) -> None:
        """Counts an input that was read whole, and has not changed."""
        self.reading.leave(source)
        self.counted.update(same=at.articles, bad=at.unfit)
        if at.articles > 1 or at.unfit:
            unfit = f", {at.unfit:,} text{'' if at.unfit == 1 else 's'} not usable" if at.unfit else ""
            self.messages.note(source.origin, f"read before ({_articles(at.articles)}{unfit}), unchanged.")

    def _store(self, found: Found, source: Input) -> None:
        """Stores what was found, and how far the input is read now."""
        from riftline.errors import InputError, NotAnArticle, WrongLanguage
        from riftline.store.database import explained

        with explained(self.db):
            outcome = found if isinstance(found, InputError) else self._one(found)
            new = outcome in ("new", "replaced")
            if isinstance(outcome, InputError):
                self.messages.error(outcome)
                self.counted["bad"] += 1
            else:
                self.counted[outcome] += 1
            if self.at:
                unfit = isinstance(outcome, NotAnArticle | WrongLanguage)
                bad = isinstance(outcome, InputError)
                self.at = replace(self.at, articles=self.at.articles + (not bad), unfit=self.at.unfit + unfit, errors=self.at.errors + (bad and not unfit))
                self.at = replace(self.at, position=source.at, growing=source.growing)
        if new or time.monotonic() - self.saved >= SAVED_EVERY:
            self._save(source)

    def _one(self, found: Found) -> str | InputError:
        """What became of one article: "new", "same", "replaced", or the error."""
        from riftline.errors import InputError
        from riftline.pipeline import coded, ready
        from riftline.store.writer import known
        from riftline.stories.keeping import keep

        if isinstance(found, InputError):
            return found
        try:
            item = ready(found, self.options)
        except InputError as problem:
            return problem
        article = item.article
        for note in item.notes:
            self.messages.note(article.origin, note)
        there = known(self.connection, article)
        if there and there.change is None and not (self.again and there.id == article.id):
            return "same"
        done = coded(item, self.options)
        if isinstance(done, InputError):
            return done
        keep(self.connection, done.coding)
        if there and there.change:
            self.messages.note(article.origin, f"the {there.change} of {article.id} has changed; the earlier coding was replaced.")
        self.counted["events"] += len(done.coding.events)
        return "replaced" if there else "new"

    def _save(self, source: Input, done: bool = False) -> None:
        """Keeps how far the input was read."""
        from riftline.store.database import explained
        from riftline.store.inputs import remember

        if self.at is None:
            return
        if done:
            self.at = replace(self.at, position=source.at, growing=source.growing, done=True)
        with explained(self.db):
            remember(self.connection, self.at)
        self.saved = time.monotonic()

    def interrupted(self) -> None:
        """Keeps how far the input at hand was read, for the next run."""
        source = self.reading.current
        if source is None:
            return
        self.left_at = f"{source.origin}{f', of which {100 * self.share:.0f} % was read' if self.share else ''}"
        self.messages.passed(source)
        if self.at and not self.at.done:
            self._save(source)

    def close(self) -> None:
        """The sum: what was stored, and how to go on."""
        self.messages.close()
        counted = self.counted
        parts = [f"{_articles(counted['new'])} stored"]
        parts += [f"{counted['replaced']:,} replaced"] if counted["replaced"] else []
        parts += [f"{counted['same']:,} there already"] if counted["same"] else []
        parts += [f"{counted['bad']:,} not usable"] if counted["bad"] else []
        found = f", with {counted['events']:,} report{'' if counted['events'] == 1 else 's'}" if counted["new"] or counted["replaced"] else ""
        print(f"{self.db}: {', '.join(parts)}{found}.")
        if self.stop.signal is not None:
            say(f"stopped in {self.left_at or 'good time'}; the same command goes on from there.")


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"

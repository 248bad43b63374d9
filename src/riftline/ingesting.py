"""Articles into a store: coded, and kept some at a time, each time with how far the inputs were read, so that a later run goes on there.

The same work for the command line, which has the database to itself, and for a server, which writes between other requests.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from riftline.errors import InputError, NotAnArticle, WrongLanguage
from riftline.pipeline import Coder, Options, coded, ready
from riftline.sources.reading import BEGINNING
from riftline.sources.resuming import resumed, stamp
from riftline.store.database import explained, transaction
from riftline.store.inputs import reached, remember
from riftline.store.writer import Known, known, marks
from riftline.stories.keeping import AT_ONCE, put
from riftline.version import version

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from riftline.records import Article, Coding
    from riftline.sources.base import Found
    from riftline.sources.messages import Messages
    from riftline.sources.reading import Input, Reading
    from riftline.sources.resuming import Reached

SAVED_EVERY = 5.0
"""Seconds after which what was coded is stored, with how far the inputs were read."""

Busy = Callable[[], AbstractContextManager[None]]
"""Work that is not to be interrupted; raises KeyboardInterrupt at its end where somebody wanted to in the meantime."""


class Store(Protocol):
    """Where connections come from."""

    def reading(self) -> AbstractContextManager[DuckDBPyConnection]:
        """A connection to read with."""

    def writing(self) -> AbstractContextManager[DuckDBPyConnection]:
        """A connection to write with, for as long as nobody else writes."""


class Opened:
    """A store that is this one connection."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[DuckDBPyConnection]:
        """The connection."""
        yield self._connection

    writing = reading


@dataclass(slots=True)
class Waiting:
    """What is to be stored in one go."""

    codings: list[Coding] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    """By which their articles are known."""
    replaced: list[tuple[str | None, str]] = field(default_factory=list)
    """Of those that take an earlier one's place the origin, and what is said of it."""
    inputs: dict[str, Reached] = field(default_factory=dict)
    """How far inputs were read, by path."""

    def has(self, article: Article) -> bool:
        """Whether it is among them, by its id or its text."""
        return not self.marks.isdisjoint(marks(article))

    def add(self, coding: Coding) -> None:
        """One more."""
        self.codings.append(coding)
        self.marks |= marks(coding.document)


class Ingesting:
    """A run of ingestion: what it has counted, what waits to be stored, and how far the input at hand was read."""

    def __init__(
        self, store: Store, db: str, options: Options, again: bool, reading: Reading, messages: Messages, busy: Busy, coder: Coder | None = None
    ) -> None:  # fmt: skip
        self.store, self.db, self.options, self.again, self.reading = store, db, options, again, reading
        self.messages, self.busy, self.coder = messages, busy, coder
        self.how = f"map {options.columns}; published {options.published}; riftline {version()}"
        self.counted: Counter[str] = Counter()
        self.waiting = Waiting()
        self.at: Reached | None = None
        self.saved = 0.0
        self.share: float | None = None
        self.left_at: str | None = None

    def take(self, source: Input, advance: Callable[[], object]) -> None:
        """Stores the articles of one input, from where an earlier run left it."""
        self.at = self._known(source)
        if self.at and self.at.done:
            self._read_before(source, self.at)
            return
        if self.at and self.at.position != BEGINNING:
            self.messages.say(f"note: {source.origin}: going on where an earlier run left it ({_articles(self.at.articles)} in).")
            self.counted.update(same=self.at.articles, bad=self.at.unfit + self.at.errors)
        reading = source.read(self.at.position if self.at else BEGINNING)
        try:
            for found in reading:
                with self.busy():
                    self._store(found, source)
                advance()
        except KeyboardInterrupt:
            self.share = source.share()
            raise
        finally:
            reading.close()
        with self.busy():
            self._reached(source, done=True)
            self._save_in_time()
        self.messages.passed(source)

    def _known(self, source: Input) -> Reached | None:
        """How far the input was read; None where that is not kept (a pipe, an index, whose files may change without it)."""
        now = stamp(source.path) if source.whole_file else None
        if now is None:
            return None
        if now.path in self.waiting.inputs:  # it is named twice
            self._save()
        with explained(self.db), self.store.reading() as connection:
            before = reached(connection, now.path)
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
        """Codes what was found, and stores what waits once it is much or has waited long."""
        with explained(self.db):
            outcome = found if isinstance(found, InputError) else self._one(found)
        if isinstance(outcome, InputError):
            self.messages.error(outcome)
            self.counted["bad"] += 1
        else:
            self.counted[outcome] += 1
        if self.at:
            unfit = isinstance(outcome, NotAnArticle | WrongLanguage)
            bad = isinstance(outcome, InputError)
            self.at = replace(self.at, articles=self.at.articles + (not bad), unfit=self.at.unfit + unfit, errors=self.at.errors + (bad and not unfit))
        self._reached(source)
        self._save_in_time()

    def _reached(self, source: Input, done: bool = False) -> None:
        """Notes how far the input was read."""
        if self.at:
            self.at = replace(self.at, position=source.at, growing=source.growing, done=done)
            self.waiting.inputs[self.at.stamp.path] = self.at

    def _save_in_time(self) -> None:
        """Stores what waits, unless it is little and has not waited long."""
        if len(self.waiting.codings) >= AT_ONCE or time.monotonic() - self.saved >= SAVED_EVERY:
            self._save()

    def _one(self, found: Found) -> str | InputError:
        """What became of one article: "new", "same", "replaced", or the error."""
        if isinstance(found, InputError):
            return found
        try:
            item = ready(found, self.options)
        except InputError as problem:
            return problem
        article = item.article
        for note in item.notes:
            self.messages.note(article.origin, note)
        if self.waiting.has(article):
            self._save()
        there = self._there(article)
        if there and there.change is None and not (self.again and there.id == article.id):
            return "same"
        done = coded(item, self.options, self.coder)
        if isinstance(done, InputError):
            return done
        self.waiting.add(done.coding)
        if there and there.change:
            self.waiting.replaced.append((article.origin, f"the {there.change} of {article.id} has changed; the earlier coding was replaced."))
        self.counted["events"] += len(done.coding.events)
        return "replaced" if there else "new"

    def _there(self, article: Article) -> Known | None:
        with self.store.reading() as connection:
            return known(connection, article)

    def _save(self) -> None:
        """Stores what waits: the articles, and how far the inputs were read."""
        waiting = self.waiting
        if waiting.codings or waiting.inputs:
            with explained(self.db), self.store.writing() as connection, transaction(connection):
                if waiting.codings:
                    put(connection, waiting.codings)
                remember(connection, waiting.inputs.values())
        self.waiting, self.saved = Waiting(), time.monotonic()
        for origin, note in waiting.replaced:
            self.messages.note(origin, note)

    def interrupted(self) -> None:
        """Notes where the next run goes on with the input at hand."""
        source = self.reading.current
        if source is None:
            return
        self.left_at = f"{source.origin}{f', of which {100 * self.share:.0f} % was read' if self.share else ''}"
        self.messages.passed(source)

    def close(self, stopped: bool) -> str:
        """Stores what waits still. The sum: what was stored; and, said as a message, how to go on where it was stopped."""
        self._save()
        self.messages.close()
        counted = self.counted
        parts = [f"{_articles(counted['new'])} stored"]
        parts += [f"{counted['replaced']:,} replaced"] if counted["replaced"] else []
        parts += [f"{counted['same']:,} there already"] if counted["same"] else []
        parts += [f"{counted['bad']:,} not usable"] if counted["bad"] else []
        found = f", with {counted['events']:,} report{'' if counted['events'] == 1 else 's'}" if counted["new"] or counted["replaced"] else ""
        if stopped:
            self.messages.say(f"stopped in {self.left_at or 'good time'}; the same command goes on from there.")
        return f"{self.db}: {', '.join(parts)}{found}."


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"

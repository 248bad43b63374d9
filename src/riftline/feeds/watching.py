"""The watch: feeds are polled when they are due, their articles coded and stored. The database is open only while it is used."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from riftline.errors import InputError, StoreLocked
from riftline.feeds.articles import article
from riftline.feeds.fetching import Fetcher, FetchError
from riftline.feeds.health import silence, spell
from riftline.feeds.hosts import Hosts, Stopped
from riftline.feeds.lanes import Lanes
from riftline.feeds.plan import Plan, host
from riftline.feeds.polling import Page, Polled, Unanswered, fault, pages, poll
from riftline.feeds.robots import Robots
from riftline.feeds.state import TRIES, Settled, State, answered, enrol, failed, labels, same, settle, states, stored_as, waiting
from riftline.pipeline import Coder, Options, Ready, coded, ready
from riftline.records import Coding
from riftline.store.database import now, opened, transaction
from riftline.store.writer import known, marks
from riftline.stories.keeping import put

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH = 8
"""Articles coded between two openings of the database: what is lost of the work when the machine stops."""
LOCKED_WAIT = 0.5
"""Seconds between two looks whether another process has left the database."""
MOST_BACKOFF = 8
"""A feed that fails is asked at intervals that double up to so many times its own."""


Opening = Callable[[], AbstractContextManager["DuckDBPyConnection"]]
"""Opens the database for writing. May raise StoreLocked."""
Done = tuple[Page, Ready, Coding]
"""An item's page, its article and what it was coded as."""


def summed(counted: Counter[str], db: str) -> str:
    """What a watch has done, in a line."""

    def of(n: int, what: str) -> str:
        return f"{n} {what}{'' if n == 1 else 's'}"

    parts = [of(counted["new"], "new item"), f"{of(counted['stored'], 'article')} stored with {of(counted['events'], 'report')}"]
    parts += [f"{counted['same']} there already"] if counted["same"] else []
    parts += [f"{counted['skipped']} not usable"] if counted["skipped"] else []
    parts += [f"{counted['failed']} not to be had"] if counted["failed"] else []
    polls = f"{counted['polled']} of {of(counted['polled'] + counted['unanswered'], 'poll')} went well"
    return f"{db}: {polls}; {', '.join(parts)}."


def _apart(done: Sequence[Done]) -> Iterator[list[Done]]:
    """What was coded, in order, in runs in which no two are one article: two items may tell of the same."""
    run: list[Done] = []
    seen: set[str] = set()
    for each in done:
        own = marks(each[1].article)
        if own & seen:
            yield run
            run, seen = [], set()
        run.append(each)
        seen |= own
    if run:
        yield run


class Watch:
    """One watch of a plan. `say` is told what happens, a sentence at a time; what was done is counted in `counted`."""

    def __init__(
        self, plan: Plan, db: str, say: Callable[[str], None], limit: int | None = None, ask_gone: bool = False, coder: Coder | None = None,
        opening: Opening | None = None,
    ) -> None:  # fmt: skip
        self.counted: Counter[str] = Counter()
        self.stopping = False
        self._plan, self._say, self._limit, self._ask_gone, self._coder = plan, say, limit, ask_gone, coder
        self._opening = opening or partial(opened, db, write=True)
        self._once = False
        self._feeds = {feed.key: feed for feed in plan.feeds}
        self._states: dict[str, State] = {}
        self._due: dict[str, float] = {}
        """When each feed is next to be asked, in seconds of the monotonic clock."""
        self._fetcher = Fetcher(plan.settings, Hosts(plan.settings.delay, plan.settings.patience))
        self._robots = Robots(self._fetcher)
        self._lanes: Lanes[Polled | Unanswered | Page] = Lanes(min(plan.settings.hosts_at_once, len(plan.feeds)))

    def stop(self) -> None:
        """Has the watch end as soon as the article at hand is stored; for a signal's handler."""
        self.stopping = True
        self._lanes.wake()

    def run(self, once: bool = False) -> None:
        """Watches until it is stopped; `once`: asks every feed once, whenever it was asked before, and ends with their articles."""
        self._once = once
        try:
            self._begin()
            while not self.stopping:
                self._start_due()
                if not self._lanes.busy and not self._due:
                    break  # all was asked once, or nothing is left to ask
                self._take(self._lanes.take(BATCH, self._until_next()))
        except Stopped:
            pass
        finally:
            self._fetcher.close()
            self._lanes.close()

    def _begin(self) -> None:
        with self._writing() as connection, transaction(connection):
            enrol(connection, self._plan, self._ask_gone)
            self._states = states(connection, self._plan)
        moment, tick = now(), time.monotonic()
        for key, state in self._states.items():
            if state.gone:
                self._say(f"{self._label(state.url)} was gone for good on {state.gone:%Y-%m-%d} and is not asked; take it out of {self._plan.path}.")
                continue
            wait = timedelta(0)
            if state.not_before and state.not_before > moment:
                wait = state.not_before - moment
            elif not self._once and state.last_checked:
                wait = state.last_checked + timedelta(seconds=self._interval(key)) - moment
            if self._once and wait > timedelta(0):
                self._say(f"{self._label(state.url)} asks to be left alone for {spell(wait)} more and is not asked now.")
                continue
            self._due[key] = tick + max(wait.total_seconds(), 0)

    def _label(self, key: str) -> str:
        return labels((url, state.name or state.title) for url, state in self._states.items())[key]

    def _interval(self, key: str) -> float:
        doubled = max(self._states[key].errors_in_a_row - 1, 0)
        return self._feeds[key].every * min(1 << min(doubled, 10), MOST_BACKOFF)

    def _start_due(self) -> None:
        for key in [key for key, due in self._due.items() if due <= time.monotonic()]:
            feed, state = self._feeds[key], self._states[key]
            del self._due[key]  # it comes back with the answer
            self._lanes.add(host(feed.url), partial(poll, self._fetcher, self._robots, feed, state))

    def _until_next(self) -> float | None:
        """Seconds until a feed is due; None where none is, and only answers are waited for."""
        return max(min(self._due.values()) - time.monotonic(), 0.01) if self._due else None

    def _take(self, found: Sequence[Polled | Unanswered | Page]) -> None:
        """Handles results in their order, pages next to each other together."""
        run: list[Page] = []
        for result in found:
            if isinstance(result, Page):
                run.append(result)
                continue
            self._store(run)
            run = []
            self._polled(result)
        self._store(run)

    def _polled(self, result: Polled | Unanswered) -> None:
        feed, before, moment = result.feed, self._states[result.feed.key], now()
        with self._writing() as connection, transaction(connection):
            if isinstance(result, Polled):
                new = answered(connection, feed, result.answer, result.document, moment)
                stored = same(connection, feed)
                items = waiting(connection, feed, self._limit)
            else:
                new, stored, items = 0, 0, []
                failed(connection, feed, result.problem, moment)
            quiet = silence(connection, feed.key)
            state = self._states[feed.key] = states(connection, self._plan)[feed.key]
        self.counted.update({"polled" if isinstance(result, Polled) else "unanswered": 1, "new": new, "same": stored})
        self._tell(result, before, state, new)
        if quiet.since and not before.silent_since:
            since = f"{quiet.since:%Y-%m-%d %H:%M} UTC ({spell(moment - quiet.since)})"
            self._say(f"{self._label(state.url)} has gone silent: nothing new since {since}; {quiet.reason}.")
        elif before.silent_since and not quiet.since:
            self._say(f"{self._label(state.url)} is back: its first new item since {before.silent_since:%Y-%m-%d}.")
        if items:
            self._lanes.add(host(feed.url), partial(pages, self._fetcher, self._robots, feed, items), first=True)
        if not self._once and not state.gone:
            wait = (state.not_before - moment).total_seconds() if state.not_before else 0.0
            self._due[feed.key] = time.monotonic() + max(self._interval(feed.key), wait)

    def _tell(self, result: Polled | Unanswered, before: State, state: State, new: int) -> None:
        if isinstance(result, Unanswered):
            often = f" ({state.errors_in_a_row} times in a row)" if state.errors_in_a_row > 1 else ""
            self._say(f"{self._label(state.url)} could not be read{often}: {result.problem.problem}")
            if state.gone:
                self._say(f"{self._label(state.url)} is not asked any more; take it out of {self._plan.path}, or have it asked again with --gone.")
            return
        if state.moved_to and state.moved_to != before.moved_to:
            self._say(f"{self._label(state.url)} has moved for good to {state.moved_to} and is asked there; write that address into {self._plan.path}.")
        if result.document and result.document.fault:
            self._say(f"{self._label(state.url)}: {result.document.fault}; the items that can be read were taken.")
        if new:
            self._say(f"{self._label(state.url)}: {new} new item{'' if new == 1 else 's'}.")

    def _store(self, found: Sequence[Page]) -> None:
        """Codes and stores the articles of items, and writes down what became of each."""
        settled: list[Settled] = []
        items: list[tuple[Page, Ready]] = []
        for page in found:
            try:
                items.append((page, ready(article(page, self._states[page.feed.key].title))))
            except InputError as problem:
                settled.append(self._unusable(page, problem))
            except Exception as problem:
                settled.append(self._unusable(page, fault(page.item.link or page.feed.key, problem)))
        if not items and not settled:
            return
        done: list[Done] = []
        if items:
            with self._writing() as connection:
                there = [self._there(connection, page, item) for page, item in items]
            for (page, item), earlier in zip(items, there, strict=True):
                if self.stopping:
                    break  # what is not coded waits in the database
                if earlier:
                    settled.append(Settled(page.item, "same", "It is stored already.", earlier))
                    continue
                outcome = coded(item, Options(), self._coder)
                if isinstance(outcome, InputError):
                    settled.append(self._unusable(page, outcome))
                else:
                    done.append((page, item, outcome.coding))
        lines: list[str] = []
        with self._writing() as connection, transaction(connection):
            for some in _apart(done):
                settled += self._kept(connection, some, lines)
            settle(connection, settled, now())
        for line in lines:
            self._say(line)
        self.counted.update(item.outcome for item in settled)

    def _there(self, connection: DuckDBPyConnection, page: Page, item: Ready) -> str | None:
        """The id under which an article is stored already and unchanged."""
        earlier = known(connection, item.article)
        if earlier:
            return earlier.id if earlier.change is None else None
        return stored_as(connection, [url for url in (item.article.url, page.item.link) if url])

    def _kept(self, connection: DuckDBPyConnection, found: Sequence[Done], lines: list[str]) -> list[Settled]:
        """Stores different articles; what became of each, and in `lines` what is to be said of it."""
        settled: list[Settled] = []
        new: list[Coding] = []
        for page, item, coding in found:
            identity, n = coding.document.id, len(coding.events)
            earlier = known(connection, item.article)  # once more: the item before it may have been the same article
            if earlier and earlier.change is None:
                settled.append(Settled(page.item, "same", "It is stored already.", earlier.id))
                continue
            new.append(coding)
            self.counted.update(events=n)
            notes = "".join(f" Note: {note}" for note in item.notes)
            replaced = f" The {earlier.change} of {earlier.id} has changed; the earlier coding was replaced." if earlier else ""
            lines.append(f"{self._label(page.feed.key)}: {item.article.title or identity} ({n} event{'' if n == 1 else 's'}).{replaced}{notes}")
            settled.append(Settled(page.item, "stored", " ".join((replaced + notes).split()) or None, identity))
        if new:
            put(connection, new)
        return settled

    def _unusable(self, page: Page, problem: InputError) -> Settled:
        again = isinstance(problem, FetchError) and not problem.never
        last = again and page.item.tries + 1 >= TRIES
        later = " It is given up." if last else " It is tried again with the next poll." if again else ""
        self._say(f"{self._label(page.feed.key)}: not taken: {problem}{later}")
        return Settled(page.item, "failed" if again else "skipped", problem.problem)

    @contextmanager
    def _writing(self) -> Iterator[DuckDBPyConnection]:
        """The database, open for writing; where another process has it, once that has left it."""
        with ExitStack() as stack:
            said = False
            while True:
                try:
                    connection = stack.enter_context(self._opening())
                    break
                except StoreLocked as problem:
                    if not said:
                        self._say(f"{problem} The watch waits for it.")
                        said = True
                if self.stopping:
                    raise Stopped("the watch is ending.")
                time.sleep(LOCKED_WAIT)
            yield connection

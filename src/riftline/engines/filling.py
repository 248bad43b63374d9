"""A lake filled: inputs read, coded by an engine and written, and their stories put together; what came of it, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from riftline import errors
from riftline.engines.batches import SIZE, Source, sources
from riftline.engines.coding import Code
from riftline.engines.merging import merge
from riftline.engines.parts import Tally
from riftline.store.lake import Lake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from riftline.sources.messages import Messages

Engine = Callable[[Iterable[Source], Code, Lake, frozenset[str], int, int | None], Iterator[Tally]]
"""Inputs, the function that codes, where to write, which batches are done, articles a batch, how many workers (None: one a processor).

Out comes what came of each batch."""


class Filling:
    """A run: what it has counted."""

    only: str | None = None

    def __init__(self, lake: Lake, code: Code, engine: Engine, messages: Messages, workers: int | None = None, size: int = SIZE) -> None:
        self.lake, self.code, self.engine, self.messages, self.workers, self.size = lake, code, engine, messages, workers, size
        self.counted: Counter[str] = Counter()

    def share(self) -> None:
        """How much of the input has been read: with many readers nobody knows."""

    def take(self, paths: Sequence[str], advance: Callable[[], object]) -> None:
        """Reads, codes and writes all that an earlier run has not."""
        done = frozenset(self.lake.done())
        for tally in self.engine(sources(paths, self.code.options), self.code, self.lake, done, self.size, self.workers):
            self._count(self._before(tally) if tally.there else tally)
            for _ in range(tally.articles):
                advance()

    def put_together(self, advance: Callable[[], object]) -> None:
        """Works out the stories of what is new."""
        self.counted["new"] = merge(self.lake, advance)

    def _before(self, tally: Tally) -> Tally:
        """What an earlier run has kept of a batch."""
        about = self.lake.part(tally.part)
        return Tally(tally.part, tally.order, articles=about["articles"], unfit=about["unfit"], errors=about["errors"], there=True)

    def _count(self, tally: Tally) -> None:
        self.counted["before" if tally.there else "coded"] += tally.articles
        self.counted["reports"] += tally.reports
        self.counted["bad"] += tally.unfit + tally.errors
        for kind, origin, problem in tally.problems:
            self.messages.error(getattr(errors, kind, errors.InputError)(origin, problem))
        for origin, note in tally.notes:
            self.messages.note(origin, note)

    def close(self) -> str:
        """The sum."""
        self.messages.close()
        counted = self.counted
        parts = [f"{_articles(counted['coded'])} coded"]
        parts += [f"{counted['new']:,} new in the lake"] if counted["new"] != counted["coded"] else []
        parts += [f"{counted['before']:,} coded before"] if counted["before"] else []
        parts += [f"{counted['bad']:,} not usable"] if counted["bad"] else []
        found = f", with {counted['reports']:,} report{'' if counted['reports'] == 1 else 's'}" if counted["coded"] else ""
        return f"{self.lake.path}: {', '.join(parts)}{found}."


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"

"""This machine as an engine: so many threads, each with a process that codes; the thread writes what it gets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from copy import copy
from queue import SimpleQueue

from riftline.engines.batches import Batch, Source, batches
from riftline.engines.coding import Code
from riftline.engines.parts import Tally, write_part
from riftline.store.lake import Lake


def run(inputs: Iterable[Source], code: Code, lake: Lake, done: frozenset[str], size: int, workers: int | None) -> Iterator[Tally]:
    """Reads, codes and writes; what came of each batch, as they are done. Those in `done` are only read."""
    workers = workers or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))
    coders: SimpleQueue[Code] = SimpleQueue()
    made = [copy(code) for _ in range(workers)]
    for one in made:
        coders.put(one)

    def coded_and_written(batch: Batch) -> Tally:
        mine = coders.get()
        try:
            outcomes = mine(batch.found)
        finally:
            coders.put(mine)
        return write_part(lake, batch, outcomes)

    pool = ThreadPoolExecutor(workers + 1)  # one writes while the others wait for their processes
    working: set[Future[Tally]] = set()
    try:
        for batch in (batch for source in inputs for batch in batches(source, code.options, size)):
            if batch.id in done:
                yield Tally(batch.id, batch.order, there=True)
                continue
            working.add(pool.submit(coded_and_written, batch))
            if len(working) >= 2 * workers:
                yield from _finished(working)
        while working:
            yield from _finished(working)
    finally:
        for waiting in working:
            waiting.cancel()
        for one in made:
            one.stop()
        pool.shutdown()
        for one in made:
            one.close()


def _finished(working: set[Future[Tally]]) -> Iterator[Tally]:
    done, _ = wait(working, return_when=FIRST_COMPLETED)
    working -= done
    for each in done:
        yield each.result()

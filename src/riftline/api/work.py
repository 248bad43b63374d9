"""What each kind of job does: as its command would, in small steps, so that others read and write in between."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import validate_call

from riftline.api import asked
from riftline.api.jobs import STOPPED, Job
from riftline.errors import InputError, RiftlineError
from riftline.ingesting import Ingesting
from riftline.pipeline import Options
from riftline.records import SIGNAL_KINDS
from riftline.signals.record import record
from riftline.sources.base import MEGABYTE
from riftline.sources.columns import parsed
from riftline.sources.messages import Messages
from riftline.sources.pace import Pace
from riftline.sources.reading import Reading
from riftline.store.database import explained, transaction
from riftline.store.filters import Filters
from riftline.store.news import News, news
from riftline.store.webhooks import enqueue

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from riftline.api.state import State

SIGNALS_EVERY = 900.0
"""Seconds between two times that a watch has signals looked for."""
BAD_INPUT = 2


def doing(state: State) -> Callable[[Job], int]:
    """What does a job, whatever its kind."""
    kinds: dict[str, Callable[[State, Job, Any], int]] = {
        "ingest": _ingest, "import": _import, "export": _export, "signals": _signals, "watch": _watch,
    }  # fmt: skip

    def done(job: Job) -> int:
        with explained(state.database.path):
            return kinds[job.kind](state, job, job.options)

    return done


def look_for_signals(state: State) -> None:
    """Has signals looked for, unless that waits to be done already."""
    if not state.jobs.closing and not state.jobs.waiting("signals"):
        state.jobs.submit(Job("signals", asked.Signals(kind="signals")))


def _ingest(state: State, job: Job, wanted: asked.Ingest) -> int:
    options = Options(wanted.published, int(wanted.max_megabytes * MEGABYTE), wanted.min_confidence, parsed(wanted.map or ()))
    reading = Reading(wanted.paths, options.limit, options.columns)
    pace = Pace()

    def advance() -> None:
        pace.add(reading.share())
        name = "all files" if reading.only is None else os.path.basename(reading.only)
        job.at(pace.count, None, pace.words(name), pace.share)

    shown = wanted.shown or state.database.path
    work = Ingesting(state.database, shown, options, wanted.again, reading, Messages(job.say), job.busy, state.worker.code)
    stopped = False
    try:
        for source in reading.inputs():
            work.take(source, advance)
    except KeyboardInterrupt:
        work.interrupted()
        stopped = True
    job.print(work.close(stopped))
    job.result = dict(work.counted)
    if work.counted["new"] or work.counted["replaced"]:
        look_for_signals(state)
    return STOPPED if stopped else BAD_INPUT if work.counted["bad"] else 0


def _import(state: State, job: Job, wanted: asked.Import) -> int:
    from riftline.readers.importing import Settings, load
    from riftline.readers.told import notes, summed

    failures: list[InputError] = []
    files = 0

    def told(name: str) -> None:
        nonlocal files
        job.check()
        state.database.turn()
        job.at(files, None, f"Reading {name} …")
        files += 1

    def failed(problem: InputError) -> None:
        failures.append(problem)
        job.say(str(problem))

    with state.database.writing() as connection:
        reports = load(connection, wanted.paths, Settings(wanted.format, wanted.replace, wanted.first_day), told, failed)
    for report in reports if not wanted.quiet else ():
        for line in notes(report):
            job.say(line)
        for line in summed(report, wanted.shown or state.database.path):
            job.print(line)
    job.result = {"imports": [report.record() for report in reports], "failed": [str(each) for each in failures]}
    if any(report.imported or report.replaced for report in reports):
        look_for_signals(state)
    return BAD_INPUT if failures or any(report.refused and not report.read for report in reports) else 0


def filters_of(given: dict[str, Any]) -> Filters:
    """The filters of an export. Raises pydantic's ValidationError, or a Problem, where they make no sense."""
    from riftline.api.routes.events import filters

    made: Filters = validate_call(filters)(**given)
    return made


def _export(state: State, job: Job, wanted: asked.Export) -> int:
    from riftline.export.base import Query
    from riftline.export.formats import get_format
    from riftline.export.selection import exported
    from riftline.export.writing import write_file
    from riftline.store.queries import number_of_events

    for path in wanted.paths_of():
        if os.path.realpath(path).removesuffix(".wal").removesuffix(".server") == os.path.realpath(state.database.path):
            raise InputError(path, "it is the database's; name another file for the export.")
    form, filters = get_format(wanted.to), replace(filters_of(wanted.filters), limit=wanted.limit)
    out = wanted.out or str(state.exports.room(job.id, form.ending))
    done = 0
    with state.database.reading() as connection:
        total = number_of_events(connection, filters)

        def advance() -> None:
            nonlocal done
            done += 1
            if done % 100 == 0:
                job.check()
                job.at(done, total, "Exporting", done / total if total else None)

        query = Query(connection, filters, advance=advance)
        write_file(exported(form, query), out)
        if wanted.mentions is not None:
            from riftline.export.gdelt_mentions import mentions

            again = Query(connection, filters)
            write_file(mentions(again), wanted.mentions)
            query.written["mentions"] = again.written["mentions"]
    job.result = {"written": dict(query.written), "left_out": dict(query.left_out), "out": wanted.out}
    if wanted.out is None:
        job.result |= {"file": f"/api/v1/jobs/{job.id}/file", "name": os.path.basename(out)}
    job.say(f"{form.name}: {query.written['events']} events written to {job.result.get('file', wanted.out)}.")
    return 0


def _signals(state: State, job: Job, wanted: asked.Signals) -> int:
    from riftline.signals.find import Wanted, find
    from riftline.signals.keeping import keep

    kinds = tuple(wanted.kinds or SIGNAL_KINDS)
    if unknown := [kind for kind in kinds if kind not in SIGNAL_KINDS]:
        raise RiftlineError(f"kinds: {', '.join(unknown)}: there are {', '.join(SIGNAL_KINDS)}.")
    steps = 0

    def note(what: str) -> None:
        nonlocal steps
        job.check()
        job.at(steps, None, what)
        steps += 1

    with state.database.reading() as connection:
        found = find(connection, Wanted(kinds, wanted.since, wanted.until, wanted.as_of, wanted.rate), note, state.signals)  # type: ignore[arg-type]
    if wanted.as_of or wanted.rate:  # what is stored of them may stand in place of what is kept
        state.signals.stored.clear()
    fresh = [each for each in found if each.id not in state.signals.stored]
    with state.database.writing() as connection, transaction(connection):
        stored = keep(connection, fresh, wanted.as_of)
        new = news(connection, fresh) if wanted.plain else News((), 0, 0)
        sent = enqueue(connection, ((each.id, 1, each.kind, json.dumps(record(each), ensure_ascii=False)) for each in new.signals))
    if wanted.plain:
        state.signals.stored |= {each.id: each.date for each in fresh}
    if sent:
        state.hooks.wake()
    if new.beyond:
        job.say(f"note: {new.beyond + len(new.signals)} signals are new at once; webhooks are told of the {len(new.signals)} strongest.")
    job.result = {"found": len(found), "stored": stored, "new": len(new.signals), "new_but_past": new.past, "to_webhooks": sent}
    if wanted.tell:
        job.result["signals"] = [record(each) for each in found]
    return 0


def _watch(state: State, job: Job, wanted: asked.Watch) -> int:
    from riftline.feeds.config import load
    from riftline.feeds.watching import Watch, summed

    seen, looked = 0, time.monotonic()

    @contextmanager
    def opening() -> Iterator[DuckDBPyConnection]:
        nonlocal seen, looked
        with state.database.writing() as connection:
            yield connection
        stored = watching.counted["stored"]
        if stored > seen and time.monotonic() - looked >= SIGNALS_EVERY:
            seen, looked = stored, time.monotonic()
            look_for_signals(state)

    def say(line: str) -> None:
        job.say(line)
        job.at(watching.counted["stored"], None, f"{watching.counted['stored']:,} articles stored")

    plan = load(wanted.feeds)
    watching = Watch(plan, state.database.path, say, wanted.limit, wanted.gone, state.worker.code, opening)
    job.on_cancel = watching.stop
    if job.cancelled.is_set():
        watching.stop()
    watching.run(wanted.once)
    job.print(summed(watching.counted, wanted.shown or state.database.path))
    job.result = dict(watching.counted)
    if watching.counted["stored"] > seen:
        look_for_signals(state)
    if job.cancelled.is_set():
        return STOPPED if wanted.once else 0  # there is no other end to it
    return BAD_INPUT if wanted.once and watching.counted["unanswered"] and not watching.counted["polled"] else 0

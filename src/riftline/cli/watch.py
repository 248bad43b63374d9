"""`riftline watch`: feeds into the database, for as long as it runs."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riftline.cli.common import BAD_INPUT, Database, guarded, refuse, say, shown

if TYPE_CHECKING:
    from riftline.feeds.watching import Watch


def watch(
    feeds: Annotated[str, typer.Argument(metavar="FEEDS", help="feeds.toml, or an OPML file that a feed reader has exported.")],
    db: Database = "riftline.duckdb",
    once: Annotated[bool, typer.Option("--once", help="Ask every feed once, store what is new, and end: for cron.")] = False,
    limit: Annotated[int | None, typer.Option(metavar="N", help="At most so many articles of a feed at a time; the others wait.")] = None,
    gone: Annotated[bool, typer.Option("--gone", help="Ask feeds again that have said that they are gone for good.")] = False,
) -> None:
    """Polls RSS and Atom feeds and stores the articles that are new in them.

    Runs until Ctrl-C or SIGTERM, and goes on where it was when it is started again. The database is open only while something
    is stored, so that other commands can read it in between. An item is known by its id, else its link, else its words, never by
    its date. Its page is read, or the text in the feed where the page cannot be had. robots.txt is obeyed.

    With --once the exit code is 0 unless no feed at all could be read (2).

    \b
    Examples:
      riftline watch feeds.toml
      riftline watch feeds.toml --once --db levant.duckdb
      riftline watch subscriptions.opml --once --limit 5
      riftline feeds

    \b
    A feeds.toml:
      [watch]                        # optional, as is each line in it
      every = "30m"
      delay = 2                      # seconds between requests to one host
      user_agent = "riftline (desk@example.org)"
      # also: timeout, deadline, max_megabytes, attempts, backoff, patience,
      # hosts_at_once, and allow_private = true for feeds in your own network

    \b
      [[feed]]
      url = "https://example.org/world/rss.xml"

    \b
      [[feed]]
      url = "https://example.com/ministry/atom.xml"
      name = "Ministry"              # what messages call it
      publisher = "Foreign Ministry" # stored with its articles
      every = "2h"
      silent_after = "3d"            # else worked out from its rhythm
      full_text = true               # the feed carries the articles
      robots = false                 # you have the publisher's permission
    """
    if limit is not None and limit < 1:
        raise refuse("--limit: the number must be at least 1.")
    from riftline.cli.handing import finished, handed, server_of

    if server := server_of(db):
        with guarded():
            finished(handed(server, "watch", feeds=os.path.abspath(feeds), once=once, limit=limit, gone=gone, shown=db))
        return
    from riftline.feeds.config import load
    from riftline.feeds.watching import Watch, summed

    with guarded():
        plan = load(feeds)
        watching = Watch(plan, db, _log, limit, gone)
        n = len(plan.feeds)
        if not once:
            _log(f"{feeds}: watching {n} feed{'' if n == 1 else 's'}; Ctrl-C ends it.")
        with _ended_by_signals(watching) as signals:
            watching.run(once)
        print(shown(summed(watching.counted, db)))
    if once and signals:
        raise typer.Exit(128 + signals[0])
    if once and watching.counted["unanswered"] and not watching.counted["polled"]:
        raise typer.Exit(BAD_INPUT)


@contextmanager
def _ended_by_signals(watching: Watch) -> Iterator[list[int]]:
    """The first Ctrl-C or SIGTERM ends the watch once the article at hand is stored, the second at once; those that came."""
    came: list[int] = []

    def end(number: int, frame: Any) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)
        watching.stop()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _log(message: str) -> None:
    say(f"{datetime.now():%Y-%m-%d %H:%M:%S} {message}")

"""`riftline` as it is killed: `python -m evaluation.killed ARGUMENTS`, the real command with a coder that costs nothing in the model's place.

It says on standard error when it has opened its database, when it begins to code, and which articles it has stored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import duckdb

import riftline.ingesting
import riftline.pipeline
from riftline.api.worker import Worker
from riftline.cli import main
from riftline.ingesting import Ingesting
from riftline.ontology import MODES_OF
from riftline.records import Actor, Article, Coding, Event, Interval, Span

OPENED, BEGINS, STORED, SERVES = "opened the database", "begins to code", "stored ", "Riftline serves "
AT_ONCE = 4
"""Articles that are stored in one go: few, so that there is something between one go and the next."""


def coder(article: Article) -> Coding:
    """A coding by the first capitalised words: an event a paragraph between the two states that the title names, on the day of publication."""
    one, _, other = (article.title or "A and B:").partition(":")[0].partition(" and ")
    days = Interval(article.published, article.published) if article.published else None
    events, at = [], 0
    for number, part in enumerate(article.text.split("\n\n")):
        span = Span(at, at + len(part), part)
        at += len(part) + 2
        kind = sorted(MODES_OF)[len(part) % len(MODES_OF)]
        sides = [Actor(name[:3].upper(), name, name, name[:3].upper()) for name in (one, other)]
        events.append(Event(f"e{number}", kind, None, (), sides[0], sides[1], days, "", None, "", "happened", None, (), 0.9, "", (span,)))
    return Coding(article, tuple(events))


def told(article: Article) -> Coding:
    """The coding, said beforehand."""
    print(BEGINS, file=sys.stderr, flush=True)
    return coder(article)


def _saved(self: Ingesting) -> None:
    codings = self.waiting.codings
    _save(self)
    for coding in codings:
        print(f"{STORED}{coding.document.id}", file=sys.stderr, flush=True)


def _inline(self: Worker, work: Callable[..., Any], *values: Any, timeout: float = 0) -> Any:
    return work(*values)


def _marked(*values: Any, **options: Any) -> Any:
    connection = _connect(*values, **options)
    print(OPENED, file=sys.stderr, flush=True)
    return connection


_connect, _save = duckdb.connect, Ingesting._save

if __name__ == "__main__":
    riftline.pipeline._coder = lambda: told
    Worker.call = _inline  # type: ignore[method-assign]
    Ingesting._save = _saved  # type: ignore[method-assign]
    riftline.ingesting.AT_ONCE = AT_ONCE  # type: ignore[attr-defined]
    duckdb.connect = _marked
    main()

"""What tests of lakes share: parts made of codings, all rows of a database or lake, and coders that fail."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from riftline.engines.batches import Batch
from riftline.engines.parts import Tally, write_part
from riftline.records import Actor, Article, Coding, Event, Interval, Span
from riftline.sources.base import Loaded
from riftline.store.database import opened
from riftline.store.lake import DERIVED, LISTS, Lake
from riftline.text.normalise import digest

TABLES = sorted({"articles", "ledger", *LISTS, *(each.table for each in DERIVED.values())})
NOT_ALIKE = {"stored", "number", "sentence"}
"""Columns that tell when, or count what was there before."""


def rows(path: str) -> dict[str, list[str]]:
    """Every row of every table that articles fill, in an order of its own."""
    found = {}
    with opened(path) as connection:
        for table in TABLES:
            names = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall() if row[0] not in NOT_ALIKE]
            found[table] = sorted(map(repr, connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()))
    return found


def part(lake: Lake, number: int, codings: Sequence[Coding]) -> Tally:
    """Writes codings as a part, as an engine would."""
    found = tuple(Loaded(coding.document) for coding in codings)
    name = digest("".join(f"{coding.document.id} {coding.document.text}" for coding in codings))[:20]
    return write_part(lake, Batch(name, (0, number), found), codings)


def news(path: Path, count: int, *more: str, words: str = "Ruritania accused Borduria of shelling Lower Quill.") -> str:
    """A file of so many articles, each of a day of its own, and of some more with these words."""
    texts = [f"{words} It was the {number}th time that it did so, officials said." for number in range(count)]
    texts[1:1] = [f"Ruritania accused Borduria. {each}" for each in more]
    lines = [{"text": text, "published": f"2024-05-{number % 28 + 1:02}", "title": f"Part {number}"} for number, text in enumerate(texts)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


def quick(article: Article) -> Coding:
    """Codes an article without a model: one accusation. POISON in the text ends the process, MISTAKE is an error, ENDLESS takes a minute."""
    if log := os.environ.get("CODED_LOG"):
        with open(log, "a") as file:
            file.write(f"{os.getpid()} {article.id}\n")
    if "POISON" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "MISTAKE" in article.text:
        raise ValueError("a mistake")
    if "ENDLESS" in article.text:
        time.sleep(60)
    span = Span(0, 20, article.text[:20])
    day = article.published or date(2024, 5, 6)
    who, whom = Actor("RUR", "Ruritania", "Ruritania", "RUR"), Actor("BOR", "Borduria", "Borduria", "BOR")
    event = Event("e1", "ACCUSE", "disapprove", (), who, whom, Interval(day, day), "", None, "", "happened", None, (), 0.8, "Sure.", (span,))
    return Coding(replace(article, published=day), (event,))


def slow(article: Article) -> Coding:
    """The same, but it takes a while."""
    coding = quick(article)
    time.sleep(0.3)
    return coding


def brief(article: Article) -> Coding:
    """The same, of the first words alone."""
    return quick(replace(article, text=article.text[:500]))

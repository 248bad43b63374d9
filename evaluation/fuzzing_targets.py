"""What fuzzing hands its inputs to: the functions that read them in the program itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riftline.errors import InputError, RiftlineError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Target = Callable[[bytes, Path], object]
"""Reads an input; the folder is for files."""

FORBIDDEN = {*range(0x20)} - {0x0A} | {*range(0x7F, 0xA0)} | {*range(0xD800, 0xE000), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF}
"""Characters that no cleaned article has: control characters, halves of characters, marks of direction and of no width."""


def of(kind: str) -> Target:
    """What reads a kind of `fuzzing_seeds.SEEDS`."""
    others = {"index": _index, "feed": _feed, "feeds": _feeds, "robots": _robots, "events": _events, "query": _query, "value": _value}
    return others.get(kind) or _articles(kind)


def coded(kind: str) -> Target:
    """The same for a file of articles, coded as `riftline code` does, and written out."""

    def read(data: bytes, folder: Path) -> None:
        from riftline.pipeline import run
        from riftline.record import line

        for found in run([_file(data, folder, f"x.{kind}")]):
            if not isinstance(found, InputError):
                line(found.coding).encode("utf-8")

    return read


def _file(data: bytes, folder: Path, name: str) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def _articles(kind: str) -> Target:
    def read(data: bytes, folder: Path) -> None:
        from riftline.pipeline import prepared
        from riftline.sources.files import articles

        for found in prepared(articles([_file(data, folder, "x" if kind == "packed" else f"x.{kind}")])):
            if isinstance(found, InputError):
                str(found).encode("utf-8")
            else:
                _clean(found.article)

    return read


def _clean(article: Any) -> None:
    for value in astuple(article):
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                text.encode("utf-8")
    for text in (article.text, article.title or "", article.publisher or "", article.id):
        if bad := {ord(sign) for sign in set(text)} & FORBIDDEN:
            raise AssertionError(f"a cleaned article holds {sorted(map(hex, bad))}")


def _index(data: bytes, folder: Path) -> None:
    (folder / "a.txt").write_text("Norway met Denmark on Tuesday to end a dispute over ferries.", encoding="utf-8")
    _file(data, folder, "index.jsonl")
    try:
        from riftline.sources.files import articles

        list(articles([str(folder)]))
    finally:
        (folder / "index.jsonl").unlink()


def _feed(data: bytes, folder: Path) -> None:
    from riftline.feeds.documents import parse

    str(parse(data, "https://courier.example/rss")).encode("utf-8")


def _feeds(data: bytes, folder: Path) -> None:
    from riftline.feeds.config import load

    load(_file(data, folder, "feeds.toml"))


def _robots(data: bytes, folder: Path) -> None:
    from protego import Protego

    from riftline.feeds.robots import LONGEST

    rules = Protego.parse(data[:LONGEST].decode("utf-8-sig", errors="replace"))
    rules.can_fetch("https://courier.example/private/a?b=c", "riftline")
    rules.crawl_delay("riftline")


@cache
def _imports() -> DuckDBPyConnection:
    from riftline.store.database import opened

    held = opened(":memory:", write=True)
    _HELD.append(held)
    return held.__enter__()


_HELD: list[Any] = []


def _events(data: bytes, folder: Path) -> None:
    from riftline.readers.importing import Settings, load

    failures: list[RiftlineError] = []
    load(_imports(), [_file(data, folder, "x.tab")], Settings(), lambda name: None, failures.append)
    " ".join(map(str, failures)).encode("utf-8")


@cache
def _store() -> tuple[Any, Any]:
    """A store with the seeds' article, in Python and behind the API."""
    import tempfile

    from starlette.testclient import TestClient

    import riftline
    from evaluation.fuzzing_seeds import TEXT
    from riftline.api.app import create
    from riftline.api.database import owned
    from riftline.api.state import State
    from riftline.records import Actor, Article, Coding, Event, Span
    from riftline.store.database import opened
    from riftline.stories.keeping import keep

    path = str(Path(tempfile.mkdtemp(prefix="riftline-fuzzing-")) / "x.duckdb")
    one, other = (Actor(code, name, name, code) for code, name in (("ARM", "Armenia"), ("RUS", "Russia")))
    event = Event("e1", "ACCUSE", "", (), one, other, None, "", None, "", "happened", None, (), 0.8, "Sure.", (Span(0, 7, TEXT[:7]),))
    with opened(path, write=True) as connection:
        keep(connection, Coding(Article("a", TEXT, publisher="Courier", language="en"), (event,)))
    held = owned(path)
    client = TestClient(create(State(held.__enter__())), base_url="http://127.0.0.1", raise_server_exceptions=True)
    _HELD.extend((held, client))
    return riftline.open, client


def _query(data: bytes, folder: Path) -> None:
    text = data.decode("utf-8", "surrogateescape")
    from riftline.search.query import marks, parse

    with suppress(RiftlineError):
        marks(f"{text} Armenia accused Azerbaijan", parse(text))
    _asked("search", q=text)


def _value(data: bytes, folder: Path) -> None:
    from riftline.feeds.config import duration
    from riftline.sources.columns import parsed
    from riftline.sources.published import published_date
    from riftline.store.filters import among, sides

    text = data.decode("utf-8", "surrogateescape")
    published_date(text)
    for read in (lambda: sides(text), lambda: among([text], ("happened",)), lambda: duration(text, 1.0)):
        with suppress(ValueError):  # what they say they raise
            read()
    with suppress(RiftlineError):
        parsed([text])
    names = ("actor", "target", "involving", "dyad", "type", "since", "country", "place", "status", "origin", "min_sources", "cursor", "fields", "limit")
    name = names[len(data) % len(names)]
    _asked("events", **{name: text})
    _asked(("dyads", "actors", "signals", "commitments", "stories")[len(data) % 5], **{name: text})


def _asked(route: str, **values: str) -> None:
    """Asks the API; a status of 500 or more is a fault. What no address can hold is put there as U+FFFD, as a browser does."""
    _, client = _store()
    answer = client.get(f"/api/v1/{route}", params={key: value.encode("utf-8", "replace").decode()[:3000] for key, value in values.items()})
    if answer.status_code >= 500:
        raise AssertionError(f"{route}: status {answer.status_code}")

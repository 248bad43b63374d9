"""Riftline in Python, of the same shape as the command line and the API: `riftline.code(text)`, `riftline.open("riftline.duckdb").events(actor="ARM")`.

Records are plain dicts, as `--format json` prints them; a notebook shows an event as its sentence with the evidence marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any

from riftline import record
from riftline.errors import InputError, RiftlineError
from riftline.export.listing import CSV_COLUMNS, nested
from riftline.ontology import PLOVER_TYPES
from riftline.records import SIGNAL_KINDS, STATUSES, SignalKind
from riftline.store.database import opened
from riftline.store.filters import Filters, among, sides, where
from riftline.store.queries import BATCH, IN_ORDER, evidence_of, find, number_of_events, rows
from riftline.store.queries import events as query
from riftline.text.sentences import sentence_around
from riftline.wording import actor_code, state_code

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    from duckdb import DuckDBPyConnection

    from riftline.records import Coding
    from riftline.signals.memory import Memory

Day = date | str | None
"""A day, or its ISO form."""


class Item(dict[str, Any]):
    """An event: a dict, which a notebook shows as its sentence with the evidence marked."""

    sentences: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    """Each sentence that it rests on, and where in it the evidence stands."""

    def _repr_html_(self) -> str:
        date_, who, whom = self["date"], self["source"], self["target"]
        when = date_["start"] if date_ else "no date"
        sides = " → ".join((side["name"] or side["code"]) if side else "?" for side in (who, whom))
        head = f"<b>{escape(self['type'] or '')}</b> {escape(sides)}, {escape(when)}, {escape(self['status'] or '')}"
        told = "".join(f"<blockquote>{_marked(text, marks)}</blockquote>" for text, marks in self.sentences)
        about = self.get("article") or {}
        source = ", ".join(str(part) for part in (about.get("publisher"), about.get("title"), about.get("published")) if part)
        return f"<div>{head}{told}<small>{escape(source)}</small></div>"


class Coded(dict[str, Any]):
    """What was found in an article: the record of `riftline code`, with its events as `Item`s."""

    @property
    def events(self) -> list[Item]:
        """The events."""
        return list(self["events"])

    def _repr_html_(self) -> str:
        title = self["document"]["title"] or self["document"]["id"]
        return f"<h4>{escape(title)}</h4>" + "".join(each._repr_html_() for each in self.events)


def code(text: str, *, title: str | None = None, published: Day = None, publisher: str | None = None, url: str | None = None) -> Coded:
    """Codes one article. Raises InputError where there is nothing to code in it, ModelError where the model is missing.

    `published` settles days that the text tells relative to it; else it is looked for in the text.
    """
    from riftline.pipeline import coded as run
    from riftline.pipeline import ready
    from riftline.records import Article
    from riftline.sources.base import Loaded

    day = _day(published)
    article = Article("", text, title, day, "given" if day else None, "Given with the text." if day else None, publisher, url)
    done = run(ready(Loaded(article)))
    if isinstance(done, InputError):
        raise done
    return coded(done.coding)


def coded(coding: Coding) -> Coded:
    """A coding as a record."""
    whole = Coded(record.record(coding))
    about = {key: whole["document"][key] for key in ("id", "title", "publisher", "url", "published")}
    whole["events"] = [_item(each | {"article": about}, coding.document.text) for each in whole["events"]]
    return whole


class Events:
    """Events that pass some filters: iterate, count, or take them as a table. Nothing is read before it is asked for."""

    def __init__(self, connection: DuckDBPyConnection, filters: Filters) -> None:
        self._connection, self._filters = connection, filters

    def __iter__(self) -> Iterator[Item]:
        found = iter(query(self._connection, self._filters))
        while batch := list(islice(found, BATCH)):
            evidence = evidence_of(self._connection, [row["id"] for row in batch])
            wanted = sorted({span["article"] for spans in evidence.values() for span in spans})
            texts = dict(self._connection.cursor().execute("SELECT id, text FROM articles WHERE id IN ?", [wanted]).fetchall())
            for row in batch:
                yield _item(nested(row, evidence.get(row["id"], [])), texts)

    def __len__(self) -> int:
        return number_of_events(self._connection, self._filters)

    def to_arrow(self) -> pyarrow.Table:
        """A table of the columns of `riftline events --format csv`. Needs pyarrow."""
        return self._table().to_arrow_table()

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a data frame. Needs pandas."""
        return self._table().df()

    def to_polars(self) -> polars.DataFrame:
        """The same as a data frame of polars. Needs polars and pyarrow."""
        return self._table().pl()

    def _table(self) -> Any:
        condition, values = where(self._filters)
        limit = f" LIMIT {int(self._filters.limit)}" if self._filters.limit is not None else ""
        names = ", ".join(f"e.{name}" for name in CSV_COLUMNS)
        return self._connection.cursor().sql(f"SELECT {names} FROM events e WHERE {condition} {IN_ORDER}{limit}", params=values)


class Store:
    """A database, open for reading. `with riftline.open(path) as store:` closes it."""

    def __init__(self, path: str) -> None:
        self._open = opened(path)
        self._connection = self._open.__enter__()
        self._signals: Memory | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._open.__exit__(None, None, None)

    def events(
        self, *, actor: str | None = None, target: str | None = None, involving: str | None = None, dyad: str | Sequence[str] | None = None,
        type: str | Sequence[str] = (), since: Day = None, until: Day = None, country: str | None = None, place: str | None = None,
        status: str | Sequence[str] = (), origin: str | Sequence[str] = (), min_sources: int = 0, limit: int | None = None,
    ) -> Events:  # fmt: skip
        """The events that pass, the oldest first; the filters are those of `riftline events`. Raises ValueError for a value that does not fit."""
        between = None if dyad is None else _sides(dyad)
        filters = Filters(
            _code(actor), _code(target), _code(involving), between, _among("type", type, PLOVER_TYPES), _day(since), _day(until), _code(country),
            _code(place), _among("status", status, STATUSES), (origin,) if isinstance(origin, str) else tuple(origin), min_sources, limit,
        )  # fmt: skip
        return Events(self._connection, filters)

    def article(self, id: str) -> Coded:
        """A stored article's record, with the text under `text`. Raises StoreError where there is none."""
        stored, _ = find(self._connection, id)
        found = coded(stored.coding)
        found["text"] = stored.coding.document.text
        return found

    def articles(self) -> Iterator[dict[str, Any]]:
        """All articles without their texts, the oldest first."""
        yield from rows(self._connection.cursor(), "SELECT id, title, publisher, url, published, language FROM articles ORDER BY published NULLS LAST, id")

    def signals(
        self, kinds: str | Sequence[SignalKind] = SIGNAL_KINDS, *, since: Day = None, until: Day = None, as_of: Day = None, rate: float | None = None,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """The signals, computed now: what `riftline signals --format json` prints. Where neither a day nor a rate is asked for, they are found once."""
        from riftline.signals.find import Wanted
        from riftline.signals.find import find as signals
        from riftline.signals.memory import Memory
        from riftline.signals.record import record as plain

        self._signals = self._signals or Memory(SIGNAL_KINDS)
        wanted = Wanted(_among("kinds", kinds, SIGNAL_KINDS), _day(since), _day(until), _day(as_of), rate)  # type: ignore[arg-type]
        return [plain(each) for each in signals(self._connection, wanted, memory=self._signals)]

    def relation(self, a: str, b: str, *, since: Day = None, until: Day = None, as_of: Day = None, by: str = "week", last: int = 10) -> dict[str, Any]:
        """What two did to each other, and what binds them: what `riftline relation A B --format json` prints."""
        from riftline.relations import ledger
        from riftline.relations.overview import overview
        from riftline.relations.overview import record as plain

        asked = ledger.dyad(actor_code(a), actor_code(b), _day(since), _day(until), _day(as_of))
        return plain(overview(self._connection, asked, by, last))  # type: ignore[arg-type]

    def commitments(self, who: str | None = None, other: str | None = None, *, on: Day = None, as_of: Day = None) -> dict[str, Any]:
        """What binds and divides on a day: what `riftline commitments --format json` prints."""
        from riftline.relations.standing import record as plain
        from riftline.relations.standing import standing

        one, two = (actor_code(name) if name else None for name in (who, other))
        return plain(standing(self._connection, one, two, _day(on), _day(as_of)))

    def forecast(self, *actors: str, as_of: Day = None, top: int = 20) -> dict[str, Any]:
        """Which acts are likely next: what `riftline forecast A B --format json` prints. Raises RiftlineError where nothing is stored by then."""
        from riftline.forecast.outlook import HORIZONS, outlook
        from riftline.forecast.outlook_acts import acts_for
        from riftline.forecast.outlook_agenda import announced
        from riftline.forecast.outlook_record import record as plain
        from riftline.forecast.outlook_stream import stream

        codes = tuple(actor_code(name) for name in actors)
        acted = stream(self._connection, _day(as_of))
        if acted.last < 0:
            raise RiftlineError("nothing that one actor did to another was known by then.")
        day = _day(as_of) or acted.date(acted.last)
        found = outlook(acted, day, codes, top=top)
        due = announced(self._connection, day, day + timedelta(days=max(HORIZONS.values())), codes)
        return plain(found, acts_for(self._connection, found), due, codes)

    def search(self, words: str, *, limit: int = 20) -> list[dict[str, Any]]:
        """Sentences that answer, the best first. Raises QueryError for a query that asks for nothing."""
        from riftline.search.query import parse
        from riftline.search.ranking import search
        from riftline.search.record import record as plain
        from riftline.store.queries import events_of

        found = search(self._connection, parse(words), limit=limit)
        told = events_of(self._connection, {identity for hit in found.hits for identity in hit.events})
        return [plain(hit, told) for hit in found.hits]


def open(path: str = "riftline.duckdb") -> Store:
    """Opens a database for reading. Raises StoreError where there is none, StoreLocked where another process is writing."""
    return Store(path)


def _item(event: dict[str, Any], text: str | dict[str, str]) -> Item:
    made = Item(event)
    sentences: dict[str, list[tuple[int, int]]] = {}
    for span in event["evidence"]:
        whole = text if isinstance(text, str) else text.get(span["article"])
        if whole is None or span["start"] is None:
            sentences.setdefault(span["text"], []).append((0, len(span["text"])))
            continue
        around = sentence_around(whole, span["start"], span["end"])
        sentences.setdefault(around.text, []).append((span["start"] - around.start, span["end"] - around.start))
    made.sentences = tuple((sentence, tuple(sorted(marks))) for sentence, marks in sentences.items())
    return made


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    out, at = [], 0
    for start, end in marks:
        if start >= at:
            out.append(f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>")
            at = end
    return "".join(out) + escape(text[at:])


def _code(name: str | None) -> str | None:
    return state_code(name) if name else None


def _day(value: Day) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _sides(dyad: str | Sequence[str]) -> tuple[str, str]:
    if isinstance(dyad, str):
        try:
            return sides(dyad)
        except ValueError as problem:
            raise ValueError(f"dyad: {problem}") from None
    if len(dyad) != 2:
        raise ValueError(f"dyad: {dyad!r} is not two sides; write it as 'ARM-RUS' or ('ARM', 'RUS')")
    return state_code(dyad[0].strip()), state_code(dyad[1].strip())


def _among(name: str, given: str | Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    try:
        return among((given,) if isinstance(given, str) else given, choices)
    except ValueError as problem:
        raise ValueError(f"{name}: {problem}") from None

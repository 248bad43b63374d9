"""What is to be watched: feeds.toml, or the list of feeds that a feed reader exports (OPML)."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from riftline.errors import InputError
from riftline.feeds.opml import read_opml
from riftline.feeds.plan import DAY, HOUR, MINUTE, Feed, Plan, Settings, is_address
from riftline.sources.base import MEGABYTE

UNITS = {"s": 1.0, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
OFTENEST = MINUTE
"""A feed is not asked more often than this, in seconds."""

EXAMPLE = 'for each feed a line [[feed]] and below it a line url = "https://example.org/rss.xml"'

_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:(s)(?:ec(?:ond)?s?)?|(m)(?:in(?:ute)?s?)?|(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)\s*")


def duration(value: Any, unit: float) -> float:
    """Seconds of "90s", "30m", "2h", "3d", "1w", or of a number of `unit` seconds. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError
    if not isinstance(value, str):
        seconds = value * unit
    elif found := _DURATION.fullmatch(value.lower()):
        seconds = float(found[1]) * UNITS[next(letter for letter in found.groups()[1:] if letter)]
    else:
        raise ValueError
    if not 0 < seconds < 1e9:
        raise ValueError
    return float(seconds)


def load(path: str) -> Plan:
    """The plan that a TOML or OPML file holds. Raises InputError that names the line, and says what to write instead."""
    if path.startswith(("http://", "https://")):
        raise InputError(path, f"this is an address; write it into a file, feeds.toml: {EXAMPLE.replace('https://example.org/rss.xml', path)}")
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError(path, f"there is no such file; make one: {EXAMPLE}") from None
    except OSError as problem:
        raise InputError(path, f"it cannot be read ({problem.strerror}).") from None
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_opml(path, data)
    try:
        text = data.decode("utf-8-sig")
        tables = tomllib.loads(text)
    except UnicodeDecodeError:
        raise InputError(path, "it is not in UTF-8; save it as such.") from None
    except tomllib.TOMLDecodeError as problem:
        raise InputError(path, f"not valid TOML: {problem}. Texts stand in quotation marks, each feed begins with [[feed]].") from None
    return _Reader(path, text).plan(tables)


class _Wrong(Exception):
    """A value that makes no sense; the text says what to write."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise _Wrong("write a text in quotation marks")
    return value.strip()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("write true or false")
    return value


def _address(value: Any) -> str:
    if isinstance(value, str) and is_address(value.strip()):
        return value.strip()
    raise _Wrong('write the whole address of the feed, such as "https://example.org/rss.xml"')


def _time(unit: float, example: str, least: float = 0.0) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        try:
            seconds = duration(value, unit)
        except ValueError:
            raise _Wrong(f"write a time such as {example}") from None
        if seconds < least:
            raise _Wrong(f"at least {least:g} seconds, please: {example}")
        return seconds

    return read


def _span(value: Any) -> float:
    if not isinstance(value, str):
        raise _Wrong('write a time with its unit, such as "12h" or "3d"')
    return _time(DAY, '"12h" or "3d"')(value)


def _megabytes(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
        raise _Wrong("write a number of megabytes, such as 10")
    return int(value * MEGABYTE)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
        raise _Wrong("write a whole number from 1 to 100")
    return value


Keys = Mapping[str, tuple[str, Callable[[Any], Any]]]

_SHARED: Keys = {
    "every": ("every", _time(MINUTE, '"30m", or 30 for minutes', OFTENEST)),
    "silent_after": ("silent_after", _span),
    "full_text": ("full_text", _flag),
    "robots": ("robots", _flag),
}
FEED_KEYS: Keys = {"url": ("url", _address), "name": ("name", _text), "publisher": ("publisher", _text), **_SHARED}
WATCH_KEYS: Keys = {
    "user_agent": ("user_agent", _text),
    "delay": ("delay", _time(1, '2 for seconds, or "2s"')),
    "timeout": ("timeout", _time(1, '20 for seconds, or "20s"')),
    "deadline": ("deadline", _time(1, '60 for seconds, or "1m"')),
    "backoff": ("backoff", _time(1, '2 for seconds, or "2s"')),
    "patience": ("patience", _time(1, '60 for seconds, or "1m"')),
    "max_megabytes": ("max_bytes", _megabytes),
    "allow_private": ("allow_private", _flag),
    "attempts": ("attempts", _count),
    "hosts_at_once": ("hosts_at_once", _count),
    **_SHARED,
}


class _Reader:
    """Checks the tables of one file; every error names the line where that can be told."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def plan(self, tables: Mapping[str, Any]) -> Plan:
        for name in tables:
            if name not in ("watch", "feed"):
                hint = "Write [watch] for what holds of all feeds and [[feed]] for each feed."
                raise self._wrong(f"`{name}` is no table of this file. {hint}", rf"\s*\[*\s*{re.escape(name)}\b")
        watch, found = tables.get("watch", {}), tables.get("feed", [])
        if not isinstance(watch, dict):
            raise self._wrong("[watch] is one table, with single brackets.", r"\s*\[\[\s*watch\b|\s*watch\b")
        if not isinstance(found, list) or not all(isinstance(feed, dict) for feed in found):
            raise self._wrong("each feed begins with [[feed]], with double brackets.", r"\s*\[\s*feed\b|\s*feed\b")
        if not found:
            raise InputError(self.path, f"it names no feed; write {EXAMPLE}")
        given = self._values(watch, WATCH_KEYS, r"\s*\[\s*watch\s*\]", "[watch]")
        shared = {key: value for key, value in given.items() if key in _SHARED}
        own = {field.name for field in fields(Settings)}
        settings = Settings(**{key: value for key, value in given.items() if key in own})
        feeds: dict[str, Feed] = {}
        for number, table in enumerate(found, start=1):
            what = f"feed {number}" + (f" ({table['url']})" if isinstance(table.get("url"), str) else "")
            values = self._values(table, FEED_KEYS, _HEADER, what, number)
            if "url" not in values:
                raise self._wrong(f'{what} has no `url`; write url = "https://example.org/rss.xml" below it.', _HEADER, number)
            feed = Feed(**{**shared, **values})
            if feed.key in feeds:
                raise self._wrong(f"{what} stands twice in this file; leave one of them out.", _HEADER, number)
            feeds[feed.key] = feed
        return Plan(self.path, settings, tuple(feeds.values()))

    def _values(self, table: Mapping[str, Any], keys: Keys, header: str, what: str, number: int = 1) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key not in keys:
                near = difflib.get_close_matches(key, keys, 1)
                hint = f"did you mean `{near[0]}`?" if near else f"it may be {', '.join(f'`{name}`' for name in keys)}."
                raise self._wrong(f"{what}: `{key}` is not known; {hint}", header, number, key)
            name, read = keys[key]
            try:
                values[name] = read(value)
            except _Wrong as problem:
                raise self._wrong(f"{what}: `{key}` is {value!r}; {problem}.", header, number, key) from None
        return values

    def _wrong(self, problem: str, header: str, number: int = 1, key: str | None = None) -> InputError:
        """The error, with the line of the `number`th header that matches, or of the key below it. TOML's reader keeps no lines."""
        starts = [i for i, line in enumerate(self.lines) if re.match(header, line)]
        if number > len(starts):
            return InputError(self.path, problem)
        line = starts[number - 1]
        below = range(line + 1, starts[number] if number < len(starts) else len(self.lines))
        exact = next((i for i in below if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self.lines[i])), line)
        return InputError(f"{self.path}, line {exact + 1}", problem)


_HEADER = r"\s*\[\[\s*feed\s*\]\]"

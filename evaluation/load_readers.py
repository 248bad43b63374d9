"""Readers of the server for `evaluation.load`: many at once in one process, each asks one thing after the other, as the desk does."""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx2

WITHIN = 60.0
"""Seconds that a reader waits for an answer before it counts as an error."""
NEWS = "made-"
"""How the ids of articles begin that come in meanwhile."""
LATEST: dict[str, str | int] = {"since": "2025-01-01", "limit": 50}
"""What finds them among all articles."""

MIX = (
    ("/", 2), ("/info", 4), ("/signals", 6), ("/signals/{id}", 4), ("/dyads/movers", 4), ("/dyads", 3), ("/dyads/{a}/{b}", 6), ("/dyads/{a}/{b}/days", 4),
    ("/actors", 3), ("/actors/{code}", 6), ("/events", 10), ("/events/{id}", 6), ("/stories/{id}", 6), ("/articles", 10), ("/articles/{id}", 14),
    ("/places", 3), ("/timeline", 3), ("/search", 5), ("/agenda", 2), ("/commitments", 2), ("/feeds", 2), ("/healthz", 2),
)  # fmt: skip
"""Routes and how often each is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its route, the answer's status (0: none came), seconds, the beginning of what an error said, and of each article of ours in the
    answer its id, when it was stored, how many reports it has, and what it tells (a hash, or "" in lists)."""

    route: str
    status: int
    took: float
    said: str = ""
    held_off: bool = False
    seen: tuple[tuple[str, str, int, str], ...] = ()


@dataclass
class _Known:
    """What may be asked for: learned from the answers, by all readers of the process."""

    events: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    pairs: list[list[str]] = field(default_factory=list)
    actors: list[str] = field(default_factory=lambda: ["RUS", "ARM", "USA", "CHN"])


def read(address: str, readers: int, seconds: float, pause: float, seed: int) -> list[Asked]:
    """All that so many readers asked within so many seconds."""
    return asyncio.run(_read(address, readers, seconds, pause, seed))


async def _read(address: str, readers: int, seconds: float, pause: float, seed: int) -> list[Asked]:
    known, found = _Known(), list[Asked]()
    limits = httpx2.Limits(max_connections=readers, max_keepalive_connections=readers, keepalive_expiry=2)  # sooner than the server
    async with httpx2.AsyncClient(base_url=address, trust_env=False, timeout=WITHIN, limits=limits) as client:
        ends = time.monotonic() + seconds
        await asyncio.gather(*(_reader(client, known, found, ends, pause, random.Random(seed * 1_000 + number)) for number in range(readers)))
    return found


async def _reader(client: httpx2.AsyncClient, known: _Known, found: list[Asked], ends: float, pause: float, chance: random.Random) -> None:
    routes, weights = zip(*MIX, strict=True)
    while time.monotonic() < ends:
        route = chance.choices(routes, weights)[0]
        asked = await _ask(client, known, route, chance)
        if asked is None:
            continue  # nothing to ask for is known yet
        found.append(asked)
        if asked.held_off:
            await asyncio.sleep(chance.uniform(0.5, 1.5))
        elif pause:
            await asyncio.sleep(chance.expovariate(1 / pause))


async def _ask(client: httpx2.AsyncClient, known: _Known, route: str, chance: random.Random) -> Asked | None:
    path, values = _question(known, route, chance)
    if not path:
        await asyncio.sleep(0)
        return None
    began = time.monotonic()
    try:
        answer = await client.get(path if path in ("/", "/healthz") else f"/api/v1{path}", params=values)
    except httpx2.HTTPError as problem:
        return Asked(route, 0, time.monotonic() - began, f"{type(problem).__name__}: {problem}")
    took = time.monotonic() - began
    if answer.status_code != 200:
        held_off = answer.status_code == 503 and "retry-after" in answer.headers
        return Asked(route, answer.status_code, took, answer.text[:200], held_off)
    told: dict[str, Any] = {} if path == "/" else answer.json()
    _learn(known, route, told)
    return Asked(route, 200, took, seen=_seen(route, told))


def _question(known: _Known, route: str, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """Path and values; no path where nothing of the kind is known yet."""
    if "{id}" in route:
        of = {"/signals/{id}": known.signals, "/articles/{id}": known.articles}.get(route, known.events)
        return (route.format(id=quote(chance.choice(of), safe="")) if of else ""), {}
    if "{a}" in route:
        a, b = chance.choice(known.pairs) if known.pairs else ("", "")
        return (route.format(a=a, b=b) if a else ""), {}
    if "{code}" in route:
        return route.format(code=chance.choice(known.actors)), {}
    if route == "/search":
        return route, {"q": chance.choice(("ceasefire", "border", "talks", "sanctions", "troops agreement", "aid"))}
    if route == "/events":
        return route, {"involving": chance.choice(known.actors), "newest": chance.choice(("true", "false"))}
    if route in ("/places", "/timeline"):
        return route, {"involving": chance.choice(known.actors)}
    return route, dict(LATEST) if route == "/articles" else {}


def _learn(known: _Known, route: str, told: dict[str, Any]) -> None:
    items = told.get("items", [])
    if route == "/events":
        known.events = [each["id"] for each in items][:40] + known.events[:200]
    elif route == "/articles":
        known.articles = [each["id"] for each in items] or known.articles
    elif route == "/articles/{id}":
        known.events = [each["event"] for each in told["events"] if each["event"]] + known.events[:200]
    elif route == "/signals":
        known.signals = [each["id"] for each in items]
    elif route == "/dyads":
        known.pairs = [each["actors"] for each in items]
    elif route == "/actors":
        known.actors = [each["code"] for each in items][:40]


def _seen(route: str, told: dict[str, Any]) -> tuple[tuple[str, str, int, str], ...]:
    if route == "/articles":
        return tuple((each["id"], each["stored"], each["reports"], "") for each in told["items"] if each["id"].startswith(NEWS))
    if route == "/articles/{id}" and told["document"]["id"].startswith(NEWS):
        events = told["events"]
        lost = sum(not each["event"] for each in events)
        what = hashlib.sha256(repr((told["text"], [(each["id"], each["headline"]) for each in events])).encode()).hexdigest()[:12]
        return ((told["document"]["id"], told["stored"], len(events) - lost, what),)
    return ()

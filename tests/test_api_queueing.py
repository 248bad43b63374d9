"""Questions wait for their turn, a bounded number of them and for a bounded time; the rest is told when to come again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from riftline.api import queueing
from riftline.api.headers import HEADERS


class Slow:
    """An app whose answers take until they are let go; it counts how many it works on."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.now, self.most = 0, 0

    async def answer(self, request: Request) -> Response:
        self.now += 1
        self.most = max(self.most, self.now)
        await self.go.wait()
        self.now -= 1
        return PlainTextResponse("ok")

    async def stream(self, request: Request) -> Response:
        async def parts() -> AsyncIterator[str]:
            yield "begun"
            await self.go.wait()

        return StreamingResponse(parts())

    def client(self) -> httpx2.AsyncClient:
        every = [Route("/api/slow", self.answer, methods=["GET", "POST"]), Route("/api/stream", self.stream), Route("/healthz", self.answer)]
        app = queueing.Queued(Starlette(routes=every), "/api")
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://x")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "AT_ONCE", 2)
    monkeypatch.setattr(queueing, "WAITING", 3)


def test_few_are_worked_on_at_once_some_wait_and_the_rest_comes_again() -> None:
    async def tried() -> None:
        slow = Slow()
        async with slow.client() as client:
            asked = [asyncio.create_task(client.get("/api/slow")) for _ in range(8)]
            await asyncio.sleep(0.1)
            refused = [each.result() for each in asked if each.done()]
            assert len(refused) == 3
            for each in refused:
                assert (each.status_code, each.headers["Retry-After"]) == (503, str(queueing.COME_AGAIN))
                assert each.headers["Content-Type"] == "application/problem+json"
                assert all(name in each.headers for name in HEADERS)
                assert each.json()["instance"] == "/api/slow"
                assert "Ask again" in each.json()["detail"]
            assert slow.now == 2
            apart = [asyncio.create_task(ask) for ask in (client.post("/api/slow"), client.get("/healthz"))]
            await asyncio.sleep(0.1)
            assert slow.now == 4  # what writes, and whether it is well, is not held up
            slow.go.set()
            assert [each.status_code for each in await asyncio.gather(*asked, *apart)].count(200) == 7
            assert (await client.get("/api/slow")).status_code == 200

    asyncio.run(tried())


def test_nobody_waits_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "PATIENCE", 0.1)

    async def tried() -> None:
        slow = Slow()
        async with slow.client() as client:
            held = [asyncio.create_task(client.get("/api/slow")) for _ in range(2)]
            await asyncio.sleep(0.02)
            late = await client.get("/api/slow")
            assert (late.status_code, late.headers["Retry-After"]) == (503, str(queueing.COME_AGAIN))
            slow.go.set()
            assert [each.status_code for each in await asyncio.gather(*held)] == [200, 200]
            assert (await client.get("/api/slow")).status_code == 200  # the turns are all there again

    asyncio.run(tried())


def test_an_answer_that_has_begun_holds_no_turn() -> None:
    async def tried() -> None:
        slow = Slow()
        async with slow.client() as client:
            streams = [asyncio.create_task(client.get("/api/stream")) for _ in range(4)]
            await asyncio.sleep(0.1)
            asked = asyncio.create_task(client.get("/api/slow"))
            await asyncio.sleep(0.1)
            assert slow.now == 1
            slow.go.set()
            assert [each.status_code for each in await asyncio.gather(asked, *streams)] == [200] * 5

    asyncio.run(tried())

"""A request's body is read up to a size and no further."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 1_000_000
"""Bytes."""
_TOLD = f"a request may have {MOST:,} bytes; load larger texts with riftline ingest."


class Limited:
    """Answers 413 to a request with more than `MOST` bytes, by its header or as they come."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > MOST:
            body = {"type": "about:blank", "title": "Content Too Large", "status": 413, "detail": _TOLD, "instance": scope["path"]}
            await JSONResponse(body, 413, media_type="application/problem+json")(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > MOST:
                raise HTTPException(413, _TOLD)
            return message

        await self.app(scope, counted, send)

"""The desk's files: a page, its script, its style, the shapes of states. Nothing else is served from the disk."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import Response

from riftline.api.problems import Problem

router = APIRouter(include_in_schema=False)

TYPES = {
    "desk.js": "text/javascript; charset=utf-8", "desk.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml", "world.json": "application/json",
    "LICENSES.txt": "text/plain; charset=utf-8",
}  # fmt: skip


@router.get("/")
def page(request: Request) -> Response:
    """The page; the views are addresses behind its #."""
    return _sent(request, "index.html", "text/html; charset=utf-8")


@router.get("/static/{name}")
def file(request: Request, name: str) -> Response:
    """One of the files by name; there are no others."""
    if name not in TYPES:
        raise Problem(404, f"there is no file {name}.")
    return _sent(request, name, TYPES[name])


def _sent(request: Request, name: str, media_type: str) -> Response:
    whole, packed, tag = _read(name)
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(whole, media_type=media_type, headers=headers)


@cache
def _read(name: str) -> tuple[bytes, bytes, str]:
    """A file, compressed, and a tag that changes with it."""
    whole = files("riftline").joinpath("web", "static", name).read_bytes()
    return whole, gzip.compress(whole, 9, mtime=0), f'"{hashlib.sha256(whole).hexdigest()[:16]}"'

"""WARC: the pages of a crawl, in the layout of Common Crawl's news archive (CC-News); an article a response."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from riftline.errors import InputError
from riftline.sources.base import Found, Loaded, Raw, too_large
from riftline.sources.html import page
from riftline.sources.packed import CHUNK, Rejoined

HTML = ("text/html", "application/xhtml+xml")
SILENT = ("warcinfo", "request", "metadata")
"""Records that belong to others; nobody misses them."""

READABLE = ("", "identity", "gzip", "x-gzip", "deflate")
"""Content encodings that can be undone."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)


def read_warc(raw: Raw) -> Iterator[Found]:
    """The articles of the HTML pages that were fetched with success. What else there is is counted in `raw.passed`.

    The address is the one that was fetched, as what a page calls its own is often its front page. The publication date is the
    page's own: a crawler comes by days or years later, so the day on which a page without a date was fetched is only noted.
    """
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it repeats what it finds odd, as it stands there
    loader = ArcWarcRecordLoader()
    stream = io.BufferedReader(Rejoined(raw.head, raw.stream), CHUNK)
    number, lost = 0, False
    while line := stream.readline(CHUNK):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            if not lost:
                yield InputError(f"{raw.origin}, after record {number}", "what follows is no record; all up to the next one was passed over.")
            lost = True
            continue
        number, lost = number + 1, False
        origin = f"{raw.origin}, record {number}"
        try:
            record = loader.parse_record_stream(stream, line.rstrip().decode("latin-1"), "warc", no_record_parse=number <= raw.start)
        except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, UnicodeError) as problem:
            yield InputError(origin, f"the record's head is damaged or cut off ({' '.join(str(problem).split())[:100] or 'it ends early'}).")
            lost = True
            continue
        if record.length is None:
            yield InputError(origin, "the record's head is damaged (it does not say how long the record is).")
            lost = True
            continue
        found = _found(record, origin, raw) if number > raw.start else None
        rest = record.raw_stream
        while rest.read(CHUNK):
            pass
        if getattr(rest, "limit", 0) > 0:
            yield InputError(origin, "the file is cut off in the middle of this record; those before it were read.")
            return
        raw.at = number
        if found:
            yield found


def _found(record: Any, origin: str, raw: Raw) -> Found | None:
    """The article of a record, an error, or None where it holds no page, which is counted."""
    if record.rec_type in SILENT:
        return None
    if record.rec_type not in ("response", "resource"):
        raw.passed[f"{record.rec_type} records"] += 1
        return None
    kind = record.content_type or ""
    if record.rec_type == "response":
        if record.http_headers is None:
            raw.passed["responses that are no web pages"] += 1
            return None
        status = record.http_headers.get_statuscode()
        if status != "200":
            raw.passed[f"pages with status {status}"] += 1
            return None
        kind = record.http_headers.get_header("content-type") or ""
        encoding = (record.http_headers.get_header("content-encoding") or "").strip().lower()
        if encoding not in READABLE:
            raw.passed[f"pages compressed as {encoding}"] += 1
            return None
    if kind and not kind.strip().lower().startswith(HTML):
        raw.passed["records that are no HTML"] += 1
        return None
    try:
        data = _payload(record, raw.limit)
    except (zlib.error, EOFError, ValueError) as problem:
        return InputError(origin, f"the page is damaged ({problem}).")
    if len(data) > raw.limit:
        return too_large(origin, raw.limit)
    if not kind and b"<html" not in data[:2048].lower():
        raw.passed["records that are no HTML"] += 1
        return None
    return _article(record, data, _CHARSET.search(kind), origin)


def _payload(record: Any, limit: int) -> bytes:
    """The page's bytes, out of chunks and unpacked; no more than `limit` and one."""
    stream, data = record.content_stream(), bytearray()
    while len(data) <= limit and (part := stream.read(min(CHUNK, limit + 1 - len(data)))):
        data += part
    return bytes(data)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # brackets that hold no address
        return None


def _article(record: Any, data: bytes, charset: re.Match[str] | None, origin: str) -> Found:
    address = record.rec_headers.get_header("WARC-Target-URI")
    try:
        found = page(data, f"{origin} ({address})", charset[1] if charset else None)
    except InputError as problem:
        return problem
    host = (_host(address or "") or "").removeprefix("www.")
    article = replace(found.article, url=address or found.article.url, publisher=found.article.publisher or host or None, origin=origin)
    if article.published:
        return Loaded(article, found.notes)
    fetched = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    return Loaded(article, (*found.notes, f"the page gives no publication date (it was fetched on {fetched}); one in its text is looked for."))

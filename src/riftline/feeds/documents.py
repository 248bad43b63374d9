"""A feed's document, RSS or Atom: its items, and what is wrong with it."""

from __future__ import annotations

import html
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import struct_time
from typing import Any
from urllib.parse import urljoin

import feedparser

from riftline.errors import InputError, NotAnArticle
from riftline.feeds.plan import is_address
from riftline.sources.detect import decode
from riftline.sources.published import EARLIEST, published_date

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)""")
_HEAD = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body)\b")
_NUMBER = re.compile(r"&#(?:0*(\d{1,9})|[xX]0*([0-9a-fA-F]{1,9})|\d+|[xX][0-9a-fA-F]+);")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WESTERN = re.compile(r"(?i)iso[-_]?8859[-_]?1|latin[-_]?1|(?:us-)?ascii")
_UTF8 = re.compile(r"(?i)utf[-_]?8")

EPOCH = date(1970, 1, 1)
"""A date that stands for none: what a clock says that nobody has set."""
AHEAD = timedelta(days=2)
"""An item dated further ahead of now has no date: somebody's clock or calendar is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as it stands there."""

    guid: str | None
    """Its id by the feed, of whatever form."""
    link: str | None
    """Its page: a whole http(s) address."""
    title: str | None
    published: date | None
    """The calendar day in the time zone of whoever wrote it."""
    when: datetime | None
    """The moment in UTC, without a zone."""
    content: str | None
    """The text that the feed carries whole, as HTML."""
    summary: str | None
    """What the feed tells of it, as HTML: often a teaser, in some feeds all of it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A feed's document."""

    title: str | None
    entries: tuple[Entry, ...]
    fault: str | None
    """What is wrong with it although items could be read; None where nothing is."""


def parse(body: bytes, url: str, charset: str | None = None) -> Document:
    """The document that a feed's address has answered with. Raises InputError where it is no feed, or one of which nothing can be read.

    `charset` is what the server says; UTF-8 is taken for what it is, whatever is said of it.
    """
    if not body.strip():
        raise InputError(url, "the answer is empty.")
    try:
        decoded = decode(body, url, _declared(body, charset))
    except NotAnArticle as problem:
        raise InputError(url, f"this is no feed: {problem.problem}") from None
    # A stream, since feedparser takes bytes for the name of a file that it may open; links are made whole below,
    # since feedparser would make addresses of ids too, which then change when the feed moves.
    text = _FORBIDDEN.sub("", _NUMBER.sub(_character, decoded.text))
    try:
        found = feedparser.parse(
            io.BytesIO(text.encode("utf-8")), resolve_relative_uris=False, sanitize_html=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError) as problem:  # of broken markup, here and there
        raise InputError(url, f"its markup is broken ({' '.join(str(problem).split())[:100]}); nothing of it could be read.") from None
    fault = _fault(found)
    if not found.get("version") and not found.entries:
        raise InputError(url, _no_feed(found, text, url))
    entries = tuple(_entry(entry, url) for entry in found.entries)
    if fault and not entries:
        raise InputError(url, f"{fault}; no item could be read.")
    return Document(_line(found.feed.get("title")), entries, fault or decoded.note)


def _declared(body: bytes, charset: str | None) -> str | None:
    """The encoding to try where it is not UTF-8: the document's own word before the server's, which is often one for all it has."""
    own = _DECLARED.search(body[:1024])
    said = [name for name in (own[1].decode("ascii") if own else None, charset) if name and not _UTF8.fullmatch(name)]
    return ("cp1252" if _WESTERN.fullmatch(said[0]) else said[0]) if said else None


def _character(found: re.Match[str]) -> str:
    """A character written as a number stays; a number that stands for none in XML goes, for it would cost the whole document."""
    number = int(found[1] or 0) or int(found[2] or "0", 16)
    return found[0] if 0 < number <= 0x10FFFF and not _FORBIDDEN.match(chr(number)) else ""


def _fault(found: Any) -> str | None:
    if not found.bozo:
        return None
    problem = found.get("bozo_exception")
    line = getattr(problem, "getLineNumber", lambda: None)()
    text = getattr(problem, "getMessage", lambda: str(problem))()
    return f"broken XML{f' in line {line}' if line else ''} ({text})"


def _no_feed(found: Any, text: str, url: str) -> str:
    links = [link for link in found.feed.get("links", ()) if link.get("rel") == "alternate" and "xml" in (link.get("type") or "")]
    with suppress(ValueError):  # of an address that is none
        if links and links[0].get("href"):
            return f"this is a web page and no feed; it names its feed: {urljoin(url, links[0].href)}"
    return "this is a web page and no feed." if _HEAD.search(text[:2048]) else "this is neither RSS nor Atom."


def _entry(entry: Any, url: str) -> Entry:
    plain: dict[str, Any] = dict(entry.items())  # feedparser's own lookup takes one name for another, and warns of it
    written = plain.get("published") or plain.get("updated")
    moment = plain.get("published_parsed") or plain.get("updated_parsed")
    when = _moment(moment) if isinstance(moment, struct_time) else None
    published = (published_date(written) if isinstance(written, str) else None) or (when.date() if when else None)
    if published is None or not EARLIEST <= published <= datetime.now(UTC).date() + AHEAD or published == EPOCH:
        published, when = None, None
    content = next((_html(part) for part in entry.get("content", ()) if part.get("value", "").strip()), None)
    summary = _html(entry.get("summary_detail") or {"value": entry.get("summary") or ""})
    return Entry(
        (entry.get("id") or "").strip() or None, _link(entry, url), _line(entry.get("title")), published, when, content, summary or None
    )  # fmt: skip


def _moment(parsed: struct_time) -> datetime | None:
    try:
        return datetime(*parsed[:6])
    except ValueError:
        return None


def _link(entry: Any, url: str) -> str | None:
    for given in (entry.get("feedburner_origlink"), entry.get("link")):
        if not isinstance(given, str) or (given == entry.get("id") and not is_address(given)):
            continue  # an id stands in where there is no link, and not every id is an address
        if given.strip():
            try:
                whole = urljoin(url, "".join(given.split()))
            except ValueError:
                continue
            if is_address(whole):
                return whole
    return None


def _html(part: Any) -> str:
    value = str(part.get("value") or "")
    if part.get("type") == "text/plain":
        return "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in re.split(r"\n\s*\n", value) if paragraph.strip())
    return value


def _line(text: Any) -> str | None:
    """A title on one line, without tags and entities: feeds write them once or twice escaped."""
    return " ".join(html.unescape(_TAG.sub("", html.unescape(str(text or "")))).split()) or None

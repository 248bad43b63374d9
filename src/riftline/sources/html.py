"""HTML pages: the article's text, title, date and publisher through trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from riftline.errors import NotAnArticle
from riftline.records import Article
from riftline.sources.base import Found, Loaded, Raw
from riftline.sources.detect import decode
from riftline.sources.published import published_date

_CHARSET = re.compile(rb"""<meta[^<>]+charset\s*+=\s*+["']?+\s*+([\w.:-]+)""", re.I)
MOST_TAGS = 60_000
"""A page with more is made to keep us busy: the time that its reading takes grows with their square. The longest of news have half as many."""
FEWEST_LETTERS = 80
"""A page with less text than a sentence or so is a menu, a log-in page or an error page."""


def read_html(raw: Raw) -> Iterator[Found]:
    """The one article of a page, or NotAnArticle where it holds none."""
    try:
        loaded = page(raw.whole(), raw.origin)
    except NotAnArticle as problem:
        yield problem
        return
    yield Loaded(loaded.article, (*raw.notes, *loaded.notes))


def page(data: bytes, origin: str, charset: str | None = None) -> Loaded:
    """The article of a page's bytes; `charset` is what the server said of them. Raises NotAnArticle where there is none."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, origin, declared[1].decode("ascii", "replace") if declared else charset)
    article = extract(decoded.text, origin)
    if article is None and decoded.text.count("<") > MOST_TAGS:
        raise NotAnArticle(origin, f"this page has more than {MOST_TAGS:,} tags; save the article's own page, or its text.")
    if article is None:
        raise NotAnArticle(origin, "no article was found in this page; save the article's own page, or its text.")
    return Loaded(article, (decoded.note,) if decoded.note else ())


def extract(page: str, origin: str) -> Article | None:
    """The article in a page's HTML; None where there is none. Comments and tables are left out."""
    if page.count("<") > MOST_TAGS:
        return None
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they log each page they find nothing in; we say it ourselves
    try:
        found = trafilatura.bare_extraction(
            page,
            favor_precision=False,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            # The cheap search reads metadata and time elements; the extensive one also takes any date in the text for the page's.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError):  # broken markup
        return None
    if found is None:
        return None
    fields: dict[str, Any] = found if isinstance(found, dict) else found.as_dict()
    text = re.sub(r"\n+", "\n\n", str(fields.get("text") or "").strip())
    if sum(c.isalpha() for c in text) < FEWEST_LETTERS:
        return None
    written = fields.get("date")
    published = published_date(str(written)) if written else None
    title = fields.get("title") or None
    return Article(
        id="",
        text=text,
        title=title,
        published=published,
        published_from="metadata" if published else None,
        published_reason="The page's own date." if published else None,
        publisher=fields.get("sitename") or fields.get("hostname") or None,
        url=fields.get("url") or None,
        language=fields.get("language") or None,
        origin=origin,
    )

"""The article that an item of a feed stands for: its page's, or the text that the feed itself carries."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from riftline.errors import InputError, NotAnArticle
from riftline.feeds.fetching import Answer
from riftline.feeds.plan import Feed
from riftline.feeds.polling import Page
from riftline.feeds.state import Item
from riftline.records import Article
from riftline.sources.base import Loaded
from riftline.sources.html import extract, page

FEWEST_WORDS = 60
"""The feed's own text stands in for a page that cannot be had where it is at least so long, and does not break off."""

_BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue reading|more)\b[^.]{0,40})\s*$", re.I)


def article(found: Page, masthead: str | None) -> Loaded:
    """The article of an item, with what the feed knows and the page does not tell. Raises InputError where there is none.

    `masthead` is what the feed calls itself; the publisher that the user has given goes before it and before the page's own.
    """
    feed, item = found.feed, found.item
    problem: InputError | None = found.problem
    if found.answer:
        try:
            return _complete(_of_page(found.answer, item), feed, item, _address(found.answer.url), masthead)
        except InputError as said:
            problem = said
    own = _own_text(item)
    if own and (feed.full_text or (len(own.text.split()) >= FEWEST_WORDS and not _BREAKS_OFF.search(own.text))):
        notes = (f"the feed's own text was taken: {problem.problem}",) if problem else ()
        return _complete(Loaded(own, notes), feed, item, _address(item.link) if item.link else None, masthead)
    raise problem or NotAnArticle(item.link or item.title or feed.key, "the item has neither a link nor a text.")


def _of_page(answer: Answer, item: Item) -> Loaded:
    if urlsplit(answer.url).path in ("", "/") and urlsplit(item.link or "").path not in ("", "/"):
        raise NotAnArticle(item.link or answer.url, "it leads to the site's front page: the article is not there any more.")
    return page(answer.body, item.link or answer.url, answer.charset)


def _own_text(item: Item) -> Article | None:
    if not item.content:
        return None
    return extract(f"<html><body><article>{item.content}</article></body></html>", item.link or item.title or item.feed)


def _complete(loaded: Loaded, feed: Feed, item: Item, url: str | None, masthead: str | None) -> Loaded:
    """What the page lacks from the feed. An article's address is where it was found: what pages say of themselves is often another's."""
    found = replace(
        loaded.article,
        title=loaded.article.title or item.title,
        publisher=feed.publisher or loaded.article.publisher or masthead,
        url=url,
        origin=item.link or item.title or feed.key,
    )
    if found.published is None and item.published:
        found = replace(found, published=item.published, published_from="metadata", published_reason="The feed's date of the item.")
    return Loaded(found, loaded.notes)


def _address(url: str) -> str:
    """The address without what counts the readers' clicks."""
    from courlan import clean_url  # what trafilatura is made with; as heavy

    return clean_url(url.split("#", 1)[0]) or url

from dataclasses import replace
from datetime import date

import pytest

from feed_site import WORDS, Reply, page
from riftline.errors import InputError, NotAnArticle
from riftline.feeds.articles import article
from riftline.feeds.fetching import Answer, FetchError
from riftline.feeds.plan import Feed
from riftline.feeds.polling import Page
from riftline.feeds.state import Item
from riftline.records import Article

FEED = Feed("https://example.org/rss.xml")
ITEM = Item(FEED.key, "1", "https://example.org/a?utm_source=rss#top", "Title of the item", date(2023, 9, 20), None, 0)
GONE = FetchError("https://example.org/a", "there is no such page (404).", 404)


def answer(reply: Reply, url: str = "https://example.org/a?utm_source=rss&id=3", charset: str | None = None) -> Answer:
    return Answer(url, None, False, reply.body, "text/html", charset, None, None)


def taken(reply: Reply, item: Item = ITEM, feed: Feed = FEED, **more: str) -> Article:
    return article(Page(feed, item, answer(reply, **more)), "Masthead").article


def test_what_the_page_lacks_comes_from_the_feed() -> None:
    bare = Reply(f"<html><body><article><p>{WORDS}</p><p>{WORDS[::-1]}</p></article></body></html>".encode())
    found = taken(bare)
    assert (found.title, found.publisher, found.published, found.published_from) == ("Title of the item", "Masthead", date(2023, 9, 20), "metadata")
    assert found.published_reason == "The feed's date of the item."
    assert found.url == "https://example.org/a?id=3"
    assert found.origin == ITEM.link
    assert "Envoys of Ruritania" in found.text


def test_what_the_page_tells_goes_before_the_feed() -> None:
    head = '<meta property="og:site_name" content="The Herald"><meta property="article:published_time" content="2023-09-18T10:00:00Z">'
    head += '<link rel="canonical" href="https://example.org/">'
    found = taken(page("one", head=head))
    assert (found.title, found.publisher, found.published) == ("Talks one ended", "The Herald", date(2023, 9, 18))
    assert found.published_reason == "The page's own date."
    assert found.url == "https://example.org/a?id=3"  # pages with one canonical address for all would be one article


def test_the_publisher_that_the_user_gives_goes_before_all() -> None:
    head = '<meta property="og:site_name" content="The Herald">'
    assert taken(page("one", head=head), feed=replace(FEED, publisher="Foreign Ministry")).publisher == "Foreign Ministry"


def test_the_encoding_that_the_server_says_is_used_where_the_page_says_none() -> None:
    body = page("one", words=WORDS + " Café “talks”.").body.decode().encode("cp1252")
    assert "Café “talks”" in taken(Reply(body), charset="windows-1252").text


LONG = f"<p>{WORDS}</p><p>{WORDS.replace('Strelsau', 'Zenda')}</p>"


@pytest.mark.parametrize("problem", [GONE, None])
def test_the_feeds_own_text_stands_in(problem: FetchError | None) -> None:
    item = replace(ITEM, content=LONG)
    loaded = article(Page(FEED, item, problem=problem), "Masthead")
    assert loaded.article.text.count("Envoys") == 2
    assert (loaded.article.title, loaded.article.published, loaded.article.url) == (item.title, item.published, "https://example.org/a")
    assert loaded.notes == (("the feed's own text was taken: there is no such page (404).",) if problem else ())


def test_a_page_without_an_article_gives_way_to_the_feeds_own_text() -> None:
    login = Reply(b"<html><body><form>Log in</form></body></html>")
    loaded = article(Page(FEED, replace(ITEM, content=LONG), answer(login)), None)
    assert "Envoys" in loaded.article.text
    assert "no article was found in this page" in loaded.notes[0]


@pytest.mark.parametrize(
    "content",
    [
        None, "", "<p>Two words.</p>", f"<p>{WORDS}</p>", f"{LONG}<p>The ministers then left for …</p>", f"{LONG}<p>But in the end [...]</p>",
        f"{LONG}<p>Continue reading on our site</p>",
    ],
)  # fmt: skip
def test_a_teaser_does_not_stand_in(content: str | None) -> None:
    with pytest.raises(FetchError, match="no such page"):
        article(Page(FEED, replace(ITEM, content=content), problem=GONE), None)


def test_of_a_feed_with_full_text_also_a_short_one_is_taken() -> None:
    found = article(Page(replace(FEED, full_text=True), replace(ITEM, link=None, content=f"<p>{WORDS}</p>")), "Masthead").article
    assert found.text == WORDS
    assert (found.url, found.title, found.origin) == (None, "Title of the item", "Title of the item")


def test_neither_link_nor_text() -> None:
    with pytest.raises(NotAnArticle, match="neither a link nor a text"):
        article(Page(FEED, replace(ITEM, link=None)), None)


def test_an_article_that_leads_to_the_front_page_is_not_there_any_more() -> None:
    with pytest.raises(InputError, match="front page"):
        taken(page("home"), url="https://example.org/")
    assert taken(page("home"), item=replace(ITEM, link="https://example.org/"), url="https://example.org/").url == "https://example.org"

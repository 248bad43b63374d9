"""The whole watch against a site on loopback, with a coder that costs nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feed_site import WORDS, Reply, Site, feed, item, page, press, rss, served
from riftline.feeds.plan import Feed, Plan, Settings
from riftline.feeds.state import TRIES
from riftline.feeds.watching import Watch
from riftline.records import Article, Coding
from riftline.store.database import opened

QUICK = Settings(delay=0.001, timeout=1, deadline=2, attempts=2, backoff=0.01, allow_private=True, patience=0.2)

Row = tuple[Any, ...]


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


class Desk:
    """A database, a list of feeds, and what the watches of them have said."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.db = str(folder / "t.duckdb")
        self.site = site
        self.said: list[str] = []
        self.settings = QUICK

    def plan(self, *feeds: Feed) -> Plan:
        return Plan("feeds.toml", self.settings, feeds or (Feed(f"{self.site.at}/rss.xml"),))

    def watch(self, *feeds: Feed, coder: Callable[[Article], Coding] = Coding, **more: Any) -> dict[str, int]:
        """One round; what was counted, without what was none."""
        self.said.clear()
        made = Watch(self.plan(*feeds), self.db, self.said.append, coder=coder, **more)
        made.run(once=True)
        return {name: n for name, n in made.counted.items() if n}

    def rows(self, query: str) -> list[Row]:
        with opened(self.db) as connection:
            return connection.execute(query).fetchall()

    def one(self, query: str) -> Any:
        return self.rows(query)[0][0]

    def change(self, query: str) -> None:
        with opened(self.db, write=True) as connection:
            connection.execute(query)

    @property
    def titles(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT title FROM articles ORDER BY title")]

    def told(self, words: str) -> bool:
        return any(words in sentence for sentence in self.said)


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    return Desk(tmp_path, site)


def test_a_feed_twice_takes_its_articles_once(desk: Desk, site: Site) -> None:
    press(site, "a", "b")
    assert desk.watch() == {"polled": 1, "new": 2, "stored": 2}
    assert desk.titles == ["Talks a ended", "Talks b ended"]
    assert desk.rows("SELECT DISTINCT publisher, url = id FROM articles") == [("Strelsau Herald", True)]
    assert desk.said == ["Strelsau Herald: 2 new items.", "Strelsau Herald: Talks a ended (0 events).", "Strelsau Herald: Talks b ended (0 events)."]
    site.seen.clear()
    assert desk.watch() == {"polled": 1}
    assert [seen.path for seen in site.seen] == ["/robots.txt", "/rss.xml"]
    press(site, "c", "a", "b")
    assert desk.watch() == {"polled": 1, "new": 1, "stored": 1}


def test_two_items_of_one_date_are_both_taken(desk: Desk, site: Site) -> None:
    press(site, "a", "b")
    site.answers["/rss.xml"] = feed(*(item(name, date="Wed, 20 Sep 2023 14:05:00 GMT") for name in "ab"))
    assert desk.watch()["stored"] == 2
    assert desk.rows("SELECT DISTINCT published, published_from FROM articles") == [(datetime(2023, 9, 20).date(), "metadata")]


def test_unchanged(desk: Desk, site: Site) -> None:
    press(site, "a")
    document = site.answers["/rss.xml"]
    assert isinstance(document, Reply)
    site.answers["/rss.xml"] = lambda seen: (
        Reply(status=304) if seen.headers.get("if-none-match") == '"7"' else replace(document, headers=document.headers | {"ETag": '"7"'})
    )
    desk.watch()
    assert desk.watch() == {"polled": 1}
    assert site.asked("/rss.xml")[1].headers["if-none-match"] == '"7"'
    assert desk.one("SELECT last_success = last_checked AND etag = '\"7\"' FROM feeds")


def test_a_feed_that_loses_its_history_and_finds_it_again(desk: Desk, site: Site) -> None:
    press(site, "a", "b", "c")
    desk.watch()
    site.answers["/rss.xml"] = feed()
    assert desk.watch() == {"polled": 1}
    press(site, "d")
    assert desk.watch() == {"polled": 1, "new": 1, "stored": 1}
    press(site, "d", "c", "b", "a")
    assert desk.watch() == {"polled": 1}
    assert len(desk.titles) == 4


def test_double_ids(desk: Desk, site: Site) -> None:
    press(site, "a", "b", "c")
    site.answers["/rss.xml"] = feed(item("a"), item("a"), item("b", guid="a"), item("c", guid="a"))
    assert desk.watch() == {"polled": 1, "new": 3, "stored": 3}
    assert desk.watch() == {"polled": 1}


def test_an_article_that_is_stored_already_is_not_asked_for(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    site.answers["/rss.xml"] = feed(item("a", guid="another id"))
    site.seen.clear()
    assert desk.watch() == {"polled": 1, "new": 1, "same": 1}
    assert not site.asked("/a.html")
    assert desk.rows("SELECT outcome, reason FROM feed_items WHERE outcome <> 'stored'") == [("same", "Its address is stored already.")]


def test_the_same_text_at_another_address_is_stored_once(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    site.answers |= {"/rss.xml": feed(item("b")), "/b.html": page("a")}
    assert desk.watch() == {"polled": 1, "new": 1, "same": 1}
    site.answers |= {"/rss.xml": feed(item("c"), item("d")), "/c.html": page("c"), "/d.html": page("c")}  # twice in one batch
    assert desk.watch() == {"polled": 1, "new": 2, "stored": 1, "same": 1}


def test_two_feeds_with_one_article(desk: Desk, site: Site) -> None:
    press(site, "a", "b")
    press(site, "b", path="/world.xml")
    feeds = Feed(f"{site.at}/rss.xml"), Feed(f"{site.at}/world.xml")
    assert desk.watch(*feeds) == {"polled": 2, "new": 3, "stored": 2, "same": 1}
    assert desk.said[-1] == f"Strelsau Herald ({site.at}/world.xml): 1 new item."  # two feeds of one name
    assert len(desk.titles) == 2
    assert desk.rows("SELECT outcome, article FROM feed_items WHERE feed LIKE '%world%'") == [("same", f"{site.at}/b.html")]
    assert len(site.asked("/b.html")) == 1


def test_an_article_that_has_changed_under_another_id_takes_the_earlier_ones_place(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    site.answers |= {"/rss.xml": feed(item("a", guid="2", link="/a.html?utm_source=rss")), "/a.html?utm_source=rss": page("a", WORDS + " More.")}
    assert desk.watch() == {"polled": 1, "new": 1, "stored": 1}
    assert desk.told("The text of http")
    assert desk.told("has changed; the earlier coding was replaced")
    assert len(desk.titles) == 1


def test_a_chain_of_permanent_redirects_is_remembered_and_told(desk: Desk, site: Site) -> None:
    press(site, "a", path="/new.xml")
    site.answers |= {"/rss.xml": Reply(status=301, headers={"Location": "/b"}), "/b": Reply(status=308, headers={"Location": f"{site.at}/new.xml"})}
    assert desk.watch()["stored"] == 1
    assert desk.told(f"Strelsau Herald has moved for good to {site.at}/new.xml and is asked there; write that address into feeds.toml.")
    site.seen.clear()
    assert desk.watch() == {"polled": 1}
    assert [seen.path for seen in site.seen] == ["/robots.txt", "/new.xml"]
    assert not desk.said
    # The user writes the new address into the list: it is the same feed.
    assert desk.watch(Feed(f"{site.at}/new.xml")) == {"polled": 1}
    assert desk.rows("SELECT url, moved_to, watched FROM feeds") == [(f"{site.at}/new.xml", None, True)]


def test_a_move_to_nowhere_is_taken_back(desk: Desk, site: Site) -> None:
    press(site, "a", path="/new.xml")
    site.answers["/rss.xml"] = Reply(status=301, headers={"Location": "/new.xml"})
    desk.watch()
    press(site, "a", "b")
    site.answers["/new.xml"] = Reply(b"<html><body>This domain is for sale.</body></html>")
    assert desk.watch() == {"unanswered": 1}
    assert desk.watch() == {"polled": 1, "new": 1, "stored": 1}
    assert desk.one("SELECT moved_to FROM feeds") is None


def test_a_page_for_sale_is_no_move(desk: Desk, site: Site) -> None:
    site.answers |= {"/rss.xml": Reply(status=301, headers={"Location": "/sale"}), "/sale": Reply(b"<html><body>For sale.</body></html>")}
    assert desk.watch() == {"unanswered": 1}
    assert desk.one("SELECT moved_to FROM feeds") is None


def test_a_feed_that_is_gone_is_not_asked_any_more(desk: Desk, site: Site) -> None:
    site.answers["/rss.xml"] = Reply(status=410)
    assert desk.watch() == {"unanswered": 1}
    assert desk.told("it is gone for good (410)")
    assert desk.told("is not asked any more; take it out of feeds.toml")
    site.seen.clear()
    assert desk.watch() == {}
    assert desk.told("was gone for good on")
    assert not site.seen
    press(site, "a")
    assert desk.watch(ask_gone=True) == {"polled": 1, "new": 1, "stored": 1}
    assert desk.one("SELECT gone FROM feeds") is None


def test_errors_in_a_row_are_counted_and_end(desk: Desk, site: Site) -> None:
    site.answers["/rss.xml"] = Reply(status=500)
    desk.watch()
    desk.watch()
    assert desk.told("could not be read (2 times in a row): the server answers with status 500.")
    assert desk.rows("SELECT errors_in_a_row, last_success, last_error FROM feeds") == [(2, None, "the server answers with status 500.")]
    press(site, "a")
    desk.watch()
    assert desk.rows("SELECT errors_in_a_row, last_error FROM feeds") == [(0, "the server answers with status 500.")]


def test_too_many_requests_with_a_long_retry_after(desk: Desk, site: Site) -> None:
    site.answers["/rss.xml"] = Reply(status=429, headers={"Retry-After": "10799"})
    assert desk.watch() == {"unanswered": 1}
    site.seen.clear()
    assert desk.watch() == {}
    assert desk.told("asks to be left alone for 3 hours more and is not asked now")
    assert not site.seen
    desk.change("UPDATE feeds SET not_before = now()::TIMESTAMP - INTERVAL 1 DAY")
    press(site, "a")
    assert desk.watch() == {"polled": 1, "new": 1, "stored": 1}


def test_a_host_that_asks_for_silence_between_pages_gets_it_and_the_items_wait(desk: Desk, site: Site) -> None:
    press(site, "a", "b", "c")
    site.answers["/b.html"] = [Reply(status=429, headers={"Retry-After": "600"}), page("b")]
    assert desk.watch() == {"polled": 1, "new": 3, "stored": 1}
    assert desk.rows("SELECT title, outcome, tries FROM feed_items ORDER BY title")[1:] == [
        ("Talks b ended", "waiting", 0), ("Talks c ended", "waiting", 0),
    ]  # fmt: skip
    assert desk.watch() == {"polled": 1, "stored": 2}


def test_an_item_that_fails_is_tried_again_and_given_up(desk: Desk, site: Site) -> None:
    press(site, "a", "b")
    site.answers["/b.html"] = Reply(status=500)
    assert desk.watch() == {"polled": 1, "new": 2, "stored": 1, "failed": 1}
    assert desk.told("status 500. It is tried again with the next poll.")
    site.answers["/rss.xml"] = feed()  # it does not matter what the feed tells by then
    for _ in range(TRIES - 1):
        assert desk.watch() == {"polled": 1, "failed": 1}
    assert desk.told("It is given up.")
    site.answers["/b.html"] = page("b")
    assert desk.watch() == {"polled": 1}
    assert desk.rows("SELECT outcome, reason, tries FROM feed_items WHERE title = 'Talks b ended'") == [
        ("failed", "the server answers with status 500.", TRIES)
    ]  # fmt: skip


def test_an_item_that_fails_once_is_had_the_next_time(desk: Desk, site: Site) -> None:
    press(site, "a")
    site.answers["/a.html"] = [Reply(status=404), page("a")]
    assert desk.watch() == {"polled": 1, "new": 1, "failed": 1}
    assert desk.watch() == {"polled": 1, "stored": 1}


def test_pages_of_a_host_that_fails_are_not_all_tried(desk: Desk, site: Site) -> None:
    press(site, *"abcdefgh")
    for name in "abcdefgh":
        site.answers[f"/{name}.html"] = Reply(status=503)
    assert desk.watch() == {"polled": 1, "new": 8, "failed": 3}
    assert desk.one("SELECT count(*) FROM feed_items WHERE outcome = 'waiting'") == 5


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "it is no web page (application/pdf)"),
        (Reply(b"<html><body><nav>Home</nav></body></html>"), "no article was found in this page"),
        (page("fr", "Les pourparlers entre les deux gouvernements ont pris fin mardi sans accord, selon les ministres des affaires étrangères. " * 3, "Fin"),
         "it is in French"),
        (Reply(b"<html>" + b"x" * 3_000_000), "more than 1 MB"),
        (Reply(status=302, headers={"Location": "/"}), "front page"),
    ],
)  # fmt: skip
def test_what_will_never_be_an_article_is_tried_once_and_the_reason_kept(desk: Desk, site: Site, reply: Reply, said: str) -> None:
    desk.settings = replace(QUICK, max_bytes=1_000_000)
    press(site, "a")
    site.answers |= {"/a.html": reply, "/": page("home")}
    assert desk.watch() == {"polled": 1, "new": 1, "skipped": 1}
    assert desk.told(said)
    assert said in desk.one("SELECT reason FROM feed_items")
    assert desk.watch() == {"polled": 1}


def test_robots_txt_is_obeyed_unless_the_list_says_otherwise(desk: Desk, site: Site) -> None:
    press(site, "a")
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /a.html", headers={"Content-Type": "text/plain"})
    assert desk.watch() == {"polled": 1, "new": 1, "skipped": 1}
    assert not site.asked("/a.html")
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})
    assert desk.watch() == {"unanswered": 1}
    press(site, "b")
    assert desk.watch(Feed(f"{site.at}/rss.xml", robots=False)) == {"polled": 1, "new": 1, "stored": 1}


def test_private_addresses_are_refused(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.settings = replace(QUICK, allow_private=False)
    assert desk.watch() == {"unanswered": 1}
    assert desk.told("allow_private = true under [watch]")
    assert not site.seen


def test_slow_bodies_of_one_host_do_not_keep_the_others(desk: Desk, site: Site) -> None:
    with served("127.0.0.2") as slow:
        slow.answers["/rss.xml"] = Reply(rss(item("x")), drip=20, pause=0.3)
        press(site, "a")
        desk.settings = replace(QUICK, attempts=1, deadline=1.0)
        began = time.monotonic()
        assert desk.watch(Feed(f"{slow.at}/rss.xml"), Feed(f"{site.at}/rss.xml")) == {"polled": 1, "unanswered": 1, "new": 1, "stored": 1}
        assert time.monotonic() - began < 3
        assert desk.said[0] == "Strelsau Herald: 1 new item."
        assert desk.told("the answer was not whole after 1 seconds")


def test_broken_xml_gives_what_can_be_read_and_is_reported(desk: Desk, site: Site) -> None:
    press(site, "a", "b")
    site.answers["/rss.xml"] = Reply(rss(item("a"), "<item><title>A & B &nbsp;</title><link>/b.html</link></item>"), headers={"ETag": '"1"'})
    assert desk.watch() == {"polled": 1, "new": 2, "stored": 2}
    assert desk.told("broken XML in line 2")
    fault, etag = desk.rows("SELECT fault, etag FROM feeds")[0]
    assert "broken XML" in fault
    assert etag is None
    site.answers["/rss.xml"] = feed(item("a"))
    desk.watch()
    assert desk.one("SELECT fault FROM feeds") is None


def test_a_wrong_encoding_is_no_hindrance(desk: Desk, site: Site) -> None:
    data = rss(item("a", title="Café “talks”")).decode().encode("cp1252")
    site.answers |= {"/rss.xml": Reply(data, headers={"Content-Type": "text/xml; charset=utf-8"}), "/a.html": page("a", title="Café “talks”")}
    assert desk.watch()["stored"] == 1
    assert desk.rows("SELECT title FROM feed_items") == [("Café “talks”",)]


def test_a_feed_that_carries_the_articles(desk: Desk, site: Site) -> None:
    site.answers["/rss.xml"] = feed(item("a", link="", more=f"<description>&lt;p&gt;{WORDS}&lt;/p&gt;</description>"))
    assert desk.watch(Feed(f"{site.at}/rss.xml", full_text=True, publisher="Foreign Ministry")) == {"polled": 1, "new": 1, "stored": 1}
    assert desk.rows("SELECT title, publisher, url FROM articles") == [("Talks a ended", "Foreign Ministry", None)]
    assert desk.rows("SELECT content FROM feed_items") == [(None,)]


def test_at_most_so_many_and_the_others_later(desk: Desk, site: Site) -> None:
    press(site, *"abcde")
    document = site.answers["/rss.xml"]
    assert isinstance(document, Reply)
    site.answers["/rss.xml"] = [document, Reply(status=304)]
    assert desk.watch(limit=2) == {"polled": 1, "new": 5, "stored": 2}
    desk.change("UPDATE feeds SET etag = '\"1\"'")
    assert desk.watch(limit=2) == {"polled": 1, "stored": 2}
    assert desk.watch() == {"polled": 1, "stored": 1}


def test_silence_is_told_once_and_its_end(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    feeds = (Feed(f"{site.at}/rss.xml", silent_after=3600.0),)
    assert not desk.watch(*feeds).get("unanswered")
    assert not desk.said
    for table, column in (("feeds", "last_item"), ("feeds", "last_success"), ("feed_items", "appeared")):
        desk.change(f"UPDATE {table} SET {column} = {column} - INTERVAL 5 HOUR")
    desk.watch(*feeds)
    assert desk.told("Strelsau Herald has gone silent: nothing new since")
    assert desk.told("(5 hours); the list of feeds allows 60 minutes.")
    desk.watch(*feeds)
    assert not desk.said
    press(site, "b", "a")
    desk.watch(*feeds)
    assert desk.told("Strelsau Herald is back: its first new item since")
    assert desk.one("SELECT silent_since FROM feeds") is None


def test_a_feed_whose_items_are_old_when_it_is_first_read_is_silent_at_once(desk: Desk, site: Site) -> None:
    press(site, "a")
    site.answers["/rss.xml"] = feed(item("a", date="Wed, 20 Sep 2023 14:05:00 GMT"))
    desk.watch()
    assert desk.told("nothing new since 2023-09-20 14:05 UTC")
    press(site, "b")
    site.answers["/rss.xml"] = feed(item("b", date="Thu, 21 Sep 2023 14:05:00 GMT"))  # dated wrongly, but new it is
    desk.watch()
    assert desk.told("is back")


def test_a_silent_feed_is_not_believed_that_nothing_has_changed(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    desk.change("UPDATE feeds SET etag = '\"1\"', silent_since = added, last_checked = last_checked - INTERVAL 2 DAY")
    desk.watch()
    assert "if-none-match" not in site.asked("/rss.xml")[1].headers


def test_an_article_that_cannot_be_coded_costs_no_other(desk: Desk, site: Site) -> None:
    def coder(article: Article) -> Coding:
        if "story of b" in article.text:
            raise ValueError("odd")
        return Coding(article)

    press(site, "a", "b", "c")
    assert desk.watch(coder=coder) == {"polled": 1, "new": 3, "stored": 2, "skipped": 1}
    assert desk.told("could not be coded (ValueError: odd)")


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("riftline.feeds.polling.parse", {"unanswered": 1}),
        ("riftline.feeds.fetching.Fetcher.get", {"unanswered": 1}),
        ("riftline.feeds.watching.article", {"polled": 1, "new": 1, "skipped": 1}),
    ],
)
def test_what_nobody_has_foreseen_costs_one_item_or_feed_only(
    desk: Desk, site: Site, name: str, counted: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def odd(*args: object, **more: object) -> None:
        raise KeyError("odd")

    press(site, "a")
    monkeypatch.setattr(name, odd)
    assert desk.watch() == counted
    assert desk.told("it could not be read (KeyError: 'odd'). This is a fault in Riftline; RIFTLINE_DEBUG=1 shows where.")
    monkeypatch.setenv("RIFTLINE_DEBUG", "1")
    desk.change("DELETE FROM feed_items")
    with pytest.raises(KeyError):
        desk.watch()


def test_a_link_into_a_private_network_is_never_asked_again(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riftline.feeds.connecting.public", lambda address: address == "127.0.0.1")
    desk.settings = replace(QUICK, allow_private=False)
    with served("127.0.0.2") as inside:
        press(site, "a")
        site.answers["/rss.xml"] = feed(item("a"), item("b", link=f"{inside.at}/admin"))
        assert desk.watch() == {"polled": 1, "new": 2, "stored": 1, "skipped": 1}
        assert desk.watch() == {"polled": 1}
        assert not inside.seen


def test_a_database_in_other_hands_is_waited_for(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    press(site, "b")
    code = f"import duckdb, sys; c = duckdb.connect({desk.db!r}); print('open', flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    holder.stdout.readline()
    threading.Timer(1.4, holder.communicate).start()  # longer than what is waited for without a word
    assert desk.watch() == {"polled": 1, "new": 1, "stored": 1}
    assert desk.told("The watch waits for it.")
    holder.wait(5)


def test_between_rounds_the_database_is_free_and_a_stop_ends_the_watch(desk: Desk, site: Site) -> None:
    press(site, "a")
    plan = desk.plan(replace(Feed(f"{site.at}/rss.xml"), every=0.2))
    watch = Watch(plan, desk.db, desk.said.append, coder=Coding)
    thread = threading.Thread(target=watch.run)
    thread.start()
    seen: set[int] = set()
    ends = time.monotonic() + 8
    while time.monotonic() < ends and len(site.asked("/rss.xml")) < 4:
        time.sleep(0.05)
        if watch.counted["stored"] >= 1:
            press(site, "b", "a")
    watch.stop()
    thread.join(5)
    assert not thread.is_alive()
    seen.add(len(desk.titles))
    assert seen == {2}
    assert len(site.asked("/rss.xml")) >= 4


def test_a_watch_that_is_started_again_keeps_to_its_times(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    site.seen.clear()
    watch = Watch(desk.plan(), desk.db, desk.said.append, coder=Coding)  # not once: thirty minutes have not passed
    threading.Timer(0.3, watch.stop).start()
    watch.run()
    assert not site.seen
    desk.change("UPDATE feeds SET last_checked = last_checked - INTERVAL 1 HOUR")
    watch = Watch(desk.plan(), desk.db, desk.said.append, coder=Coding)
    threading.Timer(0.5, watch.stop).start()
    watch.run()
    assert site.asked("/rss.xml")


def test_a_stop_in_the_middle_keeps_what_was_coded_and_goes_on_later(desk: Desk, site: Site) -> None:
    press(site, *"abcdef")
    watch: Watch

    def coder(article: Article) -> Coding:
        if "story of c" in article.text:
            watch.stop()
        return Coding(article)

    watch = Watch(desk.plan(), desk.db, desk.said.append, coder=coder)
    watch.run(once=True)
    first = len(desk.titles)
    assert 1 <= first < 6
    assert desk.watch() == {"polled": 1, "stored": 6 - first}
    assert desk.one("SELECT count(*) FROM feed_items WHERE outcome = 'stored'") == 6


KILLED = """
import sys, time
sys.path[:0] = {paths!r}
from riftline.feeds.plan import Feed, Plan, Settings
from riftline.feeds import watching
from riftline.records import Coding
def coder(article):
    time.sleep(0.05)
    return Coding(article)
watching.BATCH = 3
settings = Settings(delay=0.001, allow_private=True)
plan = Plan("feeds.toml", settings, (Feed({url!r}),))
watching.Watch(plan, {db!r}, lambda said: print(said, flush=True), coder=coder).run(once=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_kill_in_the_middle_loses_nothing_and_takes_nothing_twice(desk: Desk, site: Site) -> None:
    names = [f"n{n:02}" for n in range(20)]
    press(site, *names)
    code = KILLED.format(paths=[p for p in sys.path if p], url=f"{site.at}/rss.xml", db=desk.db)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    killed = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
    assert killed.stdout
    told = [line for line in iter(killed.stdout.readline, "") if "events)" in line and (killed.send_signal(signal.SIGKILL) or True)]
    killed.wait(10)
    killed.stdout.close()
    stored = len(desk.titles)
    assert 0 < stored < 20
    assert len(told) <= stored + 3
    site.seen.clear()
    assert desk.watch()["stored"] == 20 - stored
    assert desk.titles == [f"Talks {name} ended" for name in names]
    assert desk.one("SELECT count(*) FROM feed_items WHERE outcome IN ('stored', 'same')") == 20
    assert len(site.seen) <= 2 + 20 - stored + 3


def test_a_feed_taken_out_of_the_list_is_no_longer_watched(desk: Desk, site: Site) -> None:
    press(site, "a")
    press(site, "b", path="/b.xml")
    one, two = Feed(f"{site.at}/rss.xml"), Feed(f"{site.at}/b.xml")
    desk.watch(one, two)
    desk.watch(one)
    assert desk.rows("SELECT url, watched FROM feeds ORDER BY url") == [(two.url, False), (one.url, True)]
    assert desk.watch(one, two) == {"polled": 2}


def test_name_and_password_are_neither_stored_nor_told(desk: Desk, site: Site) -> None:
    press(site, "a")
    site.answers["/new.xml"] = site.answers["/rss.xml"]
    site.answers["/rss.xml"] = Reply(status=301, headers={"Location": "/new.xml"})
    secret = Feed(site.at.replace("http://", "http://reader:secret@") + "/rss.xml")
    desk.watch(secret)
    said = list(desk.said)
    desk.watch(secret)
    assert site.asked("/new.xml")[1].headers["authorization"].startswith("Basic ")
    assert not any("secret" in str(row) for row in [*desk.rows("SELECT * FROM feeds"), *desk.rows("SELECT * FROM feed_items"), *said])
    assert "authorization" not in site.asked("/a.html")[0].headers


def test_times_are_utc_to_the_second(desk: Desk, site: Site) -> None:
    press(site, "a")
    desk.watch()
    (checked,) = desk.rows("SELECT last_checked FROM feeds")[0]
    assert abs(checked.replace(tzinfo=UTC) - datetime.now(UTC)) < timedelta(minutes=1)
    assert checked.microsecond == 0

import gzip
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed_site import Reply, Site, feed, fetchers, item, page, served
from riftline.feeds.fetching import LONGEST_SILENCE, Fetcher, FetchError, retry_after
from riftline.feeds.plan import Settings

Make = Callable[..., Fetcher]

QUICK = Settings(delay=0.001, timeout=0.6, deadline=1.0, attempts=3, backoff=0.02, allow_private=True, patience=2.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def fetcher() -> Iterator[Make]:
    with fetchers(QUICK) as make:
        yield make


def to(path: str, status: int = 301) -> Reply:
    return Reply(status=status, headers={"Location": path})


def test_what_comes_and_who_asks(site: Site, fetcher: Make) -> None:
    site.answers["/rss.xml"] = feed(item("one"), ETag='"1"', Last_Modified="Wed, 20 Sep 2023 14:05:00 GMT")
    answer = fetcher(user_agent="riftline (desk@example.org)").get(f"{site.at}/rss.xml")
    assert (answer.etag, answer.modified, answer.kind, answer.charset, answer.moved) == (
        '"1"', "Wed, 20 Sep 2023 14:05:00 GMT", "application/rss+xml", None, None,
    )  # fmt: skip
    assert b"<item>" in answer.body
    assert site.seen[0].headers["user-agent"] == "riftline (desk@example.org)"
    assert "if-none-match" not in site.seen[0].headers


def test_unchanged(site: Site, fetcher: Make) -> None:
    site.answers["/rss.xml"] = lambda seen: Reply(status=304 if seen.headers.get("if-none-match") == '"1"' else 200)
    answer = fetcher().get(f"{site.at}/rss.xml", etag='"1"', modified="Wed, 20 Sep 2023 14:05:00 GMT")
    assert (answer.unchanged, answer.body) == (True, b"")
    assert site.seen[0].headers["if-modified-since"] == "Wed, 20 Sep 2023 14:05:00 GMT"


def test_unchanged_although_nothing_is_known_is_an_error(site: Site, fetcher: Make) -> None:
    site.answers["/rss.xml"] = Reply(status=304)
    with pytest.raises(FetchError, match="status 304, and nothing to go on with"):
        fetcher().get(f"{site.at}/rss.xml")


def test_a_chain_of_permanent_redirects_is_a_move(site: Site, fetcher: Make) -> None:
    site.answers |= {"/a": to("/b"), "/b": to(f"{site.at}/c", 308), "/c": page("c")}
    answer = fetcher().get(f"{site.at}/a")
    assert (answer.url, answer.moved) == (f"{site.at}/c", f"{site.at}/c")


def test_only_the_permanent_beginning_of_a_chain_is_a_move(site: Site, fetcher: Make) -> None:
    site.answers |= {"/a": to("/b"), "/b": to("/c", 302), "/c": to("/d"), "/d": page("d")}
    answer = fetcher().get(f"{site.at}/a")
    assert (answer.url, answer.moved) == (f"{site.at}/d", f"{site.at}/b")
    site.answers["/a"] = to("/b", 307)
    assert fetcher().get(f"{site.at}/a").moved is None


def test_marks_go_along_with_a_redirect(site: Site, fetcher: Make) -> None:
    site.answers |= {"/a": to("/b", 302), "/b": Reply(status=304)}
    assert fetcher().get(f"{site.at}/a", etag='"1"').unchanged


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"/a": to("/b"), "/b": to("/a")}, "more than 10 redirects"),
        ({"/a": to("file:///etc/passwd")}, "only http and https"),
        ({"/a": Reply(status=302)}, "status 302, and nothing to go on with"),
        ({"/a": Reply(status=300)}, "status 300"),
        ({"/a": Reply(status=404)}, r"no such page \(404\)"),
        ({"/a": Reply(status=410)}, r"gone for good \(410\)"),
        ({"/a": Reply(status=403)}, r"forbids it \(403\)"),
        ({"/a": Reply(status=401)}, r"log-in \(401\)"),
        ({"/a": Reply(status=451)}, "status 451"),
    ],
)  # fmt: skip
def test_what_is_no_use_asking_again_is_asked_once(site: Site, answers: dict[str, Reply], said: str, fetcher: Make) -> None:
    site.answers |= answers
    with pytest.raises(FetchError, match=said) as found:
        fetcher().get(f"{site.at}/a")
    assert not found.value.again
    assert len(site.asked("/a")) <= 6


def test_a_long_chain_that_ends_is_followed(site: Site, fetcher: Make) -> None:
    site.answers |= {f"/{n}": to(f"/{n + 1}") for n in range(10)} | {"/10": page("end")}
    assert b"end" in fetcher().get(f"{site.at}/0").body


def test_errors_of_the_server_are_tried_again_with_growing_waits(site: Site, fetcher: Make) -> None:
    site.answers["/a"] = [Reply(status=500), Reply(status=502), page("a")]
    assert fetcher(backoff=0.1).get(f"{site.at}/a").body
    times = [seen.began for seen in site.seen]
    assert times[1] - times[0] >= 0.1
    assert times[2] - times[1] >= 0.2
    site.answers["/b"] = Reply(status=503)
    with pytest.raises(FetchError, match="status 503"):
        fetcher().get(f"{site.at}/b")
    assert len(site.asked("/b")) == 3


@pytest.mark.parametrize("dated", [False, True])
def test_retry_after_is_waited_for(site: Site, dated: bool, fetcher: Make) -> None:
    wait = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if dated else "1"
    site.answers["/a"] = [Reply(status=429, headers={"Retry-After": wait}), page("a")]
    assert fetcher().get(f"{site.at}/a").body
    assert site.seen[1].began - site.seen[0].ended >= 0.9


def test_a_long_retry_after_ends_the_asking_of_that_host(site: Site, fetcher: Make) -> None:
    site.answers |= {"/a": Reply(status=503, headers={"Retry-After": "3600"}), "/b": page("b")}
    asking = fetcher()
    with pytest.raises(FetchError, match="asks to be left alone for 3600 seconds") as found:
        asking.get(f"{site.at}/a")
    assert found.value.wait == 3600
    with pytest.raises(FetchError, match="asks to be left alone") as found:
        asking.get(f"{site.at}/b")
    assert 3590 < (found.value.wait or 0) <= 3600
    assert [seen.path for seen in site.seen] == ["/a"]


def test_a_body_that_drips_is_cut_off(site: Site, fetcher: Make) -> None:
    site.answers["/a"] = Reply(b"x" * 1000, drip=1, pause=0.1)
    began = time.monotonic()
    with pytest.raises(FetchError, match="not whole after 1 seconds") as found:
        fetcher(attempts=1).get(f"{site.at}/a")
    assert found.value.again
    assert time.monotonic() - began < 1.6


def test_a_head_that_drips_is_cut_off(site: Site, fetcher: Make) -> None:
    site.answers["/a"] = Reply(b"x", slow_head=True, pause=0.1)
    began = time.monotonic()
    with pytest.raises(FetchError, match="not whole after 1 seconds"):
        fetcher(attempts=1).get(f"{site.at}/a")
    assert time.monotonic() - began < 1.6


def test_a_server_that_says_nothing(site: Site, fetcher: Make) -> None:
    site.answers["/a"] = Reply(b"x", slow_head=True, pause=3)
    with pytest.raises(FetchError, match=r"said nothing for 0\.6 seconds"):
        fetcher(attempts=1).get(f"{site.at}/a")


def test_a_body_that_breaks_off_is_asked_for_again(site: Site, fetcher: Make) -> None:
    site.answers["/a"] = [Reply(b"half", cut=True), page("whole")]
    assert b"whole" in fetcher().get(f"{site.at}/a").body
    site.answers["/b"] = Reply(b"half", cut=True)
    with pytest.raises(FetchError, match="broke off or makes no sense"):
        fetcher().get(f"{site.at}/b")


def test_too_much_is_not_read(site: Site, fetcher: Make) -> None:
    site.answers |= {"/a": Reply(b"x" * 300_000), "/b": Reply(gzip.compress(b"x" * 30_000_000), headers={"Content-Encoding": "gzip"})}
    for path in ("/a", "/b"):
        with pytest.raises(FetchError, match=r"more than 0\.2 MB; max_megabytes under \[watch\]") as found:
            fetcher(max_bytes=200_000).get(f"{site.at}{path}")
        assert found.value.never
    assert len(fetcher().get(f"{site.at}/a").body) == 300_000


def test_broken_compression(site: Site, fetcher: Make) -> None:
    site.answers["/a"] = Reply(b"this is no gzip", headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="compression is broken"):
        fetcher().get(f"{site.at}/a")


def test_a_media_type_that_is_not_wanted_is_not_read(site: Site, fetcher: Make) -> None:
    site.answers["/a"] = Reply(b"%PDF" * 10, headers={"Content-Type": "Application/PDF; name=x"})
    with pytest.raises(FetchError, match="it is application/pdf"):
        fetcher().get(f"{site.at}/a", refuse=lambda kind: f"it is {kind}")


@pytest.mark.parametrize(
    ("said", "kind", "charset"),
    [("text/html;charset='ISO-8859-1'", "text/html", "ISO-8859-1"), ("text/html, text/html; charset=x", "text/html", "x"), ("html", "html", None)],
)
def test_media_types_as_servers_write_them(site: Site, said: str, kind: str, charset: str | None, fetcher: Make) -> None:
    site.answers["/a"] = Reply(b"x", headers={"Content-Type": said})
    answer = fetcher().get(f"{site.at}/a")
    assert (answer.kind, answer.charset) == (kind, charset)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9/", "cannot be reached"),
        ("http://no.such.host.invalid/", "cannot be reached"),
        ("ftp://example.org/", "only http and https"),
        ("mailto:desk@example.org", "only http and https"),
        ("http://exa mple.org/", "no address that can be asked|only http|cannot be reached"),
        ("http://[::1/", "no address that can be asked"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, said: str, fetcher: Make) -> None:
    with pytest.raises(FetchError, match=said):
        fetcher(attempts=1).get(url)


def test_name_and_password_go_to_their_host_only_and_are_not_told(site: Site, fetcher: Make) -> None:
    with served("127.0.0.2") as other:
        other.answers["/b"] = page("b")
        site.answers["/a"] = to(f"{other.at}/b")
        answer = fetcher().get(site.at.replace("http://", "http://reader:secret@") + "/a")
        assert site.seen[0].headers["authorization"].startswith("Basic ")
        assert "authorization" not in other.seen[0].headers
        assert (answer.url, answer.moved) == (f"{other.at}/b", f"{other.at}/b")
    with pytest.raises(FetchError) as found:
        fetcher().get(site.at.replace("http://", "http://reader:secret@") + "/gone")
    assert "secret" not in str(found.value)


def test_each_address_of_a_chain_is_asked_for_leave(site: Site, fetcher: Make) -> None:
    site.answers |= {"/a": to("/b"), "/b": to("/c"), "/c": page("c")}
    asked: list[str] = []
    fetcher().get(f"{site.at}/a", allowed=asked.append)
    assert asked == [f"{site.at}/{name}" for name in "abc"]


@given(st.text())
def test_retry_after_is_a_time_or_nothing(value: str) -> None:
    found = retry_after(value)
    assert found is None or 0 <= found <= LONGEST_SILENCE


def test_retry_after_as_servers_write_it() -> None:
    assert retry_after("120") == 120
    assert retry_after("Wed, 20 Sep 2023 14:05:00 GMT") == 0
    assert 50 < (retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)) or 0) <= 60
    assert retry_after("9" * 400) == retry_after("Fri, 31 Dec 9999 23:59:59 GMT") == LONGEST_SILENCE
    assert retry_after("soon") is retry_after("-5") is retry_after(None) is None

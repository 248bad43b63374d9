from collections.abc import Iterator
from dataclasses import replace

import pytest

from feed_site import Reply, Site, page, served
from riftline.feeds import robots as module
from riftline.feeds.fetching import Fetcher, FetchError
from riftline.feeds.hosts import Hosts
from riftline.feeds.plan import Settings
from riftline.feeds.robots import Robots

SETTINGS = Settings(delay=0.001, timeout=2, deadline=3, attempts=3, backoff=0.01, allow_private=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(SETTINGS, Hosts(SETTINGS.delay, SETTINGS.patience))
    yield made
    made.close()


def text(*lines: str, **more: object) -> Reply:
    return replace(Reply("\n".join(lines).encode(), headers={"Content-Type": "text/plain"}), **more)  # type: ignore[arg-type]


def test_what_is_forbidden_to_all_or_to_us(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = text("User-agent: *", "Disallow: /private/", "", "User-agent: Riftline", "Disallow: /ours/", "Allow: /ours/news")
    robots = Robots(fetcher)
    robots.check(f"{site.at}/private/a")  # the group that names us holds for us alone
    robots.check(f"{site.at}/ours/news/a")
    with pytest.raises(FetchError, match=r"robots\.txt forbids it; robots = false at the feed") as found:
        robots.check(f"{site.at}/ours/a")
    assert found.value.never
    assert len(site.seen) == 1


def test_the_name_by_which_we_are_called_is_the_beginning_of_the_user_agent(site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: deskbot", "Disallow: /")
    fetcher = Fetcher(replace(SETTINGS, user_agent="DeskBot/2.0 (desk@example.org)"), Hosts(0.001, 1))
    with pytest.raises(FetchError, match="forbids"):
        Robots(fetcher).check(f"{site.at}/a")
    fetcher.close()


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_one_allows_all(site: Site, fetcher: Fetcher, status: int) -> None:
    site.answers["/robots.txt"] = Reply(status=status)
    robots = Robots(fetcher)
    robots.check(f"{site.at}/a")
    robots.check(f"{site.at}/b")
    assert len(site.seen) == 1


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=429), Reply(b"User-agent", cut=True)])
def test_a_host_whose_own_fault_it_is_allows_nothing_for_now(site: Site, fetcher: Fetcher, reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/robots.txt"] = [reply, text("User-agent: *", "Disallow:")]
    robots = Robots(fetcher)
    for _ in range(2):
        with pytest.raises(FetchError, match="nothing is asked of it for now") as found:
            robots.check(f"{site.at}/a")
        assert not found.value.never
    assert len(site.seen) == 1
    now = module.time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: now + module.KEPT_BROKEN + 1)
    robots.check(f"{site.at}/a")


def test_it_is_asked_for_again_when_it_is_old(site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/robots.txt"] = [text(), text("User-agent: *", "Disallow: /")]
    robots = Robots(fetcher)
    robots.check(f"{site.at}/a")
    now = module.time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: now + module.KEPT + 1)
    with pytest.raises(FetchError, match="forbids"):
        robots.check(f"{site.at}/a")


def test_crawl_delay_is_heeded(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = text("User-agent: *", "Crawl-delay: 7", "Disallow: /x")
    Robots(fetcher).check(f"{site.at}/a")
    assert fetcher.hosts._of("127.0.0.1").pause == 7


def test_redirects_pages_and_rubbish(site: Site, fetcher: Fetcher) -> None:
    site.answers |= {"/robots.txt": Reply(status=301, headers={"Location": "/r.txt"}), "/r.txt": text("\ufeffUser-agent: *", "Disallow: /x")}
    with pytest.raises(FetchError, match="forbids"):
        Robots(fetcher).check(f"{site.at}/x")
    site.answers["/robots.txt"] = page("Disallow: /")  # what some sites have for all that is missing
    Robots(fetcher).check(f"{site.at}/x")
    site.answers["/robots.txt"] = text("\x00\xff: :::", "Disallow", "User-agent")
    Robots(fetcher).check(f"{site.at}/x")


def test_each_port_of_a_host_has_its_own(site: Site, fetcher: Fetcher) -> None:
    with served() as other:
        other.answers["/robots.txt"] = text("User-agent: *", "Disallow: /")
        robots = Robots(fetcher)
        robots.check(f"{site.at}/a")
        with pytest.raises(FetchError, match="forbids"):
            robots.check(f"{other.at}/a")

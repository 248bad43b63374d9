"""The desk of a server that others reach, in a real browser: it asks for a token and keeps it for the tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evaluation.browser import browsing, missing

from api_process import ask, found, run, serving
from api_server import FIRST
from riftline.store.database import opened
from riftline.stories.keeping import keep

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as made:
        yield made


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(locale="en-GB")
    made = context.new_page()
    made.set_default_timeout(15_000)
    yield made
    context.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with opened(str(tmp_path / "riftline.duckdb"), write=True) as connection:
        keep(connection, FIRST)
    return tmp_path


def token(folder: Path, scope: str) -> str:
    return run(folder, "token", "create", "--name", scope, "--scope", scope).stdout.strip()


def signs(page: Any, secret: str) -> None:
    page.get_by_label("Token").fill(secret)
    page.get_by_role("button", name="Sign in").click()


def test_it_asks_for_a_token_keeps_it_for_the_tab_and_shows_the_view(folder: Path, page: Any) -> None:
    secret = token(folder, "read")
    with serving(folder, "--host", "0.0.0.0"):
        url = found(folder).url
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{url}/#/events")
        page.get_by_label("Token").wait_for()
        assert "This needs a token" in page.get_by_role("form", name="Sign in").inner_text()
        signs(page, "rl_not-this-one")
        page.get_by_text("The token is not taken.").wait_for()
        signs(page, secret)
        page.locator("#main table tbody tr").first.wait_for()
        assert page.get_by_label("Token").count() == 0
        assert page.url == f"{url}/#/events"
        assert not [each for each in asked if secret in each]
        assert page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [1, 0, ""]
        page.reload()
        page.locator("#main table tbody tr").first.wait_for()
        other = page.context.new_page()  # another tab knows nothing of it
        other.goto(f"{url}/#/events")
        other.get_by_label("Token").wait_for()


def test_what_was_typed_stays_when_a_change_asks_for_a_token_or_a_better_one(folder: Path, page: Any) -> None:
    reading, writing = token(folder, "read"), token(folder, "write")
    with serving(folder):
        page.goto(f"{found(folder).url}/#/paste")
        page.get_by_label("Text").fill("Armenia accused Azerbaijan on Friday of shelling a village near Goris.")
        page.get_by_role("button", name="See what is in it").click()
        page.get_by_role("button", name="Store it").click(timeout=60_000)
        page.get_by_label("Token").wait_for()
        signs(page, reading)
        page.get_by_role("button", name="Store it").click()
        page.get_by_text("lacks the scope write").first.wait_for()
        signs(page, writing)
        assert "Goris" in page.get_by_label("Text").input_value()
        page.get_by_role("button", name="Store it").click()
        page.get_by_text("Stored.").wait_for()


def test_a_token_of_an_earlier_server_is_forgotten_where_none_is_needed(folder: Path, page: Any) -> None:
    with serving(folder):
        url = found(folder).url
        page.goto(f"{url}/#token=rl_of-yesterday")
        page.get_by_text("The token is not taken.").wait_for()
        page.get_by_role("button", name="Forget it").click()
        page.get_by_label("Token").wait_for(state="detached")
        page.goto(f"{url}/#/events")
        page.locator("#main table tbody tr").first.wait_for()


def test_the_link_that_a_terminal_shows_signs_in_and_leaves_the_address_bare(folder: Path, page: Any) -> None:
    with serving(folder, "--host", "0.0.0.0"):
        server = found(folder)
        page.goto(f"{server.url}/#token={server.token}")
        page.locator("#main h1").first.wait_for()
        assert "token" not in page.url
        page.goto(f"{server.url}/#/events")
        page.locator("#main table tbody tr").first.wait_for()


def test_no_other_page_holds_it_in_a_frame_or_reads_from_it(folder: Path, page: Any, tmp_path: Path) -> None:
    from feed_site import page as html
    from feed_site import served

    with serving(folder), served() as evil:
        url = found(folder).url
        evil.answers["/"] = html("evil")
        page.goto(f"{evil.at}/")
        got = page.evaluate("async (url) => { try { return (await fetch(url)).status } catch (error) { return 'refused' } }", f"{url}/api/v1/events")
        assert got == "refused"
        send = "async (url) => { try { return (await fetch(url, {method: 'POST', body: '{}'})).status } catch (error) { return 'refused' } }"
        assert page.evaluate(send, f"{url}/api/v1/jobs") == "refused"
        blind = "async (url) => { try { await fetch(url, {method: 'POST', mode: 'no-cors', body: '{\"kind\": \"signals\"}'}) } catch (error) {} }"
        page.evaluate(blind, f"{url}/api/v1/jobs")
        assert ask(folder, "GET", "/jobs").json()["items"] == []
        page.evaluate("(url) => { const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame) }", url)
        page.wait_for_timeout(500)
        assert not [frame for frame in page.frames if frame.url.startswith(url) and "Riftline" in (frame.content() or "")]

"""The desk in a real browser: every view, for people who look, who use keys, who use a phone, and for texts that mean harm."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from evaluation.browser import RIFTLINE, browsing, missing, serving

from desk_browser import AXE, Watched
from event_data import table, write
from example_breaches import telling
from riftline.readers.importing import Settings, load
from riftline.signals.find import Wanted, find
from riftline.signals.keeping import keep as keep_signals
from riftline.store.database import opened
from riftline.stories.keeping import keep

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

EXAMPLES = Path(__file__).parents[1] / "examples"
PASTED = """Norland recalls its envoy

Armenia accused Azerbaijan on Friday of shelling a village near Goris. Russia's foreign ministry said it would send observers.
"""
HOSTILE = """<img src=x onerror=alert(1)><script>alert("x")</script>"""
EVIL = "javascript:alert(1)"
VIEWS = ("today", "signals", "signal", "dyads", "dyad", "actors", "actor", "map", "network", "events", "event", "articles", "article", "paste", "jobs")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    db = tmp_path_factory.mktemp("desk") / "examples.duckdb"
    for command in (["ingest", str(EXAMPLES)], ["signals"]):
        subprocess.run([RIFTLINE, *command, "--db", str(db)], check=True, capture_output=True)
    with serving(db) as found:
        yield found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A store with markup in a title, a text, a publisher, a place, an address and actors' names."""
    folder = tmp_path_factory.mktemp("hostile")
    db = folder / "hostile.duckdb"
    row = {"source_name": f"Rebel {HOSTILE}", "target_name": f"Citizen {HOSTILE}", "event_text": HOSTILE, "publisher": HOSTILE, "city": f"Ankara {HOSTILE}",
           "source_country": "Armenia", "target_country": "Russia"}  # fmt: skip
    # Two allies who talk, and quarrel in the end: enough for a signal.
    acts = [("042", n) for n in range(0, 150, 2)] + [("111", n) for n in range(152, 182, 2)]
    rows = [row | {"event_id": str(n), "cameo_code": code, "event_date": (date(2023, 1, 1) + timedelta(days=n)).isoformat()} for code, n in acts]
    told = telling("evil", date(2023, 7, 2), ("ACCUSE", "", "ARM", "RUS", f"Armenia blamed {HOSTILE} Russia for it."))
    event = told.events[0]
    assert event.source
    named = replace(event, source=replace(event.source, name=f"Envoy {HOSTILE}", text=HOSTILE), reason=HOSTILE)
    with opened(str(db), write=True) as connection:
        load(connection, [str(write(folder / "evil.tab", table("icews", *rows)))], Settings("icews"), lambda _: None, lambda _: None)
        keep(connection, replace(told, document=replace(told.document, title=HOSTILE, publisher=HOSTILE, url=EVIL), events=(named,)))
        keep_signals(connection, find(connection, Wanted()), None)
    with serving(db) as found:
        yield found


@pytest.fixture
def desk(browser: Any, served: tuple[str, str]) -> Iterator[Watched]:
    yield from _watched(browser, served)


def _watched(browser: Any, served: tuple[str, str], **more: Any) -> Iterator[Watched]:
    address, signed = served
    desk = Watched(browser, address, **more)
    desk.page.goto(signed)
    desk.settle()
    yield desk
    assert desk.wrong == []
    desk.context.close()


def addresses(desk: Watched) -> dict[str, str]:
    """Each view with the address of one that has something in it."""
    signal = desk.ask("/signals?limit=1")["items"][0]["id"]
    event = desk.ask("/events?dyad=ARM-RUS&newest=true&limit=1")["items"][0]
    return {view: view for view in VIEWS} | {
        "today": "", "signal": f"signals/{signal}", "dyad": "dyads/ARM/RUS", "actor": "actors/ARM", "event": f"events/{event['id']}",
        "article": f"articles/{event['article']['id']}",
    }  # fmt: skip


def test_every_view_shows_what_it_is_of_and_has_no_barrier(desk: Watched) -> None:
    headings = {"today": "What changed", "signals": "Signals", "dyads": "Dyads", "dyad": "Armenia – Russia", "actors": "Actors", "actor": "Armenia",
                "map": "Map", "network": "Network", "events": "Events", "articles": "Articles", "paste": "Paste an article", "jobs": "Jobs"}  # fmt: skip
    for view, address in addresses(desk).items():
        page = desk.go(address)
        heading = page.locator("#main h1").inner_text()
        assert heading.startswith(headings.get(view, "")), view
        assert len(heading) > 2, view
        assert page.locator("#main .problem").count() == 0, view
        assert page.locator("header nav [aria-current=page]").count() == 1, view
        if view in ("today", "signals", "signal", "dyad", "actor", "map", "network"):
            assert page.locator("#main svg[role=img] :is(path, rect, circle)").count() > 3, view
        assert desk.axe() == [], view


def test_no_view_scrolls_sideways_on_a_phone_nor_has_a_barrier_in_dark(browser: Any, served: tuple[str, str]) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "color_scheme": "dark"}
    for desk in _watched(browser, served, **phone):
        wide, barred = {}, {}
        for view, address in addresses(desk).items():
            wide[view] = desk.go(address).evaluate("document.documentElement.scrollWidth")
            barred[view] = desk.axe()
        assert {view: width for view, width in wide.items() if width > 360} == {}
        assert {view: lines for view, lines in barred.items() if lines} == {}


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm ci in web/")
def test_axe_would_find_a_barrier(desk: Watched) -> None:
    desk.page.evaluate("document.querySelector('#main').append(document.createElement('button'))")
    assert [line.split(":")[0] for line in desk.axe()] == ["button-name"]


def test_a_signal_leads_to_its_sentence(desk: Watched) -> None:
    page = desk.go("signals?kind=rift")
    page.locator("#main [data-item] [data-evidence]").first.click()
    page.locator(".heaviest blockquote").first.wait_for()
    quote = page.locator(".heaviest blockquote").first.inner_text().strip(" …“”")
    page.locator(".heaviest [data-item]").first.locator('a[href^="#/articles/"]').click()
    page.locator(".marked .text").wait_for()
    assert _plain(quote) in _plain(page.locator(".marked .text").evaluate("(text) => { text.querySelectorAll('sup').forEach((each) => each.remove()); return "
                                                                         "text.innerText; }"))  # fmt: skip


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_an_article_is_pasted_read_and_stored_and_its_event_is_put_right(desk: Watched) -> None:
    page = desk.go("paste")
    page.get_by_label("Text").fill(PASTED)
    page.get_by_label("Published on").fill("2024-03-09")
    page.get_by_label("Publisher").fill("The Test Post")
    page.get_by_role("button", name="See what is in it").click()
    page.get_by_role("heading", name="What is in it").wait_for(timeout=60_000)
    assert page.locator(".marked .m-events").count() > 0
    assert "Armenia accused Azerbaijan" in page.locator(".lists").inner_text()
    assert "The Test Post" not in [each["publisher"] for each in desk.ask("/articles?limit=500")["items"]], "nothing is kept before it is stored"
    page.get_by_role("button", name="Store it").click()
    page.get_by_role("link", name="The article").click()
    desk.settle()
    page.locator(".lists button", has_text="Armenia accused Azerbaijan").click()
    page.locator('.pointed a[href^="#/events/"]').first.click()
    page.get_by_role("heading", name="This is wrong").wait_for()
    page.locator("summary", has_text="Put it right").click()
    form = page.locator(".corrections details[open] form")
    form.get_by_label("Type").select_option("THREATEN")
    form.get_by_label("Note").fill("It was a threat.")
    form.get_by_role("button", name="Put it right").click()
    page.locator(".about", has_text="threaten").wait_for()
    assert "threatened" in page.locator("#main h1").inner_text()


def test_what_is_seen_is_saved_as_csv(desk: Watched) -> None:
    page = desk.go("events?dyad=ARM-RUS")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save this table as CSV").click()
    rows = list(csv.reader(saved.value.path().read_text(encoding="utf-8").splitlines()))
    assert rows[0][:3] == ["Day", "What", "Type"]
    assert len(rows) - 1 == page.locator("#main tbody tr").count() > 5
    with page.expect_download() as whole:
        page.locator("#main .export a", has_text="CSV").first.click()
    assert len(whole.value.path().read_text(encoding="utf-8").splitlines()) > len(rows) - 2


def test_tables_sort_and_say_so(desk: Watched) -> None:
    page = desk.go("dyads")
    head = page.locator("th", has_text="Friction").filter(has_not_text="–")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    figures = [int(text) for text in page.locator("tbody tr td:nth-child(4)").all_inner_texts()]
    assert len(figures) > 10
    assert figures == sorted(figures, reverse=True)


def test_keys_do_what_the_help_says(desk: Watched) -> None:
    page = desk.go("")
    page.keyboard.press("?")
    assert "next, previous" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    chosen = "[...document.querySelectorAll('#main [data-item]')].findIndex((each) => each.contains(document.activeElement))"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(chosen) == 1
    page.keyboard.press("k")
    assert page.evaluate(chosen) == 0
    page.keyboard.press("e")
    page.locator(".crumb").wait_for()
    assert "#/signals/" in page.url
    page.keyboard.press("/")
    page.keyboard.type("peacekeepers")
    page.locator(".answers a").first.wait_for()
    assert "peacekeepers" in page.locator(".answers").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".answers").count() == 0


def test_markup_in_what_was_told_is_only_text(browser: Any, hostile: tuple[str, str]) -> None:
    for desk in _watched(browser, hostile):
        seen = {}
        imported = desk.ask("/events?origin=icews&limit=1")["items"][0]["id"]
        signal = desk.ask("/signals?limit=1")["items"][0]["id"]
        event = next(each for each in desk.ask("/events?since=2023-07-02&until=2023-07-02&limit=9")["items"] if "Envoy" in each["headline"])
        views = ("", "signals", f"signals/{signal}", "dyads", "dyads/ARM/RUS", "actors", "actors/ARM", "map", "network",
                 "events?since=2023-07-01&until=2023-07-02", f"events/{event['id']}", f"events/{imported}", "articles", "articles/evil")  # fmt: skip
        for view in views:
            page = desk.go(view)
            for _ in range(page.locator("#main details:not([open]) > summary").count()):
                page.locator("#main details:not([open]) > summary").first.click()
            if view == "map":
                page.locator("#main details button", has_text="Ankara").first.click()
                desk.settle()
            seen[view] = page.locator("#main").inner_text().count("<img src=x") + page.locator("#main").inner_text().count("<script>")
            assert page.locator('img, #main script, a[href^="javascript:"]').count() == 0, view
        page.keyboard.press("/")
        page.keyboard.type("blamed")
        page.locator(".answers a").first.wait_for()
        shows = {view for view, times in seen.items() if times}
        assert {f"events/{event['id']}", f"events/{imported}", "articles", "articles/evil", "events?since=2023-07-01&until=2023-07-02"} <= shows
        page = desk.go("paste")
        page.get_by_label("Text").fill(f"{HOSTILE}\n\nArmenia accused Russia of it. {HOSTILE}")
        page.get_by_label("Title").fill(HOSTILE)
        page.get_by_role("button", name="See what is in it").click()
        page.get_by_role("heading", name="What is in it").wait_for(timeout=60_000)
        assert "<img src=x" in page.locator(".marked .text").inner_text()
        assert page.locator("img, #main script").count() == 0


def test_a_correction_is_undone_and_an_unknown_actor_is_refused(desk: Watched) -> None:
    event = next(each for each in desk.ask("/events?dyad=ARM-AZE&status=happened&newest=true&limit=20")["items"] if each["type"])
    page = desk.go(f"events/{event['id']}")
    page.locator("summary", has_text="Put it right").click()
    form = page.locator(".corrections details[open] form")
    offered = form.locator("datalist option").evaluate_all("(all) => all.map((each) => each.value)")
    assert {"ARM", "AZE", "RUS"} <= set(offered)
    form.get_by_label("Who acts").fill("QQQ")
    form.get_by_role("button", name="Put it right").click()
    page.get_by_role("alert").filter(has_text="'QQQ' is neither a code nor a name of a known actor").wait_for()
    desk.wrong[:] = [each for each in desk.wrong if "422" not in each]  # the browser notes the refusal
    form.get_by_label("Who acts").fill("RUS")
    form.get_by_label("Note").fill("It was Russia.")
    form.get_by_role("button", name="Put it right").click()
    undoing = page.locator(".undoing li")
    undoing.filter(has_text="source").filter(has_text="It was Russia.").wait_for()
    assert "RUS" in undoing.inner_text()
    assert desk.axe() == []
    undoing.get_by_role("button", name="Undo").click()
    undoing.wait_for(state="detached")
    assert desk.ask(f"/events/{event['id']}")["source"]["code"] == event["source"]["code"]


def test_what_was_said_to_be_no_event_can_be_one_again(desk: Watched) -> None:
    event = desk.ask("/events?dyad=ARM-RUS&newest=true&limit=1")["items"][0]["id"]
    page = desk.go(f"events/{event}")
    heading = page.locator("#main h1").inner_text()
    page.locator("summary", has_text="It is not an event").click()
    page.get_by_role("button", name="It is not an event").click()
    page.locator(".undoing li", has_text="It is no event").get_by_role("button").click()
    page.locator("#main h1", has_text=heading).wait_for()
    desk.wrong[:] = [each for each in desk.wrong if "404" not in each]


def test_an_export_is_a_job_that_tells_how_far_it_is_and_gives_its_file(desk: Watched) -> None:
    page = desk.go("events?dyad=ARM-RUS")
    page.locator("summary", has_text="Export by a job").click()
    page.get_by_role("button", name="Export", exact=True).click()
    page.locator(".job [role=status]", has_text="done").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the file").click()
    assert saved.value.suggested_filename.endswith(".csv")
    rows = saved.value.path().read_text(encoding="utf-8").splitlines()
    assert len(rows) - 1 == desk.ask("/events?dyad=ARM-RUS&limit=1&count=true")["total"] > 5
    page = desk.go("jobs")
    assert page.locator(".jobs li", has_text="export as csv").count() >= 1
    assert desk.axe() == []


def test_people_are_told_from_bodies(desk: Watched) -> None:
    page = desk.go("actors/ARM")
    people, bodies = (page.locator("h2", has_text=title).locator("xpath=following-sibling::ul[1]").inner_text() for title in ("People named", "Bodies"))
    assert "Nikol Pashinyan" in people
    assert "ministry" not in people
    assert "Armenian Armed Forces" in bodies


def test_the_brush_and_the_bar_change_the_network_and_not_where_it_stands(desk: Watched) -> None:
    page = desk.go("network")
    edges = page.locator("svg .edge[stroke-width]")
    before = edges.count()
    page.locator("[type=range]").evaluate("(box) => { box.value = 60; box.dispatchEvent(new InputEvent('input', { bubbles: true })); }")
    desk.settle()
    assert 0 < edges.count() < before
    assert "least=" in page.url
    at = page.url.split("#/")[1]
    stands = "[...document.querySelectorAll('svg .node-name')].map((each) => [each.textContent, each.getAttribute('x'), each.getAttribute('y')])"
    seen = page.evaluate(stands)
    desk.go(at)
    assert page.evaluate(stands) == seen, "an address gives the same picture"

"""What the routes answer, on a store of articles: pages, streams, single things, and one shape of error on every route."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api_store import HOSTILE, fill, got, served
from riftline.api.app import PREFIX, create
from riftline.api.problems import MEDIA_TYPE
from riftline.api.state import State
from riftline.export.listing import CSV_COLUMNS


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(fill(tmp_path_factory.mktemp("api") / "t.duckdb")) as (client, _):
        yield client


def test_pages_put_together_are_the_whole_in_order_whichever_way(api: TestClient) -> None:
    for newest in (False, True):
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            page = got(api, "/events", limit=60, newest=newest, count=True, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                break
        assert len({each["id"] for each in found}) == len(found) == page["total"]
        days = [each["date"]["start"] for each in found if each["date"]]
        assert days == sorted(days, reverse=newest)
        assert found[-1]["date"] is None
    lines = [json.loads(line) for line in api.get(f"{PREFIX}/events.jsonl").text.splitlines()]
    assert {each["id"] for each in lines} == {each["id"] for each in found}


def test_filters_fields_and_evidence(api: TestClient) -> None:
    page = got(api, "/events", actor="Armenia", target="RUS", type="accuse", since="2023-06-01", limit=5)
    assert all(each["type"] == "ACCUSE" and each["source"]["code"] == "ARM" for each in page["items"])
    assert all("blamed" in each["evidence"][0]["text"] for each in page["items"])
    assert "accused" in page["items"][0]["headline"] or "ARM" in page["items"][0]["headline"]
    (only,) = got(api, "/events", fields="id, type", limit=1)["items"]
    assert set(only) == {"id", "type"}
    assert got(api, "/events", dyad="ARM-CSTO", count=True)["total"] == 1


def test_csv_streams_all_and_no_cell_is_a_formula(api: TestClient) -> None:
    answer = api.get(f"{PREFIX}/events.csv", params={"involving": "ARM"})
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == list(CSV_COLUMNS)
    assert len(rows) - 1 == got(api, "/events", involving="ARM", count=True)["total"]
    assert "attachment" in answer.headers["content-disposition"]


def test_one_event_its_story_and_its_article(api: TestClient) -> None:
    event = got(api, "/events", target="CSTO")["items"][0]
    assert got(api, f"/events/{event['id']}")["evidence"][0]["text"].count(HOSTILE) == 1
    story = got(api, f"/stories/{event['id']}")
    assert [each["id"] for each in story["told_by"]] == [event["id"]]
    article = got(api, f"/articles/{event['article']['id']}")
    assert HOSTILE in article["text"]
    assert {each["event"] for each in article["events"]} >= {event["id"]}
    listed = got(api, "/articles", limit=3)
    assert len(listed["items"]) == 3
    assert got(api, "/articles", limit=3, cursor=listed["next"])["items"][0]["id"] not in {each["id"] for each in listed["items"]}


def test_actors_dyads_and_what_binds_them(api: TestClient) -> None:
    assert [each["code"] for each in got(api, "/actors", starting="arm")["items"]] == ["ARM"]
    armenia = got(api, "/actors/ARM")
    russia = next(each for each in armenia["partners"] if each["code"] == "RUS")
    assert russia["low"] <= russia["share"] <= russia["high"]
    assert armenia["commitments"]["bonds"]
    dyad = got(api, "/dyads/Armenia/RUS", by="month")
    assert {each["source"] for each in dyad["directions"]} == {"ARM", "RUS"}
    few = got(api, "/dyads/Armenia/RUS/days")
    whole = got(api, "/dyads/Armenia/RUS", by="day", types=False)
    told = [(period["start"], *(way["periods"][n][name] for way in whole["directions"] for name in ("events", "friction", "cooperation")))
            for n, period in enumerate(whole["directions"][0]["periods"])]  # fmt: skip
    assert [tuple(day) for day in few["days"]] == [row for row in told if any(row[1:])]
    unknown = {row[0] for row in told if row[1] is None}
    assert few["known"]
    assert not any(first <= day <= last for first, last in few["known"] for day in unknown)
    assert "types" not in whole["directions"][0]["periods"][0]
    assert (few["from"], few["to"]) == (whole["from"], whole["to"])
    assert got(api, "/dyads")["items"][0]["actors"] == ["ARM", "RUS"]
    assert got(api, "/dyads/movers")["items"][0]["change"] > 0
    assert got(api, "/commitments", who="ARM", other="RUS", on="2023-06-01")["bonds"]


def test_signals_in_pages_as_feed_and_replayed(api: TestClient) -> None:
    found, cursor = [], None
    while True:
        page = got(api, "/signals", limit=2, order="score", **({"cursor": cursor} if cursor else {}))
        found += page["items"]
        if (cursor := page["next"]) is None:
            break
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    rift = next(each for each in found if each["kind"] == "rift")
    assert got(api, f"/signals/{rift['id']}", replay=True)["replayed"] == rift
    assert got(api, "/signals", until="2023-05-31", kind="rift")["items"] == []
    feed = fromstring(api.get(f"{PREFIX}/signals.atom").content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(found)


def test_forecasts_search_and_what_is_stored(api: TestClient) -> None:
    rows = got(api, "/forecasts", actor=["ARM", "RUS"], limit=3)
    assert rows["actors"] == ["ARM", "RUS"]
    hit = got(api, "/search", q="drills", limit=1)["items"][0]
    assert "drills" in hit["text"]
    assert got(api, "/info")["articles"] == 54
    assert api.get("/healthz").json()["status"] == "ok"
    assert "riftline_requests_total" in api.get("/metrics").text


def values_of(path: str, value: str) -> str:
    for name in ("{id:path}", "{id}", "{code}", "{a}", "{b}", "{name}"):
        path = path.replace(name, value)
    return path


def routes(client: TestClient) -> list[tuple[str, str]]:
    schema = client.get(f"{PREFIX}/openapi.json").json()
    return [(method.upper(), path) for path, each in schema["paths"].items() for method in each]


def test_every_route_answers_problems_in_one_shape(api: TestClient) -> None:
    listed = routes(api)
    assert len(listed) > 15
    for method, path in listed:
        for given in ("nothing-is-called-so", "%00", "a/b"):
            answer = api.request(method, values_of(path, given), params={"limit": "x", "since": "yesterday", "q": ""})
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == MEDIA_TYPE, (method, path)
                problem = answer.json()
                assert problem["status"] == answer.status_code < 500, (method, path, problem)
                assert problem["title"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/events?type=SHOUT", 422, "ACCUSE"), ("/api/v1/events?cursor=zzz", 422, "first page"), ("/api/v1/events?fields=colour", 422, "colour"),
        ("/api/v1/events?since=2024-01-01&until=2023-01-01", 422, "after until"), ("/api/v1/events/none", 404, "none"), ("/api/v1/dyads/ARM/arm", 422, "same"),
        ("/api/v1/signals?kind=boom", 422, "rift"), ("/api/v1/search?q=the", 422, ""), ("/nowhere", 404, ""), ("/static/..%2Fapp.py", 404, ""),
        ("/api/v1/events?limit=100000", 422, "limit"), ("/api/v1/forecasts?actor=A&actor=B&actor=C", 422, "two"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said(api: TestClient, path: str, status: int, words: str) -> None:
    answer = api.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert words in answer.json().get("detail", "")


def test_the_description_has_examples_and_problem_details_everywhere(api: TestClient) -> None:
    schema = api.get(f"{PREFIX}/openapi.json").json()
    for path, each in schema["paths"].items():
        for method, operation in each.items():
            assert operation.get("summary"), (method, path)
            assert operation.get("description"), (method, path)
            if path.startswith(PREFIX):
                assert "422" in operation["responses"], (method, path)


def test_every_route_but_health_and_the_desk_asks_who_it_is(api: TestClient) -> None:
    app = api.app
    assert app is not None
    open_ = {"/healthz", "/", "/static/{name}", f"{PREFIX}/openapi.json"}
    for path in (path for _, path in routes(api)):
        if path in open_:
            continue
        answer = api.get(values_of(path, "x"), headers={"Authorization": "Bearer wrong"})
        assert answer.status_code in (401, 405, 429), path


def test_the_desk_is_served_with_a_strict_policy(api: TestClient) -> None:
    page = api.get("/")
    assert page.status_code == 200
    assert "desk.js" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    script = api.get("/static/desk.js", headers={"accept-encoding": "gzip"})
    assert script.headers["content-encoding"] == "gzip"
    assert api.get("/static/desk.js", headers={"if-none-match": script.headers["etag"]}).status_code == 304


def test_the_app_makes_no_route_without_a_method(tmp_path: Path) -> None:
    with served(tmp_path / "empty.duckdb") as (client, state):
        assert isinstance(state, State)
        assert client.get(f"{PREFIX}/events").json() == {"items": [], "next": None, "total": None} or client.get(f"{PREFIX}/events").json()["items"] == []
        assert [each for each in create(state).routes if isinstance(each, APIRoute) and not each.methods] == []
        for path in ("/signals", "/actors", "/dyads", "/dyads/movers", "/articles"):
            assert client.get(PREFIX + path).json()["items"] == []
        assert client.get(f"{PREFIX}/forecasts").status_code == 404

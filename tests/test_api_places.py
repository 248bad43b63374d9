"""Places, weeks, middles of states and accounts over the API, on a store of articles."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api_store import fill, got, served
from riftline.api.app import PREFIX


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(fill(tmp_path_factory.mktemp("api") / "t.duckdb")) as (client, _):
        yield client


def test_what_has_no_place_is_counted(api: TestClient) -> None:
    found = got(api, "/places", status="happened")
    assert found["items"] == []
    assert found["unplaced"] == got(api, "/events", status="happened", limit=1, count=True)["total"]
    assert got(api, "/places", dyad="AZE-ARM")["unplaced"] == 1


def test_the_timeline_counts_what_passes_and_says_what_is_stored(api: TestClient) -> None:
    weeks = got(api, "/timeline", type="ACCUSE")["items"]
    assert [week["start"] for week in weeks] == sorted(week["start"] for week in weeks)
    assert weeks[0]["stored"] > weeks[0]["events"] == 0
    assert all(week["friction"] == week["events"] and week["cooperation"] == 0 for week in weeks)
    dated = got(api, "/events", type="ACCUSE", since="2000-01-01", limit=1, count=True)["total"]
    assert sum(week["events"] for week in weeks) == dated
    assert api.get(f"{PREFIX}/timeline", params={"type": "none"}).status_code == 422


def test_states_and_accounts(api: TestClient) -> None:
    assert {"code": "ARM", "numeric": "051", "name": "Armenia", "lat": 40.0, "lon": 45.0, "disputed": False}.keys() == got(api, "/states")["items"][0].keys()
    assert got(api, "/dyads/Armenia/RUS/accounts") == {"items": []}
    assert api.get(f"{PREFIX}/dyads/ARM/RUS/accounts", params={"limit": 0}).status_code == 422

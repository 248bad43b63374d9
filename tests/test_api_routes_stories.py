"""GET /api/v1/stories/{id}: an event is told in the same words wherever it is shown."""

from __future__ import annotations

from pathlib import Path

from api_store import fill, served


def test_a_story_an_article_and_a_list_have_the_same_headline(tmp_path: Path) -> None:
    with served(fill(tmp_path / "t.duckdb")) as (client, _):
        (listed,) = client.get("/api/v1/events", params={"dyad": "AZE-ARM"}).json()["items"]
        story = client.get(f"/api/v1/stories/{listed['id']}").json()
        article = client.get(f"/api/v1/articles/{listed['article']['id']}").json()
    assert listed["headline"] == story["headline"] == "Azerbaijan accused Armenia"
    assert [(each["event"], each["headline"]) for each in article["events"]] == [(listed["id"], listed["headline"])]

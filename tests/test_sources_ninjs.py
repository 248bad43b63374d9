import json
from typing import Any

import pytest

from riftline.errors import InputError, NotAnArticle
from riftline.sources.base import Found, Loaded, Raw
from riftline.sources.columns import parsed
from riftline.sources.formats import read
from riftline.sources.ninjs import is_item, item

ONE: dict[str, Any] = {
    "uri": "http://wire.example/items/20240508-1",
    "type": "text",
    "versioncreated": "2024-05-09T06:30:00Z",
    "firstcreated": "2024-05-08T22:00:00Z",
    "pubstatus": "usable",
    "headline": "Ferry talks end",
    "located": "Aarhus",
    "language": "en-GB",
    "byline": "A. Writer",
    "copyrightholder": "Harbour Wire",
    "body_text": "Norway met Denmark on Tuesday.\n\nBoth left.",
    "body_html": "<p>Norway met Denmark on Tuesday.</p><p>Both left.</p>",
}
TWO: dict[str, Any] = {
    "uri": "urn:wire.example:2", "type": "text", "contentcreated": "2024-05-08T10:00:00+02:00",
    "headlines": [{"role": "short", "value": "Talks"}, {"role": "main", "value": "Ferry talks end"}],
    "bodies": [
        {"role": "main", "contenttype": "text/plain", "value": "Norway met Denmark. Both left."},
        {"role": "web", "contenttype": "text/html", "value": "<p>Norway met Denmark.</p><p>Both left.</p>"},
    ],
    "infosources": [{"name": "Harbour Wire"}], "by": "A. Writer",
}  # fmt: skip
THREE: dict[str, Any] = {
    "uri": "urn:wire.example:3", "versionCreated": "2024-05-08",
    "headlines": [{"value": "Talks"}], "bodies": [{"contentType": "text/plain", "value": "Left."}],
}  # fmt: skip


def article(value: dict[str, Any]) -> Any:
    found = item(value, "x")
    assert isinstance(found, Loaded), found
    return found.article


def texts(found: list[Found]) -> list[str]:
    return [item.article.text if isinstance(item, Loaded) else f"! {item}" for item in found]


def test_version_1() -> None:
    found = article(ONE)
    assert (found.id, found.url, found.title) == (ONE["uri"], ONE["uri"], "Ferry talks end")
    assert found.text == ONE["body_text"]
    assert (str(found.published), found.published_reason) == ("2024-05-08", "The item's `firstcreated`.")
    assert (found.publisher, found.language) == ("Harbour Wire", "en-GB")


def test_version_2_takes_the_body_that_shows_its_paragraphs() -> None:
    found = article(TWO)
    assert (found.id, found.url, found.title, found.publisher, str(found.published)) == (TWO["uri"], None, "Ferry talks end", "Harbour Wire", "2024-05-08")
    assert found.text.split("\n\n") == ["", "Norway met Denmark.", "", "Both left.", ""] or "Norway met Denmark.\n\n" in found.text


def test_version_3_in_camel_case_and_bodies_with_other_names() -> None:
    assert (article(THREE).text, article(THREE).title, str(article(THREE).published)) == ("Left.", "Talks", "2024-05-08")
    assert article({"uri": "a", "body_main": "Left.", "headline_main": "Talks"}).title == "Talks"
    assert article({"uri": "a", "body_html": "<p>Left.</p>"}).text.strip() == "Left."


def test_items_are_told_from_records_by_their_keys() -> None:
    assert is_item(ONE)
    assert is_item(TWO)
    assert is_item(THREE)
    for other in ({**ONE, "text": "a"}, {**TWO, "body": "a"}, {"uri": "a", "title": "b"}, {"body_text": "a"}, {**ONE, "uri": 5}, [], "uri"):
        assert not is_item(other)


@pytest.mark.parametrize("promised", ["json", "jsonl", None])
def test_they_come_as_json_and_as_lines_among_records(promised: str | None) -> None:
    values = [ONE, {"text": "A record."}, {**ONE, "pubstatus": "canceled"}, {**ONE, "pubstatus": "withheld"}, TWO]
    lines = promised != "json"
    raw = Raw.of("x", ("\n".join(map(json.dumps, values)) if lines else json.dumps(values)).encode())
    found = texts(list(read(raw, promised)))
    assert found[0] == ONE["body_text"]
    assert found[1] == "A record."
    assert len(found) == 3
    assert raw.passed == {"withdrawn items": 1, "items that are withheld": 1}
    assert raw.at == (4 if lines else 5)


def test_pictures_are_passed_over_and_texts_without_words_are_errors() -> None:
    assert item({"uri": "a", "type": "picture", "versioncreated": "2024-05-08"}, "x") == "items without a text (pictures and the like)"
    with pytest.raises(NotAnArticle, match="without a text"):
        item({"uri": "a", "type": "text", "body_text": " "}, "x")
    with pytest.raises(InputError, match="`versioncreated` is 'soon'"):
        item({"uri": "a", "body_text": "Left.", "versioncreated": "soon"}, "x")


def test_a_map_goes_before_the_format() -> None:
    raw = Raw.of("x", json.dumps(ONE).encode(), columns=parsed(["text=headline"]))
    assert texts(list(read(raw))) == ["Ferry talks end"]


def test_broken_values_do_no_harm() -> None:
    bodies = ["x", {"value": 5}, {"role": "main"}, {"value": "Left \ud800."}]
    odd = {"uri": "a\ud800", "bodies": bodies, "headlines": "x", "infosource": "y", "pubstatus": 3, "type": 4}
    assert (article(odd).text, article(odd).id, article(odd).title, article(odd).publisher) == ("Left ?.", "a?", None, None)

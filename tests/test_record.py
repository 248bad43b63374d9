import json

from example_coding import TEXT, coding
from riftline.record import line, record

SIDE = {"code", "name", "text", "country", "sectors"}
SPAN = {"start", "end", "text"}


def test_keys_are_those_of_the_contract() -> None:
    made = record(coding())
    assert set(made) == {"document", "events", "statements", "commitments", "accounts", "dates", "places", "agenda"}
    assert set(made["document"]) == {"id", "title", "publisher", "url", "published", "published_from", "language", "characters"}
    event = made["events"][3]
    assert set(event) == {
        "id", "type", "mode", "contexts", "source", "target", "date", "place", "status", "attribution", "figures", "confidence",
        "reason", "evidence",
    }  # fmt: skip
    assert set(event["source"]) == SIDE
    assert set(event["date"]) == {"start", "end", "text", "reason"}
    assert set(event["place"]) == {"name", "lat", "lon", "country", "admin1", "geonames_id", "precision", "reason"}
    assert set(event["attribution"]) == {"code", "name", "anonymous", "via"}
    assert set(event["figures"][0]) == {"what", "low", "high", "text"}
    assert set(made["statements"][0]) == {"speaker", "kind", "text", "via", "date", "evidence"}
    assert set(made["statements"][0]["speaker"]) == {"code", "name", "text", "anonymous"}
    assert set(made["commitments"][0]) == {"kind", "parties", "status", "evidence"}
    assert set(made["accounts"][0]) == {"event", "codes", "versions"}
    assert set(made["dates"][0]) == {"text", "start", "end", "value", "evidence"}
    assert set(made["places"][0]) == {"name", "lat", "lon", "country", "evidence"}
    assert set(made["agenda"][0]) == {"what", "date", "actors", "evidence"}


def test_every_evidence_is_the_text_at_its_offsets() -> None:
    def spans(value: object) -> list[dict[str, object]]:
        if isinstance(value, dict):
            return [value] if set(value) == SPAN and isinstance(value["start"], int) else [s for v in value.values() for s in spans(v)]
        return [s for v in value for s in spans(v)] if isinstance(value, list) else []

    found = spans(record(coding()))
    assert len(found) > 12
    assert all(TEXT[s["start"] : s["end"]] == s["text"] for s in found)  # type: ignore[misc]


def test_values_and_reasons_for_what_is_missing() -> None:
    made = record(coding())
    assert made["document"]["published"] == "2024-05-08"
    assert made["events"][1]["date"] is None
    assert made["events"][1]["reason"] == "The classifier is sure. No date: no day is given. No place: no place is named."
    assert made["events"][3]["attribution"] == {"code": "RUR", "name": "Ruritanian official", "anonymous": True, "via": None}
    assert [place["name"] for place in made["places"]] == ["Strelsau"]  # Vienna was not resolved


def test_line_is_one_line_of_utf8_json() -> None:
    text = line(coding())
    assert "\n" not in text
    assert "Ruritania’s" in json.loads(text)["document"]["title"] or json.loads(text) == record(coding())

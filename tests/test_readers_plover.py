import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from event_data import imported, side, write
from riftline.readers.flat import written
from riftline.readers.plover import COLUMNS, _events, _lacks

FULL = {
    "id": "PH-20210504-0042", "date": "2021-05-04", "enddate": "2021-05-06",
    "actor": [{"code": "FRA", "sector": "GOVMIL", "entity_text": "the minister", "identifier_text": "Florence Parly"},
              {"code": "Germany", "entity_text": "Berlin"}],
    "recipient": [{"code": "UNO"}], "event": ["AID"], "mode": [], "context": ["military", "peacekeeping"], "event_scale": 10,
    "event_loc": {"resolved_place": "Bamako", "geonameid": 2460596, "lat": 12.65, "lon": -8.0, "city": "Bamako", "province": "Bamako", "country_code": "MLI",
                  "resolution": 4},
    "event_text": ["will send", "helicopters"], "size": {"dead": 0, "injured": 2, "arrested": None},
    "cite_info": {"publication": "The Strelsau Courier", "title": "Helicopters", "url": "https://courier.example/1"},
}  # fmt: skip


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_a_full_record_becomes_an_event(tmp_path: Path) -> None:
    report, (event,) = imported(tmp_path / "db", write(tmp_path / "p.jsonl", lines(FULL)))
    assert (report.format, event["id"], event["origin"], event["type"], event["mode"]) == ("plover", "plover-PH-20210504-0042", "plover", "AID", None)
    assert (event["contexts"], event["intensity"]) == (["military", "peacekeeping"], 10)
    assert (event["first_day"], event["last_day"]) == (date(2021, 5, 4), date(2021, 5, 6))
    assert side(event, "source") == ("FRA", "Florence Parly, Berlin", "FRA", ["GOV", "MIL"])
    assert event["source_text"] == "the minister, Berlin"
    assert side(event, "target") == ("UN", "UNO", None, ["IGO"])
    assert [event[key] for key in ("place", "country", "precision", "geonames_id", "lat")] == ["Bamako", "MLI", "city", 2460596, 12.65]
    assert event["evidence"] == "will send helicopters"
    assert event["figures"] == [{"what": "injured", "low": 2, "high": 2, "text": "2 injured"}]
    assert (event["publisher"], event["title"], event["url"]) == ("The Strelsau Courier", "Helicopters", "https://courier.example/1")


def test_the_least_record_of_the_manual(tmp_path: Path) -> None:
    least = {"id": "1", "date": "2016-07-24", "actor": [{"code": "USA"}], "recipient": [{"code": "CAN"}], "event": ["CONSULT"]}
    _, (event,) = imported(tmp_path / "db", write(tmp_path / "p.jsonl", lines(least)))
    assert (event["type"], side(event, "source"), side(event, "target")) == ("CONSULT", ("USA", "USA", "USA", []), ("CAN", "CAN", "CAN", []))
    assert (event["last_day"], event["figures"], event["place"], event["contexts"]) == (date(2016, 7, 24), None, None, [])


def test_several_types_are_several_events(tmp_path: Path) -> None:
    both = FULL | {"event": ["AGREE", "SANCTION"], "mode": ["withdraw"]}
    _, events = imported(tmp_path / "db", write(tmp_path / "p.jsonl", lines(both)))
    assert [(event["id"], event["type"], event["mode"], event["origin_id"]) for event in events] == [
        ("plover-PH-20210504-0042", "AGREE", None, "PH-20210504-0042"),
        ("plover-PH-20210504-0042-2", "SANCTION", "withdraw", "PH-20210504-0042"),
    ]


def test_records_that_lack_something_are_told_with_their_line(tmp_path: Path) -> None:
    text = lines(FULL, {"date": "2021-05-04", "event": ["AID"]}, FULL | {"id": 7, "date": "soon"}) + "{broken\n\n" + lines([1], FULL | {"id": 8, "event": []})
    report, events = imported(tmp_path / "db", write(tmp_path / "p.jsonl", text))
    assert (report.read, report.refused, len(events)) == (1, 5, 1)
    assert [(item.line, item.why.split(" (")[0]) for item in report.examples] == [
        (2, "it has no id"), (3, "date: 'soon' is no date"), (4, "it is no JSON"), (6, "it is no JSON object"), (7, "it has no event"),
    ]  # fmt: skip


def test_tabs_and_line_ends_in_texts_do_not_break_rows(tmp_path: Path) -> None:
    report, (event,) = imported(tmp_path / "db", write(tmp_path / "p.jsonl", lines(FULL | {"event_text": ["a\tb\nc\r\nd \"e\""]})))
    assert (report.read, event["evidence"]) == (1, 'a b c d "e"')


KEYS = ["code", "sector", "entity_text", "lat", "dead", "url"]
simple = st.none() | st.booleans() | st.integers() | st.text("aB1\t\n; ", max_size=6)
anything = st.recursive(simple, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3), max_leaves=6)


@given(st.dictionaries(st.sampled_from([*FULL, "text"]), anything, max_size=4))
def test_no_record_breaks_the_reader(changes: dict[str, Any]) -> None:
    record = FULL | changes
    if not _lacks(record):
        for row in _events(record):
            assert len(row) == len(COLUMNS)
            assert all(isinstance(cell, str) for cell in row)


def test_a_table_of_records_has_a_line_for_each(tmp_path: Path) -> None:
    made = written("x", str(tmp_path / "x"), "plover", ("a", "b"), [("1", "2\t3"), ("4", "\x005\n")])
    assert (tmp_path / "x").read_text() == "1\t2 3\n4\t 5 \n"
    assert (made.refused, made.layout.columns) == (0, ("a", "b"))

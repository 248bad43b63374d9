from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation import dates, links, places

from riftline.records import Span, TimeExpression

TML = """<?xml version="1.0" ?><TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2021-03-05" functionInDocument="CREATION_TIME">March 5</TIMEX3></DCT>
<TEXT>The king &amp; the <EVENT class="X">queen</EVENT> met on <TIMEX3 tid="t1" type="DATE" value="2021-03-03">Wednesday</TIMEX3>.</TEXT></TimeML>"""


def test_time_annotations_are_read_at_their_words(tmp_path: Path) -> None:
    path = tmp_path / "a.tml"
    path.write_text(TML, encoding="utf-8")
    text, created, golds = dates.read_tml(path)
    assert created is not None
    assert created.isoformat() == "2021-03-05"
    assert [text[g.start : g.end] for g in golds] == ["Wednesday"]
    assert text.startswith("The king & the queen met")
    assert dates.measure(tmp_path) == {"span_f1": 1.0, "value_f1": 1.0, "day_accuracy": 1.0, "days": 1, "gold": 1, "found": 1}


LINKED = """<?xml version="1.0" ?><TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2021-03-05" functionInDocument="CREATION_TIME">March 5</TIMEX3></DCT>
<TEXT>The king &amp; the queen <EVENT eid="e1" class="X">met</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2021-03-03">Wednesday</TIMEX3> and
will <EVENT eid="e2" class="X">sail</EVENT> home.</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1"/><MAKEINSTANCE eventID="e2" eiid="ei2"/>
<TLINK eventInstanceID="ei1" relatedToTime="t0" relType="BEFORE"/><TLINK timeID="t0" relatedToEventInstance="ei2" relType="BEFORE"/>
<TLINK eventInstanceID="ei1" relatedToTime="t1" relType="IS_INCLUDED"/></TimeML>"""


def test_events_are_linked_to_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.tml"
    path.write_text(LINKED, encoding="utf-8")
    assert [(link.word, link.relation) for link in links.read_links(path)] == [("met", "BEFORE"), ("sail", "AFTER")]
    assert links.measure(tmp_path) == {"accuracy": 1.0, "macro_f1": 0.6667, "all_before": 0.5, "links": 2}


def test_an_expression_counts_once() -> None:
    golds = [dates.Gold(0, 4, "A"), dates.Gold(2, 6, "B")]
    time = TimeExpression(Span(0, 6, "x"), "DATE", "B", None, "")
    assert [g.value for g, _ in dates.pairs(golds, (time,))] == ["A"]


def test_toponyms_are_found_at_their_words_when_offsets_are_off(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        "<articles><article><text>They met in Oslo.</text><locations><location><name>Oslo</name><start>13</start><end>17</end>"
        "<lat>59.9</lat><lon>10.7</lon></location></locations></article></articles>",
        encoding="utf-8",
    )
    ((text, golds),) = places.articles(path)
    assert text[golds[0].start : golds[0].end] == "Oslo"


@pytest.mark.parametrize("module", [dates, links, places])
def test_without_data_it_says_so(module: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(module, "DATA", tmp_path)
    assert module.main([]) == 0  # type: ignore[attr-defined]
    out, err = capsys.readouterr()
    assert json.loads(out) == {"skipped": True}
    assert "RIFTLINE_DATA" in err

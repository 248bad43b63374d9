"""The measure of actors, on records of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation import actors
from evaluation.actors import Gold, Verdict, judge

from riftline.records import Actor


def said(code: str, country: str | None, *sectors: str) -> list[Actor]:
    return [Actor(code, code, code, country, sectors)]


def gold(country: str | None, sector: str | None) -> Gold:
    return Gold(0, 1, country, sector)


@pytest.mark.parametrize(
    ("country", "sector", "ours", "right"),
    [
        ("PER", "GOV", said("PER", "PER", "GOV"), (True, True)),
        ("PER", "MIL", said("PER", "PER", "GOV"), (True, False)),
        ("PER", "", said("PER", "PER", "CVL"), (True, True)),  # a bare name may be a people
        ("PER", "", said("PER", "PER", "REB"), (True, False)),
        ("LBN", "REB", said("HEZB", "LBN", "REB"), (True, True)),  # a force with a code of its own
        ("IGO", "GOV", said("UN", None, "IGO"), (True, True)),
        ("IGO", "MIL", said("UN", None, "IGO"), (True, False)),
        ("IGO", "", said("PER", "PER"), (False, True)),
        ("UNO", "", said("AU", None, "IGO"), (False, True)),
        ("UNO", "JUD", said("ICJ", None, "JUD"), (True, True)),  # a body of the UN with a code of its own
        ("UNO", "JUD", said("ICC", None, "JUD"), (False, True)),
        ("PER", "JRN", said("PER", "PER", "MED"), (True, True)),
        ("PER", None, said("PER", "PER", "MED"), (True, None)),
        (None, "COP", said("PER", "PER", "COP"), (None, True)),
        ("", "COP", said("", None, "COP"), (True, True)),
        ("", "COP", said("PER", "PER", "COP"), (False, True)),
        ("GEO", "PRE", said("XAB", "GEO", "GOV"), (True, True)),
        ("GEO", "PRE", said("GEO", "GEO", "GOV"), (True, False)),
        ("PER", "GOV", [], (False, False)),
        ("", "", [], (True, True)),
    ],
)
def test_verdicts(country: str | None, sector: str | None, ours: list[Actor], right: tuple[bool | None, bool | None]) -> None:
    verdict = judge(gold(country, sector), ours, actors.GSR_SECTORS)
    assert (verdict.country, verdict.sector) == right


def test_one_of_several_is_enough() -> None:
    both = said("POL", "POL", "GOV") + said("CZE", "CZE", "GOV")
    assert judge(gold("CZE", "GOV"), both, {}) == Verdict(True, True, True)


def test_words_stand_where_they_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "records.txt"
    record = {
        "id": "ours-1",
        "text": "Peru said that Bolivian and Peru-based miners met Chile's  envoy.",
        "textInfo": {"markup": "Peru said that (SRC: Bolivian) and (SRC: Peru)-based miners (EVT: met) (TAR: Chile)'s  envoy."},
        "source": [{"actorText": "Bolivian ... miners", "code": "BOL", "sector": "LABque"}, {"actorText": "Peru", "code": "PER"}],
        "target": [{"actorText": "Chile", "code": "CHL", "sector": "***"}, {"actorText": "Ghana", "code": "GHA"}, "words"],
    }
    path.write_text(json.dumps([{"id": "about", "event": "DOCUMENT"}, record]), encoding="utf-8")
    (found,) = actors.read_gsr(path)
    assert [(found.text[g.start : g.end], g.country, g.sector) for g in found.golds] == [
        ("Bolivian and Peru-based miners", "BOL", "LAB"),
        ("Peru", "PER", ""),
        ("Chile", "CHL", None),
    ]
    assert found.golds[1].start == found.text.index("Peru-based")


def test_both_sets_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (actors.GSR, actors.NGEC):
        (tmp_path / name).parent.mkdir()
    record = {
        "id": "ours-2",
        "text": "Kenyan police arrested a Ugandan journalist.",
        "source": [{"actorText": "Kenyan police", "code": "KEN", "sector": "COP"}],
        "target": [{"actorText": "Ugandan journalist", "code": "UGA", "sector": "CRM"}],
    }
    (tmp_path / actors.GSR).write_text(json.dumps([record]), encoding="utf-8")
    cases = [
        {"test": "a", "text": "Kenyan police", "country": "KEN", "code_1": "COP", "query_date": "1 March 2020"},
        {"test": "b", "text": "Kenyan police", "country": None, "code_1": None, "query_date": None},
    ]
    (tmp_path / actors.NGEC).write_text(json.dumps(cases), encoding="utf-8")
    monkeypatch.setattr(actors, "DATA", tmp_path)
    assert actors.main(["--misses"]) == 0
    out = capsys.readouterr()
    line = json.loads(out.out)
    assert (line["gsr"]["country"], line["gsr"]["country_sector"], line["gsr"]["country_sector_n"]) == (1.0, 0.5, 2)
    assert (line["ngec"]["country"], line["ngec"]["country_n"]) == (1.0, 1)
    assert "[Ugandan journalist]" in out.err


def test_halves_of_the_phrases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = [f"Kenyan {noun}" for noun in ("quince", "plum", "medlar", "damson", "sloe", "pear", "Plum")]
    cases = [{"test": w, "text": w, "country": "UGA", "code_1": "COP", "query_date": None} for w in words]
    (tmp_path / actors.NGEC).parent.mkdir()
    (tmp_path / actors.NGEC).write_text(json.dumps(cases), encoding="utf-8")
    monkeypatch.setattr(actors, "DATA", tmp_path)
    sizes, shown = {}, {}
    for which in ("ngec", "ngec-dev", "ngec-test"):
        assert actors.main(["--set", which, "--misses"]) == 0
        out = capsys.readouterr()
        sizes[which], shown[which] = json.loads(out.out)[which]["country_n"], out.err
    assert sizes == {"ngec": 7, "ngec-dev": sizes["ngec-dev"], "ngec-test": 7 - sizes["ngec-dev"]}
    assert 0 < sizes["ngec-dev"] < 7
    assert shown["ngec"] == shown["ngec-dev"] != ""
    assert shown["ngec-test"] == ""  # only its figures are read
    by_words = {r.id: actors.in_dev(r) for r in actors.read_ngec(tmp_path / actors.NGEC)}
    assert by_words["Kenyan plum"] == by_words["Kenyan Plum"]


def test_absent_data_are_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(actors, "DATA", tmp_path)
    assert actors.main([]) == 0
    assert json.loads(capsys.readouterr().out) == {"skipped": True}

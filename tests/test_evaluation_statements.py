import json
from pathlib import Path

import pytest
from evaluation.statements import Annotated, Counts, Said, add, main, matched, read, read_brat

STANDOFF = (
    "T1\tSource 0 2\tHe\nT2\tCue 3 7\tsaid\nT3\tContent 8 10;14 16\tno so\nT4\tAttribution 3 7\tsaid\n"
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
)


def span(start: int, end: int, source: range = range(0)) -> Said:
    return Said(frozenset(range(start, end)), frozenset(source))


def test_brat_lines_become_character_sets() -> None:
    (said,) = read_brat(STANDOFF)
    assert said.content == {8, 9, 14, 15}
    assert said.source == {0, 1}


def test_matching_is_one_to_one_and_as_large_as_can_be() -> None:
    gold = [span(0, 10), span(0, 8)]
    said = [span(0, 9), span(0, 16)]
    assert matched(gold, said, sourced=False) == {0, 1}
    assert matched(gold, said[:1], sourced=False) == {0}


def test_half_the_characters_are_asked_for() -> None:
    assert matched([span(0, 10)], [span(0, 20)], sourced=False) == {0}
    assert matched([span(0, 10)], [span(0, 21)], sourced=False) == set()


def test_source_asks_for_a_shared_character() -> None:
    assert matched([span(0, 9, range(20, 22))], [span(0, 9, range(21, 30))], sourced=True) == {0}
    assert matched([span(0, 9)], [span(0, 9, range(21, 30))], sourced=True) == set()


def test_indirect_is_less_than_half_in_quotation_marks() -> None:
    counts = Counts()
    text = "“We go,” he said. The road was open, he said."
    gold = (span(0, 8), span(18, 35))
    add(counts, Annotated("a", text, gold), [span(18, 35)])
    assert (counts.span, counts.indirect, counts.indirect_found) == (1, 1, 1)


def test_an_article_with_two_annotators_counts_once(tmp_path: Path) -> None:
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "one.txt").write_text("He said no so so so so", "utf-8")
    for annotator in ("aa", "bb"):
        (tmp_path / "attributions" / f"one_{annotator}.ann").write_text(STANDOFF, "utf-8")
    assert [a.name for a in read(tmp_path)] == ["one"]


def test_absent_data_is_said_and_skipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("RIFTLINE_DATA", str(tmp_path))
    assert main([]) == 0
    out = capsys.readouterr()
    assert json.loads(out.out) == {"skipped": True}
    assert "RIFTLINE_DATA" in out.err

"""What the speed of coding is reckoned from: stages, long texts, runs of many."""

from __future__ import annotations

import pytest
from evaluation import speed
from evaluation.speed_growth import STAGES, a_day, long_text, peak, stages, started, storing, with_length, with_number

from riftline.extraction import coder


def test_the_stages_make_up_the_whole() -> None:
    before = coder.parse
    item = long_text(100)
    found = stages([item])
    assert coder.parse is before  # what was wrapped is itself again
    assert all(found[stage] >= 0 for stage in STAGES)
    assert min(found["parse"], found["first pass"], found["second pass"]) > 0
    assert sum(ms for stage, ms in found.items() if stage != "all") == pytest.approx(found["all"], abs=0.2)


def test_texts_are_as_long_as_asked() -> None:
    for words in (100, 1_000, 10_000):
        assert words <= len(long_text(words).article.text.split()) < words + 200


def test_time_a_word_does_not_grow_with_length() -> None:
    short, long = with_length((300, 4_000))
    rules = ("actors", "events", "commitments, accounts, agenda")  # the stages that once took the square of the length
    small, large = (sum(line["stages"][stage] for stage in rules) for line in (short, long))
    assert large < 3 * small
    assert long["ms_per_word"] < 2 * short["ms_per_word"]
    assert 0 < short["peak_mb"] <= long["peak_mb"] <= peak()


def test_a_run_of_a_few_articles() -> None:
    found = with_number(10)
    assert found["articles"] == 10
    assert len(found["ms_per_article"]) == len(found["resident_mb"]) == 5
    assert all(ms > 0 for ms in found["ms_per_article"])


def test_articles_a_day_and_what_storing_takes() -> None:
    assert a_day(0.5) == 172_800
    assert 0 < storing([long_text(100)]) < 30


def test_starting_is_measured_and_failing_is_told() -> None:
    assert 0 < started(["--version"])["processor_seconds"] < 30
    with pytest.raises(Exception, match="exit status"):
        started(["code", "no-such-file.txt"])


def test_many_needs_growth(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        speed.main(["--many"])
    assert "--many goes with --growth" in capsys.readouterr().err

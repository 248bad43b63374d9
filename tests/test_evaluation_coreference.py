from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation import coreference
from evaluation.coreference import Outcome, Tally

TEXT = "Kenya closed its border. Uganda said its army was ready, and that the two countries had met. It regretted the step."


def test_phrases_in_the_texts_order_have_one_place() -> None:
    records = [{"code": "KEN", "mentions": ["its", "the two countries"]}, {"code": "UGA", "mentions": ["its", "the two countries", "It"]}]
    phrases, unplaced = coreference.placed(TEXT, records)
    # each record's "its" could be either of the two, which is said and not guessed
    assert [(TEXT[p.start : p.end], sorted(p.codes)) for p in phrases] == [("the two countries", ["KEN", "UGA"]), ("It", ["UGA"])]
    assert unplaced == 2


def test_a_place_is_forced_by_what_follows() -> None:
    phrases, unplaced = coreference.placed(TEXT, [{"code": "KEN", "mentions": ["its", "its"]}, {"code": "X", "mentions": ["nowhere"]}])
    assert [p.start for p in phrases] == [TEXT.index("its"), TEXT.rindex("its")]
    assert unplaced == 1


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("he", "pronoun"),
        ("its", "pronoun"),
        ("the North's", "name"),
        ("Mr. Lee", "name"),
        ("its western neighbour", "description"),
        ("Riot police", "description"),
    ],
)
def test_kinds(words: str, kind: str) -> None:
    assert coreference.kind_of(words) == kind


def test_what_counts_as_right() -> None:
    def outcome(meant: str, found: str) -> Outcome:
        return Outcome("name", "x", frozenset(meant.split()), frozenset(found.split()), "")

    tallies = [Tally((outcome("KEN", "KEN"), outcome("KEN UGA", "KEN")), 1), Tally((outcome("UGA", ""), outcome("UGA", "UGA")), 0)]
    out = coreference.figures(tallies)
    assert (out["n"], out["accuracy"], out["precision"], out["unplaced"]) == (4, 0.5, 0.6667, 1)
    assert out["pronoun"] == {"n": 0, "accuracy": None, "precision": None}
    assert out["accuracy_interval"] == [0.5, 0.5]


def test_an_article_from_end_to_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kenya expelled Uganda’s envoy on Monday. It said the step was final.\n", encoding="utf-8")
    gold = {"id": "a", "published": "2021-03-02", "published_given": True, "events": [], "statements": [], "commitments": [], "dates": [], "places": []}
    gold |= {"accounts": [], "coreference": [{"code": "KEN", "mentions": ["It"]}]}
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps(gold), encoding="utf-8")
    (only,) = coreference.tally(path).outcomes
    assert (only.words, only.kind, only.right) == ("It", "pronoun", True)


def test_the_test_half_is_read_by_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    for which in ("dispatches-test", "all"):
        with pytest.raises(SystemExit):
            coreference.main(["--set", which, "--misses"])
    assert "read by nobody" in capsys.readouterr().err

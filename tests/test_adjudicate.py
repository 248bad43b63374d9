from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation.gold import load, parse
from evaluation.scorer import figures, score
from training.adjudicate import FOLDER, as_record, merged, read, twice_annotated

TEXT = "Borduria's king met Syldavia's king in Geneva on Tuesday. Borduria accused Syldavia of spying, its ministry said."
FIRST = """published | 2024-05-08 | given
E | CONSULT | GHA <> TGO | 2024-05-07 | happened | author | core | met Syldavia's king in Geneva
E | ACCUSE | GHA > TGO | - | happened | GHA named | core | Borduria accused Syldavia of spying
P | Geneva | 46.2 6.15 | CHE
"""
SECOND = """published | 2024-05-08 | given
E | AGREE,CONSULT | TGO <> GHA | 2024-05-07..2024-05-08 | happened | author | core | met Syldavia's king in Geneva on Tuesday
E | ASSAULT | TGO > BOKOHARAM | - | happened | author | core | spying
"""


def annotated(folder: Path, first: str = FIRST, second: str = SECOND) -> tuple[Path, Path]:
    (folder / "a.txt").write_text(TEXT)
    one, other = folder / "a.first.ann", folder / "a.second.ann"
    one.write_text(first), other.write_text(second)
    return one, other


def test_what_both_saw_is_core_and_what_one_saw_is_not(tmp_path: Path) -> None:
    one, other = annotated(tmp_path)
    meeting, charge, only_second = merged(read(one), read(other))["events"]
    assert (meeting["types"], meeting["core"], meeting["date"]) == (["CONSULT", "AGREE"], True, ["2024-05-07", "2024-05-08"])
    assert (meeting["source"], meeting["target"]) == (["GHA"], ["TGO"])
    assert not charge["core"]
    assert not only_second["core"]
    assert only_second["id"] != charge["id"]


def test_a_force_goes_by_the_state_that_it_belongs_to(tmp_path: Path) -> None:
    _, other = annotated(tmp_path)
    assert read(other)["events"][1]["target"] == ["NGA"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("E | CONSULT | GHA <> TGO | 2024-05-07 | happened | author | core | met the queen", "not in the text"),
        ("E | CONSULT | GHA with TGO | - | happened | author | core | met", "sides"),
        ("E | CONSULT | GHA > TGO | yesterday | happened | author | core | met", "yesterday"),
        ("Z | nothing", "unknown kind"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str, what: str) -> None:
    one, _ = annotated(tmp_path, first=FIRST + line + "\n")
    with pytest.raises(ValueError, match=rf"a\.first\.ann:5: .*{what}"):
        read(one)


def test_an_annotation_agrees_with_itself(tmp_path: Path) -> None:
    one, _ = annotated(tmp_path)
    raw = read(one)
    found = figures([score(parse(raw), as_record(parse(raw), raw))])
    assert found["events_f1"] == found["strict_f1"] == found["attribution"] == found["places"] == 1


def test_the_gold_files_are_what_the_annotations_give() -> None:
    texts = sorted(FOLDER.glob("*/*/*.txt"))
    assert len(texts) >= 60
    assert {path.parts[-3] for path in texts} == {"dev", "test"}
    assert len({path.parent.name for path in texts}) >= 6
    for text, first, second in twice_annotated():
        gold = text.with_suffix(".gold.json")
        assert json.loads(gold.read_text(encoding="utf-8")) == merged(first, second), f"{gold}: run python -m training.adjudicate"
        assert load(gold).events

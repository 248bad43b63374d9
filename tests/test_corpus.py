import json
from pathlib import Path

import pytest
from training.corpus import read
from training.overlap import index, known_runs, runs, shared_pairs, strings, texts_of
from training.statistics import statistics
from training.validate import DATA, sources, validate

GOOD = {
    "text": "[Norway|NOR] {accused} [Sweden|SWE] of {closing} the bridge.",
    "events": [["1", "ACCUSE", "allege", "1", "2", "happened", "author"], ["2", "COERCE", "ban", "2", "1", "happened", "NOR named"]],
    "voice": ["active"],
}


def write(folder: Path, *rows: object) -> Path:
    (folder / "some.jsonl").write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return folder


def test_the_corpus_is_in_order() -> None:
    assert validate() == []


@pytest.mark.shared
def test_the_corpus_shares_no_run_of_words_with_others_texts() -> None:
    files = sources(DATA)
    if not files:
        pytest.skip(f"no data at {DATA}")
    assert validate(files=files) == []


def test_the_corpus_has_what_its_description_promises() -> None:
    found = statistics(list(read()))
    assert found.sentences >= 1500
    assert found.without_event >= found.sentences // 10
    assert len(found.types) == 16
    assert min(found.types.values()) >= 100
    assert found.negative_acts >= found.acts // 3


def test_a_good_sentence_has_no_problem(tmp_path: Path) -> None:
    assert validate(write(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"text": "[Norway|NOR] {accused} [Sweden|SWE] of {closing the bridge."}, "not there"),
        ({"text": "[Norway] {accused} [Sweden|SWE] of {closing} [it|SWE]."}, "a mark is not closed"),
        ({"text": "[Norway|XQX] {accused} [Sweden|SWE] of {closing} it."}, "no table has the code 'XQX'"),
        ({"text": "[Norway |NOR] {accused} [Sweden|SWE] of {closing} it."}, "spaces at its ends"),
        ({"text": "[Norway|NOR] {accus}ed [Sweden|SWE] of {closing} it."}, "cuts a word"),
        ({"events": [["1", "BLAME", "", "1", "2", "happened", "author"]]}, "no such type"),
        ({"events": [["1", "ACCUSE", "phone", "1", "2", "happened", "author"]]}, "no mode 'phone'"),
        ({"events": [["1", "ACCUSE", "", "1", "2", "past", "author"]]}, "no such status: 'past'"),
        ({"events": [["1", "ACCUSE", "", "1", "2", "happened", "NOR"]]}, "nobody vouches like this: 'NOR'"),
        ({"events": [["1", "ACCUSE", "", "", "", "happened", "author"]]}, "neither side is marked"),
        ({"events": [["1", "ACCUSE", "", "1", "1", "happened", "author"]]}, "both sides are the same"),
        ({"events": [["3", "ACCUSE", "", "1", "2", "happened", "author"]]}, "not there"),
        ({"events": [["1", "ACCUSE", "", "1", "2", "happened", "author"]] * 2}, "the same event twice"),
        ({"voice": ["singing"]}, "no such voice"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, changes: dict[str, object], problem: str) -> None:
    report = validate(write(tmp_path, GOOD | changes))
    assert any(problem in line for line in report), report
    assert all(line.startswith(("some.jsonl:1", str(tmp_path))) for line in report)


def test_broken_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    report = validate(write(tmp_path, "{", GOOD, '{"text": "no events"}'))
    assert [line.split(":")[:2] for line in report] == [["some.jsonl", "1"], ["some.jsonl", "3"]]


def test_doubles_and_near_doubles(tmp_path: Path) -> None:
    one = "The ferry to the northern islands was late again because of the fog."
    other = "Nobody minded that the ferry to the northern islands was late again on Monday."
    rows = [{"text": text, "events": [], "voice": ["none"]} for text in (one, other, one)]
    report = validate(write(tmp_path, *rows))
    assert any(line.startswith("some.jsonl:3: stands at some.jsonl:1") for line in report)
    assert any(line.startswith("some.jsonl:2: shares with some.jsonl:1") for line in report)


def test_words_taken_from_another_text_are_found(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    theirs.mkdir()
    write(mine, {"text": "It rained, and the harbour master of the old town went home early.", "events": [], "voice": ["none"]})
    source = theirs / "paper.xml"
    source.write_text("<p>Then the <b>harbour</b> master of the old town went home, they say.</p>", encoding="utf-8")
    report = validate(mine, [source])
    assert report
    assert "theirs/paper.xml" in report[0]


def test_runs_and_their_index() -> None:
    assert list(runs("One, two; three four", 3)) == [("one", "two", "three"), ("two", "three", "four")]
    where = index(["a b c d", "x b c d", "q"], 3)
    assert shared_pairs(where) == {(0, 1): ("b", "c", "d")}
    assert known_runs("they said: B, C, D!", where, 3) == {("b", "c", "d"): [0, 1]}


def test_texts_are_read_out_of_their_formats(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"text": "first", "meta": {"tags": ["second"]}}\n\n"third"\n', encoding="utf-8")
    assert list(texts_of(lines)) == ["first", "second", "third"]
    assert list(strings([1, None, {"a": "b"}])) == ["b"]

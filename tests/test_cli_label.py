import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from riftline.cli import app


@dataclass(frozen=True)
class Labelled:
    type: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


def fake(sentences: Sequence[str], none: bool = True) -> list[Labelled]:
    """Types by the sentence's length, so that order shows; NONE where a sentence says so."""
    return [
        Labelled("NONE", 0.5, (("NONE", 0.5), ("AID", 0.3)))
        if none and "nothing" in sentence
        else Labelled("ACCUSE", 1 / len(sentence), (("ACCUSE", 1 / len(sentence)), ("REJECT", 0.2), ("THREATEN", 0.1)))
        for sentence in sentences
    ]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.setattr("riftline.extraction.labelling.label", fake)
    monkeypatch.chdir(tmp_path)
    return lambda *args, **more: CliRunner().invoke(app, ["label", *args], catch_exceptions=False, **more)


SENTENCE = "<s>Chile</s> <a>accused</a> <t>Peru</t> of {} delays."


def test_jsonl_keeps_columns_and_order(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    rows = [{"n": n, "type": "gold", "more": {"x": 1}, "marked_sentence": SENTENCE.format("long " * (n % 7))} for n in range(600)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = run("a.jsonl")
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [row["n"] for row in out] == list(range(600))
    assert all(row["confidence"] == round(1 / len(row["marked_sentence"]), 4) for row in out)
    assert out[0]["next"] == [{"type": "REJECT", "confidence": 0.2}, {"type": "THREATEN", "confidence": 0.1}]
    assert (out[0]["type"], out[0]["type_given"], out[0]["more"]) == ("ACCUSE", "gold", {"x": 1})


def test_tsv_in_tsv_out_with_quotation_marks_as_they_are(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.tsv").write_text(f'id\tmarked_sentence\tnote\n1\t{SENTENCE.format(chr(34))}\t"open\n2\t{SENTENCE.format("x")}\t\n')
    lines = run("a.tsv").stdout.splitlines()
    assert lines[0] == "id\tmarked_sentence\tnote\ttype\tconfidence\tnext"
    assert lines[1].split("\t")[:4] == ["1", SENTENCE.format('"'), '"open', "ACCUSE"]
    assert lines[2].endswith("REJECT:0.2000 THREATEN:0.1000")
    assert json.loads(run("a.tsv", "--format", "jsonl").stdout.splitlines()[1])["id"] == "2"


def test_no_none_forces_a_type(run) -> None:  # type: ignore[no-untyped-def]
    row = json.dumps({"marked_sentence": "<s>Chile</s> did nothing to <t>Peru</t>."})
    assert json.loads(run("-", input=row).stdout)["type"] == "NONE"
    assert json.loads(run("-", "--no-none", input=row).stdout)["type"] == "ACCUSE"


def test_one_side_and_several_marks_and_one_in_another_are_fine(run) -> None:  # type: ignore[no-untyped-def]
    marked = ("<s>Chile</s> rioted.", "<s>Chile</s> and <s>Bolivia</s> met <t>Peru</t>.", "<s><t>Peru</t>’s army</s> left.")
    done = run("-", input="".join(json.dumps({"marked_sentence": sentence}) + "\n" for sentence in marked))
    assert (done.exit_code, done.stderr) == (0, "")
    assert [json.loads(line)["marked_sentence"] for line in done.stdout.splitlines()] == list(marked)


def test_bad_rows_are_named_by_line_and_the_rest_goes_on(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    good = json.dumps({"marked_sentence": SENTENCE.format("")})
    bad = ["{", "[1]", json.dumps({"sentence": "x"}), json.dumps({"marked_sentence": "Chile accused Peru."}),
           json.dumps({"marked_sentence": "<s>Chile accused <t>Peru</t>."}),
           json.dumps({"marked_sentence": "Chile</s> accused."})]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join([good, *bad, good]))
    done = run("a.jsonl")
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 2
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [f"a.jsonl, line {n}" for n in (2, 3, 4, 5, 6, 7)]
    assert "<s> is not closed" in done.stderr
    (tmp_path / "a.tsv").write_text("id\tmarked_sentence\n1\n")
    assert "a.tsv, line 2: 1 columns, where the header has 2" in run("a.tsv").stderr


def test_files_that_cannot_be_used(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "other.tsv").write_text("id\tsentence\n1\tx\n")
    for name, words in (("gone", "no such file"), ("empty", "is empty"), ("other.tsv", "no column 'marked_sentence'")):
        done = run(name)
        assert (done.exit_code, done.stdout) == (2, "")
        assert words in done.stderr

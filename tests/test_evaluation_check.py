import json
from pathlib import Path

import pytest
from evaluation.check import Bound, Command, commands, digest, figure, judged, measured, shortfalls

COMMAND = Command("articles", ("evaluation.articles",), True, (), "", (Bound("f1", 0.4, None, "a coin 0.1"), Bound("off", None, 0, "")))


def test_floors_are_written_as_the_command_reads_them() -> None:
    known = commands()
    assert {"examples", "articles-open", "articles-held", "event-type", "dates", "statements-dev"} <= {item.name for item in known if item.quick}
    for item in known:
        assert item.run[0].startswith("evaluation.")
        assert item.bounds, item.name
        assert item.data, item.name
        assert all(bound.floor is None or bound.floor >= 0 for bound in item.bounds)


@pytest.mark.parametrize(
    ("out", "verdict"),
    [({"f1": 0.4, "off": 0}, "held"), ({"f1": 0.39, "off": 0}, "fell"), ({"f1": 0.5, "off": 1}, "fell"), ({"off": 0}, "fell"), ({"skipped": True}, "skipped")],
)
def test_verdicts(out: dict[str, object], verdict: str) -> None:
    assert judged(COMMAND, out, "d", 1.0).verdict == verdict


def test_what_fell_is_told_by_name() -> None:
    assert shortfalls(judged(COMMAND, {"f1": 0.5, "off": 0}, "d", 1.0)) == []
    (line,) = shortfalls(judged(COMMAND, {"f1": 0.39, "off": 0}, "d", 1.0))
    assert line.startswith("articles: ✗ f1")
    assert "0.39" in line


def test_a_failing_command_fails() -> None:
    result = judged(COMMAND, "exit code 1", "d", 1.0)
    assert result.verdict == "failed"
    assert "exit code 1" in result.lines[0]


def test_floors_taken_on_other_data_do_not_count() -> None:
    taken = Command("articles", COMMAND.run, True, (), "aaa", COMMAND.bounds)
    assert judged(taken, {"f1": 1.0, "off": 0}, "aaa", 1.0).verdict == "held"
    assert judged(taken, {"f1": 1.0, "off": 0}, "bbb", 1.0).verdict == "failed"
    assert "bbb" in judged(taken, {"f1": 1.0, "off": 0}, "bbb", 1.0).lines[0]


def test_figures_are_found_inside_objects() -> None:
    assert figure({"LGL": {"share": 0.5}}, "LGL.share") == 0.5
    assert figure({"LGL": 1}, "LGL.share") is None
    assert figure({"f1": None}, "f1") is None


def test_a_digest_tells_names_and_contents_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text("x")
    two.write_text("y")
    first = digest([two, one])
    assert first == digest([one, two])
    two.write_text("z")
    assert digest([one, two]) != first
    assert digest([]) == ""


def test_the_last_line_of_a_command_is_its_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "good_command.py").write_text(f"print('on the way')\nprint({json.dumps({'f1': 1})!r})\n")
    (tmp_path / "bad_command.py").write_text("raise SystemExit('no such thing')\n")
    assert measured(["good_command"]) == {"f1": 1}
    assert "no such thing" in str(measured(["bad_command"]))

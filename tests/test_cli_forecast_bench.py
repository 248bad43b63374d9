import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from forecast_streams import weekly, written
from riftline.cli import app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "weeks", weekly())


def test_json_has_the_figures_beside_the_baseline(folder: Path) -> None:
    done = CliRunner().invoke(app, ["forecast", "bench", str(folder), "--format", "json"])
    assert done.exit_code == 0
    line = json.loads(done.stdout)
    assert set(line["baseline"]) == {"mrr", "hits1", "hits3", "hits10"}
    assert line["mrr"] > line["baseline"]["mrr"]
    assert line["seconds"] >= 0
    assert (line["set"], line["queries"], line["seed"]) == ("weeks", 420, 0)
    assert "weeks: 1,260 events to learn from" in done.stderr


def test_the_table(folder: Path) -> None:
    done = CliRunner().invoke(app, ["forecast", "bench", str(folder)])
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["weeks", "MRR", "Hits@1", "Hits@3", "Hits@10"]
    assert [row[0] for row in rows[1:3]] == ["Riftline", "recurrency"]
    assert rows[3][:2] == ["420", "queries,"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nowhere"], "no such folder"),
        (["{folder}", "--per-day", "0"], "--per-day"),
        (["{folder}", "--format", "xml"], "not one of table, json"),
        (["{folder}", "--seed", "-1"], "--seed"),
    ],
)
def test_bad_input_is_refused(folder: Path, options: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["forecast", "bench", *(option.format(folder=folder) for option in options)])
    assert done.exit_code == 2
    assert said in done.stderr
    assert not done.stdout


def test_a_bad_line_is_named(folder: Path) -> None:
    (folder / "valid.txt").write_text("0 0 1 1008\n0 0\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["forecast", "bench", str(folder)])
    assert done.exit_code == 2
    assert "valid.txt, line 2" in done.stderr

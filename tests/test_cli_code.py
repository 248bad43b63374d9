import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from example_coding import coding
from riftline.cli import app
from riftline.records import Article, Coding

WITHOUT_CODER = "import riftline.cli as c, riftline.pipeline as p; from riftline.records import Coding; p._coder = lambda: Coding; c.main()"
RIFTLINE = [sys.executable, "-c", "from riftline.cli import main; main()"]


def fake(article: Article) -> Coding:
    """A coder that finds the example's events in every article."""
    made = coding(article.id, article.text)
    return Coding(article, made.events[:1], made.statements)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.setattr("riftline.pipeline._coder", lambda: fake)
    monkeypatch.chdir(tmp_path)
    return lambda *args, **more: CliRunner().invoke(app, list(args), catch_exceptions=False, **more)


def lines(count: int) -> str:
    return "".join(json.dumps({"id": f"a{n}", "text": f"Talks number {n} ended.", "published": "2024-05-08"}) + "\n" for n in range(count))


def test_jsonl_is_one_line_an_article_in_the_order_of_the_input(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "b.jsonl").write_text(lines(3))
    (tmp_path / "a.txt").write_text("Talks ended.")
    done = run("code", "b.jsonl", "a.txt", "-", "--format", "jsonl", input='{"id": "last", "text": "Talks ended here."}')
    ids = [json.loads(line)["document"]["id"] for line in done.stdout.splitlines()]
    assert ids[:3] == ["a0", "a1", "a2"]
    assert len(ids[3]) == 12
    assert ids[4] == "last"
    assert (done.exit_code, done.stderr) == (0, "")


def test_json_is_an_object_for_one_article_and_a_list_for_several(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.jsonl").write_text(lines(1))
    (tmp_path / "b.jsonl").write_text(lines(3))
    assert json.loads(run("code", "a.jsonl", "--format", "json").stdout)["document"]["id"] == "a0"
    assert [item["document"]["id"] for item in json.loads(run("code", "b.jsonl", "--format", "json").stdout)] == ["a0", "a1", "a2"]


def test_bad_inputs_each_give_a_line_and_the_rest_goes_on(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bad.jsonl").write_text('{"id": "x"}\n{"tex\n{"text": "Talks ended."}\n')
    (tmp_path / "bin.txt").write_bytes(b"\x00\x01\x02" * 50)
    (tmp_path / "void").mkdir()
    done = run("code", "gone.txt", "bin.txt", "void", "bad.jsonl", "--format", "jsonl")
    said = done.stderr.splitlines()
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 1
    assert [line.split(": ")[1] for line in said] == ["gone.txt", "bin.txt", "void", "bad.jsonl, line 1", "bad.jsonl, line 2"]


def test_published_and_options_that_make_no_sense(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.jsonl").write_text(lines(1))
    made = json.loads(run("code", "a.jsonl", "--published", "2020-02-29", "--format", "jsonl").stdout)
    assert (made["document"]["published"], made["document"]["published_from"]) == ("2020-02-29", "given")
    for option, value in (("--published", "2021-02-29"), ("--format", "xml"), ("--max-megabytes", "0"), ("--min-confidence", "3")):
        done = run("code", "a.jsonl", option, value)
        assert done.exit_code == 2
        assert option in done.stderr
        assert done.stdout == ""
    assert json.loads(run("code", "a.jsonl", "--min-confidence", "0.95", "--format", "jsonl").stdout)["events"] == []


def test_encoding_that_was_guessed_is_a_note_not_an_error(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.txt").write_bytes("The envoys’ talks in Málaga – the “last” – ended.".encode("cp1252"))
    done = run("code", "a.txt")
    assert done.exit_code == 0
    assert "note: a.txt: not valid UTF-8; read as" in done.stderr


def test_brief_is_the_default_and_plain_in_a_pipe(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.jsonl").write_text(lines(2))
    done = run("code", "a.jsonl")
    assert "Briefing on 2 articles" in done.stdout
    assert "\x1b" not in done.stdout


def command(*args: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*RIFTLINE, *args], capture_output=True, text=True, timeout=120, **more)  # type: ignore[call-overload, no-any-return]


def test_real_command_codes_a_real_article(tmp_path: Path) -> None:
    text = "Ministers end talks\n\nFrance’s foreign minister met her German counterpart in Paris on Tuesday. Germany blamed Belarus."
    done = command("code", "-", "--published", "2024-05-08", "--format", "json", input=text, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)["document"]
    assert (document["published"], document["published_from"], document["characters"]) == ("2024-05-08", "given", len(text))


def test_help_is_fast_and_loads_nothing_heavy() -> None:
    heavy = ("spacy", "duckdb", "onnxruntime", "trafilatura", "numpy", "py3langid", "charset_normalizer", "rich")
    script = f"import sys, riftline.cli; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    for name in ("code", "ingest", "events", "show", "info", "label"):
        assert "Examples:" in CliRunner().invoke(app, [name, "--help"]).stdout


def test_closed_pipe_is_silent(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text(lines(3000))
    piped = f"{sys.executable} -c '{WITHOUT_CODER}' code many.jsonl --format jsonl | head -n 1"
    done = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert json.loads(done.stdout)["document"]["id"] == "a0"
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_full_disk_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Talks ended.")
    with open("/dev/full", "w") as full:
        done = subprocess.run([*RIFTLINE, "events", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        assert done.returncode != 0
        coding = [sys.executable, "-c", WITHOUT_CODER, "code", "a.txt", "--format", "jsonl"]
        done = subprocess.run(coding, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr

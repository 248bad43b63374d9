import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from riftline.cli import app
from riftline.errors import InputError
from riftline.records import Article, Coding

SLOW = """
import sys, time
import riftline.pipeline as pipeline
from riftline.cli import main
from riftline.records import Coding

def slow(article):
    print("coding", article.id, file=sys.stderr, flush=True)
    time.sleep(0.1)
    return Coding(article)

pipeline._coder = lambda: slow
main()
"""


class Coded(list[str]):
    """The ids of the articles that were coded."""

    def __call__(self, article: Article) -> Coding:
        self.append(article.id)
        return Coding(article)


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Coded:
    made = Coded()
    monkeypatch.setattr("riftline.pipeline._coder", lambda: made)
    monkeypatch.chdir(tmp_path)
    return made


def run(*args: str, **more: object):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["ingest", *args], catch_exceptions=False, **more)  # type: ignore[arg-type]


def record(number: int, **more: object) -> dict[str, object]:
    return {"id": f"a{number}", "text": f"Talks number {number} ended in Rome.", "published": "2024-05-08", **more}


def lines(first: int, last: int) -> str:
    return "".join(json.dumps(record(number)) + "\n" for number in range(first, last))


def ids() -> list[str]:
    with duckdb.connect("riftline.duckdb", read_only=True) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY CAST(id[2:] AS INTEGER)").fetchall()]


def test_the_same_news_in_every_form_is_there_once(coded: Coded, tmp_path: Path) -> None:
    Path("n.jsonl.gz").write_bytes(gzip.compress(lines(0, 3).encode()))
    with zipfile.ZipFile("n.zip", "w") as archive:
        archive.writestr("n.jsonl", lines(0, 3))
    with open("n.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["nr", "words", "day"])
        writer.writerows([[f"a{n}", record(n)["text"], "2024-05-08"] for n in range(3)])
    done = run("n.jsonl.gz", "n.zip", "n.csv", "--map", "id=nr,text=words", "--map", "published=day")
    assert done.exit_code == 2  # the map names what the JSON lines have not
    assert run("n.jsonl.gz", "n.zip").stdout == "riftline.duckdb: 0 articles stored, 6 there already.\n"
    assert (ids(), coded) == (["a0", "a1", "a2"], ["a0", "a1", "a2"])


def test_a_column_that_cannot_be_told_is_asked_for(coded: Coded) -> None:
    Path("n.csv").write_text("nr,words,day\n1,Talks ended in Rome.,2024-05-08\n")
    done = run("n.csv")
    assert done.exit_code == 2
    assert "n.csv: none of its columns is known to hold the article's text: nr, words, day." in done.stderr
    assert "--map text=words" in done.stderr
    for given, words in (("body", "is no pair"), ("text=gone", "no column 'gone'"), ("x=y", "no field 'x'")):
        done = run("n.csv", "--map", given)
        assert (done.exit_code, coded) == (2, [])
        assert words in done.stderr
    assert run("n.csv", "--map", "text=words").exit_code == 0


def test_a_file_that_was_read_and_has_not_changed_is_not_read(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("n.jsonl").write_text(lines(0, 3))
    run("n.jsonl")
    monkeypatch.setattr("riftline.sources.reading.Input.read", lambda *_: pytest.fail("it was read"))
    done = run("n.jsonl")
    assert done.stdout == "riftline.duckdb: 0 articles stored, 3 there already.\n"
    assert done.stderr == "riftline: note: n.jsonl: read before (3 articles), unchanged.\n"
    monkeypatch.undo()


def test_another_map_a_given_date_and_again_read_it_anew(coded: Coded) -> None:
    Path("n.jsonl").write_text(lines(0, 3))
    run("n.jsonl")
    assert run("n.jsonl", "--map", "url=").stderr == ""
    assert "the date of a0 has changed" in run("n.jsonl", "--published", "2024-05-09").stderr
    assert run("n.jsonl", "--published", "2024-05-09").stdout.endswith("0 articles stored, 3 there already.\n")
    del coded[:]
    assert run("n.jsonl", "--again").stdout.endswith("3 replaced, with 0 reports.\n")
    assert coded == ["a0", "a1", "a2"]


def test_a_file_with_errors_is_read_again_and_one_with_unfit_texts_says_so_again(coded: Coded) -> None:
    Path("n.jsonl").write_text(lines(0, 2) + '{"tex\n')
    first, second = run("n.jsonl"), run("n.jsonl")
    assert first.exit_code == second.exit_code == 2
    assert "line 3: not valid JSON" in second.stderr
    Path("m.jsonl").write_text(lines(0, 2) + '{"text": " "}\n')
    first, second = run("m.jsonl"), run("m.jsonl")
    assert first.exit_code == second.exit_code == 2
    assert second.stdout == "riftline.duckdb: 0 articles stored, 2 there already, 1 not usable.\n"
    assert second.stderr == "riftline: note: m.jsonl: read before (2 articles, 1 text not usable), unchanged.\n"


def test_what_was_appended_is_all_that_is_read(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("n.jsonl").write_text(lines(0, 3))
    run("n.jsonl")
    with open("n.jsonl", "a") as file:
        file.write(lines(3, 5))
    del coded[:]
    cleaned: list[str] = []
    from riftline.pipeline import ready

    monkeypatch.setattr("riftline.ingesting.ready", lambda item, *more: cleaned.append(item.article.id) or ready(item, *more))  # type: ignore[func-returns-value]
    done = run("n.jsonl")
    assert cleaned == coded == ["a3", "a4"]
    assert done.stdout == "riftline.duckdb: 2 articles stored, 3 there already, with 0 reports.\n"
    assert "going on where an earlier run left it (3 articles in)" in done.stderr
    Path("n.jsonl").write_text(lines(1, 5) + lines(7, 8))
    assert run("n.jsonl").stdout == "riftline.duckdb: 1 article stored, 4 there already, with 0 reports.\n"


def test_a_coder_that_fails_leaves_the_file_to_be_read_again(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("n.jsonl").write_text(lines(0, 2))

    def broken(article: Article) -> Coding:
        raise InputError(article.origin or "", "it is too odd.")

    monkeypatch.setattr("riftline.pipeline._coder", lambda: broken)
    assert run("n.jsonl").exit_code == 2
    monkeypatch.setattr("riftline.pipeline._coder", lambda: coded)
    assert run("n.jsonl").stdout.startswith("riftline.duckdb: 2 articles stored")


def test_many_errors_of_a_kind_are_counted_not_shown(coded: Coded) -> None:
    french = "Les ministres ont dit vouloir ouvrir un second passage pour les camions avant la fin de cette année. " * 3
    other = "".join(json.dumps({"text": f"{french} {n}"}) + "\n" for n in range(30))
    Path("n.jsonl").write_text(other + '{"tex\n' * 25 + lines(0, 1))
    done = run("n.jsonl")
    said = done.stderr.splitlines()
    assert len([line for line in said if "it is in French" in line]) == 20
    assert len([line for line in said if "not valid JSON" in line and ", line" in line]) == 20
    assert "riftline: … and 10 more texts that are not in English (30 in all)." in said
    assert any(line.startswith("riftline: … and 5 more errors “not valid JSON") and line.endswith("(25 in all).") for line in said)
    assert done.stdout == "riftline.duckdb: 1 article stored, 55 not usable, with 0 reports.\n"


def test_what_was_passed_over_is_one_line(coded: Coded) -> None:
    items = [{"uri": f"u{n}", "body_text": f"Talks number {n} ended in Rome.", "pubstatus": "canceled" if n else "usable"} for n in range(4)]
    Path("n.json").write_text(json.dumps(items))
    done = run("n.json")
    assert (done.exit_code, done.stderr) == (0, "riftline: note: n.json: passed over: withdrawn items (3).\n")


def test_standard_input_is_read_each_time(coded: Coded) -> None:
    packed = gzip.compress(lines(0, 2).encode())
    assert run("-", input=packed).stdout.startswith("riftline.duckdb: 2 articles stored")
    assert run("-", input=packed).stdout == "riftline.duckdb: 0 articles stored, 2 there already.\n"


class Running:
    """The real command on 30 articles, with a coder that takes its time."""

    def __init__(self, *args: str) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", SLOW, "ingest", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def until(self, number: int) -> None:
        """Waits until the article with this number is being coded."""
        assert self.process.stderr
        for line in self.process.stderr:
            if line == f"coding a{number}\n":
                return
        pytest.fail("it ended early")

    def end(self, number: int) -> tuple[int, str, str]:
        """Sends a signal; exit code, output and messages."""
        self.process.send_signal(number)
        out, said = self.process.communicate(timeout=60)
        return self.process.returncode, out, said


@pytest.fixture
def thirty(coded: Coded) -> Coded:
    Path("n.jsonl.gz").write_bytes(gzip.compress(lines(0, 30).encode()))
    return coded


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_after_the_article_at_hand_and_gone_on_with(number: int, code: int, thirty: Coded) -> None:
    running = Running("n.jsonl.gz")
    running.until(4)
    returned, out, said = running.end(number)
    assert returned == code
    assert out == "riftline.duckdb: 5 articles stored, with 0 reports.\n"
    assert "stopping after this article; once more stops at once" in said
    assert "stopped in n.jsonl.gz, of which" in said
    assert "the same command goes on from there" in said
    assert "Traceback" not in said
    assert ids() == [f"a{n}" for n in range(5)]
    done = run("n.jsonl.gz")
    assert thirty == [f"a{n}" for n in range(5, 30)]
    assert done.stdout == "riftline.duckdb: 25 articles stored, 5 there already, with 0 reports.\n"
    assert run("n.jsonl.gz").stdout == "riftline.duckdb: 0 articles stored, 30 there already.\n"


def test_killed_in_the_middle_loses_and_doubles_nothing(thirty: Coded) -> None:
    for number in (3, 7):
        running = Running("n.jsonl.gz")
        running.until(number)
        assert running.end(signal.SIGKILL)[0] == -signal.SIGKILL
    there = ids()
    assert there == [f"a{n}" for n in range(len(there))]
    assert 0 < len(there) <= 7  # what is coded is stored some at a time
    done = run("n.jsonl.gz")
    assert thirty == [f"a{n}" for n in range(len(there), 30)]
    assert ids() == [f"a{n}" for n in range(30)]
    assert done.stdout == f"riftline.duckdb: {30 - len(there)} articles stored, {len(there)} there already, with 0 reports.\n"


def test_interrupted_code_prints_what_it_has(thirty: Coded) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "code", "n.jsonl.gz", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    for line in process.stderr:
        if line == "coding a2\n":
            break
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert [item["document"]["id"] for item in json.loads(out)] == ["a0", "a1", "a2"]
    assert "stopped in n.jsonl.gz" in said


def test_a_tree_of_single_articles_is_known_by_its_files(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        Path(f"tree/{number % 2}").mkdir(parents=True, exist_ok=True)
        Path(f"tree/{number % 2}/{number}.txt").write_text(f"Talks number {number} ended in Rome.")
    run("tree")
    Path("tree/1/3.txt").write_text("Talks number 3 went on in Rome.")
    del coded[:]
    done = run("tree")
    assert done.stdout == "riftline.duckdb: 1 article stored, 4 there already, with 0 reports.\n"
    assert (len(coded), done.stderr) == (1, "")
    os.rename("tree", "wood")
    assert run("wood").stdout == "riftline.duckdb: 0 articles stored, 5 there already.\n"

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from riftline.cli.progress import Pace, spell


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_pace_tells_articles_rate_share_and_what_is_left() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.words() == "0 articles"
    for number in range(1, 41):
        clock.now += 0.5
        pace.add(number / 100)
    assert pace.rate() == pytest.approx(2)
    assert pace.left() == pytest.approx(30, rel=0.05)
    assert pace.words("n.jsonl.gz") == "40 articles, 2.0/s, 40 % of n.jsonl.gz, about 30 s left"


def test_known_articles_that_go_by_at_once_do_not_make_it_hopeful() -> None:
    clock = Clock()
    pace = Pace(clock)
    for number in range(5000):
        clock.now += 0.001
        pace.add(number / 10_000)
    for number in range(150):
        clock.now += 1.0
        pace.add(0.5 + number / 10_000)
    assert pace.rate() == pytest.approx(1, rel=0.02)
    assert pace.left() == pytest.approx(4850, rel=0.05)


def test_a_run_that_goes_on_counts_from_there() -> None:
    clock = Clock()
    pace = Pace(clock)
    for number in range(11):
        clock.now += 1
        pace.add(0.8 + number / 100)
    assert pace.left() == pytest.approx(10, rel=0.05)


def test_without_a_share_there_is_no_time_and_nothing_is_divided_by_nothing() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(10):
        pace.add(None)
    assert pace.words("standard input") == "10 articles"
    clock.now = 5
    assert pace.words() == "10 articles, 2.0/s"
    pace.add(1.0)
    assert "left" not in pace.words()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 s"), (40.4, "40 s"), (89, "89 s"), (90, "2 min"), (720, "12 min"), (6000, "1 h 40 min"), (7200, "2 h"), (200_000, "2 days 7 h")],
)
def test_lengths_of_time(seconds: float, words: str) -> None:
    assert spell(seconds) == words


SLOW = """
import sys, time
import riftline.cli.progress as progress
import riftline.pipeline as pipeline
from riftline.cli import main
from riftline.records import Coding

progress.EVERY = 0.2
pipeline._coder = lambda: lambda article: time.sleep(0.05) or Coding(article)
main()
"""


def test_a_pipe_is_told_now_and_then(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text("".join(json.dumps({"text": f"Talks number {n} ended in Rome."}) + "\n" for n in range(30)))
    done = subprocess.run([sys.executable, "-c", SLOW, "ingest", "n.jsonl"], capture_output=True, text=True, cwd=tmp_path, check=True)
    told = done.stderr.splitlines()
    assert 2 <= len(told) <= 30  # at most one an article, however slow the machine is
    assert all(line.startswith("riftline: ") and " % of n.jsonl" in line for line in told)
    assert "/s, " in told[-1]
    assert done.stdout == "riftline.duckdb: 30 articles stored, with 0 reports.\n"


def test_a_terminal_sees_a_bar(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text("".join(json.dumps({"text": f"Talks number {n} ended in Rome."}) + "\n" for n in range(30)))
    ours, theirs = pty.openpty()
    more = {**os.environ, "COLUMNS": "120", "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "ingest", "n.jsonl"], stderr=theirs, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=more
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # how a terminal says that nobody is at the other end
            break
        if not part:
            break
        seen += part
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    assert out.endswith("30 articles stored, with 0 reports.\n")
    text = seen.decode("utf-8", "replace")
    assert "Storing" in text
    assert "% of n.jsonl" in text
    assert "left" in text

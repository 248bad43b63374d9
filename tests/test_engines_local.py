import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lakes import news, rows
from riftline.engines import local
from riftline.engines.coding import Code
from riftline.engines.filling import Filling
from riftline.sources.messages import Messages
from riftline.store.lake import Lake

HERE = Path(__file__).parent


def fill(lake: Path | str, path: str, size: int = 1, coder: str = "lakes:quick") -> Filling:
    work = Filling(Lake(str(lake)), Code(coder=coder), local.run, Messages(lambda line: None), 2, size)
    work.take([path], lambda: None)
    work.put_together(lambda: None)
    return work


def test_what_was_coded_is_not_coded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODED_LOG", str(tmp_path / "log"))
    fill(tmp_path / "lake", news(tmp_path / "news.jsonl", 2))
    again = fill(tmp_path / "lake", news(tmp_path / "news.jsonl", 3))  # to which one was appended
    assert (again.counted["coded"], again.counted["before"], again.counted["new"]) == (1, 2, 1)
    assert len((tmp_path / "log").read_text().splitlines()) == 3
    assert len(rows(str(tmp_path / "lake"))["articles"]) == 3
    assert again.close() == f"{tmp_path / 'lake'}: 1 article coded, 2 coded before, with 1 report."


def test_what_is_set_aside_is_kept_with_its_error(tmp_path: Path) -> None:
    work = fill(tmp_path / "lake", news(tmp_path / "news.jsonl", 2, "POISON"), size=3)
    assert (work.counted["coded"], work.counted["bad"]) == (2, 1)
    lake = Lake(str(tmp_path / "lake"))
    (aside,) = [each for name in lake.done() for each in lake.part(name)["set_aside"]]
    assert "signal 9" in aside["problem"]
    assert "POISON" in aside["given"]["article"]
    assert fill(tmp_path / "lake", str(tmp_path / "missing.txt")).counted["bad"] == 1


def test_killed_in_the_middle_it_goes_on_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("CODED_LOG", str(log))
    path = news(tmp_path / "news.jsonl", 8)
    lake = Lake(str(tmp_path / "lake"))
    script = "import sys; from test_engines_local import fill; fill(*sys.argv[1:], coder='lakes:slow')"
    with subprocess.Popen([sys.executable, "-c", script, lake.path, path], cwd=HERE) as run:
        while len(lake.done()) < 2:
            assert run.poll() is None
            time.sleep(0.05)
        run.send_signal(signal.SIGKILL)
    done = len(lake.done())
    assert 2 <= done < 8
    work = fill(lake.path, path)
    assert (work.counted["before"], work.counted["coded"], work.counted["new"]) == (done, 8 - done, 8)
    assert len(log.read_text().splitlines()) <= 8 + 2 * 2  # again only what was being coded, or waited to be written
    fill(tmp_path / "whole", path)
    assert rows(lake.path) == rows(str(tmp_path / "whole"))

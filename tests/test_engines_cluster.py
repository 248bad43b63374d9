import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

from lakes import news, rows
from riftline.engines import cluster, local
from riftline.engines.coding import Code
from riftline.engines.filling import Engine, Filling
from riftline.sources.messages import Messages
from riftline.store.lake import Lake

HERE = Path(__file__).parent
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # Ray's own
STORE = 80_000_000
"""Bytes of the object store: about the least that Ray takes."""


@pytest.fixture(scope="module")
def ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A Ray of two processors; the file in which workers log what they coded."""
    if find_spec("ray") is None:
        pytest.skip("Ray is not installed: make setup-dev")
    log = tmp_path_factory.mktemp("ray") / "log"
    about = {"CODED_LOG": str(log), "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    before = {name: os.environ.get(name) for name in about}
    os.environ.update(about)
    kept = {"idle_worker_killing_time_threshold_ms": 600_000}  # a process for each task takes seconds to begin: one that is idle is used again
    with cluster.connected(None, num_cpus=2, object_store_memory=STORE, _system_config=kept):
        yield log
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


def fill(lake: Path, path: str, engine: Engine, size: int = 2, coder: str = "lakes:quick") -> Filling:
    work = Filling(Lake(str(lake)), Code(coder=coder), engine, Messages(lambda line: None), 2, size)
    work.take([path], lambda: None)
    work.put_together(lambda: None)
    return work


def test_every_row_is_the_same_on_both_engines(tmp_path: Path, ray: Path) -> None:
    path = news(tmp_path / "news.jsonl", 8, "POISON", "MISTAKE")
    one, other = fill(tmp_path / "local", path, local.run), fill(tmp_path / "ray", path, cluster.run)
    assert one.counted == other.counted
    assert (other.counted["coded"], other.counted["bad"]) == (8, 2)
    found = rows(str(tmp_path / "ray"))
    assert found == rows(str(tmp_path / "local"))
    assert len(found["articles"]) == 8
    again = fill(tmp_path / "ray", path, cluster.run)
    assert (again.counted["coded"], again.counted["before"], again.counted["new"]) == (0, 8, 0)


def test_ray_reports_its_use_to_nobody(ray: Path) -> None:
    from ray._common.usage import usage_lib

    assert not usage_lib.usage_stats_enabled()


def test_a_lost_worker_is_replaced_and_nothing_is_doubled(tmp_path: Path, ray: Path) -> None:
    path = news(tmp_path / "news.jsonl", 12)
    ray.write_text("")
    killed: list[int] = []

    def kill_one() -> None:
        """Kills the actor of the first process that codes."""
        while not (coded := ray.read_text().split()):
            time.sleep(0.02)
        status = Path(f"/proc/{coded[0]}/status").read_text().splitlines()
        killed.append(int(next(line for line in status if line.startswith("PPid:")).split()[1]))
        assert b"ray::" in Path(f"/proc/{killed[0]}/cmdline").read_bytes()
        os.kill(killed[0], signal.SIGKILL)

    with ThreadPoolExecutor(1) as pool:
        killing = pool.submit(kill_one)
        work = fill(tmp_path / "lake", path, cluster.run, coder="lakes:slow")
        killing.result()
    assert work.counted["coded"] == work.counted["new"] == 12
    assert 12 < len(ray.read_text().splitlines()) <= 12 + 2  # only the batch that was lost is coded again
    fill(tmp_path / "whole", path, local.run)
    assert rows(str(tmp_path / "lake")) == rows(str(tmp_path / "whole"))


def test_more_than_the_object_store_holds(tmp_path: Path, ray: Path) -> None:
    path = news(tmp_path / "news.jsonl", 10, words="Ruritania accused Borduria of shelling Lower Quill, which it denied. " * 120_000)
    assert Path(path).stat().st_size > STORE
    work = fill(tmp_path / "lake", path, cluster.run, 1, "lakes:brief")
    assert (work.counted["coded"], work.counted["bad"]) == (10, 0)

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

import s3_bucket
from lakes import news, rows
from riftline.engines import cluster, local
from riftline.engines.coding import Code
from riftline.engines.filling import Engine, Filling
from riftline.errors import EngineError
from riftline.sources.messages import Messages
from riftline.store.lake import Lake

HERE = Path(__file__).parent
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # Ray's own
STORE = 80_000_000
"""Bytes of the object store: about the least that Ray takes."""


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket that is there, with what leads to it, before Ray starts: its processes have the environment of its start."""
    with s3_bucket.bucket() as address:
        yield address


@pytest.fixture(scope="module")
def ray(tmp_path_factory: pytest.TempPathFactory, bucket: str) -> Iterator[Path]:
    """A Ray of two processors; the file in which workers log what they coded."""
    if find_spec("ray") is None:
        pytest.skip("Ray is not installed: make setup-dev")
    log = tmp_path_factory.mktemp("ray") / "log"
    about = {"CODED_LOG": str(log), "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    about["RAY_worker_niceness"] = "0"  # beside other tests Ray's workers, which step back for all others, would take minutes
    before = dict(os.environ)
    os.environ.update(about)
    kept = {"idle_worker_killing_time_threshold_ms": 600_000}  # a process for each task takes seconds to begin: one that is idle is used again
    try:
        with cluster.connected(None, num_cpus=2, object_store_memory=STORE, _system_config=kept):
            yield log
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def fill(lake: Path | str, path: str, engine: Engine, size: int = 2, coder: str = "lakes:quick") -> Filling:
    work = Filling(Lake(str(lake)), Code(coder=coder), engine, Messages(lambda line: None), 2, size)
    work.take([path], lambda: None)
    work.put_together(lambda: None)
    return work


def job(address: str, lake: str, path: str) -> None:
    """All that a driver does, on a Ray that runs already."""
    with cluster.connected(address):
        fill(lake, path, cluster.run, 1, "lakes:slow")


def test_a_lake_on_s3_is_the_lake_on_disk(tmp_path: Path, ray: Path, bucket: str) -> None:
    path = news(tmp_path / "news.jsonl", 6, "MISTAKE")
    there, here = fill(f"{bucket}/lake", path, cluster.run), fill(tmp_path / "lake", path, local.run)
    assert there.counted == here.counted
    assert (there.counted["coded"], there.counted["bad"]) == (6, 1)
    found = rows(f"{bucket}/lake")
    assert found == rows(str(tmp_path / "lake"))
    assert len(found["articles"]) == 6
    again = fill(f"{bucket}/lake", path, cluster.run)
    assert (again.counted["coded"], again.counted["before"], again.counted["new"]) == (0, 6, 0)


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


def test_a_ray_that_does_not_come_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def init(**about: object) -> None:
        raise Exception("The current node timed out during startup.")

    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(is_initialized=lambda: False, init=init, data=None))
    monkeypatch.setitem(sys.modules, "ray.data", SimpleNamespace())
    with pytest.raises(EngineError, match="there is no Ray at this machine: The current node timed out"), cluster.connected(None):
        pass


def test_ray_reports_its_use_to_nobody(ray: Path) -> None:
    from ray._common.usage import usage_lib

    assert not usage_lib.usage_stats_enabled()


def test_a_ray_of_this_machine_alone_listens_to_nobody_else(ray: Path) -> None:
    import psutil  # which Ray brings

    here = psutil.Process()
    heard = set()
    for process in (here, *here.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # Ray ends and begins some at any time
            heard |= {each.laddr.ip for each in process.net_connections("tcp") if each.status == "LISTEN"}
    assert heard
    assert heard <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


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


def test_a_killed_job_goes_on_from_where_it_was(tmp_path: Path, ray: Path) -> None:
    import psutil  # which Ray brings
    from ray import get_runtime_context

    path, lake, here = news(tmp_path / "news.jsonl", 24), Lake(str(tmp_path / "lake")), psutil.Process()
    words = [get_runtime_context().gcs_address, lake.path, path]
    script = "import sys, test_engines_cluster; test_engines_cluster.job(*sys.argv[1:])"
    before = set(here.children(recursive=True))
    with subprocess.Popen([sys.executable, "-c", script, *words], cwd=HERE) as driver:
        try:
            while len(lake.done()) < 2:
                assert driver.poll() is None
                time.sleep(0.05)
            began = [each for each in here.children(recursive=True) if each not in before and each.pid != driver.pid]
        finally:
            driver.send_signal(signal.SIGKILL)
    _, left = psutil.wait_procs(began, timeout=10)  # Ray ends what worked for a driver that is gone, and keeps what waited for work
    for each in left:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    assert len(began) > 2
    done = len(lake.done())
    assert 2 <= done < 24
    ray.write_text("")
    work = fill(lake.path, path, cluster.run, 1)
    assert (work.counted["before"], work.counted["coded"], work.counted["new"]) == (done, 24 - done, 24)
    assert len(set(ray.read_text().splitlines())) == len(ray.read_text().splitlines()) == 24 - done
    fill(tmp_path / "whole", path, local.run, 1)
    assert rows(lake.path) == rows(str(tmp_path / "whole"))


def test_more_than_the_object_store_holds(tmp_path: Path, ray: Path) -> None:
    path = news(tmp_path / "news.jsonl", 10, words="Ruritania accused Borduria of shelling Lower Quill, which it denied. " * 120_000)
    assert Path(path).stat().st_size > STORE
    work = fill(tmp_path / "lake", path, cluster.run, 1, "lakes:brief")
    assert (work.counted["coded"], work.counted["bad"]) == (10, 0)

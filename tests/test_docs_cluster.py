"""The example of a cluster in the documentation, as it stands there. A file of its own, as it takes as long as all else of Ray together."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lakes import rows
from riftline.engines import local
from riftline.engines.coding import Code
from riftline.engines.filling import Filling
from riftline.sources.messages import Messages
from riftline.store.lake import Lake

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own


@pytest.mark.slow
def test_the_example_of_a_cluster_of_two_nodes(tmp_path: Path) -> None:
    if find_spec("ray") is None:
        pytest.skip("Ray is not installed: make setup-dev")
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("alert.txt", "warship.txt"):
        (folder / name).write_bytes((ROOT / "examples" / "essequibo" / name).read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {"PORT": str(port), "BATCH": "1", "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    done = subprocess.run([ROOT / "docs" / "cluster" / "two_nodes.sh", folder, tmp_path / "lake"], env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "2 articles coded, with" in done.stdout
    work = Filling(Lake(str(tmp_path / "local")), Code(), local.run, Messages(lambda line: None), 1)
    work.take([str(folder)], lambda: None)
    work.put_together(lambda: None)
    assert rows(str(tmp_path / "lake")) == rows(str(tmp_path / "local"))

"""The encoder reads a text alike on every processor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

READ = """
import sys
from riftline.models.encoder import look_back, read
from riftline.models.encoding import pieces
import numpy as np
sentences = read(pieces(["Armenia rejected Russia's offer on Tuesday.", "The two ministers spoke by telephone about the corridor and the prisoners."]))
told = np.linspace(-1, 1, 2 * 1168, dtype=np.float32).reshape(2, -1)
sys.stdout.buffer.write(b"".join(part.tobytes() for part in (sentences[0].batch.states, sentences[0].batch.keys, look_back(sentences, told))))
"""


@pytest.mark.skipif(not shutil.which("qemu-x86_64"), reason="needs qemu-user")
def test_a_processor_that_adds_in_16_bits_reads_the_same() -> None:
    # With weights of eight bits its sums ran over: states drifted by 0.06 of 0.44, and three scores fell.
    old, here = (
        np.frombuffer(subprocess.run([*way, sys.executable, "-c", READ], capture_output=True, check=True, timeout=120).stdout, dtype=np.float32)
        for way in (("qemu-x86_64", "-cpu", "Haswell"), ())
    )
    assert len(old) > 30_000
    assert np.abs(old - here).max() < 1e-4


def test_nothing_is_told_to_anybody(tmp_path: Path) -> None:
    # What ONNX Runtime would send it writes into the home folder first, as it is imported.
    told = "from riftline.models.encoder import read; from riftline.models.encoding import pieces; read(pieces(['Armenia rejected the offer.']))"
    where = {key: value for key, value in os.environ.items() if key not in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")}
    done = subprocess.run([sys.executable, "-c", told], env=where | {"HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("*"))

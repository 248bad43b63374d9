"""The encoder reads a text alike on every processor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from riftline.models import encoder
from riftline.models.encoder import read, sums_wide
from riftline.models.encoding import pieces

HASWELL = "import sys; from riftline.models.encoder import sums_wide, _opened as s; sys.stdout.write(str(sums_wide()))"


def test_the_careful_way_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    if not sums_wide():
        pytest.skip("this processor reads in the careful way only")
    sentences = pieces(["Armenia rejected Russia's offer on Tuesday.", "The two ministers spoke by telephone about the corridor and the prisoners."])
    quick = read(sentences)
    monkeypatch.setattr(encoder, "_session", cache(lambda name: encoder._opened(name, encoder._options(careful=True))))
    careful = read(sentences)
    for one, other in zip(quick, careful, strict=True):
        assert np.abs(one.batch.states - other.batch.states).max() < 1e-5
        assert np.abs(one.batch.keys - other.batch.keys).max() < 1e-4


@pytest.mark.skipif(not shutil.which("qemu-x86_64"), reason="needs qemu-user")
def test_a_processor_whose_sums_run_over_is_found() -> None:
    # Seen under qemu's Haswell: states drifted by 0.06 of 0.44, and three scores fell.
    found = subprocess.run(["qemu-x86_64", "-cpu", "Haswell", sys.executable, "-c", HASWELL], capture_output=True, text=True, timeout=120)
    assert found.stdout == "False", found.stderr[-500:]


@pytest.mark.parametrize("wide", [True, False])
def test_the_careful_way_is_taken_where_sums_run_over(monkeypatch: pytest.MonkeyPatch, wide: bool) -> None:
    asked = []
    monkeypatch.setattr(encoder, "sums_wide", lambda: wide)
    monkeypatch.setattr(encoder, "_opened", lambda name, options: asked.append((name, options.get_session_config_entry("session.x64quantprecision"))))
    for name in ("encoder.onnx", "pairs.onnx"):
        encoder._session.__wrapped__(name)
    assert asked == [(name, "0" if wide else "1") for name in ("encoder.onnx", "pairs.onnx")]


def test_nothing_is_told_to_anybody(tmp_path: Path) -> None:
    # What ONNX Runtime would send it writes into the home folder first, as it is imported.
    told = "from riftline.models.encoder import read; from riftline.models.encoding import pieces; read(pieces(['Armenia rejected the offer.']))"
    where = {key: value for key, value in os.environ.items() if key not in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")}
    done = subprocess.run([sys.executable, "-c", told], env=where | {"HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("*"))

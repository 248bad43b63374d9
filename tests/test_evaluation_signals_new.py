"""Signals after what is new, against a look from nothing, on a small store."""

from __future__ import annotations

from pathlib import Path

from evaluation.signals_new import NEW, measured


def test_the_last_look_equals_one_from_nothing(tmp_path: Path) -> None:
    found = measured(tmp_path / "store.duckdb", events=4_000, days=200)
    assert found["same"] == 1
    assert found["signals"] > 0
    assert all(found[name] > 0 for name, _, _ in NEW)
    assert abs(found["ratio"] - found["after_1"] / found["full"]) < 0.01

"""Some hundred of the broken inputs of `evaluation.fuzzing`, and that it sees what goes wrong."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from evaluation import fuzzing
from evaluation.fuzzing import Case, attempt, cases, data_of, run, smaller
from evaluation.fuzzing_seeds import SEEDS, made
from evaluation.fuzzing_targets import of


@pytest.mark.parametrize("kind", SEEDS)
def test_the_seeds_are_valid(kind: str, tmp_path: Path) -> None:
    for seed in SEEDS[kind]:
        of(kind)(seed(), tmp_path)


def test_broken_inputs_are_read_or_refused() -> None:
    found = run(list(cases(12 * len(SEEDS), 0, list(SEEDS))), 5, None)
    assert found.faults == []
    assert sum(found.cases.values()) == 12 * len(SEEDS)
    assert set(found.cases) == set(SEEDS)
    assert 0 < found.memory < 2 << 30


def test_a_case_is_the_same_for_the_same_seed() -> None:
    case = Case(7, "feed", coded=False)
    assert data_of(case, 1) == data_of(case, 1) != data_of(case, 2)
    assert made("csv", Random(1)) == made("csv", Random(1))


def test_coded_cases_are_spread_over_the_run() -> None:
    coded = [case.number for case in cases(1000, 10, list(SEEDS)) if case.coded]
    assert coded == list(range(99, 1000, 100))
    assert not any(case.coded for case in cases(100, 0, list(SEEDS)))


def test_what_goes_wrong_is_told_and_made_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(data: bytes, folder: Path) -> None:
        if b"!" in data:
            raise KeyError("sign")

    monkeypatch.setattr(fuzzing, "of", lambda kind: careless)
    case = Case(0, "txt", coded=False)
    fault = attempt(case, b"words! and words", tmp_path)
    assert fault[0] == "KeyError: 'sign'"
    assert smaller(case, b"words! and words", fault, tmp_path) == b"!"
    assert attempt(case, b"words", tmp_path) == ("", "")

import os

import pytest
from typer.testing import CliRunner

from riftline.cli import app


@pytest.mark.parametrize(("given", "expected"), [({}, "1"), ({"OMP_NUM_THREADS": "2"}, None), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_one_thread_multiplies_unless_the_user_says_otherwise(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], expected: str | None) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    monkeypatch.setattr(os, "environ", kept | given)
    assert CliRunner().invoke(app, ["info"]).exit_code == 0
    assert os.environ.get("OPENBLAS_NUM_THREADS") == expected

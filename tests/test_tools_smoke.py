"""The Pythons on which a wheel is tried, and what is told where a try fails."""

import sys
from pathlib import Path

import pytest
from tools import smoke
from tools.check_wheel import tried
from tools.smoke import Interpreter, interpreters


def script(path: Path, says: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_this_python_has_a_version() -> None:
    assert Interpreter.at(sys.executable).version == ".".join(map(str, sys.version_info[:3]))


def test_what_is_no_python_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", script(tmp_path / "broken", "exit 1")):
        with pytest.raises(SystemExit, match=f"{path.name}: no Python"):
            Interpreter.at(str(path))


def test_one_of_each_version_is_found_on_the_path_or_where_pyenv_puts_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path / "bin" / "python3.12", "exit 127")  # a shim of a version that is not chosen
    script(tmp_path / "bin" / "python3.13", "echo 3.13.4")
    for version in ("3.10.9", "3.12.9", "3.12.11", "3.13.0"):
        script(tmp_path / "pyenv" / "versions" / version / "bin" / "python", f"echo {version}")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert [each.version for each in interpreters()] == ["3.12.11", "3.13.4"]


def test_a_try_that_fails_is_told_and_hides_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python = Interpreter(str(script(tmp_path / "python", "echo no room left >&2; exit 3")), "3.12.0")
    assert tried(python, tmp_path / "riftline-0.1.0-py3-none-any.whl", tmp_path) == 1
    told = capsys.readouterr().err
    assert told.startswith("Python 3.12.0: ")
    assert "no room left" in told


def test_nothing_of_this_environment_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "src")
    monkeypatch.setenv("RIFTLINE_DATA", "elsewhere")
    seen = smoke._run([sys.executable, "-c", "import os; print(sorted(os.environ))"], tmp_path)
    assert "PYTHONPATH" not in seen
    assert "RIFTLINE_DATA" not in seen

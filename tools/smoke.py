"""Tries a wheel in a clean environment: what a user does first, on a Python that has nothing of Riftline yet."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from tools.commit import ROOT

OLDEST, NEWEST = 11, 15
ARTICLE = ROOT / "examples" / "karabakh" / "drills-refused.txt"
PATIENCE = 600.0
ASK = "import sys, venv, ensurepip; print('.'.join(map(str, sys.version_info[:3])))"
IMPORTED = "import sys, riftline; print(len(riftline.code(sys.stdin.read()).events))"


@dataclass(frozen=True)
class Interpreter:
    """A Python that can make environments."""

    path: str
    version: str

    @classmethod
    def at(cls, path: str) -> Interpreter:
        """The Python at a path. Raises SystemExit where it does not run, or has no venv and ensurepip."""
        try:
            return cls(path, subprocess.run([path, "-c", ASK], capture_output=True, text=True, check=True).stdout.strip())
        except (OSError, subprocess.CalledProcessError):
            raise SystemExit(f"{path}: no Python with venv and ensurepip.") from None


def interpreters() -> list[Interpreter]:
    """One Python for each minor version from 3.11 on that is on the path or was put here by pyenv, oldest first."""
    installed = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = []
    for minor in range(OLDEST, NEWEST):
        newest_first = sorted(installed.glob(f"3.{minor}.*/bin/python"), key=_patch, reverse=True)
        for path in filter(None, [shutil.which(f"python3.{minor}"), *map(str, newest_first)]):
            try:
                found.append(Interpreter.at(path))
                break
            except SystemExit:
                continue
    return found


def _patch(path: Path) -> int:
    """The last number of a version that pyenv installed; 0 where it is none ("3.15-dev")."""
    digits = path.parts[-3].split(".")[-1]
    return int(digits) if digits.isdecimal() else 0


def smoke(python: Interpreter, wheel: Path, folder: Path) -> str:
    """Installs a wheel below a folder with what requirements.lock names, and uses it.

    Says what came out. Raises RuntimeError where something failed.
    """
    place = folder / f"on-{python.version}"
    _run([python.path, "-m", "venv", str(place / "venv")], folder)
    programs = place / "venv" / "bin"
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "-q"]
    _run([*pip, "install", "--require-hashes", "-r", str(ROOT / "requirements.lock")], place)
    _run([*pip, "install", "--no-deps", "--no-index", str(wheel)], place)
    _run([*pip, "check"], place)
    riftline = str(programs / "riftline")
    version = _run([riftline, "--version"], place).strip()
    if wheel.name.split("-")[1] not in version:
        raise RuntimeError(f"riftline --version says {version!r}")
    article = ARTICLE.read_text(encoding="utf-8")
    coded = len(json.loads(_run([riftline, "code", str(ARTICLE), "--format", "json"], place))["events"])
    imported = int(_run([str(programs / "python"), "-c", IMPORTED], place, article))
    if not coded or not imported:
        raise RuntimeError(f"{ARTICLE.name} gave {coded} events on the command line and {imported} in Python")
    served = _serve(riftline, place)
    shutil.rmtree(place)
    return f"{version}; {coded} events on the command line, {imported} in Python; serves, healthz says {served}"


def _serve(riftline: str, place: Path) -> str:
    """What the server of an installation says of itself, once it answers."""
    with subprocess.Popen([riftline, "serve", "--port", "0"], cwd=place, env=_clean(), stderr=subprocess.PIPE, text=True) as server:
        try:
            said = server.stderr.readline() if server.stderr else ""
            address = re.search(r"http://[\d.:]+", said)
            if not address:
                raise RuntimeError(f"riftline serve said {said!r}")
            return _healthy(address[0])
        finally:
            server.terminate()
            server.communicate()


def _healthy(address: str) -> str:
    ask = build_opener(ProxyHandler({})).open
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with ask(f"{address}/healthz", timeout=30) as answer:
                return str(json.load(answer)["status"])
        except OSError as problem:
            if time.monotonic() > until:
                raise RuntimeError(f"{address}/healthz did not answer: {problem}") from None
            time.sleep(0.2)


def _clean() -> dict[str, str]:
    """The environment without what would let an installation find Riftline elsewhere."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "RIFTLINE", "VIRTUAL_ENV"))}


def _run(command: list[str], place: Path, given: str = "") -> str:
    done = subprocess.run(command, cwd=place, env=_clean(), input=given, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout

"""Builds the wheel twice, looks into it, and tries it in a clean environment on each Python: `python -m tools.check_wheel`.

Built in two folders, under two masks of rights, it has to be the same to the byte. It has to hold the package's files as they are in the
last commit, and nothing else. Then each Python from 3.11 on that this machine has gets an environment of its own with what
requirements.lock names and the wheel; there it codes an article, serves and is imported. `--build-only` leaves that out; `--python PATH`
names one (again for another).
"""

from __future__ import annotations

import argparse
import os
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.commit import Commit
from tools.make_wheel import build
from tools.smoke import Interpreter, interpreters, smoke

PACKAGE = "src/"
METADATA = {"METADATA", "WHEEL", "entry_points.txt", "top_level.txt", "RECORD", "licenses/LICENSE", "licenses/NOTICE"}


def main() -> int:
    """Prints what was tried and what came of it. 0 where all went well, else 1."""
    parser = argparse.ArgumentParser(description="Builds the wheel twice, looks into it, and tries it on each Python that is here.")
    parser.add_argument("--build-only", action="store_true", help="do not install it anywhere")
    parser.add_argument("--python", action="append", metavar="PATH", help="try it on this Python only; may be given again")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        commit = Commit.last()
        wheel = twice(commit, Path(name))
        print(f"{wheel.name}: the same bytes from two folders; {contents(commit, wheel)} files, those of the commit", flush=True)
        if asked.build_only:
            return 0
        found = [Interpreter.at(path) for path in asked.python] if asked.python else interpreters()
        if not found:
            print("No Python from 3.11 on with venv and ensurepip was found: name one with --python.", file=sys.stderr)
            return 1
        return max(tried(python, wheel, Path(name)) for python in found)


def tried(python: Interpreter, wheel: Path, folder: Path) -> int:
    """Prints what a try on one Python gave. 1 where it failed, else 0: one that fails hides no other."""
    try:
        print(f"Python {python.version}: {smoke(python, wheel, folder)}", flush=True)
    except RuntimeError as problem:
        print(f"Python {python.version}: {problem}", file=sys.stderr, flush=True)
        return 1
    return 0


def twice(commit: Commit, folder: Path) -> Path:
    """Builds source distribution and wheel in two folders and gives one wheel. Raises SystemExit where their bytes differ."""
    built = []
    for name, mask in (("one", 0o022), ("another", 0o077)):
        (folder / name).mkdir()
        before = os.umask(mask)
        try:
            built.append(build(commit, folder / name))
        finally:
            os.umask(before)
    for one, another in ((built[0].sdist, built[1].sdist), (built[0].wheel, built[1].wheel)):
        if one.read_bytes() != another.read_bytes():
            raise SystemExit(f"{one.name} differs when it is built in another folder: something of the machine is in it.")
    return built[0].wheel


def contents(commit: Commit, wheel: Path) -> int:
    """How many of the package's files a wheel holds. Raises SystemExit where one is missing, is too many, or is not as in the commit."""
    with TemporaryDirectory() as name, zipfile.ZipFile(wheel) as packed:
        commit.copy(Path(name))
        source = Path(name) / PACKAGE
        wanted = {path.removeprefix(PACKAGE) for path in commit.files(PACKAGE)}
        there = {each for each in packed.namelist() if ".dist-info/" not in each}
        told = {each.partition(".dist-info/")[2] for each in packed.namelist() if ".dist-info/" in each}
        wrong = [
            *(f"{each} is missing" for each in sorted(wanted - there)),
            *(f"{each} does not belong there" for each in sorted(there - wanted)),
            *(f"{each} is not as in the commit" for each in sorted(there & wanted) if packed.read(each) != (source / each).read_bytes()),
            *(f"its metadata have {each}, or lack it" for each in sorted(told ^ METADATA)),
        ]
    if wrong:
        raise SystemExit("\n".join([f"{wheel.name} is not right:", *wrong]))
    return len(there)


if __name__ == "__main__":
    sys.exit(main())

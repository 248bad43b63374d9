"""Runs every command of docs/tutorial.md and puts in what comes out: `python -m tools.make_tutorial`. Takes some minutes.

A block that follows `<!-- run 20 -->` begins with `$ riftline …`; below it stand the first 20 lines of its output. With `tty` in the comment the command
is run as on a terminal of 100 columns. All run one after the other in an empty folder that has the examples.
"""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"(<!-- run (\d+)( tty)? -->\n\n```text\n\$ (riftline [^\n]*)\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
ENVIRONMENT = {"COLUMNS": "100", "LINES": "60", "TERM": "dumb", "NO_COLOR": "1"}
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


def printed(command: str, folder: str, terminal: bool) -> str:
    """What a command writes to standard output. Raises CalledProcessError where it fails."""
    words = [sys.executable, "-c", "from riftline.cli import main; main()", *shlex.split(command)[1:]]
    environment = {**os.environ, **ENVIRONMENT}
    if not terminal:
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        pieces = []
        try:
            while piece := os.read(ours, 65536):
                pieces.append(piece)
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(ours)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return CONTROLS.sub("", b"".join(pieces).decode("utf-8"))


def cut(text: str, most: int) -> str:
    """The first lines, without blanks at their ends, and a last one that says that more follow."""
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    kept = lines[:most]
    while kept and not kept[-1]:
        kept.pop()
    return "\n".join(kept + ["…"] * (len(lines) > most)) + "\n"


def main() -> int:
    """Writes the page again."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")

        def again(found: re.Match[str]) -> str:
            print(found[4], file=sys.stderr, flush=True)
            return found[1] + cut(printed(found[4], folder, bool(found[3])), int(found[2]))

        PAGE.write_text(BLOCK.sub(again, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

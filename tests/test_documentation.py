import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OF_OTHERS = re.compile(r"""<(?:script|img|iframe)\b[^>]*\bsrc=["'](?:https?:)?//|<link\b[^>]*\bhref=["'](?:https?:)?//|url\(["']?(?:https?:)?//""")


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="mkdocs is not installed: make setup-dev")
def test_the_pages_are_whole_and_fetch_nothing_from_elsewhere(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    pages = [path for kind in ("*.html", "*.css") for path in tmp_path.rglob(kind)]
    assert len(pages) > 20
    assert [str(path) for path in pages if OF_OTHERS.search(path.read_text(encoding="utf-8"))] == []


def test_what_the_tutorial_says_to_run_has_its_output() -> None:
    blocks = re.findall(r"<!-- run \d+(?: tty)? -->\n\n```text\n(.*?)^```$", (ROOT / "docs/tutorial.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) > 8
    assert all(block.startswith("$ riftline ") and block.count("\n") > 1 for block in blocks)

"""Makes docs/briefing.svg, and the output in the README, from a real briefing: `python tools/make_picture.py [ARTICLE]`.

Both show the first lines of what `riftline code ARTICLE` prints: the picture as on a terminal, with its colours and
underlines, the README's block as into a file. Run it again when the briefing or the model has changed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from riftline.brief import brief
from riftline.errors import InputError
from riftline.pipeline import run
from riftline.records import Coding

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = "examples/karabakh/drills-refused.txt"
PICTURE = ROOT / "docs" / "briefing.svg"
README = ROOT / "README.md"
LINES_OF_PICTURE, LINES_OF_README = 48, 30
WIDTH = 84
BLOCK = re.compile(r"(?<=<!-- output -->\n).*?(?=<!-- /output -->)", re.DOTALL)


def coding_of(article: str) -> Coding:
    """The article's coding. Raises InputError where it has none."""
    for item in run([str(ROOT / article)]):
        if isinstance(item, InputError):
            raise item
        return item.coding
    raise InputError(article, "it holds no article.")


def printed(coding: Coding, terminal: bool, lines: int) -> str:
    """The first lines of the briefing, and a last one that says that it goes on."""
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, force_terminal=terminal, color_system="truecolor" if terminal else None, highlight=False, emoji=False)
    brief([coding], console)
    all_lines = out.getvalue().rstrip().splitlines()
    kept = all_lines[:lines]
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join(kept + (["…"] if len(kept) < len(all_lines) else []))


def svg(ansi: str, title: str) -> str:
    """Terminal output as a picture. It names no font of the network: a browser takes its own monospace."""
    console = Console(file=io.StringIO(), record=True, width=WIDTH, force_terminal=True, color_system="truecolor", highlight=False)
    console.print(Text.from_ansi(ansi), soft_wrap=True)
    picture = console.export_svg(title=title, unique_id="briefing")
    return re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")


def main(arguments: Sequence[str]) -> int:
    """Writes both."""
    article = arguments[0] if arguments else ARTICLE
    coding = coding_of(article)
    command = f"riftline code {article}"
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(svg(printed(coding, True, LINES_OF_PICTURE), command), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    block = f"```text\n$ {command}\n{printed(coding, False, LINES_OF_README)}\n```\n"
    README.write_text(BLOCK.sub(lambda _: block, text), encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)} and {README.name}: the first lines of `{command}`")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

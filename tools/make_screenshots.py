"""Pictures of the desk for the documents: `python -m tools.make_screenshots [--db FILE]` writes docs/pictures/desk-*.png.

From the examples, coded into a temporary store unless one is named, in Debian's chromium. 1280 pixels wide, at most 1400 tall, as palettes of
256 colours where Pillow is there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from evaluation.browser import RIFTLINE, browsing, serving

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
WIDTH, TALL, MOST = 1280, 900, 1400

LIGHT = ("today", "signal", "dyad", "actor", "map", "network", "event", "article")
DARK = ("today", "dyad", "map")


def addresses(page: Any) -> dict[str, str]:
    """By view: its address. The signal is the first rift; the event and the article those that most is told of."""
    ask = """async (path) => (await (await fetch('/api/v1' + path)).json()).items"""
    signals = page.evaluate(ask, "/signals?limit=200&kind=rift") or page.evaluate(ask, "/signals?limit=200")
    events = page.evaluate(ask, "/events?dyad=ARM-RUS&limit=200")
    event = max(events, key=lambda each: (each["sources"], each["confidence"] or 0))
    return {
        "today": "", "signal": f"signals/{signals[0]['id']}", "dyad": "dyads/ARM/RUS", "actor": "actors/ARM", "map": "map?k=6&x=0.625&y=0.27",
        "network": "network", "event": f"events/{event['id']}", "article": f"articles/{event['article']['id']}?event={event['id']}",
    }  # fmt: skip


def smaller(path: Path) -> None:
    """A picture with at most 256 colours, where Pillow is there."""
    try:
        image = import_module("PIL.Image")
    except ImportError:
        return
    with image.open(path) as picture:
        made = picture.convert("RGB").quantize(256, dither=image.Dither.NONE)
    made.save(path, optimize=True)


def settled(page: Any) -> None:
    """Until nothing is waited for any more."""
    page.locator("#main h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.locator("#main .waiting").first.wait_for(state="detached")
    page.wait_for_timeout(600)


SCHEMES: tuple[tuple[Literal["light", "dark"], tuple[str, ...]], ...] = (("light", LIGHT), ("dark", DARK))


def pictures(address: str) -> None:
    """All of them, over those that are there."""
    OUT.mkdir(parents=True, exist_ok=True)
    with browsing() as browser:
        for scheme, views in SCHEMES:
            page = browser.new_page(viewport={"width": WIDTH, "height": TALL}, color_scheme=scheme, locale="en-GB")
            page.goto(address)
            settled(page)
            where = addresses(page)
            for view in views:
                page.goto(f"{address}/#/{where[view]}")
                settled(page)
                if view in ("map", "article"):
                    page.evaluate("document.activeElement?.blur()")
                tall = min(MOST, page.evaluate("document.documentElement.scrollHeight"))
                path = OUT / f"desk-{view}{'-dark' if scheme == 'dark' else ''}.png"
                page.evaluate("scrollTo(0, 0)")
                page.screenshot(path=path, clip={"x": 0, "y": 0, "width": WIDTH, "height": tall}, full_page=True)
                smaller(path)
                print(path.relative_to(ROOT), path.stat().st_size // 1000, "kB", flush=True)
            page.close()


def main(arguments: Sequence[str]) -> int:
    """Makes them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", metavar="FILE", help="a store of the examples with its signals; it is made where none is named")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        db = options.db or f"{folder}/examples.duckdb"
        if not options.db:
            for command in (["ingest", str(ROOT / "examples")], ["signals"]):
                subprocess.run([RIFTLINE, *command, "--db", db], check=True, stdout=subprocess.DEVNULL)
        with serving(db) as (address, _):
            pictures(address)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

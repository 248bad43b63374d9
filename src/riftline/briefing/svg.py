"""The pictures of a briefing: bars as SVG inside the page, with their figures in words for whoever cannot see them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from riftline.briefing.model import Bar, Tone

WIDTH, HEIGHT = 800, 170
BASE = 82
"""Where cooperation goes up from and conflict down, in pixels from the top."""
REACH = 66
"""Pixels of the tallest bar."""
LONGEST = 72
"""Pixels of the longest bar in a table."""


def chart(bars: Sequence[Bar]) -> str:
    """Cooperation upwards and conflict downwards through the period; "" where there is nothing to draw."""
    if not bars:
        return ""
    most = max(max(bar.cooperation, bar.conflict) for bar in bars)
    step = WIDTH / len(bars)
    wide = max(2.0, step * 0.7)
    made = []
    for i, bar in enumerate(bars):
        left = i * step + (step - wide) / 2
        title = f"<title>{escape(bar.label)}: {bar.cooperation} of cooperation, {bar.conflict} of conflict</title>"
        up, down = REACH * bar.cooperation / most, REACH * bar.conflict / most
        made.append(
            f'<g>{title}<rect class="cooperation" x="{left:.1f}" y="{BASE - up:.1f}" width="{wide:.1f}" height="{up:.1f}"/>'
            f'<rect class="conflict" x="{left:.1f}" y="{BASE + 1}" width="{wide:.1f}" height="{down:.1f}"/></g>'
        )
    first, last = bars[0].label.split(" to ")[0], bars[-1].label.split(" to ")[-1]
    cooperation, conflict = sum(bar.cooperation for bar in bars), sum(bar.conflict for bar in bars)
    told = f"Events of cooperation and conflict from {first} to {last}: {cooperation} and {conflict}"
    return (
        f'\n<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">'
        f'<line x1="0" x2="{WIDTH}" y1="{BASE + 0.5}" y2="{BASE + 0.5}"/>{"".join(made)}'
        f'<text x="0" y="{HEIGHT - 4}">{escape(first)}</text><text x="{WIDTH}" y="{HEIGHT - 4}" text-anchor="end">{escape(last)}</text>'
        '</svg><figcaption><span class="swatch cooperation"></span>cooperation, upwards<span class="swatch conflict"></span>conflict, downwards; '
        f"the tallest bar is {most:,} {'event' if most == 1 else 'events'}. "
        "Only what happened and is dated to a month or less.</figcaption></figure>"
    )


def bar(value: int, most: int, tone: Tone) -> str:
    """A bar beside a figure; nothing for 0."""
    if not value or not most:
        return ""
    wide = max(2.0, LONGEST * value / most)
    return f'<svg width="{LONGEST}" height="10" aria-hidden="true"><rect class="{tone}" width="{wide:.1f}" height="10"/></svg>'

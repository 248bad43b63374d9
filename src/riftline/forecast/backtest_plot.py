"""The reliability curve of a back-test as a picture: of what was forecast with a probability, how much came."""

from __future__ import annotations

from collections.abc import Iterator

from riftline.forecast.backtest import Backtest, Part

SIZE, EDGE = 320, 50
COLOURS = {"week": "#1b6ca8", "month": "#b8442e"}
LENGTHS = {"week": "7 days", "month": "28 days"}


def curve(found: Backtest) -> str:
    """SVG: a line for each horizon, over the diagonal on which forecasts and acts agree; a point's area grows with the cells of its bin."""
    full = SIZE + 2 * EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full} {full}" font-family="sans-serif" font-size="11">',
            f"<title>Reliability of forecasts from {found.first} to {found.last}</title>",
            f'<rect width="{full}" height="{full}" fill="white"/>',
            *_axes(),
            *(line for i, (name, parts) in enumerate(found.parts.items()) for line in _line(name, parts[0], i)),
            "</svg>",
            "",
        ]
    )


def _axes() -> Iterator[str]:
    low, high = EDGE, EDGE + SIZE
    yield f'<rect x="{low}" y="{low}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#888"/>'
    yield f'<line x1="{low}" y1="{high}" x2="{high}" y2="{low}" stroke="#bbb" stroke-dasharray="4 3"/>'
    for i in range(0, 11, 2):
        at = i / 10
        yield f'<text x="{_x(at):.0f}" y="{high + 16}" text-anchor="middle">{i * 10} %</text>'
        yield f'<text x="{low - 6}" y="{_y(at) + 4:.0f}" text-anchor="end">{i * 10} %</text>'
    yield f'<text x="{low + SIZE / 2:.0f}" y="{high + 36}" text-anchor="middle">forecast</text>'
    yield f'<text x="{low}" y="{low - 28}">came about, of those forecast so</text>'


def _line(name: str, part: Part, place: int) -> Iterator[str]:
    colour = COLOURS[name]
    points = [(_x(each.forecast), _y(each.came), 2 + 2 * max(len(str(each.cells)) - 2, 0)) for each in part.bins]
    yield f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)}"/>'
    for x, y, size in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size / 2:.1f}" fill="{colour}"/>'
    yield f'<text x="{EDGE + 10}" y="{EDGE + 18 + 16 * place}" fill="{colour}">{LENGTHS[name]}: skill {part.skill:.2f}</text>'


def _x(value: float) -> float:
    return EDGE + SIZE * value


def _y(value: float) -> float:
    return EDGE + SIZE * (1 - value)

"""The reliability diagram: how many of the events of a confidence are right, drawn as SVG."""

from __future__ import annotations

from collections.abc import Sequence

SIZE, EDGE = 320, 44
"""Side of the square from 0 to 1, and the room for its labels, in pixels."""
LARGEST, LEAST = 13.0, 3.0
"""Radius of the point of the fullest bin, and of one with next to nothing."""


def diagram(rows: Sequence[tuple[float, float, int]], what: str) -> str:
    """An SVG of bins (mean confidence, share right, number): a point each, its area by the number, beside the line on which both are equal."""

    def x(share: float) -> float:
        return round(EDGE + SIZE * share, 1)

    def y(share: float) -> float:
        return round(EDGE / 2 + SIZE * (1 - share), 1)

    most = max((n for _, _, n in rows), default=1)
    grid, points = [], []
    for tenth in range(0, 11, 2):
        share = tenth / 10
        grid.append(f'<line x1="{x(share)}" y1="{y(0)}" x2="{x(share)}" y2="{y(1)}"/><line x1="{x(0)}" y1="{y(share)}" x2="{x(1)}" y2="{y(share)}"/>')
        points.append(f'<text x="{x(share)}" y="{y(0) + 16}" text-anchor="middle">{share:g}</text>')
        points.append(f'<text x="{x(0) - 8}" y="{y(share) + 4}" text-anchor="end">{share:g}</text>')
    for confidence, right, n in rows:
        radius = round(max(LEAST, LARGEST * (n / most) ** 0.5), 1)
        told = f"{n} events of confidence {confidence:.2f}: {right:.0%} right"
        points.append(f'<circle cx="{x(confidence)}" cy="{y(right)}" r="{radius}" fill="#1f6f8b" fill-opacity="0.75"><title>{told}</title></circle>')
    points.append(f'<text x="{x(0.5)}" y="{y(0) + 34}" text-anchor="middle">confidence</text>')
    points.append(f'<text x="12" y="{y(0.5)}" text-anchor="middle" transform="rotate(-90 12 {y(0.5)})">share that is right</text>')
    width, height = SIZE + EDGE + 20, SIZE + EDGE + 24
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#333"><title>{what}</title><rect width="{width}" height="{height}" fill="#fff"/>'
        f'<g stroke="#ddd">{"".join(grid)}</g><line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#999" stroke-dasharray="4 3"/>'
        f"{''.join(points)}</svg>\n"
    )

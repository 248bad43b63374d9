"""Places of given toponyms against four geoparsing sets: `python -m evaluation.places [LGL|TR-News|GeoVirus|GeoWebNews ...] [--misses]`.

Prints one line of JSON: per set, the share of all gold toponyms with coordinates that are placed within 161 km of
them, what is not placed counting as missed.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.data import DATA
from riftline.extraction.gazetteer import km
from riftline.extraction.places import resolve_toponyms

REACH = 161.0
SETS = {"LGL": "lgl.xml", "TR-News": "TR-News.xml", "GeoVirus": "GeoVirus.xml", "GeoWebNews": "GWN.xml"}


@dataclass(frozen=True, slots=True)
class Toponym:
    """A gold toponym and its point."""

    start: int
    end: int
    lat: float
    lon: float


def articles(path: Path) -> Iterator[tuple[str, list[Toponym]]]:
    """The texts of a set with their toponyms that have coordinates."""
    for article in ET.parse(path).getroot().iter("article"):
        text = article.findtext("text") or ""
        golds = []
        for node in (*article.iter("toponym"), *article.iter("location")):
            holder = node.find("gaztag") if node.find("gaztag") is not None else node
            lat, lon = _value(holder, "lat", "latitude"), _value(holder, "lon", "longitude")
            start, end = _value(node, "start"), _value(node, "end")
            if lat is None or lon is None or start is None or end is None:
                continue
            name = node.findtext("phrase") or node.findtext("name") or node.findtext("extractedName") or ""
            golds.append(_aligned(text, name.strip(), int(start), int(end), lat, lon))
        if golds:
            yield text, golds


def _value(node: ET.Element | None, *names: str) -> float | None:
    for name in names:
        text = node.findtext(name) if node is not None else None
        if text and text.strip():
            try:
                return float(text)
            except ValueError:
                return None
    return None


def _aligned(text: str, name: str, start: int, end: int, lat: float, lon: float) -> Toponym:
    """The toponym at its words: some sets count from one, or miscount by a few characters."""
    if name and text[start:end] != name:
        near = [at for shift in range(-8, 9) if text[(at := max(0, start + shift)) : at + len(name)] == name]
        if near:
            start = min(near, key=lambda at: abs(at - start))
            end = start + len(name)
    return Toponym(start, end, lat, lon)


def measure(name: str, misses: bool = False) -> tuple[int, int]:
    """How many toponyms of a set are placed right, and how many there are."""
    right = total = 0
    for text, golds in articles(DATA / "geoparsing" / SETS[name]):
        places = resolve_toponyms(text, [(g.start, g.end) for g in golds])
        for gold, place in zip(golds, places, strict=True):
            hit = place is not None and km((place.lat, place.lon), (gold.lat, gold.lon)) <= REACH
            right, total = right + hit, total + 1
            if misses and not hit:
                said = f"{place.name} {place.country} {place.admin1} {place.lat},{place.lon}" if place is not None else "-"
                print(f"{name}: {text[gold.start : gold.end]!r} {gold.lat},{gold.lon} <> {said}", file=sys.stderr)
    return right, total


def main(arguments: list[str]) -> int:
    """Runs the sets and prints their line."""
    if not (DATA / "geoparsing").is_dir():
        print(f"evaluation.places: no data at {DATA / 'geoparsing'}; set RIFTLINE_DATA", file=sys.stderr)
        print(json.dumps({"skipped": True}))
        return 0
    chosen = [name for name in SETS if name in arguments] or list(SETS)
    out: dict[str, object] = {"what": "places", "within_km": REACH}
    for name in chosen:
        right, total = measure(name, "--misses" in arguments)
        out[name] = {"share": round(right / total, 4) if total else 0.0, "toponyms": total}
    print(json.dumps(out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

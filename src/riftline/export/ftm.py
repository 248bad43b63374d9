"""`ftm`: FollowTheMoney entities as JSON lines: an Event each, and each actor once, before the first event that it is in."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from urllib.parse import urlsplit

from riftline.export.base import Format, Row, dumped, plain
from riftline.export.cameo import name_of
from riftline.export.codes import alpha2, country_name, is_organisation, named, side
from riftline.records import Actor, Event
from riftline.tables import parts, rows
from riftline.wording import headline

SCHEMATA = ("Event", "Person", "PublicBody", "Organization", "LegalEntity")

_PUBLIC = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
_ORGANISED = frozenset({"IGO", "NGO", "MNC", "PTY", "REB", "PRM", "IMG"})


def entity(schema: str, identity: str, properties: dict[str, Iterable[object]]) -> Row:
    """An entity with those of its properties that have a value; values are text."""
    told = {name: [clean for value in values if value is not None and (clean := plain(str(value)))] for name, values in properties.items()}
    return {"id": identity, "schema": schema, "properties": {name: list(dict.fromkeys(values)) for name, values in told.items() if values}}


def event(row: Row, involved: Iterable[str]) -> Row:
    """An event's entity. Its status stands in the name ("is to", "may", "did not") and among the keywords, as FollowTheMoney has no field for it."""
    first, last = row["first_day"], row["last_day"]
    days = {"date": [first]} if first == last else {"startDate": [first], "endDate": [last]}
    said = row["attribution_name"] or row["attribution_code"]
    return entity(
        "Event",
        f"riftline-{row['id']}",
        {
            "name": [title(row)],
            "involved": involved,
            **days,
            "location": [", ".join(dict.fromkeys(part for part in (row["place"], row["admin1"], country_name(row["country"])) if part))],
            "country": [_country(row["country"])],
            "summary": [row["evidence"]],
            "notes": [f"Vouched for by {said}." if said else None, _reports(row)],
            "keywords": [row["type"], row["mode"], row["origin_code"], f"status: {row['status']}", *(row["contexts"] or ())],
            "recordId": [row["id"]],
            "sourceUrl": [row["url"] if is_address(row["url"]) else None],
            "publisher": [row["publisher"]],
        },
    )


def _reports(row: Row) -> str | None:
    number, independent = row["reports"], row["sources"]
    return f"{number} reports, of them {independent} independent." if number > 1 else None


def _country(code: str | None) -> str | None:
    """FollowTheMoney writes countries as ISO 3166 alpha-2 in small letters."""
    two = alpha2(code)
    return two.lower() if two else None


def is_address(url: str | None) -> bool:
    """Whether a report's address is one of the web, which FollowTheMoney asks of a URL."""
    try:
        parts_of = urlsplit(url or "")
        return parts_of.scheme in ("http", "https") and bool(parts_of.hostname)
    except ValueError:  # "http://[" is none
        return False


def title(row: Row) -> str:
    """One sentence: who did what to whom; for an event without a type what its origin calls it."""
    source, target = _record(row, "source"), _record(row, "target")
    if row["type"]:
        told = Event("", row["type"], row["mode"], (), source, target, None, "", None, "", row["status"], None, (), 0.0, "", ())
        return headline(told)
    code = row["origin_code"] or ""
    what = name_of(code) if code[:2].isdigit() and len(code) > 1 else code
    return f"{source.name if source else 'somebody unnamed'}: {what or 'event'}{f' ({target.name})' if target else ''}"


def _record(row: Row, which: str) -> Actor | None:
    code = row[f"{which}_code"]
    return Actor(code, row[f"{which}_name"] or "", row[f"{which}_text"] or "") if code is not None else None


def actor(row: Row, which: str) -> Row | None:
    """A side's entity; None where there is none. The same code and name are the same entity."""
    code, country, sectors = side(row, which)
    if code is None:
        return None
    name = named(row, which)
    state = code == country and name == country_name(country)
    key = sha256(f"{code}|{name}".encode("utf-8", "replace")).hexdigest()[:16]
    schema = _schema(code, name, state, frozenset(sectors))
    about: dict[str, Iterable[object]] = {"name": [name], "country": [_country(country)]}
    about["classification"] = [] if state else sectors
    return entity(schema, f"riftline-actor-{key}", about)


def _schema(code: str | None, name: str, state: bool, sectors: frozenset[str]) -> str:
    """FollowTheMoney's kind of actor. LegalEntity, which is any of them, where it cannot be told."""
    if state:
        return "PublicBody"
    if name in _persons():
        return "Person"
    if ": " in name:  # "Armenia: ministers", "the Senate: spokesman": somebody of it
        return "LegalEntity"
    if name in _bodies():
        return "PublicBody" if sectors & _PUBLIC else "Organization"
    return "Organization" if is_organisation(code) or sectors & _ORGANISED else "LegalEntity"


@cache
def _persons() -> frozenset[str]:
    names = {row["person"] for row in rows("actors/offices")} | {row["name"] for row in rows("actors/persons")}
    packed = (files("riftline") / "data" / "actors" / "officials.tsv.gz").read_bytes()
    return frozenset(names | {line.split("\t", 1)[0] for line in gzip.decompress(packed).decode("utf-8").splitlines()[1:]})


@cache
def _bodies() -> frozenset[str]:
    return frozenset(name for row in rows("actors/bodies") for name in (row["name"], *parts(row["aliases"])))


def _lines(found: Iterable[Row]) -> Iterator[str]:
    seen: set[str] = set()  # as many as there are actors, not events
    for row in found:
        sides = [told for which in ("source", "target") if (told := actor(row, which))]
        for told in sides:
            if told["id"] not in seen:
                seen.add(told["id"])
                yield dumped(told) + "\n"
        yield dumped(event(row, [told["id"] for told in sides])) + "\n"


FORMAT = Format(
    name="ftm",
    ending="ftm.json",
    loses="direction (both sides are just involved), coordinates, figures, confidence, and evidence but the first piece; type, mode and status "
    "are keywords only",
    columns=SCHEMATA,
    lines=_lines,
)

"""Whose an actor is and of what kind: `python -m evaluation.actors [--set SET] [--misses]`.

Prints one line of JSON. For each set: `country`, the share of actors whose state (or body without a state) is right;
`country_sector`, the share for which the sector is right too; `sector_named`, the same among those actors that the set
gives a sector (a bare name of a state has none, and is easy); each with its n, the first two with their 95 % interval.

    gsr   the marked actors of PLOVER's gold-standard records: single sentences, read as an article of their own. Their
          date, 2000-01-01 throughout, is a placeholder by their readme (they tell of 1979 to 2005): it is not given.
          Judged is the mention at the head of the marked words, else the one that shares most of them.
    ngec  the phrases of NGEC's tests, each in a sentence of ours that says nothing, on their query date. What the tests
          leave open is not judged. In two halves: of phrases whose CRC-32 (of the words in lower case, UTF-8) is even
          `ngec-dev`, by whose misses tables and rules may be mended; of the others `ngec-test`, which only counts.

`--set all` is gsr and ngec. `--misses` prints what is wrong; of ngec, whichever way it is asked for, the development half only.

Data: `RIFTLINE_DATA`/plover_gsr and /ngec_actor (by default ../shared/data beside the repository); where they are absent
the line is {"skipped": true}.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.data import DATA
from evaluation.intervals import bootstrap
from riftline.extraction.actors import find_actors
from riftline.extraction.dates import find_dates
from riftline.extraction.places import find_places
from riftline.records import Actor, Article, Mention
from riftline.tables import rows
from riftline.text.parse import Parsed, parse

GSR, NGEC = "plover_gsr/PLOVER_GSR_CAMEO.txt", "ngec_actor/ngec_actor_cases.json"

STATES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
"""GSR: slips for ISO 3166 alpha-3."""

STATELESS = frozenset({"IGO", "NGO", "IMG", "ISM", "MNC", "UNO"})
"""What both sets write in place of a state: right where ours has no state either. UNO (NGEC) is the UN and its bodies."""

OF_THE_BODY = frozenset({"IGO", "NGO", "MNC", "ISM", "IMG"})
"""Sectors of ours that the schemes of both sets write in place of a state, and so say nothing of a sector."""

UNSAID = OF_THE_BODY | {"GOV", "CVL"}
"""What ours may say where a set gives no sector: a bare name is a state ("Moscow": its government) or a people ("Iraqis": civilians)."""

GSR_SECTORS = {"JRN": ("MED",), "MED": ("HLH",), "CIV": ("CVL",), "MOS": ("REL", "CVL")}
"""GSR → ours, where they differ. What follows three letters is an ethnic group or a religion (CVLalb, REFKUR), which ours does not write;
MOS alone is a religion without a role."""

NGEC_SECTORS = {"MED": ("HLH",), "JRN": ("MED",), "BUD": ("REL", "CVL"), "UNK": ("UNK", ""), "JNK": ("",)}
"""NGEC (PLOVER 2021) → ours, where they differ; "" is none. UNK and JNK are words that are no actor to speak of."""

UNDATED = date(2023, 1, 1)
"""NGEC: the day of phrases that come without one, which are to be read as of when the tests were written."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One marked actor: its words by offsets, its state, and its sector; "" for none, None for what is not to be judged."""

    start: int
    end: int
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A text with its marked actors."""

    id: str
    text: str
    day: date | None
    golds: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether state and sector of an actor are right; None where the set leaves it open."""

    country: bool | None
    sector: bool | None
    named: bool
    """Whether the set gives a sector."""


def read_gsr(path: Path) -> list[Record]:
    """The gold-standard records, without those that document the file. Actors whose words are not in the text are left out."""
    raw: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8", errors="replace"), strict=False)
    found = []
    for item in raw:
        text = " ".join(str(item.get("text") or "").split())
        actors = [actor for side in ("source", "target") for actor in item.get(side) or () if isinstance(actor, dict)]
        info = item.get("textInfo")
        marked = _marked(" ".join(str(info.get("markup") or "").split()) if isinstance(info, dict) else "")
        golds = []
        for actor in actors:
            place = _place(text, " ".join(str(actor.get("actorText") or "").split()), marked)
            if place is not None and actor.get("code"):
                sector = actor.get("sector") or ""
                golds.append(Gold(*place, STATES.get(actor["code"], actor["code"]), None if sector == "***" else sector[:3]))
        if golds:
            found.append(Record(str(item["id"]), text, None, tuple(golds)))
    return found


def _marked(markup: str) -> dict[str, int]:
    """The marked words → how often they stand in the text before that."""
    found: dict[str, int] = {}
    plain, last = "", 0
    for hit in re.finditer(r"\((?:SRC/TAR|SRC|TAR|EVT|LOC): *((?:[^()]|\([^()]*\))*)\)", markup):
        plain += markup[last : hit.start()]
        if hit[0][1] in "ST":
            found.setdefault(hit[1].strip(), plain.count(hit[1].strip()))
        plain, last = plain + hit[1], hit.end()
    return found


def _place(text: str, words: str, marked: dict[str, int]) -> tuple[int, int] | None:
    """Where an actor's words stand: as marked, else the first time; of words with a gap ("U.S. ... negotiators") all that it spans."""
    pieces = [piece.strip() for piece in words.split("...") if piece.strip()]
    if not pieces:
        return None
    start = -1
    for _ in range(marked.get(words, 0) + 1):
        later = text.find(pieces[0], start + 1)
        start = later if later >= 0 else start
    if start < 0:
        return None
    end = start + len(pieces[0])
    for piece in pieces[1:]:
        later = text.find(piece, end)
        end = later + len(piece) if later >= 0 else end
    return start, end


def read_ngec(path: Path) -> list[Record]:
    """The phrases that have a state or a sector to be judged by."""
    found = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        country, sector = item["country"], item["code_1"]
        if country is None and sector is None:
            continue
        if country == "LEG":  # one case has them in each other's place
            country, sector = sector, country
        before = "It was about "
        gold = Gold(len(before), len(before) + len(item["text"]), country, sector)
        found.append(Record(item["test"], f"{before}{item['text']}.", _day(item["query_date"]), (gold,)))
    return found


def in_dev(record: Record) -> bool:
    """Whether a phrase is of the development half. By its words alone, so that a phrase that stands twice is in one half only."""
    words = "|".join(record.text[gold.start : gold.end] for gold in record.golds)
    return zlib.crc32(words.lower().encode()) % 2 == 0


def _day(text: str | None) -> date:
    if not text:
        return UNDATED
    return date.fromisoformat(text) if text[:4].isdigit() else datetime.strptime(text, "%d %B %Y").date()


def chosen(parsed: Parsed, mentions: Sequence[Mention], gold: Gold) -> Mention | None:
    """The mention that stands for the marked words: at their head, else the one that shares most of them; the shortest of such."""
    span = parsed.doc.char_span(gold.start, gold.end, alignment_mode="expand")
    over = [m for m in mentions if m.span.start < gold.end and gold.start < m.span.end]
    if not over:
        return None

    def fit(mention: Mention) -> tuple[bool, int, int]:
        shared = min(mention.span.end, gold.end) - max(mention.span.start, gold.start)
        return span is not None and mention.head == span.root.i, shared, mention.span.start - mention.span.end

    return max(over, key=fit)


def judge(gold: Gold, actors: Sequence[Actor], table: dict[str, tuple[str, ...]]) -> Verdict:
    """The verdict on a mention's actors; where it stands for several ("Polish and Czech officials"), one that is right is enough."""
    named = bool(gold.sector)
    verdicts = [(_country(gold, actor), _sector(gold, actor, table)) for actor in actors] or [_nobody(gold, table)]
    country, sector = max(verdicts, key=lambda v: (v[0] and v[1], v[0]))
    return Verdict(None if gold.country is None else country, None if gold.sector is None else sector, named)


def _country(gold: Gold, actor: Actor) -> bool:
    if gold.country == "UNO":
        return actor.code == "UN" or _parents().get(actor.code) == "UN"
    if gold.country in STATELESS or gold.country == "":
        return not actor.country and (bool(gold.country) or not actor.code)
    return gold.country in (actor.country, actor.code)


@cache
def _parents() -> dict[str, str]:
    """Organisation → that to which it belongs: the International Court of Justice has a code of its own and is the UN's."""
    return {row["code"]: row["parent"] for row in rows("actors/organisations") if row["parent"]}


def _sector(gold: Gold, actor: Actor, table: dict[str, tuple[str, ...]]) -> bool:
    ours = set(actor.sectors)
    if not gold.sector:
        return ours <= UNSAID
    if gold.sector == "PRE":  # our partially recognised states have a code of their own instead
        return bool(actor.country) and actor.code != actor.country and "GOV" in ours
    if gold.country in STATELESS and gold.sector == "GOV" and ours & OF_THE_BODY:
        return True  # those who govern a body are written with the body's own sector
    wanted = table.get(gold.sector, (gold.sector,))
    return bool(ours & set(wanted)) or (not ours and "" in wanted)


def _nobody(gold: Gold, table: dict[str, tuple[str, ...]]) -> tuple[bool, bool]:
    """What finding no actor amounts to: right only where there is none."""
    return gold.country == "", "" in table.get(gold.sector or "-", (gold.sector or "",))


def judged(record: Record, table: dict[str, tuple[str, ...]], misses: bool = False) -> list[Verdict]:
    """The verdicts on a record's actors."""
    parsed = parse(Article(record.id, record.text, published=record.day))
    mentions = find_actors(parsed, find_places(parsed, find_dates(parsed)))
    found = []
    for gold in record.golds:
        mention = chosen(parsed, mentions, gold)
        verdict = judge(gold, mention.actors if mention else (), table)
        found.append(verdict)
        if misses and False in (verdict.country, verdict.sector):
            said = f"{mention.span.text!r} " + "/".join(f"{a.code} {a.country} {','.join(a.sectors)} ({a.reason})" for a in mention.actors) if mention else "-"
            what = "country" if verdict.country is False else "sector"
            marked = f"{record.text[: gold.start]}[{record.text[gold.start : gold.end]}]{record.text[gold.end :]}"
            print(f"{record.id} {what}: {gold.country} {gold.sector} <> {said} || {marked}", file=sys.stderr)
    return found


def _share(values: Iterator[bool | None]) -> tuple[float, int]:
    known = [value for value in values if value is not None]
    return (sum(known) / len(known) if known else 0.0), len(known)


def _both(verdict: Verdict) -> bool | None:
    return None if verdict.country is None or verdict.sector is None else verdict.country and verdict.sector


def figures(records: Sequence[Sequence[Verdict]]) -> dict[str, object]:
    """The shares over records; the intervals are over records, as the actors of one sentence stand and fall together."""

    def country(some: Sequence[Sequence[Verdict]]) -> float:
        return _share(v.country for record in some for v in record)[0]

    def both(some: Sequence[Sequence[Verdict]]) -> float:
        return _share(_both(v) for record in some for v in record)[0]

    named = _share(_both(v) for record in records for v in record if v.named)
    return {
        "country": round(country(records), 4),
        "country_interval": bootstrap(records, country),
        "country_n": _share(v.country for record in records for v in record)[1],
        "country_sector": round(both(records), 4),
        "country_sector_interval": bootstrap(records, both),
        "country_sector_n": _share(_both(v) for record in records for v in record)[1],
        "sector_named": round(named[0], 4),
        "sector_named_n": named[1],
    }


def _records(which: str, path: Path) -> list[Record]:
    """The records of a set, of a half those that are in it."""
    return read_gsr(path) if which == "gsr" else [record for record in read_ngec(path) if which == "ngec" or in_dev(record) == (which == "ngec-dev")]


def main(arguments: Sequence[str]) -> int:
    """Runs the sets and prints their line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.actors", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=("gsr", "ngec", "ngec-dev", "ngec-test", "all"), default="all")
    parser.add_argument("--misses", action="store_true", help="what is wrong, to standard error; of ngec the development half only")
    options = parser.parse_args(arguments)
    out: dict[str, object] = {"what": "actors"}
    for name in ("gsr", "ngec") if options.set == "all" else (options.set,):
        path, table = (DATA / GSR, GSR_SECTORS) if name == "gsr" else (DATA / NGEC, NGEC_SECTORS)
        if not path.exists():
            print(f"evaluation.actors: no data at {path}; set RIFTLINE_DATA", file=sys.stderr)
            print(json.dumps({"skipped": True}))
            return 0
        out[name] = figures([judged(record, table, options.misses and (name == "gsr" or in_dev(record))) for record in _records(name, path)])
    print(json.dumps(out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

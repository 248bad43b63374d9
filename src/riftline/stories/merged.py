"""One event out of its reports: what most of them, and the surest of them, say of each thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from riftline.ontology import SYMMETRIC
from riftline.stories.credibility import Standing, credibility
from riftline.stories.report import in_order
from riftline.stories.sources import Telling, independent
from riftline.wording import number

Row = dict[str, Any]

SIDE = ("code", "name", "text", "country", "sectors")
PLACE = ("place", "lat", "lon", "country", "admin1", "geonames_id", "precision", "place_reason")
DAYS = ("first_day", "last_day", "date_text", "date_reason")
VOUCHER = ("attribution_code", "attribution_name", "attribution_anonymous", "attribution_via")
ARTICLE = ("article", "position", "published", "publisher", "title", "url", "evidence")
NARROW = {"point": 0, "city": 1, "admin1": 2, "region": 3, "country": 4}


@dataclass(frozen=True, slots=True)
class Told:
    """A report's row (of `reports`, with its article's columns and its figures), and what became of its article since."""

    row: Row
    copy_of: str | None = None
    superseded: str | None = None
    """"correction" or "retraction" where its outlet has mended or taken back the article."""


def by_publication(reports: Iterable[Told]) -> list[Told]:
    """The reports in the order in which they were published."""
    return sorted(reports, key=lambda item: in_order(*(item.row[name] for name in ("published", "article", "position", "id"))))


def standing_of(reports: Sequence[Told]) -> Sequence[Told]:
    """Those that no outlet has mended or taken back; all of them where there are no others."""
    return [item for item in reports if not item.superseded] or reports


def merged(reports: Sequence[Told]) -> Row:
    """The columns of the event that the reports tell. Superseded reports count only where there are no others."""
    ordered = by_publication(reports)
    standing = standing_of(ordered)
    rows = _aligned([item.row for item in standing])
    sources = independent([telling(item) for item in standing])
    kind = _vote(rows, lambda row: row["type"])["type"]
    alike = [row for row in rows if row["type"] == kind]
    status = _vote([row for row in rows if row["status"] == "happened"] or rows, lambda row: row["status"])["status"]
    same = [item for item in standing if item.row["type"] == kind]
    confirming = independent([telling(item) for item in same])
    grade, why = credibility(_standing(same, confirming, all(item.superseded == "retraction" for item in ordered)))
    first = ordered[0].row
    return {
        "id": first["id"],
        "origin": "riftline",
        "type": kind,
        "mode": (_vote([row for row in alike if row["mode"]], lambda row: row["mode"]) or {"mode": None})["mode"],
        "contexts": sorted({context for row in alike for context in row["contexts"]}),
        **_side("source", rows),
        **_side("target", rows),
        **_taken(DAYS, [row for row in alike if row["first_day"]], lambda row: (row["first_day"], row["last_day"]), _length, alike),
        **_taken(PLACE, [row for row in alike if row["place"]], lambda row: row["place"], _breadth, alike),
        "status": status,
        **_voucher(rows),
        "figures": figures(rows),
        "confidence": max(row["confidence"] for row in rows),
        "reason": _surest(rows)["reason"] if len(ordered) == 1 else _reason(ordered, sources, rows),
        **{name: first[name] for name in ARTICLE},
        "reports": len(ordered),
        "sources": len(sources),
        "credibility": grade,
        "credibility_reason": why,
    }


def _aligned(rows: Sequence[Row]) -> list[Row]:
    """The rows of acts that both sides do alike with the surest one's sides in their places, whoever each names first."""
    surest = _surest(rows)
    return [_turned(row) if row["type"] in SYMMETRIC and _crossed(row, surest) else row for row in rows]


def _crossed(row: Row, other: Row) -> bool:
    straight = sum(bool(row[f"{side}_code"]) and row[f"{side}_code"] == other[f"{side}_code"] for side in ("source", "target"))
    crossed = sum(bool(row[f"{one}_code"]) and row[f"{one}_code"] == other[f"{two}_code"] for one, two in (("source", "target"), ("target", "source")))
    return bool(crossed > straight)


def _turned(row: Row) -> Row:
    swap = {"source": "target", "target": "source"}
    return row | {f"{side}_{key}": row[f"{swap[side]}_{key}"] for side in swap for key in SIDE}


def figures(rows: Sequence[Row]) -> list[Row]:
    """The figures of all reports, a range each that holds what every one of them gives."""
    found: dict[str, Row] = {}
    for row in rows:
        for figure in row["figures"] or []:
            known = found.setdefault(figure["what"], dict(figure))
            known["low"], known["high"] = min(known["low"], figure["low"]), max(known["high"], figure["high"])
    return [found[what] for what in sorted(found)]


def _surest(rows: Sequence[Row]) -> Row:
    return max(rows, key=lambda row: (row["confidence"], row["id"]))


def _vote(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> Row:
    """The surest row of those with the value that has most confidence behind it; {} where there is no row."""
    weights: dict[Hashable, float] = defaultdict(float)
    for row in rows:
        weights[key(row)] += row["confidence"]
    best = max(weights.values(), default=0.0)
    # Sums of the same numbers in another order may differ in their last digit.
    return _surest([row for row in rows if weights[key(row)] >= best - 1e-9]) if rows else {}


def _side(name: str, rows: Sequence[Row]) -> Row:
    known = [row for row in rows if row[f"{name}_code"] is not None]
    coded = [row for row in known if row[f"{name}_code"]] or known
    code = _vote(coded, lambda row: row[f"{name}_code"]).get(f"{name}_code")
    best = _vote([row for row in coded if row[f"{name}_code"] == code], lambda row: row[f"{name}_name"])
    return {f"{name}_{key}": best.get(f"{name}_{key}") for key in SIDE}


def _taken(names: Sequence[str], rows: Sequence[Row], key: Callable[[Row], Hashable], width: Callable[[Row], int], every: Sequence[Row]) -> Row:
    """The columns of the narrowest of the rows that say something, most voices first among equals; where none does, the surest row's reason why not."""
    narrowest = min((width(row) for row in rows), default=0)
    best = _vote([row for row in rows if width(row) == narrowest], key) or _surest(every)
    return {name: best[name] for name in names}


def _length(row: Row) -> int:
    return min(2, int((row["last_day"] - row["first_day"]).days))


def _breadth(row: Row) -> int:
    return NARROW.get(row["precision"], 4)


def _voucher(rows: Sequence[Row]) -> Row:
    """Nobody but the newsroom where one newsroom tells it in its own words; else whom most leave it to."""
    if any(row["attribution_code"] is None for row in rows):
        return dict.fromkeys(VOUCHER)
    best = _vote(rows, lambda row: (row["attribution_code"], row["attribution_name"]))
    return {name: best[name] for name in VOUCHER}


def telling(item: Told) -> Telling:
    """A report as its source is counted."""
    row = item.row
    return Telling(row["id"], row["article"], row["publisher"], item.copy_of, row["attribution_via"])


def _standing(reports: Sequence[Told], sources: Sequence[tuple[str, ...]], retracted: bool) -> Standing:
    by_id = {item.row["id"]: item.row for item in reports}
    told = [[by_id[name] for name in source] for source in sources]
    if any(row["status"] != "negated" for row in by_id.values()):  # else the event is that something did not happen, and nothing denies that
        said = [[row for row in rows if row["status"] != "negated"] for rows in told]
    else:
        said = told
    vouched = [_vouched(rows) for rows in said if rows]
    denied = sum(len(all_of_it) > len(rows) for all_of_it, rows in zip(told, said, strict=True))
    hedged = all(row["status"] == "possible" for rows in said for row in rows)
    return Standing(len(vouched), vouched.count("own"), vouched.count("named"), hedged, denied, retracted)


def _vouched(rows: Sequence[Row]) -> str:
    """How one source stands by it: in its own words, on somebody named, or on the unnamed."""
    if any(row["attribution_code"] is None for row in rows):
        return "own"
    return "unnamed" if all(row["attribution_anonymous"] for row in rows) else "named"


def _reason(ordered: Sequence[Told], sources: Sequence[tuple[str, ...]], rows: Sequence[Row]) -> str:
    gone = sum(bool(item.superseded) for item in ordered)
    taken_back = f", {gone} of them superseded" if gone and gone < len(ordered) else ""
    return f"{len(ordered)} reports{taken_back}, of {number(len(sources), 'independent source')}. The surest: {_surest(rows)['reason']}"

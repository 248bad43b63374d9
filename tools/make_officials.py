"""Make the table of lesser office-holders: ministers of all kinds, governors, mayors, judges, ambassadors and others whom a state's list names.

Reads ``office_holders/office_holders.csv`` in a data folder (``--data``, else ``$RIFTLINE_DATA``, else ``../shared/data``) and
writes ``officials.tsv.gz`` with the columns ``person code sector office start end``. ``offices.tsv`` (``make_offices.py``) has the
few that foreign news calls by surname; these are known by their full name only, so no spellings are added and no post is
told from another of its kind. Who stands in ``offices.tsv`` is left out: make that first.

The terms of one person in one sector are joined where less than two years lie between them, and named after the last. Terms
that ended before 2005 are dropped. A term that the source leaves open ends a year after its snapshot.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from riftline.extraction.offices import fold

ROOT = Path(__file__).resolve().parent.parent
ACTORS = ROOT / "src" / "riftline" / "data" / "actors"
COLUMNS = ("person", "code", "sector", "office", "start", "end")
FIRST_YEAR = "2005"
OLDEST_OPEN = "2008"
"""A term that began before and is left open is not believed."""
OPEN_UNTIL = "2023-07"
BODIES = {"EUE", "UNO", "XNK", "XNT", "XAF", "XAL", "XCE", "XOS", "XWT", "XAB", "XSO", "XTR", "XNC", "XSL", "XDN", "XLN"}
"""What is no state by ISO 3166: `offices.tsv` has their leaders."""

SECTORS = (
    ("ELI", r"\bfirst (?:lady|gentleman)|second gentleman|former "),
    ("JUD", r"justice of the|chief justice|supreme court|constitutional court|\bjudge|prosecutor|attorney[- ]general|solicitor[- ]general|ombudsman|court\b"),
    ("OPP", r"opposition"),
    ("SPY", r"intelligence"),
    ("COP", r"inspector[- ]general of police|commissioner of police|police (?:chief|commissioner)"),
    (
        "LEG",
        r"speaker|(?:president|chair\w*|vice.president|member) of (?:the )?(?:\w+ )?(?:senate|parliament|assembly|chamber|congress|house|council of states|"
        r"national assembly|legislative|legislature)|member of (?:the )?\w* ?parliament|legislative yuan|senator",
    ),
    ("MIL", r"(?:chief|commander|head)[\w -]* of (?:the )?(?:[\w ]+ )?(?:staff|army|navy|air force|armed forces|defen[cs]e (?:forces?|staff))|admiral"),
)


def sector_of(position: str) -> str:
    """The sector of a post; whoever governs, where nothing else is said."""
    text = position.lower()
    if re.match(r"(?:\w+ )*minister\b|secretary of state|presidential", text):
        return "GOV"
    return next((sector for sector, pattern in SECTORS if re.search(pattern, text)), "GOV")


def readable(person: str) -> bool:
    """Whether a name is one that English-language news could write: in Latin letters, of more than one word."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", person) if not unicodedata.combining(c))
    return " " in person and re.fullmatch(r"[A-Za-zıøØłŁđĐəƏæÆœßþÞðÐħĦ' .’ʻʼ‘-]+", plain) is not None


def names_of(row: dict[str, str]) -> list[str]:
    """The spellings of a row's person."""
    return [row["person"], *filter(None, row["aliases"].split("|"))]


def terms(path: Path) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The terms of the source that are worth keeping, as rows of the table."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            person = unicodedata.normalize("NFC", " ".join(row["person"].split()))
            code, start, end = row["country_iso3"], row["start"], row["end"]
            if code in BODIES or not start or not readable(person) or "REIGN" in row["source_repo"]:
                continue
            if (end and end < FIRST_YEAR) or (not end and start < OLDEST_OPEN):
                continue
            yield person, code, sector_of(row["position"]), row["position"], start[:7], (end or OPEN_UNTIL)[:7]


def later(start: str, end: str) -> bool:
    """Whether two years or more lie between an end and a start; of a year without its month the one that leaves the smaller gap counts."""
    return months(start, "01") - months(end, "12") >= 24


def months(day: str, month: str) -> int:
    """A day as months since the year 0; `month` where only the year is known."""
    return int(day[:4]) * 12 + int(day[5:7] or month)


def joined(path: Path) -> list[tuple[str, ...]]:
    """The table's rows, in order."""
    with (ACTORS / "offices.tsv").open(encoding="utf-8", newline="") as stream:
        better = {(fold(name), row["code"]) for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) for name in names_of(row)}
    of_person: dict[tuple[str, str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for person, code, sector, office, start, end in terms(path):
        if (fold(person), code) not in better:
            of_person[person, code, sector].append((start, end, office))
    rows: list[tuple[str, ...]] = []
    for (person, code, sector), stretches in of_person.items():
        known: list[tuple[str, str, str]] = []
        for start, end, office in sorted(stretches):
            if known and not later(start, known[-1][1]):
                before = known[-1]
                known[-1] = (before[0], max(before[1], end), office if end >= before[1] else before[2])
            else:
                known.append((start, end, office))
        rows += [(person, code, sector, office.replace('"', "").replace("\t", " "), start, end) for start, end, office in known]
    return sorted(rows, key=lambda row: (row[1], row[0], row[4], row[2]))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("RIFTLINE_DATA") or ROOT.parent / "shared" / "data"))
    parser.add_argument("--out", type=Path, default=ACTORS / "officials.tsv.gz")
    options = parser.parse_args()
    rows = joined(options.data / "office_holders" / "office_holders.csv")
    lines = ["\t".join(COLUMNS), *("\t".join(row) for row in rows)]
    options.out.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{len(rows)} terms of {len({row[:2] for row in rows})} persons in {options.out}")


if __name__ == "__main__":
    main()

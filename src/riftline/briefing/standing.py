"""What the articles of a briefing tell beside events: accounts that differ, what is due, what binds the actors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.briefing.model import Bond, Differing, Due, Line, Version
from riftline.briefing.notes import Notes
from riftline.briefing.timeline import ROUGH, Evidence
from riftline.records import Coding, Span
from riftline.store.codec import unpack
from riftline.store.queries import rows
from riftline.store.rows import event_of
from riftline.stories.dossier import dossier
from riftline.text.sentences import sentence_around
from riftline.wording import code_name, headline, listed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = Mapping[str, Any]
Codes = Sequence[frozenset[str]]
LONGEST_QUOTE = 240
"""Characters of a sentence that is told whole."""
OF_WORDING = ("kind", "who acts", "to whom", "who says so", "day", "place")
"""Differences between reports that are mostly none: "Azerbaijan" and "Azerbaijani forces", "Syria" and "Idlib". `riftline show` has them."""
MOST_NOTES = 3
"""Articles that are noted for one commitment, the newest first."""


@dataclass(frozen=True, slots=True)
class Told:
    """What concerns the briefing of what the articles tell: rows of the tables, and the codings that have their evidence."""

    accounts: tuple[Row, ...]
    agenda: tuple[Row, ...]
    commitments: tuple[Row, ...]
    codings: Mapping[str, Coding]


def told(connection: DuckDBPyConnection, articles: Sequence[str], codes: Codes, events: Sequence[str]) -> Told:
    """What of the articles concerns the actors or the briefed events. `codes` are those of each side that the briefing is about;
    one set, of all that occur, where it is about no actor."""
    every = sorted(frozenset().union(*codes))
    accounts = list(rows(connection.cursor(), _ACCOUNTS, [list(articles), list(events)]))
    accounts = [row for row in accounts if row["briefed"] or _both(row["codes"], codes)]
    agenda = list(rows(connection.cursor(), _AGENDA, [list(articles), every]))
    bonds = list(rows(connection.cursor(), _COMMITMENTS, [list(articles), every]))
    bonds = [row for row in bonds if _binds(row, bonds, codes)]
    wanted = sorted({row["article"] for table in (accounts, agenda, bonds) for row in table})
    stored = connection.execute("SELECT id, coding, text FROM articles WHERE id IN ? ORDER BY id", [wanted]).fetchall()
    return Told(tuple(accounts), tuple(agenda), tuple(bonds), {article: unpack(coding, text) for article, coding, text in stored})


_ACCOUNTS = """
    SELECT a.article, a.position, a.codes, coalesce(r.event IN $2, false) AS briefed FROM accounts a JOIN articles x ON x.id = a.article
    LEFT JOIN reports r ON r.id = a.report WHERE a.article IN $1 ORDER BY x.published NULLS LAST, a.article, a.position
"""
_AGENDA = """
    SELECT g.*, x.published FROM agenda g JOIN articles x ON x.id = g.article
    WHERE g.article IN $1 AND list_has_any(g.actors, $2::VARCHAR[]) ORDER BY g.first_day NULLS LAST, g.article, g.position
"""
_COMMITMENTS = """
    SELECT c.*, x.published FROM commitments c JOIN articles x ON x.id = c.article
    WHERE c.article IN $1 AND list_has_any(c.parties, $2::VARCHAR[]) ORDER BY x.published DESC NULLS LAST, c.article, c.position
"""


def _both(named: Sequence[str], codes: Codes) -> bool:
    return len(codes) == 2 and all(side & set(named) for side in codes)


def _binds(row: Row, others: Sequence[Row], codes: Codes) -> bool:
    """Whether a commitment is between the sides, or binds each of them to the same third in the same way; of one actor, any."""
    parties = set(row["parties"])
    if len(codes) != 2:
        return len(parties) > 1 and (len(codes[0]) == 1 or len(parties & codes[0]) > 1)
    if all(side & parties for side in codes):
        return True
    third = parties - codes[0] - codes[1]
    missing = next((side for side in codes if not side & parties), frozenset())
    return any(other["kind"] == row["kind"] and third & set(other["parties"]) and missing & set(other["parties"]) for other in others)


def accounts(found: Told, notes: Notes) -> tuple[Differing, ...]:
    """Accounts that differ within an article, the oldest article's first."""
    made = []
    for row in found.accounts:
        coding = found.codings[row["article"]]
        item = coding.accounts[row["position"]]
        event = next((event for event in coding.events if event.id == item.event), None)
        versions = tuple(Version(code_name(each.code), each.evidence.text, notes.add(row["article"], [each.evidence])) for each in item.versions)
        made.append(Differing(headline(event) if event else listed([code_name(code) for code in item.codes]), versions))
    return tuple(made)


def differences(connection: DuckDBPyConnection, told: Sequence[Row], evidence: Evidence, notes: Notes) -> tuple[Differing, ...]:
    """On which figures the reports of one event differ, and whether it happened at all, by event in their order."""
    made = []
    for row in told:
        found = dossier(connection, row["id"]) if row["reports"] > 1 else None
        for item in found.differences if found else ():
            if item.what in OF_WORDING or (item.what == "status" and not {"happened", "negated"} <= {value for value, _ in item.versions}):
                continue
            reports = {report.row["id"]: report.row for report in found.reports} if found else {}
            versions = []
            for value, ids in item.versions:
                by = listed([reports[identity]["publisher"] or reports[identity]["article"] for identity in ids])
                versions.append(Version(by, value, _noted([reports[identity]["article"] for identity in ids], row["id"], evidence, notes)))
            made.append(Differing(f"{headline(event_of(row))}: {item.what}", tuple(versions)))
    return tuple(made)


def _noted(articles: Sequence[str], event: str, evidence: Evidence, notes: Notes) -> tuple[int, ...]:
    numbers: list[int] = []
    for article in dict.fromkeys(articles):
        spans = [Span(item["start"], item["end"], item["text"]) for item in evidence.get(event, ()) if item["article"] == article]
        numbers += [number for number in notes.add(article, spans) if number not in numbers]
    return tuple(numbers)


def due(found: Told, planned: Sequence[Line], codes: Codes, notes: Notes) -> tuple[Due, ...]:
    """What is due, by day: planned events, and of the agenda what none of them has the sentence of and what was ahead when it was
    told. Of what names not both sides of two only what has a day: the rest is mostly somebody's guess."""
    made = [Due(line.days, line.words, line.quote, (), line.events, line.notes) for line in planned]
    for row in found.agenda:
        coding = found.codings[row["article"]]
        item = coding.agenda[row["position"]]
        number = notes.find(row["article"], item.evidence)
        same = [i for i, other in enumerate(made) if number in other.notes]
        for i in same:
            made[i] = replace(made[i], when=made[i].when or item.date)
        ahead = item.date is None or row["published"] is None or item.date.end > row["published"]
        if not same and ahead and (_both(item.actors, codes) or (item.date and item.date.end - item.date.start <= ROUGH)):
            sentence = sentence_around(coding.document.text, item.evidence.start, item.evidence.end).text
            what = sentence if len(sentence) <= LONGEST_QUOTE else f"{item.what} …"
            who = tuple(code_name(code) for code in item.actors)
            made.append(Due(item.date, f"“{what.strip('“”')}”", "", who, (), notes.add(row["article"], [item.evidence])))
    return tuple(sorted(made, key=lambda each: (each.when.start, each.when.end) if each.when else (date.max, date.max)))


def bonds(found: Told, notes: Notes) -> tuple[Bond, ...]:
    """What binds the actors, each kind between the same parties in the same state once: what most articles tell first, else what was told last."""
    grouped: dict[tuple[str, frozenset[str], str], list[Row]] = {}
    for row in found.commitments:
        grouped.setdefault((row["kind"], frozenset(row["parties"]), row["status"]), []).append(row)
    made = []
    for (kind, _, status), group in grouped.items():
        newest: dict[str, Row] = {}
        for row in group:
            newest.setdefault(row["article"], row)
        numbers: list[int] = []
        for article, row in list(newest.items())[:MOST_NOTES]:
            spans = found.codings[article].commitments[row["position"]].evidence
            numbers += [number for number in notes.add(article, spans) if number not in numbers]
        last = max((row["published"] for row in group if row["published"]), default=None)
        parties = tuple(code_name(code) for code in group[0]["parties"])
        made.append(Bond(parties, kind, status, len(newest), last, tuple(numbers)))
    return tuple(sorted(made, key=lambda bond: (-bond.articles, -(bond.last or date.min).toordinal(), bond.parties, bond.kind, bond.status)))

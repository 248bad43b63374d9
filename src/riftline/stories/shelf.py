"""What stories need of the database: reports to compare, their neighbours, what hangs together, corrections by hand, what became of articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from riftline.store.queries import rows
from riftline.stories.likeness import WINDOW
from riftline.stories.merged import Told
from riftline.stories.report import Correction, Count, Report, Side, Spot
from riftline.stories.words import NOTHING, Bag, bag

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]
Days = Mapping[str, date | None]
"""Ids of articles, with the day on which each was published."""

# Three plain questions: planning them as one takes longer than asking all three.
_ROWS = "SELECT r.*, a.published, a.publisher, a.title, a.url FROM reports r JOIN articles a ON a.id = r.article WHERE r.id IN $ids ORDER BY r.id"
_FIRST_EVIDENCE = "SELECT report, arg_min(text, position) FROM evidence WHERE report IN $ids GROUP BY report"
_FIGURES = """
    SELECT report, list({'what': what, 'low': low, 'high': high, 'text': text} ORDER BY what, low) FROM figures WHERE report IN $ids GROUP BY report
"""

NEAR = f"(m.published IS NULL OR t.published IS NULL OR abs(date_diff('day', m.published, t.published)) <= {WINDOW})"
"""Whether rows `m` and `t` were published within the weeks in which they may have to do with each other."""

_NEIGHBOURS = f"""
    WITH near AS (SELECT id, published FROM articles WHERE published IS NULL OR published BETWEEN $first AND $last),
        sides AS (SELECT r.article, n.published, unnest([source_code, source_country, target_code, target_country]) AS side
            FROM reports r JOIN near n ON n.id = r.article)
    SELECT DISTINCT m.article, t.article FROM sides m JOIN sides t USING (side) WHERE m.article IN $ids AND m.article <> t.article AND {NEAR}
"""


def rows_of(connection: DuckDBPyConnection, ids: Iterable[str]) -> list[Row]:
    """These reports in order of their ids, with their article's columns, their first evidence and their figures."""
    wanted = {"ids": sorted(ids)}
    if not wanted["ids"]:
        return []
    evidence, figures = (dict(connection.execute(query, wanted).fetchall()) for query in (_FIRST_EVIDENCE, _FIGURES))
    return [row | {"evidence": evidence.get(row["id"]), "figures": figures.get(row["id"])} for row in rows(connection, _ROWS, wanted)]


def told_by(connection: DuckDBPyConnection, articles: Iterable[str]) -> set[str]:
    """The ids of the reports of articles."""
    wanted = list(articles)
    return {row[0] for row in connection.execute("SELECT id FROM reports WHERE article IN ?", [wanted]).fetchall()} if wanted else set()


def members(connection: DuckDBPyConnection, events: Iterable[str]) -> list[str]:
    """The ids of the reports of events, in order."""
    return [row[0] for row in connection.execute("SELECT id FROM reports WHERE event IN ? ORDER BY id", [list(events)]).fetchall()]


def reports_of(connection: DuckDBPyConnection, found: Iterable[Row]) -> list[Report]:
    """What is compared of reports' rows; those of one article share its bag of words."""
    found = list(found)
    articles = list({row["article"] for row in found})
    query = "SELECT article, words FROM signatures WHERE article IN ?"
    contexts = {article: bag(words) for article, words in connection.execute(query, [articles]).fetchall()} if articles else {}
    return [_report(row, contexts.get(row["article"], NOTHING)) for row in found]


def _report(row: Row, context: Bag) -> Report:
    place = Spot(row["place"], row["lat"], row["lon"], row["country"], row["precision"]) if row["place"] else None
    counts = tuple(Count(figure["what"], figure["low"], figure["high"]) for figure in row["figures"] or [])
    told = (row["type"], row["mode"], row["status"], _side(row, "source"), _side(row, "target"), row["first_day"], row["last_day"])
    return Report(row["id"], row["article"], row["position"], row["published"], *told, place, counts, bag(row["words"] or ()), context)


def _side(row: Row, name: str) -> Side | None:
    code = row[f"{name}_code"]
    return None if code is None else Side(code, row[f"{name}_name"], row[f"{name}_country"], tuple(row[f"{name}_sectors"] or ()))


def neighbours(connection: DuckDBPyConnection, articles: Days) -> list[tuple[str, str]]:
    """Of each of the articles those of the weeks about its publication that have a side's code or state in common with it, as (it, the other)."""
    return connection.execute(_NEIGHBOURS, about(articles)).fetchall()


def about(articles: Days) -> dict[str, Any]:
    """What `NEAR` is asked with: the articles' `ids`, and the `first` and the `last` day on which what has to do with one of them was published,
    so that no others are read."""
    days = [day for day in articles.values() if day]
    known = days and len(days) == len(articles)  # what has no day may have to do with any other
    first, last = (min(days) - timedelta(WINDOW), max(days) + timedelta(WINDOW)) if known else (date.min, date.max)
    return {"ids": list(articles), "first": first, "last": last}


LINKS = """
    SELECT one, other FROM links WHERE one IN $ids OR other IN $ids
    UNION ALL SELECT one, other FROM corrections WHERE kind = 'merge' AND (one IN $ids OR other IN $ids)
"""
DUPLICATES = "SELECT one, other FROM duplicates WHERE one IN $ids OR other IN $ids"


def linked(connection: DuckDBPyConnection, ids: Iterable[str], pairs: str) -> set[str]:
    """What hangs together with these by the pairs (`LINKS` of reports, `DUPLICATES` of articles); these among them."""
    found = set(ids)
    edge = sorted(found)
    while edge:
        near = {name for pair in connection.execute(pairs, {"ids": edge}).fetchall() for name in pair}
        edge = sorted(near - found)
        found |= near
    return found


def links(connection: DuckDBPyConnection, ids: Iterable[str]) -> list[tuple[str, str, float]]:
    """The links between these reports with their log-odds; what a user has merged is tied for good."""
    query = """
        SELECT one, other, odds FROM links WHERE one IN $ids
        UNION ALL SELECT one, other, 'inf'::DOUBLE FROM corrections WHERE kind = 'merge' AND one IN $ids
    """
    return connection.execute(query, {"ids": sorted(ids)}).fetchall()


def corrections(connection: DuckDBPyConnection, ids: Iterable[str]) -> list[Correction]:
    """What a user has said of these reports."""
    query = "SELECT number, kind, one, other FROM corrections WHERE one IN $ids AND other IN $ids"
    return [Correction(*row) for row in connection.execute(query, {"ids": list(ids)}).fetchall()]


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of articles since: whom they copy, and which were corrected or taken back by which."""

    originals: Mapping[str, str]
    revised: Mapping[str, str]
    """Kind of the gravest revision of an article: a retraction outweighs a correction."""
    retractions: frozenset[tuple[str, str]]
    """The article that takes back, and the one that it takes back."""

    def told(self, found: Sequence[Row]) -> list[Told]:
        """The reports of one event with what became of their articles."""
        articles = {row["article"] for row in found}
        # What takes a report back tells the act once more, and does not stand for it.
        retracting = {article for article, earlier in self.retractions if earlier in articles}
        return [Told(row, self.originals.get(row["article"]), self._superseded(row["article"], retracting)) for row in found]

    def _superseded(self, article: str, retracting: Collection[str]) -> str | None:
        """What has been done to an article: a retraction reaches the copies of what it takes back."""
        if article in retracting or self.revised.get(self.originals.get(article, "")) == "retraction":
            return "retraction"
        return self.revised.get(article)


def fates(connection: DuckDBPyConnection, articles: Iterable[str], unseen: Collection[str] = ()) -> Fates:
    """What became of these articles; `unseen` are articles of which nothing is known, such as those of later days."""
    wanted = sorted(set(articles))
    if not wanted:
        return Fates({}, {}, frozenset())
    copies = connection.execute("SELECT article, original FROM copies WHERE article IN ?", [wanted]).fetchall()
    originals = {article: original for article, original in copies if original not in unseen}
    query = "SELECT earlier, article, kind FROM revisions WHERE earlier IN ?"
    found = connection.execute(query, [[*wanted, *originals.values()]]).fetchall()
    revisions = [row for row in found if row[1] not in unseen]
    revised: dict[str, str] = {}
    for earlier, _, kind in revisions:
        revised[earlier] = max(kind, revised.get(earlier, ""))  # "retraction" comes after "correction"
    return Fates(originals, revised, frozenset((article, earlier) for earlier, article, kind in revisions if kind == "retraction"))

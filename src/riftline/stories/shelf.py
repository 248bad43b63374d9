"""What stories need of the database: reports to compare, their neighbours, articles' signatures, corrections by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from riftline.stories.clustering import Correction
from riftline.stories.copies import Text, shingles
from riftline.stories.likeness import WINDOW
from riftline.stories.merged import Told
from riftline.stories.report import Count, Report, Side, Spot
from riftline.stories.words import NOTHING, Bag, bag

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

_FULL = """
    SELECT r.*, a.published, a.publisher, a.title, a.url, v.evidence, f.figures
    FROM (SELECT * FROM reports WHERE id IN $ids) r JOIN articles a ON a.id = r.article
        LEFT JOIN (SELECT report, arg_min(text, position) AS evidence FROM evidence WHERE report IN $ids GROUP BY report) v ON v.report = r.id
        LEFT JOIN (
            SELECT report, list({'what': what, 'low': low, 'high': high, 'text': text} ORDER BY what, low) AS figures
            FROM figures WHERE report IN $ids GROUP BY report) f ON f.report = r.id
    ORDER BY r.id
"""

_NEIGHBOURS = """
    SELECT id FROM reports WHERE article IN (
        SELECT o.article FROM reports o JOIN articles b ON b.id = o.article, (SELECT * FROM reports WHERE article = $article) r
        WHERE o.article <> $article AND (b.published BETWEEN $since AND $until OR b.published IS NULL OR NOT $dated)
            AND list_has_any([r.source_code, r.source_country, r.target_code, r.target_country],
                [o.source_code, o.source_country, o.target_code, o.target_country]))
"""


def rows_of(connection: DuckDBPyConnection, ids: Iterable[str]) -> list[Row]:
    """These reports in order of their ids, with their article's columns, their first evidence and their figures."""
    wanted = sorted(ids)
    if not wanted:
        return []
    cursor = connection.execute(_FULL, {"ids": wanted})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def told_by(connection: DuckDBPyConnection, articles: Iterable[str]) -> set[str]:
    """The ids of the reports of articles."""
    wanted = list(articles)
    return {row[0] for row in connection.execute("SELECT id FROM reports WHERE article IN ?", [wanted]).fetchall()} if wanted else set()


def members(connection: DuckDBPyConnection, events: Iterable[str]) -> list[str]:
    """The ids of the reports of events, in order."""
    return [row[0] for row in connection.execute("SELECT id FROM reports WHERE event IN ? ORDER BY id", [list(events)]).fetchall()]


def reports_of(connection: DuckDBPyConnection, rows: Iterable[Row]) -> list[Report]:
    """What is compared of reports' rows; those of one article share its bag of words."""
    rows = list(rows)
    articles = list({row["article"] for row in rows})
    query = "SELECT article, words FROM signatures WHERE article IN ?"
    contexts = {article: bag(words) for article, words in connection.execute(query, [articles]).fetchall()} if articles else {}
    return [_report(row, contexts.get(row["article"], NOTHING)) for row in rows]


def _report(row: Row, context: Bag) -> Report:
    place = Spot(row["place"], row["lat"], row["lon"], row["country"], row["precision"]) if row["place"] else None
    counts = tuple(Count(figure["what"], figure["low"], figure["high"]) for figure in row["figures"] or [])
    told = (row["type"], row["mode"], row["status"], _side(row, "source"), _side(row, "target"), row["first_day"], row["last_day"])
    return Report(row["id"], row["article"], row["position"], row["published"], *told, place, counts, bag(row["words"] or ()), context)


def _side(row: Row, name: str) -> Side | None:
    code = row[f"{name}_code"]
    return None if code is None else Side(code, row[f"{name}_name"], row[f"{name}_country"], tuple(row[f"{name}_sectors"] or ()))


def neighbours(connection: DuckDBPyConnection, article: str, published: date | None) -> list[Row]:
    """The reports of the articles of the weeks about its publication that have a side's code or state in common with it."""
    about = published or date(2000, 1, 1)
    window = timedelta(days=WINDOW) if published else timedelta(days=200_000)
    values = {"article": article, "since": about - window, "until": about + window, "dated": published is not None}
    ids = [row[0] for row in connection.execute(_NEIGHBOURS, values).fetchall()]
    return rows_of(connection, ids)


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


def told(connection: DuckDBPyConnection, rows: Iterable[Row]) -> list[Told]:
    """The reports with what became of their articles."""
    rows = list(rows)
    articles = list({row["article"] for row in rows})
    originals = dict(connection.execute("SELECT article, original FROM copies WHERE article IN ?", [articles]).fetchall())
    # A retraction outweighs a correction of the same article, and reaches the copies of what it takes back.
    query = "SELECT earlier, max(kind) FROM revisions WHERE earlier IN ? GROUP BY earlier"
    revised = dict(connection.execute(query, [[*articles, *originals.values()]]).fetchall())
    # What takes a report back tells the act once more, and does not stand for it.
    query = "SELECT article FROM revisions WHERE kind = 'retraction' AND article IN $ids AND earlier IN $ids"
    retracting = {row[0] for row in connection.execute(query, {"ids": articles}).fetchall()}

    def fate(article: str) -> str | None:
        if article in retracting or revised.get(originals.get(article, "")) == "retraction":
            return "retraction"
        return revised.get(article)

    return [Told(row, originals.get(row["article"]), fate(row["article"])) for row in rows]


def text_of(row: tuple[Any, ...]) -> Text:
    """An article's (id, publisher, published, text) as copies are told by it."""
    return Text(row[0], row[1], row[2], shingles(row[3]))


def similar(connection: DuckDBPyConnection, article: str, published: date | None, bands: Sequence[int]) -> list[Text]:
    """The articles of the weeks about that may be near-duplicates of this one, by their signatures."""
    query = """
        SELECT a.id, a.publisher, a.published, a.text FROM signatures s JOIN articles a ON a.id = s.article
        WHERE s.article <> $article AND list_has_any(s.bands, $bands::UBIGINT[])
            AND ($published::DATE IS NULL OR s.published IS NULL OR abs(date_diff('day', s.published, $published::DATE)) <= $window)
    """
    values = {"article": article, "bands": list(bands), "published": published, "window": WINDOW}
    return [text_of(row) for row in connection.execute(query, values).fetchall()] if bands else []

"""What has to hold between the tables: of each rule the rows that break it, by id."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `query` gives the ids, one a row, of what breaks it; `words` say what those rows are."""

    table: str
    words: str
    query: str


def _orphans(table: str, column: str, of: str, key: str = "id", name: str | None = None, where: str = "TRUE") -> Rule:
    """Rows of a table that lead to nothing."""
    query = f"SELECT {name or column} FROM {table} WHERE {column} IS NOT NULL AND {where} AND {column} NOT IN (SELECT {key} FROM {of})"
    return Rule(table, f"rows of {table} whose {column} is not in {of}", query)


def _twice(table: str, key: str) -> Rule:
    """Rows of one key."""
    return Rule(table, f"several rows of {table} with one {key}", f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1")


_OF_ARTICLES = ("reports", "statements", "commitments", "accounts", "agenda", "sentences", "signatures", "copies", "revisions")

RULES = (
    *(_twice(table, "id") for table in ("articles", "reports", "events", "webhooks", "deliveries")),
    _twice("sentences", "number"),
    _twice("inputs", "path"),
    _twice("feeds", "url"),
    *(_orphans(table, "article", "articles") for table in _OF_ARTICLES),
    _orphans("copies", "original", "articles"),
    _orphans("revisions", "earlier", "articles"),
    _orphans("duplicates", "one", "articles"),
    _orphans("duplicates", "other", "articles"),
    _orphans("events", "article", "articles", name="id", where="origin = 'riftline'"),
    _orphans("links", "one", "reports"),
    _orphans("links", "other", "reports"),
    _orphans("evidence", "report", "reports"),
    _orphans("figures", "report", "reports"),
    _orphans("accounts", "report", "reports"),
    _orphans("postings", "sentence", "sentences", "number"),
    _orphans("feed_items", "feed", "feeds", "url"),
    _orphans("deliveries", "webhook", "webhooks", name="id"),
    Rule("evidence", "evidence that does not stand where it says in its article's text",
         """SELECT v.report FROM evidence v JOIN reports r ON r.id = v.report JOIN articles a ON a.id = r.article
            WHERE v.first < 0 OR v.last < v.first OR substring(a.text, v.first + 1, v.last - v.first) <> v.text"""),
    Rule("sentences", "indexed sentences that end after their article's text",
         "SELECT s.number FROM sentences s JOIN articles a ON a.id = s.article WHERE s.first < 0 OR s.last < s.first OR s.last > length(a.text)"),
    Rule("sentences", "indexed sentences that have not as many words in the index as they say",
         """SELECT s.number FROM sentences s LEFT JOIN (SELECT sentence, sum(count) AS n FROM postings GROUP BY sentence) p ON p.sentence = s.number
            WHERE coalesce(p.n, 0) <> s.terms"""),
    Rule("reports", "reports that belong to no event, and were not corrected to be none",
         """SELECT r.id FROM reports r LEFT JOIN events e ON e.id = r.event WHERE e.id IS NULL AND (r.event IS NULL OR r.event NOT IN (
                SELECT o.event FROM reports o JOIN field_corrections f ON f.report = o.id WHERE f.field = 'none' AND o.event IS NOT NULL))"""),
    Rule("events", "events that no article tells",
         "SELECT id FROM events WHERE origin = 'riftline' AND id NOT IN (SELECT event FROM reports WHERE event IS NOT NULL)"),
    Rule("events", "events that have not as many reports as they say",
         """SELECT e.id FROM events e JOIN (SELECT event, count(*) AS n FROM reports GROUP BY event) r ON r.event = e.id
            WHERE e.origin = 'riftline' AND e.reports <> r.n"""),
    Rule("events", "events whose first report is not theirs, or of another article",
         """SELECT e.id FROM events e LEFT JOIN reports r ON r.id = e.id AND r.event = e.id
            WHERE e.origin = 'riftline' AND (r.id IS NULL OR r.article <> e.article)"""),
    Rule("links", "reports that hang together and were not grouped together",
         """SELECT l.one FROM links l JOIN reports a ON a.id = l.one JOIN reports b ON b.id = l.other
            WHERE a.neighbourhood IS DISTINCT FROM b.neighbourhood"""),
    Rule("ledger", "days of the ledgers that do not count what the events are",
         "SELECT day FROM (FROM ledger_of('acts') EXCEPT ALL FROM ledger) UNION ALL SELECT day FROM (FROM ledger EXCEPT ALL FROM ledger_of('acts'))"),
    Rule("signals", "signals whose record is no JSON", "SELECT id FROM signals WHERE NOT json_valid(record)"),
)  # fmt: skip

"""The questions of `evaluation.queries`: what is asked of the API, and the same in SQL as somebody would write it by hand who knows the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from evaluation.queries_drawn import Store
from riftline.api.paging import encoded
from riftline.ontology import IS_COOPERATION, IS_FRICTION

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Values = dict[str, Any]
Rows = list[list[tuple[Any, ...]]]
"""What each statement gave."""

SPAN = 1_500
"""Days of the longest window."""
TYPES = ("ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "PROTEST", "REQUEST", "SUPPORT", "THREATEN")


Draw = Callable[[np.random.Generator, Store], Values]


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of question: how its parameters are drawn, the path with holes for them, the SQL with their names, and what of both must agree."""

    name: str
    draw: Draw
    path: str
    sql: tuple[str, ...]
    told: Callable[[Any], Any]
    """Of the API's answer."""
    found: Callable[[Rows], Any]
    """Of what the statements gave."""

    def asked(self, values: Values) -> str:
        """The path with the values."""
        return self.path.format(**{name: quote(str(value), safe="") for name, value in values.items()})

    def run(self, connection: DuckDBPyConnection, values: Values) -> Rows:
        """What the statements give, fetched to the last row."""
        return [connection.execute(one, {name: values[name] for name in re.findall(r"\$(\w+)", one)}).fetchall() for one in self.sql]


def _one(of: Sequence[Any], chance: np.random.Generator) -> Any:
    return of[int(chance.integers(len(of)))]


def _actor(chance: np.random.Generator, store: Store) -> Values:
    return {"a": _one(store.actors, chance), "type": _one(TYPES, chance)}


def _pair(chance: np.random.Generator, store: Store) -> Values:
    a, b = _one(store.pairs, chance)
    return {"a": a, "b": b}


def _window(chance: np.random.Generator, store: Store) -> Values:
    days = (store.last - store.first).days
    length = int(chance.integers(min(28, days), min(SPAN, days) + 1))
    since = store.first + timedelta(days=int(chance.integers(days - length + 1)))
    return {"since": since, "until": since + timedelta(days=length)}


def _page(chance: np.random.Generator, store: Store) -> Values:
    """A window, and where in it the page before ended."""
    id_, first, last = _one(store.events, chance)
    cursor = encoded([first, last, None, None, id_])
    return {"since": first - timedelta(days=200), "until": first + timedelta(days=400), "day": first, "last": last, "id": id_, "cursor": cursor}


def _event(chance: np.random.Generator, store: Store) -> Values:
    return {"id": _one(store.events, chance)[0]}


def _place(chance: np.random.Generator, store: Store) -> Values:
    return {"place": _one(store.places, chance)}


def _days(chance: np.random.Generator, store: Store) -> Values:
    return {"days": int(chance.integers(7, 120))}


def _beginning(chance: np.random.Generator, store: Store) -> Values:
    return {"word": _one(store.actors, chance)[: int(chance.integers(1, 4))].lower()}


_BAD, _GOOD = f"FILTER ({IS_FRICTION})", f"FILTER ({IS_COOPERATION})"
_EITHER = "(source_code = $a OR source_country = $a OR target_code = $a OR target_country = $a)"
_OLDEST = "ORDER BY first_day NULLS LAST, last_day, article, position, id"
_NEWEST = "ORDER BY first_day DESC NULLS LAST, last_day DESC, article DESC, position DESC, id DESC"
_BOTH = "((source = $a AND target = $b) OR (source = $b AND target = $a))"
_LAST = f"""
    SELECT first_day, last_day, published, source_code, source_name, target_code, target_name, type, mode, intensity, reports, sources, id, origin,
        origin_code, publisher, title, url, article, evidence
    FROM events WHERE ((source_code = $a AND target_code = $b) OR (source_code = $b AND target_code = $a)) AND status = 'happened' AND last_day - first_day < 7
        AND first_day >= (SELECT min(day) FROM (SELECT day FROM ledger WHERE kind = 'dyad' AND {_BOTH} ORDER BY day DESC LIMIT 10))
    ORDER BY first_day DESC, greatest(first_day, published) DESC, id LIMIT 10
"""
_MOVERS = f"""
    WITH ends AS (SELECT max(day) AS day FROM ledger WHERE kind = 'dyad'),
        counts AS (
            SELECT least(source, target) AS a, greatest(source, target) AS b, sum(events) FILTER (ledger.day > ends.day - $days) AS n,
                coalesce(sum(events) FILTER (ledger.day > ends.day - $days AND {IS_FRICTION}), 0) AS bad,
                coalesce(sum(events) FILTER (ledger.day > ends.day - $days AND {IS_COOPERATION}), 0) AS good,
                coalesce(sum(events) FILTER (ledger.day <= ends.day - $days AND {IS_FRICTION}), 0) AS bad_before,
                coalesce(sum(events) FILTER (ledger.day <= ends.day - $days AND {IS_COOPERATION}), 0) AS good_before
            FROM ledger, ends WHERE kind = 'dyad' AND ledger.day > (SELECT max(day) FROM ledger WHERE kind = 'dyad') - 2 * $days GROUP BY ALL
            HAVING bad + good > 0 AND bad_before + good_before > 0),
        shares AS (SELECT *, (bad_before + 1) / (bad_before + good_before + 2) AS share FROM counts)
    SELECT a, b, n, bad, good, ((bad + 5 * share) / (bad + good + 5) - share)
        / sqrt(share * (1 - share) * (1 / (bad + good + 5) + 1 / (bad_before + good_before + 5))) AS weight
    FROM shares ORDER BY abs(round(weight, 4)) DESC, a, b LIMIT 20
"""
_PARTNERS = f"""
    WITH ends AS (SELECT max(day) AS day FROM ledger WHERE kind = 'dyad' AND (source = $a OR target = $a))
    SELECT CASE WHEN source = $a THEN target ELSE source END AS partner, sum(events) FILTER (ledger.day > ends.day - 365) AS n,
        sum(events) FILTER (ledger.day > ends.day - 365 AND {IS_FRICTION}), sum(events) FILTER (ledger.day > ends.day - 365 AND {IS_COOPERATION}),
        sum(events) FILTER (ledger.day <= ends.day - 365 AND {IS_FRICTION}), sum(events) FILTER (ledger.day <= ends.day - 365 AND {IS_COOPERATION})
    FROM ledger, ends WHERE kind = 'dyad' AND (source = $a OR target = $a) AND ledger.day > ends.day - 730
    GROUP BY partner HAVING n > 0 ORDER BY n DESC, partner LIMIT 500
"""
_NAMED = """
    SELECT name, count(*) AS n FROM (
        SELECT source_name AS name FROM events WHERE source_country = $a AND len(source_sectors) > 0
        UNION ALL SELECT target_name FROM events WHERE target_country = $a AND len(target_sectors) > 0)
    WHERE name IS NOT NULL GROUP BY name ORDER BY n DESC, name LIMIT 300
"""


def _ids(answer: Any) -> list[str]:
    return [each["id"] for each in answer["items"]]


def _first(rows: Rows) -> list[Any]:
    """The first column of the first statement."""
    return [row[0] for row in rows[0]]


def _course(answer: Any) -> tuple[int, int]:
    """Events of all periods, and of the last acts."""
    return sum(period["events"] or 0 for way in answer["directions"] for period in way["periods"]), len(answer["acts"])


QUESTIONS = (
    Question(
        "events: an actor and a type, newest first", _actor, "/events?involving={a}&type={type}&newest=true&limit=25",
        (f"SELECT id, * FROM events WHERE {_EITHER} AND type = $type {_NEWEST} LIMIT 25",), _ids, _first,
    ),
    Question(
        "events: a dyad", _pair, "/events?dyad={a}-{b}&limit=100",
        (
            f"""SELECT id, * FROM events WHERE ((source_code = $a OR source_country = $a) AND (target_code = $b OR target_country = $b))
            OR ((source_code = $b OR source_country = $b) AND (target_code = $a OR target_country = $a)) {_OLDEST} LIMIT 100""",
        ), _ids, _first,
    ),
    Question(
        "events: a country, newest first", _actor, "/events?country={a}&newest=true", (f"SELECT id, * FROM events WHERE country = $a {_NEWEST} LIMIT 50",),
        _ids, _first,
    ),
    Question(
        "events: words of a place", _place, "/events?place={place}",
        (
            f"""SELECT id, * FROM events WHERE regexp_matches(place, '(?i)(^|\\W)' || regexp_escape($place) || '($|\\W)')
            OR regexp_matches(admin1, '(?i)(^|\\W)' || regexp_escape($place) || '($|\\W)') {_OLDEST} LIMIT 50""",
        ), _ids, _first,
    ),
    Question(
        "events: a window, a later page", _page, "/events?since={since}&until={until}&cursor={cursor}&limit=100",
        (f"SELECT id, * FROM events WHERE first_day BETWEEN $day AND $until AND (first_day > $day OR (last_day, id) > ($last, $id)) {_OLDEST} LIMIT 100",),
        _ids, _first,
    ),
    Question("event", _event, "/events/{id}", ("SELECT id, * FROM events WHERE id = $id",), lambda answer: [answer["id"]], _first),
    Question(
        "story", _event, "/stories/{id}",
        (
            "SELECT id, * FROM events WHERE id = $id",
            "SELECT r.*, a.published, a.publisher, a.title, a.url FROM reports r JOIN articles a ON a.id = r.article WHERE r.event = $id ORDER BY r.id",
        ), lambda answer: [answer["id"], len(answer["told_by"])], lambda rows: [rows[0][0][0], len(rows[1])],
    ),
    Question(
        "dyads of a window", _window, "/dyads?since={since}&until={until}&limit=400",
        (
            f"""SELECT least(source, target) AS a, greatest(source, target) AS b, sum(events) AS n, sum(events) {_BAD}, sum(events) {_GOOD}, max(day)
            FROM ledger WHERE kind = 'dyad' AND day BETWEEN $since AND $until GROUP BY ALL ORDER BY n DESC, a, b LIMIT 400""",
        ), lambda answer: [(*each["actors"], each["events"]) for each in answer["items"]], lambda rows: [row[:3] for row in rows[0]],
    ),
    Question(
        "movers", _days, "/dyads/movers?days={days}", (_MOVERS,), lambda answer: [tuple(each["actors"]) for each in answer["items"]],
        lambda rows: [row[:2] for row in rows[0]],
    ),
    Question(
        "a dyad's ledger by week", _pair, "/dyads/{a}/{b}",
        (
            f"""SELECT source, target, date_trunc('week', day)::DATE AS start, type, mode, sum(events), sum(intensity), sum(reports), sum(sources), min(day),
            max(day), flatten(list(ids)) FROM ledger WHERE kind = 'dyad' AND {_BOTH} GROUP BY ALL ORDER BY start, source, target""", _LAST,
        ), _course, lambda rows: (sum(row[5] for row in rows[0]), len(rows[1])),
    ),
    Question(
        "a dyad by week, in few numbers", _pair, "/dyads/{a}/{b}?ids=false&types=false",
        (
            f"""SELECT source, target, date_trunc('week', day)::DATE AS start, sum(events), sum(events) {_BAD}, sum(events) {_GOOD}, sum(intensity),
            sum(reports), sum(sources) FROM ledger WHERE kind = 'dyad' AND {_BOTH} GROUP BY ALL ORDER BY start, source, target""",
            f"""SELECT source, target, type, mode, sum(events) AS n, sum(intensity), sum(reports), sum(sources) FROM ledger WHERE kind = 'dyad' AND {_BOTH}
            GROUP BY ALL ORDER BY source, target, n DESC""", _LAST,
        ), _course, lambda rows: (sum(row[3] for row in rows[0]), len(rows[2])),
    ),
    Question(
        "a dyad by day", _pair, "/dyads/{a}/{b}/days",
        (
            f"""SELECT day, source = $a AS forth, sum(events), sum(events) {_BAD}, sum(events) {_GOOD} FROM ledger WHERE kind = 'dyad' AND {_BOTH}
            GROUP BY ALL ORDER BY day""",
        ), lambda answer: sum(each[1] + each[4] for each in answer["days"]), lambda rows: sum(row[2] for row in rows[0]),
    ),
    Question(
        "a dyad's last acts", _pair, "/dyads/{a}/{b}/acts", (_LAST,), lambda answer: [each["event"] for each in answer["items"]],
        lambda rows: [row[12] for row in rows[0]],
    ),
    Question(
        "actors", _beginning, "/actors?starting={word}&limit=10000",
        (
            """SELECT code, sum(events) AS n, min(day), max(day) FROM (SELECT source AS code, events, day FROM ledger WHERE kind = 'dyad'
            UNION ALL SELECT target, events, day FROM ledger WHERE kind = 'dyad') WHERE starts_with(lower(code), $word) GROUP BY code ORDER BY n DESC, code""",
        ), lambda answer: 0, lambda rows: 0,
    ),
    Question(
        "an actor", _actor, "/actors/{a}", (_PARTNERS, _NAMED), lambda answer: [(each["code"], each["events"]) for each in answer["partners"]],
        lambda rows: [row[:2] for row in rows[0]],
    ),
    Question(
        "places of a window", _window, "/places?since={since}&until={until}",
        (
            f"""SELECT country, admin1, place, "precision", lat, lon, count(*) AS n, count(*) {_BAD}, count(*) {_GOOD}, min(first_day), max(last_day)
            FROM events WHERE last_day >= $since AND first_day <= $until AND lat IS NOT NULL AND lon IS NOT NULL GROUP BY ALL ORDER BY n DESC LIMIT 2000""",
        ), lambda answer: sum(each["events"] for each in answer["items"]), lambda rows: sum(row[6] for row in rows[0]),
    ),
    Question(
        "weeks of an actor", _actor, "/timeline?involving={a}",
        (
            f"""SELECT date_trunc('week', first_day)::DATE AS start, count(*), count(*) FILTER (passes), count(*) FILTER (passes AND {IS_FRICTION}),
            count(*) FILTER (passes AND {IS_COOPERATION}), count(lat) FILTER (passes) FROM (SELECT first_day, type, lat, {_EITHER} AS passes
            FROM events WHERE first_day IS NOT NULL) GROUP BY start ORDER BY start""",
        ), lambda answer: [(each["stored"], each["events"]) for each in answer["items"]], lambda rows: [row[1:3] for row in rows[0]],
    ),
    Question(
        "signals of an actor", _actor, "/signals?actor={a}",
        (
            """SELECT id, record FROM signals WHERE list_contains(actors, $a) QUALIFY row_number() OVER (PARTITION BY id ORDER BY version DESC) = 1
            ORDER BY date DESC, score DESC, id LIMIT 50""",
        ), lambda answer: [each["id"] for each in answer["items"]], _first,
    ),
)  # fmt: skip


def drawn(question: Question, store: Store, number: int, seed: int) -> list[Values]:
    """Parameters of so many questions, none asked twice where there are as many."""
    chance = np.random.default_rng(seed)
    found: dict[str, Values] = {}
    for _ in range(50 * number):
        values = question.draw(chance, store)
        found.setdefault(question.asked(values), values)
        if len(found) == number:
            break
    return list(found.values())


def compare(question: Question, values: Values, answer: bytes, rows: Rows) -> None:
    """Raises SystemExit where the two say different things."""
    told, found = (json.dumps(each) for each in (question.told(json.loads(answer)), question.found(rows)))
    if told != found:
        raise SystemExit(f"{question.asked(values)}: the API says {told[:500]}, SQL {found[:500]}")

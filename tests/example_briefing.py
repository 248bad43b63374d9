"""A database to brief on, made by hand: two articles on one quarrel, an event that both report, and an imported one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from example_coding import ELPHBERG, RURITANIA, coding, event
from riftline.records import Actor, Attribution, Coding, Figure, Interval
from riftline.stories.correcting import merge
from riftline.stories.keeping import keep

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HOSTILE = 'Shells <script>alert("x")</script> [fall](javascript:alert(1)) *again* | & _more_ ![i](http://e.org/i.png) `x`'
TAPIOCA = Actor("SAN", "General Tapioca", "Gen. Tapioca", "SAN", ("MIL",))
YEARS_AGO = Interval(date(2019, 1, 1), date(2019, 12, 31), "2019", "2019")


def second() -> Coding:
    """A later article with the same shelling, an older quarrel, and a title that would do harm if it could."""
    made = coding("rur-2", title=HOSTILE, publisher="Borduria <Today>", published=date(2024, 6, 20), url="https://example.org/a b?x=<1>&y=2")
    june = Interval(date(2024, 6, 18), date(2024, 6, 18))
    events = (
        replace(made.events[3], figures=(Figure("killed", 15, 15, "15 soldiers"),)),
        event(7, "ACCUSE", ELPHBERG, TAPIOCA, "Tapioca’s government", date=june, attribution=Attribution("RUR", "Ruritanian official", True)),
        event(8, "CONSULT", RURITANIA, TAPIOCA, "Talks are due in Vienna", date=YEARS_AGO, status="background"),
    )
    return replace(made, events=events, accounts=(), statements=())


def fill(connection: DuckDBPyConnection) -> None:
    """Stores them, the shelling as one event of two reports, and an imported event without a PLOVER type."""
    keep(connection, coding(url="javascript:alert(1)"))
    keep(connection, second())
    (one,), (other,) = connection.execute("SELECT id FROM reports WHERE type = 'ASSAULT' AND status = 'happened' ORDER BY article").fetchall()
    merge(connection, [one, other])
    connection.execute("UPDATE events SET sources = 2 WHERE id = ?", [one])
    connection.execute("INSERT INTO grades VALUES ('The Strelsau Post', 'B', NULL, TIMESTAMP '2024-07-01')")
    connection.execute("INSERT INTO revisions VALUES ('rur-2', 'rur-1', 'correction', 'A correction.')")
    connection.execute(
        """INSERT INTO events BY NAME SELECT 'i1' AS id, 'icews' AS origin, '77' AS origin_id, '010' AS origin_code, [] AS contexts,
        'happened' AS status, 'RUR' AS source_code, 'Ruritania' AS source_name, 'BOR' AS target_code, 'Borduria' AS target_name,
        DATE '2024-05-01' AS first_day, DATE '2024-05-01' AS last_day, 'Interfax' AS publisher, DATE '2024-05-01' AS published,
        'Make statement' AS evidence, 1 AS reports, 1 AS sources"""
    )

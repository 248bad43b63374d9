"""Which events go into an export, in which order, with which evidence, and what is counted of the others."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from example_coding import TEXT
from example_events import ARMENIA, RUSSIA, Row, database, insert, reading, row, written
from riftline.export import geojson, icews, plover, table
from riftline.export.base import Query, cell, encoded, number, plain, tabbed
from riftline.export.gdelt_mentions import COLUMNS, mentions
from riftline.export.numbers import event_number, text_number
from riftline.export.selection import chosen
from riftline.records import STATUSES
from riftline.store import queries
from riftline.store.filters import Filters


def statuses(path: Path, form: object, *asked: str) -> tuple[list[str], dict[str, int]]:
    content, query = written(form, path, Filters(status=asked))  # type: ignore[arg-type]
    if form is plover.FORMAT:
        return [json.loads(line)["status"] for line in content.decode().splitlines()], dict(query.left_out)
    return [str(query.written["events"])], dict(query.left_out)


def test_what_cannot_be_told_apart_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    path = database(tmp_path / "a.duckdb", [row(id=f"{i}", type="CONSULT", mode=None, status=status) for i, status in enumerate(STATUSES)])
    assert statuses(path, plover.FORMAT) == (["happened", "planned", "possible", "background"], {"negated": 1})
    assert statuses(path, plover.FORMAT, "negated") == (["negated"], {})
    assert statuses(path, geojson.FORMAT) == (["5"], {})
    assert statuses(path, icews.FORMAT) == (["1"], {status: 1 for status in STATUSES if status != "happened"})
    assert statuses(path, icews.FORMAT, "planned", "negated") == (["2"], {})


def test_a_limit_counts_what_is_written_and_oldest_come_first(tmp_path: Path) -> None:
    days = [date(2023, 1, 1) + timedelta(days=(i * 7) % 10) for i in range(10)]
    made = [row(id=f"{i}", first_day=day, last_day=day, status="planned" if i % 2 else "happened") for i, day in enumerate(days)]
    path = database(tmp_path / "a.duckdb", [*made, row(id="x", first_day=None, last_day=None)])
    content, query = written(icews.FORMAT, path, Filters(limit=3))
    written_days = [line.split("\t")[1] for line in content.decode().splitlines()[1:]]
    assert written_days == sorted(written_days)
    assert (len(written_days), query.written["events"]) == (3, 3)
    whole, query = written(icews.FORMAT, path)
    assert (whole.count(b"\n"), dict(query.left_out)) == (6, {"planned": 5, "without a day": 1})


@settings(max_examples=25, deadline=None)
@given(days=st.lists(st.none() | st.integers(0, 6), max_size=12), stretch=st.integers(1, 5), since=st.none() | st.integers(0, 6))
def test_stretches_give_what_one_query_gives(tmp_path_factory: pytest.TempPathFactory, days: list[int | None], stretch: int, since: int | None) -> None:
    start = date(2023, 1, 1)
    made = []
    for i, offset in enumerate(days):
        day = start + timedelta(days=offset) if offset is not None else None
        made.append(row(id=f"{i:02}", first_day=day, last_day=day))
    path = database(tmp_path_factory.mktemp("stretches") / "a.duckdb", made)
    filters = Filters(since=start + timedelta(days=since) if since is not None else None)
    with pytest.MonkeyPatch.context() as patch, reading(path) as connection:
        patch.setattr(queries, "STRETCH", stretch)
        found = [each["id"] for each in queries.events(connection, filters)]
        assert found == [each["id"] for each in queries.events(connection, Filters(since=filters.since, limit=99))]
        assert len(found) == queries.number_of_events(connection, filters)


def test_evidence_comes_with_its_sentence(tmp_path: Path) -> None:
    with reading(database(tmp_path / "a.duckdb", [row(id="imported", origin="icews", type="ASSAULT")], articles=1)) as connection:
        found = {each["type"]: each["spans"] for each in chosen(icews.FORMAT, Query(connection, Filters(types=("ASSAULT", "THREATEN"))))}
        imported = list(chosen(icews.FORMAT, Query(connection, Filters(origins=("icews",)))))
    assert [(span["text"], span["sentence"], span["lead"], span["article"]) for span in found["THREATEN"]] == [
        ("threatened on Tuesday to close the border", 2, False, "rur-0")
    ]
    assert [span["text"] for span in imported[0]["spans"]] == []


def mention_rows(path: Path) -> list[Row]:
    with reading(path) as connection:
        content = b"".join(mentions(Query(connection, Filters()))).decode()
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in content.splitlines()]


def test_mentions_are_the_reports(tmp_path: Path) -> None:
    path = database(tmp_path / "a.duckdb", [row(id="1a", origin="gdelt", origin_id="77", origin_code="112", confidence=None)], articles=2)
    with reading(path) as connection:  # the second article's shelling is the first one's
        query = "SELECT id FROM events WHERE type = 'ASSAULT' AND status = 'happened' AND reports = 2 ORDER BY article"
        ((one,),) = connection.execute(query).fetchall()
    found = mention_rows(path)
    ours = [each for each in found if each["GLOBALEVENTID"] == str(int(one, 16))]
    assert [each["MentionIdentifier"] for each in ours] == ["https://news.example/0", "https://news.example/1"]
    shells, at = ours[0], str(TEXT.index("Bordurian shells"))
    assert (shells["MentionSourceName"], shells["MentionType"], shells["EventTimeDate"]) == ("news.example", "1", "20240508000000")
    assert (shells["SentenceID"], shells["ActionCharOffset"], shells["InRawText"], shells["Confidence"]) == ("4", at, "1", "70")
    assert (shells["Actor1CharOffset"], shells["Actor2CharOffset"]) == (at, "-1")  # Borduria stands in "Bordurian"; Ruritania is not named
    imported = next(each for each in found if each["GLOBALEVENTID"] == "77")
    assert (imported["ActionCharOffset"], imported["SentenceID"], imported["Confidence"], imported["MentionIdentifier"]) == (
        "-1", "", "", "https://www.example.org/a",
    )  # fmt: skip


def test_ids_as_numbers() -> None:
    assert event_number(row(id="00000000ff")) == 255
    assert event_number(row(origin="gdelt", origin_id="1234567890")) == 1234567890
    odd = [event_number(row(origin=origin, id=id, origin_id=other)) for origin, id, other in (("acled", "acled-ARM1", "ARM1"), ("icews", "icews-0", "007"))]
    assert odd == [text_number("acled-ARM1"), text_number("icews-0")]
    assert all(0 < value < 2**48 for value in odd)


def test_cells() -> None:
    assert tabbed(["a\tb\r\n", None, 1, 2.5, -0.0000001, date(2023, 1, 2), "\0x"]) == "a b\t\t1\t2.5\t0\t2023-01-02\tx\n"
    assert [number(value) for value in (10.0, 48.123456789, -2.0, 0.0)] == ["10", "48.123457", "-2", "0"]
    assert (cell("\u2028"), plain(None), plain("a\nb\0c")) == ("", None, "a b c")
    assert b"".join(encoded(["ä", "\udc80"])) == "ä?".encode()
    blocks = list(encoded("x" * 40_000 for _ in range(5)))
    assert [len(block) for block in blocks] == [80_000, 80_000, 40_000]


def test_memory_does_not_grow_with_the_events(tmp_path: Path) -> None:
    import tracemalloc

    path = database(tmp_path / "a.duckdb")
    from riftline.store.database import opened

    with opened(str(path), write=True) as connection:
        insert(connection, [row(ARMENIA, RUSSIA)])
        changed = "md5(i::VARCHAR)[:10] AS id, first_day + (i % 900)::INT AS first_day"
        connection.execute(f"INSERT INTO events SELECT e.* REPLACE ({changed}) FROM events e, range(30000) t(i)")
    peaks = []
    for most in (3_000, 30_000):
        with reading(path) as connection:
            tracemalloc.start()
            total = sum(len(piece) for piece in encoded(table.FORMAT.lines(chosen(table.FORMAT, Query(connection, Filters(limit=most))))))  # type: ignore[misc]
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert total > most * 100
    assert peaks[1] < peaks[0] * 1.5

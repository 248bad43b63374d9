"""A user's own commitments: what is read from a CSV, what is refused, what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from riftline.errors import InputError, RiftlineError
from riftline.relations.commitments_added import Added, add, read, remove, stored
from riftline.relations.commitments_told import known
from riftline.store.database import opened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HEAD = "id,parties,kind,treaty,from,to,source,note\n"
GOOD = 'ours-1,GEO|KEN,mutual defence,Pact of Mombasa,2020-05,,Our desk,"signed, not ratified"\nours-2,GEO|FJI,territorial dispute,A reef,1999,2001,Our desk,\n'


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as made:
        yield made


def written(path: Path, text: str) -> str:
    file = path / "ours.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_rows_are_read_whatever_stands_between_cells(tmp_path: Path, sign: str) -> None:
    lines = ["# ours", sign.join(("id", "parties", "kind", "from", "over")), "", sign.join(("x", "GEO|FJI", "war", "2001-02-03", "a reef"))]
    (row,) = read(written(tmp_path, "\ufeff" + "\n".join(lines)))
    assert (row["id"], row["parties"], row["treaty"], row["to"]) == ("x", "GEO|FJI", "a reef", "")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",GEO|KEN,mutual defence,T,2020,,s,", "line 2: no id"),
        ("rus-arm-1997,GEO|KEN,mutual defence,T,2020,,s,", "'rus-arm-1997' is one of Riftline's own"),
        ("x,GEO,mutual defence,T,2020,,s,", "'GEO' are not two; write them as ARM|RUS"),
        ("x,GEO|Kenya,mutual defence,T,2020,,s,", "'Kenya' is no code; Kenya is KEN"),
        ("x,GEO|XQZ,mutual defence,T,2020,,s,", "'XQZ' is no code of the actor tables"),
        ("x,GEO|KEN,friendship,T,2020,,s,", "'friendship' is not one of mutual defence, alliance"),
        ("x,GEO|KEN|FJI,war,T,2020,,s,", "a rivalry is between two"),
        ("x,GEO|KEN,war,T,,,s,", "from: no date"),
        ("x,GEO|KEN,war,T,soon,,s,", "'soon' is no date; write 2023"),
        ("x,GEO|KEN,war,T,2020-02-30,,s,", "'2020-02-30' is no day of the calendar"),
        ("x,GEO|KEN,war,T,2020,2019,s,", "from 2020 is after to 2019"),
        ("x,GEO|KEN,war,T,2020", "has 5 cells, the header 8"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(InputError, match=r"line 2: .*Nothing was added") as caught:
        read(written(tmp_path, HEAD + line + "\n"))
    assert fault in str(caught.value)


def test_all_faults_of_a_file_are_told_up_to_a_few(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 2: no id.*; line 3: .*line 6: .*; and 2 more faults"):
        read(written(tmp_path, HEAD + ",GEO|KEN,war,T,2020,,,\n" * 7))
    with pytest.raises(InputError, match="line 3: the id 'x' stands in line 2 too"):
        read(written(tmp_path, HEAD + "x,GEO|KEN,war,T,2020,,,\n" * 2))


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "is empty"), ("id,parties,kind\n", "has no column from"), ("id,parties,kind,from,colour\n", "has a column 'colour' that is not known")],
)
def test_a_header_must_be_right(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        read(written(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read(str(tmp_path / "gone.csv"))


def test_added_rows_join_the_tables_until_they_are_taken_away(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    assert add(connection, read(written(tmp_path, HEAD + GOOD))) == Added(2, 0)
    (bond,), (rivalry,) = stored(connection)
    assert (bond.treaty, bond.note, bond.start, bond.end, bond.origin, bond.defence) == (
        "Pact of Mombasa", "signed, not ratified", date(2020, 5, 1), None, "user", True,
    )  # fmt: skip
    assert (rivalry.over, rivalry.start, rivalry.end) == ("A reef", date(1999, 1, 1), date(2001, 12, 31))
    every = known(connection)
    assert [each.id for each in every.between("KEN", "GEO", date(2021, 1, 1))] == ["ours-1"]
    assert [each.id for each in every.rivalry("FJI", "GEO", date(2000, 1, 1))] == ["ours-2"]
    assert every.between("ARM", "RUS", date(2021, 1, 1)), "the tables stand beside them"
    remove(connection, "ours-1")
    assert not known(connection).between("KEN", "GEO", date(2021, 1, 1))


def test_a_row_with_a_stored_id_takes_its_place(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    add(connection, read(written(tmp_path, HEAD + GOOD)))
    assert add(connection, read(written(tmp_path, HEAD + "ours-1,GEO|KEN,partnership,Other,2021,,,\n"))) == Added(0, 1)
    (bond,), _ = stored(connection)
    assert (bond.kind, bond.treaty) == ("partnership", "Other")


def test_only_what_was_added_can_be_taken_away(connection: DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(RiftlineError, match="no added commitment 'x'; none was added"):
        remove(connection, "x")
    add(connection, read(written(tmp_path, HEAD + GOOD)))
    with pytest.raises(RiftlineError, match="no added commitment 'x'; added are ours-1, ours-2"):
        remove(connection, "x")
    with pytest.raises(RiftlineError, match="rus-arm-1997 is one of Riftline's own"):
        remove(connection, "rus-arm-1997")

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from example_reports import LATER, OTHER, RAID, raid
from lakes import part, rows
from riftline.engines.merging import merge
from riftline.errors import StoreError
from riftline.records import Coding
from riftline.store.database import opened
from riftline.store.lake import Lake
from riftline.stories.keeping import keep

DAY = date(2024, 5, 7)
ALL = (
    raid("a"),
    raid("b", LATER, "Borduria Today", DAY + timedelta(1), 14),
    raid("c", RAID + " The market opens again tomorrow.", "The Lower Quill Echo", DAY + timedelta(1), title="Market raided"),
    raid("d", OTHER, "The Tarn Herald", killed=3, place="High Tarn"),
    raid("e", "Borduria denied that its men had raided the market in Lower Quill on Monday.", "Borduria Today", status="negated", killed=12),
    raid("f", "CORRECTION: " + RAID.replace("12", "11"), published=DAY + timedelta(2), killed=11),
    # Each hangs together with the one before it, over more days than are put together at once.
    *(raid(f"later {n}", f"{LATER} That was the word of week {n}.", f"Paper {n}", DAY + timedelta(20 * n), 14) for n in range(1, 5)),
    raid("g", RAID + " So much for that, and nothing more is known of it.", "The Wend Post", DAY + timedelta(3)),
)


def database(path: Path, codings: Sequence[Coding]) -> dict[str, list[str]]:
    with opened(str(path), write=True) as connection:
        for coding in codings:
            keep(connection, coding)
    return rows(str(path))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return database(tmp_path_factory.mktemp("expected") / "t.duckdb", ALL)


@pytest.mark.parametrize("seed", range(2))
def test_a_lake_filled_in_any_order_holds_every_row_of_the_database(tmp_path: Path, expected: dict[str, list[str]], seed: int) -> None:
    shuffled = random.Random(seed).sample(ALL, len(ALL))
    lake = Lake(str(tmp_path / "lake"))
    for number in range(0, len(ALL), 3):
        part(lake, number, shuffled[number : number + 3])
        if seed % 2:
            merge(lake)  # else all at once, at the end
    merge(lake)
    assert rows(lake.path) == expected


def test_a_known_text_counts_once_and_a_changed_one_takes_its_place(tmp_path: Path) -> None:
    changed = raid("a", RAID.replace("12", "15"), killed=15)
    lake = Lake(str(tmp_path / "lake"))
    part(lake, 0, ALL[:4])
    assert merge(lake) == 4
    part(lake, 1, [raid("a"), raid("another name of a"), changed, ALL[4]])
    part(lake, 2, [ALL[1], raid("h", OTHER + " They left at dawn.", "The Echo", place="High Tarn", killed=3)])
    assert merge(lake) == 3
    expected = database(tmp_path / "t.duckdb", [*ALL[:4], changed, ALL[4], raid("h", OTHER + " They left at dawn.", "The Echo", place="High Tarn", killed=3)])
    assert rows(lake.path) == expected
    assert merge(lake) == 0


def test_what_has_no_day_is_compared_with_everything(tmp_path: Path) -> None:
    undated = raid("u", LATER + " It rained.", "Nobody", None, 14)  # type: ignore[arg-type]
    lake = Lake(str(tmp_path / "lake"))
    part(lake, 0, [undated, ALL[3]])
    merge(lake)
    part(lake, 1, [*ALL[:3], raid("v", RAID + " No more was said.", "No one", None)])  # type: ignore[arg-type]
    merge(lake)
    assert rows(lake.path) == database(tmp_path / "t.duckdb", [undated, *ALL[:4], raid("v", RAID + " No more was said.", "No one", None)])  # type: ignore[arg-type]


def test_only_days_in_which_something_changed_are_written(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    part(lake, 0, ALL[:4])
    merge(lake)
    part(lake, 1, [raid("z", "Gunmen from across the Wend river burnt a mill.", published=DAY + timedelta(10), day=DAY + timedelta(9))])
    merge(lake)
    assert {name for name in lake.storage.names("stories/events") if name.endswith("000002.parquet")} == {
        f"stories/events/published={DAY + timedelta(10)}/000002.parquet"
    }


def test_two_passes_at_once_do_not_undo_each_other(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    part(lake, 0, ALL[:2])

    def meanwhile() -> None:
        before = lake.manifest()
        if before is None:
            other = Lake(lake.path)
            merge(other)

    with pytest.raises(StoreError, match="by another process in the meantime"):
        merge(lake, meanwhile)
    assert merge(lake) == 0
    assert len(rows(lake.path)["articles"]) == 2

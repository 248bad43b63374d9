import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.sources.reading import BEGINNING, Position
from riftline.sources.resuming import Reached, Stamp, mark, resumed, stamp

HOW = "map ; published None"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "n.jsonl"
    made.write_bytes(b"line\n" * 1000)
    return made


def at(path: Path) -> Stamp:
    found = stamp(str(path))
    assert found
    return found


def read_whole(path: Path, **changes: object) -> Reached:
    """The file as a run leaves it that has read all."""
    fresh = resumed(None, at(path), HOW, False)
    return replace(fresh, **{"position": Position(0, 1000), "done": True, "growing": True, "articles": 990, "unfit": 10, **changes})  # type: ignore[arg-type]


def test_a_file_never_read_is_read_from_the_beginning(path: Path) -> None:
    found = resumed(None, at(path), HOW, False)
    assert (found.position, found.done, found.articles) == (BEGINNING, False, 0)
    assert found.stamp.mark == mark(str(path), 5000)


def test_a_file_read_whole_and_unchanged_is_not_read(path: Path) -> None:
    assert resumed(read_whole(path), at(path), HOW, False).done


@pytest.mark.parametrize("changes", [{"errors": 1}, {"articles": 0}, {"how": "map text=body; published None"}])
def test_errors_and_another_way_of_reading_lead_to_reading_it_again(changes: dict[str, object], path: Path) -> None:
    found = resumed(read_whole(path, **changes), at(path), HOW, False)
    assert (found.position, found.done, found.articles, found.errors) == (BEGINNING, False, 0, 0)


def test_coding_again_reads_again_but_goes_on_with_itself(path: Path) -> None:
    whole = read_whole(path)
    half = replace(whole, done=False, position=Position(0, 500))
    assert resumed(whole, at(path), HOW, True).position == BEGINNING
    assert resumed(half, at(path), HOW, True).position == BEGINNING
    assert resumed(replace(half, again=True), at(path), HOW, True).position == (0, 500)
    assert resumed(replace(whole, again=True), at(path), HOW, True).position == BEGINNING
    went_on = resumed(replace(half, again=True), at(path), HOW, False)
    assert (went_on.position, went_on.again) == ((0, 500), False)


def test_a_file_left_in_the_middle_is_gone_on_with_errors_or_not(path: Path) -> None:
    half = read_whole(path, done=False, position=Position(0, 500), errors=3)
    found = resumed(half, at(path), HOW, False)
    assert (found.position, found.done, found.errors) == ((0, 500), False, 3)


def test_what_was_appended_is_read_and_what_was_changed_is_read_from_the_beginning(path: Path) -> None:
    whole = read_whole(path)
    with path.open("ab") as file:
        file.write(b"more\n")
    grown = resumed(whole, at(path), HOW, False)
    assert (grown.position, grown.done, grown.articles, grown.stamp) == ((0, 1000), False, 990, replace(at(path), mark=mark(str(path), 5005)))
    assert resumed(replace(whole, growing=False), at(path), HOW, False).position == BEGINNING
    assert resumed(replace(whole, position=Position(2, 0)), at(path), HOW, False).position == BEGINNING
    for data in (b"LINE\n" + b"line\n" * 1001, b"line\n" * 999 + b"LINE\n" * 3, b"line\n" * 10):
        path.write_bytes(data)
        assert resumed(whole, at(path), HOW, False).position == BEGINNING


def test_a_change_that_keeps_the_size_is_seen_by_its_time(path: Path) -> None:
    whole = read_whole(path)
    path.write_bytes(b"line\n" * 500 + b"LINE\n" + b"line\n" * 499)
    os.utime(path, ns=(1, 1))
    assert resumed(whole, at(path), HOW, False).position == BEGINNING


def test_what_is_no_file_has_no_stamp(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [stamp(str(tmp_path / name)) for name in ("gone", "pipe", ".")] == [None] * 3


@settings(deadline=None)  # it writes and reads files
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_mark_is_not_changed_by_what_comes_behind(tmp_path_factory: pytest.TempPathFactory, one: bytes, more: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "marked"
    path.write_bytes(one)
    before = mark(str(path), len(one))
    path.write_bytes(one + more)
    assert mark(str(path), len(one)) == before

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from riftline.errors import ModelError
from riftline.tables import parts, rows

DATA = Path(__file__).resolve().parents[1] / "src" / "riftline" / "data"
TABLES = sorted(DATA.rglob("*.tsv"))
BY_LINE = {"divisions.tsv"}
"""Tables whose rows are meant by their line: two places of one name are two lines."""


def lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.relative_to(DATA)))
def test_a_table_is_well_formed(path: Path) -> None:
    (_, header), *body = list(lines(path))
    assert body, "no row"
    assert len(set(header)) == len(header)
    assert all(name and name == name.strip() for name in header)
    for number, cells in body:
        assert len(cells) == len(header), f"line {number} has {len(cells)} cells, the header {len(header)}"


@pytest.mark.parametrize("path", [path for path in TABLES if path.name not in BY_LINE], ids=lambda path: str(path.relative_to(DATA)))
def test_a_table_says_nothing_twice(path: Path) -> None:
    seen: dict[str, int] = {}
    for number, cells in lines(path):
        row = "\t".join(cells)
        assert row not in seen, f"line {number} is line {seen[row]} again"
        seen[row] = number


def test_rows_are_read_by_column() -> None:
    first = rows("plover/types")[0]
    assert (first["type"], first["quad"]) == ("AGREE", "verbal cooperation")


def test_rows_are_read_once() -> None:
    assert rows("plover/types") is rows("plover/types")


def test_a_missing_table_says_what_to_do() -> None:
    with pytest.raises(ModelError, match=r"data/no-such\.tsv is missing .* install Riftline again"):
        rows("no-such")


@pytest.mark.parametrize(("cell", "values"), [("", ()), ("a", ("a",)), ("a| b c |d", ("a", "b c", "d")), ("|a||", ("a",))])
def test_parts_of_a_cell(cell: str, values: tuple[str, ...]) -> None:
    assert parts(cell) == values


def test_the_gazetteer_is_sorted_by_key_as_looking_up_needs() -> None:
    previous = b""
    with gzip.open(DATA / "places" / "gazetteer.tsv.gz", "rb") as file:
        for line in file:
            key = line.split(b"\t", 1)[0]
            assert previous <= key
            previous = key
    assert previous


def test_every_bundled_table_says_when_and_from_what_it_was_made() -> None:
    there = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.name.endswith((".tsv", ".tsv.gz"))} - {"tables.tsv"}
    listed = rows("tables")
    assert {row["table"] for row in listed} == there
    assert len(listed) == len(there)
    assert all(date.fromisoformat(row["made"]).year >= 2026 and row["from"] for row in listed)

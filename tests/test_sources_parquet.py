import gzip
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from riftline.sources.base import Loaded
from riftline.sources.columns import UNMAPPED, Columns, parsed
from riftline.sources.files import articles
from riftline.sources.reading import Input, Position


def table(path: Path, columns: dict[str, Any], **more: Any) -> str:
    pq.write_table(pa.table(columns), path, **more)
    return str(path)


def said(path: str, columns: Columns = UNMAPPED, limit: int = 1_000_000) -> list[str]:
    return [item.article.text if isinstance(item, Loaded) else f"! {item}" for item in articles([path], limit, columns)]


def test_columns_of_every_type(tmp_path: Path) -> None:
    path = table(tmp_path / "n.parquet", {
        "id": [1, 2], "body": ["One.", "Two."], "date": [date(2024, 5, 8), None], "source": [{"name": "Coast Post"}, None], "vector": [[0.1], [0.2]],
    })  # fmt: skip
    one, two = articles([path])
    assert isinstance(one, Loaded)
    assert isinstance(two, Loaded)
    assert (one.article.id, one.article.text, one.article.published, one.article.publisher) == ("1", "One.", date(2024, 5, 8), "Coast Post")
    assert (two.article.id, two.article.published, two.article.publisher, two.article.origin) == ("2", None, None, f"{path}, row 2")


@pytest.mark.parametrize(
    "day", [datetime(2024, 5, 8, 22), datetime(2024, 5, 8, 22, tzinfo=UTC), "2024-05-08", 1715126400, date(2024, 5, 8)]
)  # fmt: skip
def test_days_of_every_type(day: object, tmp_path: Path) -> None:
    (found,) = articles([table(tmp_path / "n.parquet", {"text": ["One."], "when": [day]})], columns=parsed(["published=when"]))
    assert isinstance(found, Loaded)
    assert found.article.published == date(2024, 5, 8)


def test_mapped_and_nested_columns(tmp_path: Path) -> None:
    path = table(tmp_path / "n.parquet", {"nr": ["a"], "story_txt": ["One."], "meta": [{"words": ["Two.", "Three."]}]})
    (asked,) = said(path)
    assert asked.startswith(f"! {path}: none of its columns is known to hold the article's text: nr, story_txt, meta.")
    assert asked.endswith("as in --map text=story_txt.")
    assert said(path, parsed(["text=story_txt"])) == ["One."]
    assert said(path, parsed(["text=meta.words"])) == ["Two.\n\nThree."]
    assert "no column 'words'" in said(path, parsed(["text=words"]))[0]


def test_rows_without_a_text_are_errors_and_the_others_are_read(tmp_path: Path) -> None:
    path = table(tmp_path / "n.parquet", {"text": ["One.", None, " ", "x" * 500, "Five."]})
    found = said(path, limit=300)
    assert [found[0], found[4]] == ["One.", "Five."]
    for line, words in zip(found[1:4], ("row 2: a record without `text`", "row 3: the record's `text` is empty", "row 4: more than"), strict=True):
        assert words in line


def test_what_is_no_table_with_rows(tmp_path: Path) -> None:
    path = table(tmp_path / "n.parquet", {"text": pa.array([], pa.string())})
    assert said(path) == [f"! {path}: the table has no row."]
    whole = Path(table(tmp_path / "w.parquet", {"text": ["One."] * 100})).read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.parquet").write_text("No table.")
    (tmp_path / "packed.parquet.gz").write_bytes(gzip.compress(whole))
    assert "cut.parquet: the Parquet file cannot be read" in said(str(tmp_path / "cut.parquet"))[0]
    assert "the Parquet file cannot be read" in said(str(tmp_path / "text.parquet"))[0]
    assert "cannot be read out of a pipe or an archive" in said(str(tmp_path / "packed.parquet.gz"))[0]


def test_names_that_look_like_patterns_are_one_file(tmp_path: Path) -> None:
    table(tmp_path / "n1.parquet", {"text": ["Another."]})
    assert said(table(tmp_path / "n[1]*.parquet", {"text": ["One."], 'a "b"': [1]})) == ["One."]


def test_a_run_goes_on_at_a_row_of_any_group(tmp_path: Path) -> None:
    path = table(tmp_path / "n.parquet", {"text": [f"Row {n}." for n in range(1, 501)]}, row_group_size=7)
    source = Input(path)
    seen = [(source.at, source.share()) for _ in source.read(Position(0, 495))]
    assert seen == [((0, n), n / 500) for n in range(496, 501)]
    assert not list(source.read(Position(0, 500)))

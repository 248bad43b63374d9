import os
from pathlib import Path

import pytest

from riftline.errors import InputError
from riftline.sources.detect import by_suffix
from riftline.sources.walk import files


def test_a_tree_is_walked_in_one_order_whatever_the_disk_says(tmp_path: Path) -> None:
    for name in ("b/2.jsonl.gz", "b/10.txt", "a.warc.gz", "c.csv.zst", "a/z.parquet", "a/.git/x.txt", ".x.txt", "d.doc", "e.zip", "f.log.gz", "g.gz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [os.path.relpath(str(file), tmp_path) for file in files(str(tmp_path))]
    assert found == ["a/z.parquet", "a.warc.gz", "b/10.txt", "b/2.jsonl.gz", "c.csv.zst", "e.zip", "g.gz"]


def test_an_index_stands_for_the_files_beside_it(tmp_path: Path) -> None:
    for name in ("a/index.jsonl", "a/x.txt", "a/b/y.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [os.path.relpath(str(file), tmp_path) for file in files(str(tmp_path))] == ["a/b/y.txt", "a/index.jsonl", "z.txt"]


def test_what_is_not_there_or_holds_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    for name, words in (("gone", "no such file or folder"), ("void", "ends in .txt, .md, .html, .json, .jsonl, .csv")):
        (found,) = files(str(tmp_path / name))
        assert isinstance(found, InputError)
        assert words in str(found)
    assert list(files("-")) == ["-"]


def test_links_to_folders_are_not_followed_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "linked.txt").symlink_to(tmp_path / "a" / "x.txt")
    assert len(list(files(str(tmp_path)))) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_folder_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0)
    assert "cannot be read" in str(next(files(str(tmp_path))))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("news.jsonl.gz", "jsonl"), ("a/b.CSV.ZST", "csv"), ("x.tab", "tsv"), ("x.pq", "parquet"), ("CC-NEWS-20240508-00001.warc.gz", "warc"),
        ("x.zip", "packed"), ("x.gz", "packed"), ("x.tar.gz", None), ("x.tgz", None), ("x.log.xz", None), ("x", None),
    ],
)  # fmt: skip
def test_names_promise_formats(name: str, form: str | None) -> None:
    assert by_suffix(name) == form

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import s3_bucket
from example_reports import raid
from lakes import news, part, rows
from riftline.engines import local
from riftline.engines.coding import Code
from riftline.engines.filling import Filling
from riftline.engines.merging import merge
from riftline.errors import StoreError, StoreUnreachable
from riftline.sources.messages import Messages
from riftline.store.database import opened
from riftline.store.lake import Lake
from riftline.store.storage import Storage


@pytest.fixture
def bucket() -> Iterator[str]:
    with s3_bucket.bucket() as address:
        yield address


@pytest.mark.filterwarnings("ignore")
def test_a_lake_on_s3_is_filled_from_s3_and_read_like_one_here(tmp_path: Path, bucket: str) -> None:
    path = news(tmp_path / "news.jsonl", 4)
    Storage(f"{bucket}/in").write("2024/news.jsonl", Path(path).read_bytes())
    for lake, source in ((f"{bucket}/lake", f"{bucket}/in"), (str(tmp_path / "lake"), path)):
        work = Filling(Lake(lake), Code(coder="lakes:quick"), local.run, Messages(lambda line: None), 1, 2)
        work.take([source], lambda: None)
        work.put_together(lambda: None)
        assert (work.counted["coded"], work.counted["bad"]) == (4, 0)
    there, here = rows(f"{bucket}/lake"), rows(str(tmp_path / "lake"))
    assert len(there["articles"]) == 4
    with opened(f"{bucket}/lake") as connection:
        origins = connection.execute("SELECT origin FROM articles ORDER BY origin").fetchall()
        assert [row[0] for row in origins] == [f"{bucket}/in/2024/news.jsonl, line {n}" for n in range(1, 5)]
    del there["articles"], here["articles"]  # they differ in the origin
    assert there == here


def test_what_a_server_does_not_do_is_told(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = Storage("s3://nowhere/lake")
    assert (elsewhere.read("lake.json"), elsewhere.names()) == (None, [])
    with pytest.raises(StoreUnreachable, match=r"^s3://nowhere/lake cannot be written \(The specified bucket does not exist\)\.$"):
        elsewhere.write("lake.json", b"{}")
    monkeypatch.setattr(elsewhere.files, "cat_file", lambda place: (_ for _ in ()).throw(RuntimeError("Unable to locate credentials")))
    with pytest.raises(OSError, match=r"^s3://nowhere/lake cannot be reached \(Unable to locate credentials\)\.$"):
        elsewhere.read("lake.json")
    lake = Lake("s3://nowhere/lake")
    monkeypatch.setattr(lake, "storage", elsewhere)
    with pytest.raises(StoreUnreachable, match=r"^s3://nowhere/lake cannot be reached"):
        lake.manifest()


def test_any_address_that_fsspec_knows(tmp_path: Path) -> None:
    lake = Lake("memory://lake-of-a-test")
    part(lake, 0, [raid("a"), raid("b", "Borduria raided Lower Quill on Monday, it was said, and 12 traders died in the market.")])
    assert merge(lake) == 2
    with opened(lake.path) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (2,)


def test_what_is_written_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    storage.write("a/b.json", b"one")
    storage.write("a/b.json", b"two")
    assert storage.names("a") == ["a/b.json"]
    assert storage.read("a/b.json") == b"two"
    assert storage.read("a/c.json") is None
    (tmp_path / "full").mkdir()
    with pytest.raises(OSError, match="directory"):
        storage.write("full", b"three")
    assert storage.names() == ["a/b.json"]


def test_an_address_that_nobody_knows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="nonsense://x is no address"):
        Storage("nonsense://x")
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda path: importlib.import_module("not_there"))
    with pytest.raises(StoreError, match=r"pip install 'riftline\[s3\]'"):
        Storage("s3://bucket/without-s3fs")
    with pytest.raises(StoreError, match="what fsspec needs for gs"):
        Storage("gs://bucket")

"""Files that are there only once they are whole."""

from __future__ import annotations

import gzip
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from riftline.errors import RiftlineError
from riftline.export.writing import write_file


def broken() -> Iterator[bytes]:
    yield b"half"
    raise ValueError("no more")


def test_a_file_takes_the_place_of_an_earlier_one_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_file([b"one\n", b"two\n"], str(path)) == 8
    path.chmod(0o640)
    with pytest.raises(ValueError, match="no more"):
        write_file(broken(), str(path))
    assert path.read_bytes() == b"one\ntwo\n"
    write_file([b"three"], str(path))
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"three", 0o640)
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    write_file([b"four"], str(link))
    assert (path.read_bytes(), link.is_symlink()) == (b"four", True)


def test_gz_compresses_and_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        write_file([b"x" * 1000, b"y"], str(tmp_path / name))
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == b"x" * 1000 + b"y"
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(RiftlineError, match="is a folder; name a file"):
        write_file([], str(tmp_path))
    with pytest.raises(RiftlineError, match="there is no folder"):
        write_file([], str(tmp_path / "none" / "a.csv"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    other = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    other.start()
    write_file([b"through"], str(pipe))
    other.join(10)
    assert got == [b"through"]

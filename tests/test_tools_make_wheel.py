"""The wheel: the same from everywhere, whole, and nothing beside."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from tools.check_wheel import contents, twice
from tools.commit import ROOT, Commit
from tools.make_wheel import even

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no clone: the wheel is built from a commit")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built twice, which compares the bytes."""
    return twice(Commit.last(), tmp_path_factory.mktemp("built"))


@pytest.mark.slow
def test_it_holds_what_is_needed(wheel: Path) -> None:
    assert contents(Commit.last(), wheel) > 300
    names = set(zipfile.ZipFile(wheel).namelist())
    models = ("encoder.onnx", "heads.npz", "pairs.onnx", "tokenizer.json")
    others = ("py.typed", "data/places/gazetteer.tsv.gz", "store/migrations/0001_articles.sql", "web/static/desk.js", "web/static/LICENSES.txt")
    needed = (*(f"models/{name}" for name in models), *others)
    assert {f"riftline/{name}" for name in needed} <= names


@pytest.mark.slow
def test_one_that_is_not_whole_is_refused(wheel: Path, tmp_path: Path) -> None:
    """Each of what is wrong with it is told."""
    left_out = "riftline/models/heads.npz", "riftline/py.typed"
    put_in = "riftline/data/notes.txt", "riftline/py.typed", "riftline-0.1.0.dist-info/licenses/OTHER"
    with zipfile.ZipFile(wheel) as before, zipfile.ZipFile(tmp_path / wheel.name, "w") as after:
        for name in before.namelist():
            if name not in left_out:
                after.writestr(name, before.read(name))
        for name in put_in:
            after.writestr(name, "something else")
    with pytest.raises(SystemExit) as refused:
        contents(Commit.last(), tmp_path / wheel.name)
    assert str(refused.value).splitlines()[1:] == [
        "riftline/models/heads.npz is missing", "riftline/data/notes.txt does not belong there", "riftline/py.typed is not as in the commit",
        "its metadata have licenses/OTHER, or lack it",
    ]  # fmt: skip


def packed(path: Path, names: list[str], mode: int, when: int, owner: str) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.mode, member.mtime, member.uname, member.size = mode, when, owner, len(name)
            archive.addfile(member, io.BytesIO(name.encode()))
    return path


def test_a_packed_source_says_nothing_of_the_machine(tmp_path: Path) -> None:
    even(packed(tmp_path / "one.tar.gz", ["p/b", "p/a"], 0o600, 1_700_000_000, "ann"), tmp_path / "one", 1_600_000_000)
    even(packed(tmp_path / "two.tar.gz", ["p/a", "p/b"], 0o664, 1_800_000_000, "ben"), tmp_path / "two", 1_600_000_000)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with tarfile.open(tmp_path / "one") as archive:
        assert {(each.mode, each.mtime, each.uname) for each in archive} == {(0o644, 1_600_000_000, "")}
        assert archive.getnames() == ["p/a", "p/b"]
        inner = archive.extractfile("p/b")
        assert inner
        assert inner.read() == b"p/b"

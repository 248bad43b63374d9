import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.errors import InputError
from riftline.sources.base import Found, Loaded
from riftline.sources.reading import BEGINNING, Input, Position, Reading


def texts(found: list[Found]) -> list[str]:
    return [item.article.text if isinstance(item, Loaded) else "!" for item in found]


def lines(count: int) -> str:
    return "".join(json.dumps({"text": f"Talks {n}."}) + "\n" for n in range(count))


LINE = st.sampled_from(['{"text": "One."}', '{"text": "Two."}', "", "  ", '{"tex', '{"title": "x"}', '{"uri": "a", "pubstatus": "canceled"}'])


def write(path: Path, shape: str, body: list[str]) -> None:
    """The lines as a file of some shape."""
    if shape == "csv":
        path.write_text("id,text\n" + "".join(f"{n},{line[10:13]}\n" if line.strip() else "\n" for n, line in enumerate(body)))
    elif shape == "json":
        path.write_text(json.dumps([json.loads(line) for line in body if line.endswith("}")]))
    elif shape == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in (("a.jsonl", body), ("b.jsonl", body[::-1])):
                archive.writestr(name, "".join(f"{line}\n" for line in part))
    else:
        data = "".join(f"{line}\n" for line in body).encode()
        path.write_bytes(gzip.compress(data) if shape.endswith("gz") else data)


@pytest.mark.parametrize("shape", ["jsonl", "jsonl.gz", "json", "csv", "zip"])
@settings(deadline=None)  # it writes and reads files
@given(body=st.lists(LINE, max_size=10), stop=st.integers(0, 20))
def test_a_run_that_stops_anywhere_and_goes_on_has_read_all_once(
    shape: str, body: list[str], stop: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"stopped.{shape}"
    write(path, shape, [*body, '{"text": "End."}'])
    whole = texts(list(Input(str(path)).read()))
    source, first, at = Input(str(path)), [], BEGINNING
    for item in source.read():
        if len(first) == stop:
            break
        first.append(item)
        at = source.at
    assert texts(first) + texts(list(Input(str(path)).read(at))) == whole


def test_a_last_line_that_may_still_be_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_text(lines(2) + '{"text": "Tal')
    source = Input(str(path))
    assert texts(list(source.read())) == ["Talks 0.", "Talks 1.", "!"]
    assert source.at == (0, 2)
    with path.open("a") as file:
        file.write('ks 2."}\n')
    assert texts(list(source.read(source.at))) == ["Talks 2."]


def test_members_of_an_archive_are_passed_over_unopened(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in "abc":
            archive.writestr(f"{name}.jsonl", lines(3))
    source = Input(str(path))
    assert [source.at for _ in source.read()] == [(member, unit) for member in range(3) for unit in range(1, 4)]
    assert source.at == (3, 0)
    assert len(list(source.read(Position(1, 2)))) == 4
    assert not source.growing


@pytest.mark.parametrize(("name", "growing"), [("n.jsonl", True), ("n.jsonl.gz", True), ("n.csv", True), ("n.json", False), ("n.txt", False)])
def test_formats_that_others_append_to(name: str, growing: bool, tmp_path: Path) -> None:
    data = {"n.csv": "id,text\n1,One.\n", "n.json": '[{"text": "One."}]'}.get(name, lines(1)).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    source = Input(str(tmp_path / name))
    assert len(list(source.read())) == 1
    assert source.growing is growing


def test_how_far_it_is_is_told_by_bytes_of_what_lies_on_the_disk(tmp_path: Path) -> None:
    noise = "".join(json.dumps({"text": os.urandom(2000).hex()}) + "\n" for _ in range(200)).encode()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(noise))
    (tmp_path / "b.jsonl").write_bytes(noise)
    (tmp_path / "c.json").write_text(json.dumps([{"text": "One."}] * 4))
    reading = Reading([str(tmp_path)])
    shares = []
    for source in reading.inputs():
        for _ in source.read():
            share = reading.share()
            assert share is not None
            shares.append(share)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1, abs=0.001)
    packed = (tmp_path / "a.jsonl.gz").stat().st_size / sum(path.stat().st_size for path in tmp_path.iterdir())
    assert shares[100] == pytest.approx(packed / 2, abs=0.05)
    assert shares[300] == pytest.approx(packed + (1 - packed) / 2, abs=0.05)


def test_what_need_not_be_read_does_not_count(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.jsonl").write_text(lines(1000))
    reading = Reading([str(tmp_path)])
    first, second = reading.inputs(), None
    source = next(first)
    assert reading.share() == 0
    reading.leave(source)
    second = next(first)
    found = second.read()
    next(found)
    assert 0 < (reading.share() or 0) < 0.5
    list(found)


def test_an_index_tells_how_far_it_is_by_its_lines(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text("Talks ended.")
    (tmp_path / "index.jsonl").write_text("".join(json.dumps({"file": f"{name}.txt"}) + "\n" for name in "abcd"))
    reading = Reading([str(tmp_path)])
    (source,) = reading.inputs()
    assert (source.whole_file, source.size) == (False, 48)
    assert [reading.share() is not None for _ in source.read()] == [True] * 4


def test_pipes_have_no_share_and_a_file_as_standard_input_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, lines(3).encode())
    os.close(writing)
    with open(reading) as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        run = Reading(["-"])
        for source in run.inputs():
            assert len([run.share() for _ in source.read()]) == 3
        assert run.share() is None
    (tmp_path / "n.jsonl").write_text(lines(3))
    with open(tmp_path / "n.jsonl") as file:
        monkeypatch.setattr("sys.stdin", file)
        (source,) = Reading(["-"]).inputs()
        assert source.size == len(lines(3))
        assert not source.whole_file
        assert len(list(source.read())) == 3


def test_an_archive_as_standard_input_is_read_where_it_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jsonl", lines(2))
    with open(tmp_path / "a.zip") as file:
        monkeypatch.setattr("sys.stdin", file)
        assert len(list(Input("-").read())) == 2
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    (found,) = Input("-").read()
    assert "nothing came in" in str(found)


def test_a_path_that_is_not_there_is_an_input_with_an_error(tmp_path: Path) -> None:
    (source,) = Reading([str(tmp_path / "gone")]).inputs()
    (found,) = source.read()
    assert isinstance(found, InputError)
    assert source.size == 0


MEASURE = """
import gzip, lzma, resource, sys, zipfile, zstandard
from riftline.sources.files import articles
next(articles([sys.argv[1]]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in articles(sys.argv[1:]))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_does_not_grow_with_the_size_of_what_is_read(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    texts = [os.urandom(5000).hex() for _ in range(200)]
    block = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)).encode()
    packed, times = gzip.compress(block, 1), 220_000_000 // len(block)
    with open(tmp_path / "n.jsonl.gz", "wb") as file:
        for _ in range(times):
            file.write(packed)
    (tmp_path / "n.jsonl.zst").write_bytes(zstandard.compress(block, 1) * 20)
    with zipfile.ZipFile(tmp_path / "n.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("n.csv", "id,text\n" + "".join(f"1,{text}\n" for text in texts) * 20)
    names = [str(tmp_path / name) for name in ("n.jsonl.gz", "n.jsonl.zst", "n.zip")]
    done = subprocess.run([sys.executable, "-c", MEASURE, *names], capture_output=True, text=True, check=True)
    count, megabytes = map(int, done.stdout.split())
    assert count == 200 * (times + 20 + 20)
    assert megabytes < 30

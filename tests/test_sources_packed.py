import bz2
import gzip
import io
import json
import lzma
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from riftline.errors import InputError
from riftline.sources.base import Found, Loaded, Raw
from riftline.sources.files import articles, read
from riftline.sources.packed import STEEPEST

PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstandard.compress}
RANDOM = random.Random(4)  # the same bytes each time: what damage does depends on what it hits
LINES = b"".join(json.dumps({"text": f"Talks {n}. " + RANDOM.randbytes(300).hex()}).encode() + b"\n" for n in range(400))


def texts(found: list[Found]) -> list[str]:
    return [item.article.text if isinstance(item, Loaded) else f"! {item}" for item in found]


def numbers(found: list[Found]) -> list[int]:
    return [int(item.article.text.split()[1].rstrip(".")) for item in found if isinstance(item, Loaded)]


@pytest.mark.parametrize("ending", PACKERS)
def test_what_is_compressed_is_told_by_its_bytes_and_its_format_by_the_name_within(ending: str, tmp_path: Path) -> None:
    pack = PACKERS[ending]
    named, bare, wrong = tmp_path / f"n.jsonl.{ending}", tmp_path / f"n.{ending}", tmp_path / "n.jsonl"
    for path in (named, bare, wrong):
        path.write_bytes(pack(LINES))
    for path in (named, bare, wrong):
        assert numbers(list(articles([str(path)]))) == list(range(400))
    markdown = tmp_path / f"a.md.{ending}"
    markdown.write_bytes(pack(b"**Talks** ended."))
    csv = tmp_path / f"a.csv.{ending}"
    csv.write_bytes(pack(b"id,body\n1,Talks ended.\n"))
    assert texts(list(articles([str(markdown), str(csv)]))) == ["Talks ended.", "Talks ended."]


@pytest.mark.parametrize("ending", PACKERS)
def test_parts_one_after_another_are_one(ending: str) -> None:
    pack = PACKERS[ending]
    assert numbers(list(read(Raw.of("x", pack(LINES) + pack(LINES))))) == [*range(400), *range(400)]


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("share", [0.5, 0.999])
def test_what_was_cut_off_is_told_and_what_came_before_is_read(ending: str, share: float, tmp_path: Path) -> None:
    packed = PACKERS[ending](LINES)
    path = tmp_path / "n.jsonl"
    path.write_bytes(packed[: int(len(packed) * share)])
    found = list(articles([str(path)]))
    assert isinstance(found[-1], InputError)
    assert "are cut off after" in str(found[-1])
    # Compressors work block by block: xz and bzip2 have but one or two here, of which the last is lost.
    assert len(found) > (400 * share / 2 if ending == "gz" else 0)
    assert numbers(found) == list(range(len(found) - 1))


@pytest.mark.parametrize("ending", PACKERS)
def test_damage_is_told(ending: str, tmp_path: Path) -> None:
    packed = bytearray(PACKERS[ending](LINES))
    middle = len(packed) // 2
    packed[middle : middle + 40] = bytes(40)
    path = tmp_path / f"n.jsonl.{ending}"
    path.write_bytes(packed)
    assert any(isinstance(item, InputError) and "damaged" in str(item) for item in articles([str(path)]))


def test_zstandard_frames_that_hold_nothing_are_passed_over() -> None:
    skippable = struct.pack("<II", 0x184D2A50, 5) + b"12345"
    found = read(Raw.of("x", zstandard.compress(LINES) + skippable + zstandard.compress(b'{"text": "Talks 400."}')))
    assert numbers(list(found)) == list(range(401))


def test_zstandard_with_a_huge_window_is_refused_as_the_zstd_command_does() -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=28, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    with pytest.raises(InputError, match="Zstandard data are damaged"):
        list(read(Raw.of("x", packer.compress(LINES) + packer.flush())))


@pytest.mark.parametrize("ending", PACKERS)
def test_a_bomb_is_left_alone(ending: str) -> None:
    bomb = PACKERS[ending](b'{"text": "' + b" " * 20_000_000)
    with pytest.raises(InputError, match=f"more than {STEEPEST} times their size"):
        list(read(Raw.of("x.jsonl", bomb, limit=1_000_000), "jsonl"))


def test_the_limit_holds_for_what_is_unpacked() -> None:
    lines = gzip.compress(json.dumps({"text": os.urandom(3000).hex()}).encode() + b'\n{"text": "Two."}')
    said = texts(list(read(Raw.of("x", lines, limit=3000), "jsonl")))
    assert "line 1: more than 0.003 MB" in said[0]
    assert said[1:] == ["Two."]
    with pytest.raises(InputError, match="--max-megabytes"):
        list(read(Raw.of("x", gzip.compress(os.urandom(3000).hex().encode()), limit=3000), "text"))


def test_layers_of_compression_and_their_end() -> None:
    packed = b'{"text": "Talks ended."}'
    for _ in range(4):
        packed = gzip.compress(packed)
    assert texts(list(read(Raw.of("x", packed)))) == ["Talks ended."]
    said = texts(list(read(Raw.of("x", gzip.compress(gzip.compress(packed))))))
    assert "compressed more than 4 times over (gzip at last)" in said[0]


def test_compressed_lines_come_through_a_pipe_as_they_are_written() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as out, os.fdopen(reading, "rb") as stream:
        out.write(gzip.compress(b'{"text": "First."}\n'))
        out.flush()
        found = read(Raw("pipe", stream))
        assert texts([next(found)]) == ["First."]
        out.write(gzip.compress(b'{"text": "Second."}\n'))
        out.flush()
        assert texts([next(found)]) == ["Second."]


def archive(path: Path, *files: tuple[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files:
            target.writestr(name, data)
    return str(path)


def test_each_file_of_an_archive_is_read_by_its_own_name(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        ("b/one.txt", b"One.\n"), ("b/two.jsonl.gz", gzip.compress(b'{"text": "Two."}\n{"tex\n')), ("c.csv", b"id,text\n1,Three.\n"),
        (".hidden/x.txt", b"No."), ("__MACOSX/one.txt", b"No."), ("picture.png", b"\x89PNG"), ("empty/", b""),
    )  # fmt: skip
    said = texts(list(articles([path])))
    assert [said[0].strip(), said[1], said[3]] == ["One.", "Two.", "Three."]
    assert said[2].startswith(f"! {path}, b/two.jsonl.gz, line 2: not valid JSON")
    found = list(articles([path]))
    assert isinstance(found[0], Loaded)
    assert found[0].article.origin == f"{path}, b/one.txt"


def test_an_archive_without_a_known_ending_is_read_by_what_is_inside(tmp_path: Path) -> None:
    assert texts(list(articles([archive(tmp_path / "a.zip", ("export", b'{"text": "One."}'))]))) == ["One."]


def test_archives_that_cannot_be_read(tmp_path: Path) -> None:
    whole = Path(archive(tmp_path / "a.zip", ("n.jsonl", LINES)))
    (tmp_path / "cut.zip").write_bytes(whole.read_bytes()[:-30])
    archive(tmp_path / "empty.zip")
    archive(tmp_path / "office.docx", ("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
    archive(tmp_path / "nested.zip", ("a.zip", whole.read_bytes()), ("b.txt", b"Read."))
    for name, words in (
        ("cut.zip", "ZIP archive is damaged or cut off"),
        ("empty.zip", "no article in this archive"),
        ("office.docx", "an office document"),
        ("nested.zip", "cannot be read out of a pipe or another archive"),
    ):
        said = texts(list(articles([str(tmp_path / name)])))
        assert words in said[0]
    assert said[1] == "Read."


def test_a_damaged_or_encrypted_file_of_an_archive_costs_only_itself(tmp_path: Path) -> None:
    path = Path(archive(tmp_path / "a.zip", ("n.jsonl", LINES), ("b.txt", b"Read.")))
    data = bytearray(path.read_bytes())
    data[20_000:20_040] = bytes(40)
    path.write_bytes(data)
    found = list(articles([str(path)]))
    assert "the ZIP data are damaged" in str(found[-2])
    assert texts(found)[-1] == "Read."
    path = Path(archive(tmp_path / "b.zip", ("a.txt", b"Secret."), ("b.txt", b"Read.")))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the mark of encryption in the list at the end
    path.write_bytes(data)
    said = texts(list(articles([str(path)])))
    assert "a.txt: it is encrypted" in said[0]
    assert said[1] == "Read."


def test_a_bomb_in_an_archive_is_named(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", ("bomb.jsonl", b" " * 60_000_000), ("b.txt", b"Read."))
    said = texts(list(articles([path], limit=1_000_000)))
    assert "a.zip, bomb.jsonl: the ZIP data unpack to more than" in said[0]
    assert said[1] == "Read."


def test_standard_input_may_be_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(zstandard.compress(LINES))))
    assert numbers(list(articles(["-"]))) == list(range(400))

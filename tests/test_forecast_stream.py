import zipfile
from pathlib import Path

import pytest

from forecast_streams import copying, written
from riftline.errors import InputError
from riftline.forecast.stream import read


def files(folder: Path, train: str = "0 0 1 0\n", valid: str = "0 0 1 24\n", test: str = "1 0 2 48\n") -> Path:
    for name, text in (("train", train), ("valid", valid), ("test", test)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_tabs_spaces_and_a_fifth_column(tmp_path: Path) -> None:
    stream = read(str(files(tmp_path, train="7 3 9 0\n\n9\t3\t7\t25\t-1\r\n", valid="7 4 9 48 0\n", test="9 3 12 72\n")), 24)
    assert stream.train.tolist() == [[0, 0, 1, 0], [1, 0, 0, 1]]
    assert stream.valid.tolist() == [[0, 1, 1, 2]]
    assert stream.test.tolist() == [[1, 0, 2, 3]]
    assert (stream.entities, stream.relations) == (3, 2)


def test_days_are_days_where_times_count_days(tmp_path: Path) -> None:
    stream = read(str(files(tmp_path, train="0 0 1 5\n", valid="0 0 1 6\n", test="0 0 1 8\n")), 1)
    assert stream.all[:, 3].tolist() == [0, 1, 3]


def test_the_step_of_the_times_stands_for_the_day(tmp_path: Path) -> None:
    stream = read(str(files(tmp_path, train="0 0 1 30\n", valid="0 0 1 45\n", test="0 0 1 75\n")), 1)
    assert stream.all[:, 3].tolist() == [0, 1, 3]


def test_entities_without_events_are_possible_answers(tmp_path: Path) -> None:
    files(tmp_path)
    (tmp_path / "stat.txt").write_text("40\t1\t0", encoding="utf-8")
    assert read(str(tmp_path), 24).entities == 40


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    folder = written(tmp_path / "made", copying())
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"deep/{path.name}")
    plain, packed = read(str(folder), 24), read(str(tmp_path / "made.zip"), 24)
    assert packed.name == plain.name == "made"
    assert (packed.all == plain.all).all()


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"valid": "0 0 1\n"}, "valid.txt, line 1", "3 columns"),
        ({"train": "0 0 1 0\n0 0 x 0\n"}, "train.txt, line 2", "not four whole numbers"),
        ({"test": "0 0 1 48\n0 0 -1 48\n"}, "test.txt, line 2", "negative"),
        ({"test": "\n"}, "test.txt", "no events"),
        ({"valid": "0 0 1 24\n0 0 1 96\n"}, "test.txt", "go back to 48"),
        ({"train": "0 0 1 30\n"}, "valid.txt", "go back to 24"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: dict[str, str], where: str, what: str) -> None:
    with pytest.raises(InputError) as problem:
        read(str(files(tmp_path, **change)), 24)
    assert problem.value.origin.endswith(where)
    assert what in problem.value.problem


def test_a_missing_file_a_missing_folder_and_a_damaged_zip(tmp_path: Path) -> None:
    files(tmp_path)
    (tmp_path / "valid.txt").unlink()
    with pytest.raises(InputError, match=r"no valid\.txt"):
        read(str(tmp_path), 24)
    with pytest.raises(InputError, match="no such folder"):
        read(str(tmp_path / "nowhere"), 24)
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    with pytest.raises(InputError, match="neither a folder nor a zip"):
        read(str(tmp_path / "bad.zip"), 24)


def test_parts_may_share_a_day(tmp_path: Path) -> None:
    stream = read(str(files(tmp_path, valid="0 0 1 24\n", test="1 0 2 30\n")), 24)
    assert stream.valid[0, 3] == stream.test[0, 3] == 1

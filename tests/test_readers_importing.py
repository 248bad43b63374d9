"""What holds for every format: loaded twice, in two orders, packed, damaged, of the wrong kind."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import zstandard

from event_data import DEFAULTS, events, imported, table, write
from riftline.errors import InputError
from riftline.readers import importing
from riftline.readers.formats import FORMATS
from riftline.readers.importing import Settings, load
from riftline.readers.layout import columns
from riftline.store.database import opened

KEY = {"icews": "event_id", "gdelt": "globaleventid", "gdelt1": "globaleventid", "polecat": "event_id", "acled": "event_id_cnty", "ged": "id"}
TABLES = sorted(DEFAULTS)


def rows(form: str, *numbers: int) -> str:
    return table(form, *({KEY[form]: str(number)} for number in numbers))


@pytest.mark.parametrize("form", TABLES)
def test_twice_and_in_two_orders_gives_the_same_events(tmp_path: Path, form: str) -> None:
    one, two = write(tmp_path / "one", rows(form, 1, 2, 3)), write(tmp_path / "two", rows(form, 3, 4, 5))
    first, _ = imported(tmp_path / "a", one, two, one, two, format=form)
    assert (first.imported, first.present + first.repeated) == (5, 7)
    imported(tmp_path / "b", two, format=form)
    last, found = imported(tmp_path / "b", one, format=form)
    assert (last.imported, last.present, last.differing) == (2, 1, 0)
    again, same = imported(tmp_path / "b", two, one)
    assert (again.imported, again.present, again.differing) == (0, 5, 0)
    with opened(str(tmp_path / "a")) as connection:
        assert events(connection) == found == same


@pytest.mark.parametrize("form", TABLES)
def test_the_format_is_told_from_the_file(tmp_path: Path, form: str) -> None:
    report, (event,) = imported(tmp_path / "db", write(tmp_path / "x", rows(form, 7)))
    assert (report.format, report.refused) == (form, 0)
    assert event["origin"] == ("gdelt" if form == "gdelt1" else form)
    assert event["contexts"] is not None


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("said", sorted(FORMATS))
def test_a_file_in_another_format_says_which(tmp_path: Path, form: str, said: str) -> None:
    if said == form:
        return
    with pytest.raises(InputError) as raised:
        imported(tmp_path / "db", write(tmp_path / "x", rows(form, 7)), format=said)
    text = str(raised.value)
    if said == "icews-ids":
        assert "come as a folder or an archive with entity2id.txt" in text
    else:
        assert f"it is not {FORMATS[said].title}: expected " in text
        assert text.endswith(f"Import it with --as {form}.")
        assert f"found {len(columns(form))} columns (" in text


def test_what_is_no_event_data_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"it is in no format that can be imported: 3 columns \(day, who, what\); there are icews, gdelt"):
        imported(tmp_path / "db", write(tmp_path / "x.csv", "day,who,what\n1,2,3\n"))
    with pytest.raises(InputError, match=r"expected 20 columns, found 3 columns \(Event ID, Event Date, Source Name\), without CAMEO Code and Target Name"):
        imported(tmp_path / "db", write(tmp_path / "y.tab", "Event ID\tEvent Date\tSource Name\n"), format="icews")
    with pytest.raises(InputError, match="it is empty"):
        imported(tmp_path / "db", write(tmp_path / "z.csv", "\n"))
    with pytest.raises(InputError, match="there is no such file"):
        imported(tmp_path / "db", tmp_path / "gone.csv")


def packed(path: Path, text: str, how: str) -> Path:
    data = text.encode()
    if how == "gz":
        path.write_bytes(gzip.compress(data))
    elif how == "zst":
        path.write_bytes(zstandard.compress(data))
    elif how == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("20210504.export.CSV", data)
    else:
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("form", ["gdelt", "icews", "acled", "plover"])
@pytest.mark.parametrize("how", ["gz", "zst", "zip", "folder", "pattern", "crlf", "utf16"])
def test_packed_and_elsewhere(tmp_path: Path, form: str, how: str) -> None:
    text = '{"id": 7, "date": "2021-05-04", "event": ["AID"]}\n' if form == "plover" else rows(form, 7)
    inner = tmp_path / "in"
    inner.mkdir()
    if how == "utf16":
        (inner / "x.csv").write_bytes(text.encode("utf-16"))
    else:
        packed(inner / f"x.csv{'' if how in ('folder', 'pattern', 'crlf') else f'.{how}'}", text.replace("\n", "\r\n") if how == "crlf" else text, how)
    report, (event,) = imported(tmp_path / "db", {"folder": inner, "pattern": inner / "*.csv"}.get(how) or next(inner.iterdir()))
    assert (report.format, report.refused, event["origin_id"]) == (form, 0, "7")


@pytest.mark.parametrize("name", ["a[1].csv", "what?.csv", "*.csv", "it's.csv", "year=1999/country=X/a b.csv"])
def test_names_that_mean_something_elsewhere(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, table("acled", {}) + "broken\n")
    write(tmp_path / "a1.csv", rows("acled", 1, 2))
    report, (event,) = imported(tmp_path / "db", path)
    assert (event["origin_id"], report.files, report.examples[0].file) == ("SDN901", 1, str(path))


def test_what_cannot_be_unpacked_says_so(tmp_path: Path) -> None:
    whole = gzip.compress(rows("icews", *range(400)).encode())
    cases: dict[str, tuple[bytes, str]] = {
        "cut.gz": (whole[: len(whole) // 2], "cannot be unpacked"),
        "bad.zip": (b"PK\x03\x04 nothing", "damaged zip"),
        "a.bz2": (b"BZh91AY", "packed as bzip2; unpack it first"),
    }
    for name, (data, words) in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=words):
            imported(tmp_path / "db", tmp_path / name)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no event data in this folder"):
        imported(tmp_path / "db", tmp_path / "empty")


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(tmp_path: Path) -> None:
    good = write(tmp_path / "good", rows("icews", 1))
    failures: list[InputError] = []
    with opened(str(tmp_path / "db"), write=True) as connection:
        load(connection, [str(tmp_path / "gone"), good], Settings(), lambda name: None, failures.append)
        assert (len(failures), len(events(connection))) == (1, 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda cells: cells[:-1], "it has 19 columns where 20 are expected"),
        (lambda cells: [*cells, "more"], "it has 21 columns where 20 are expected"),
        (lambda cells: [cells[0], "", *cells[2:]], "event date is empty"),
        (lambda cells: [cells[0], "soon", *cells[2:]], "event date: 'soon' is no date"),
        (lambda cells: [cells[0], "2021-02-30", *cells[2:]], "event date: '2021-02-30' is no date"),
    ],
)
def test_rows_that_cannot_be_read_are_told_with_their_line(tmp_path: Path, change: Callable[[list[str]], list[str]], why: str) -> None:
    lines = rows("icews", 1, 2, 3).splitlines()
    lines[2] = "\t".join(change(lines[2].split("\t")))
    path = write(tmp_path / "x.tab", "\n".join(lines))
    report, found = imported(tmp_path / "db", path)
    assert (report.read, report.refused, [event["origin_id"] for event in found]) == (2, 1, ["1", "3"])
    assert [(item.file, item.line, item.why) for item in report.examples] == [(path, 3, why)]


def test_many_refused_rows_are_counted_and_few_shown(tmp_path: Path) -> None:
    text = rows("icews", 1) + "".join(f"{i}\tnever\n" for i in range(50))
    report, _ = imported(tmp_path / "db", write(tmp_path / "x.tab", text))
    assert (report.read, report.refused, len(report.examples)) == (1, 50, 5)


@pytest.mark.parametrize("form", ["icews", "gdelt", "acled"])
def test_lines_that_are_not_utf8_are_read_all_the_same(tmp_path: Path, form: str) -> None:
    name = {"icews": "source_name", "gdelt": "actor1name", "acled": "actor1"}[form]
    data = table(form, {name: "München"}).encode("cp1252", errors="replace") + table(form, {name: "Łódź", KEY[form]: "8"}, head=False).encode()
    (tmp_path / "x").write_bytes(data)
    report, found = imported(tmp_path / "db", tmp_path / "x")
    assert sorted(event["source_name"] for event in found) == ["München", "Łódź"]
    assert report.refused == 0
    assert report.notes == ["Some lines were not UTF-8; they were read as Windows-1252."]


@pytest.mark.parametrize("form", TABLES)
def test_one_id_with_two_contents_is_one_event_whatever_the_order(tmp_path: Path, form: str) -> None:
    field = {"acled": "notes", "ged": "source_headline", "icews": "publisher", "polecat": "source"}.get(form, "sourceurl")
    one, other = {field: "http://a/1"}, {field: "http://b/2"}
    path = write(tmp_path / "both", table(form, one, other))
    report, (event,) = imported(tmp_path / "db", path)
    assert (report.read, report.imported, report.repeated, report.differing) == (2, 1, 1, 1)
    turned = write(tmp_path / "turned", table(form, other, one))
    assert imported(tmp_path / "other", turned)[1] == [event]
    apart = [write(tmp_path / str(i), table(form, each)) for i, each in enumerate((one, other))]
    for name, order in (("up", apart), ("down", apart[::-1])):
        for file in order:
            last, found = imported(tmp_path / name, file)
        assert found == [event]
        assert last.differing == 1


def test_replace_puts_in_what_comes_now(tmp_path: Path) -> None:
    first, then = (write(tmp_path / name, table("icews", {"publisher": name})) for name in ("z", "a"))
    imported(tmp_path / "db", first)
    report, (event,) = imported(tmp_path / "db", then)
    assert (event["publisher"], report.present, report.replaced, report.differing) == ("z", 1, 0, 1)
    report, (event,) = imported(tmp_path / "db", then, replace=True)
    assert (event["publisher"], report.present, report.replaced, report.imported) == ("a", 0, 1, 0)
    report, _ = imported(tmp_path / "db", then, replace=True)
    assert (report.present, report.replaced) == (1, 0)


def test_a_batch_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH_FILES", 1)
    files = [write(tmp_path / str(i), rows("icews", i)) for i in range(3)]
    done: list[int] = []

    def failing(*given: Any) -> None:
        done.append(1)
        original(*given)
        if len(done) == 2:
            raise duckdb.Error("the disk is full")

    original = importing.insert
    monkeypatch.setattr(importing, "insert", failing)
    with opened(str(tmp_path / "db"), write=True) as connection, pytest.raises(duckdb.Error):
        load(connection, files, Settings(), lambda name: None, lambda problem: None)
    with opened(str(tmp_path / "db")) as connection:
        assert [event["origin_id"] for event in events(connection)] == ["0"]


def test_files_of_one_layout_are_read_together(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{i:03}", rows("gdelt", i)) for i in range(importing.BATCH_FILES + 4)]
    heard: list[str] = []
    with opened(str(tmp_path / "db"), write=True) as connection:
        (report,) = load(connection, files, Settings(), heard.append, lambda problem: None)
    assert (len(heard), report.files, report.imported) == (2, len(files), len(files))
    assert heard[0] == f"{files[0]} and {importing.BATCH_FILES - 1} more"


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    packed(tmp_path / "x.zip", rows("gdelt", 1), "zip")
    with opened(str(tmp_path / "db"), write=True) as connection:
        load(connection, [str(tmp_path / "x.zip")], Settings(), lambda name: None, lambda problem: None)
        left = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_catalog = 'temp'").fetchall()
        assert left == []
        assert connection.execute("SELECT current_setting('preserve_insertion_order')").fetchone() == (True,)


def test_codes_without_a_type_are_listed_by_count(tmp_path: Path) -> None:
    acts = ["010"] * 3 + ["020"] * 2 + ["0211", "190", "1459", "999"]
    changes = [{"event_id": str(i), "cameo_code": code, "source_name": "The Moon", "source_country": ""} for i, code in enumerate(acts)]
    report, found = imported(tmp_path / "db", write(tmp_path / "x.tab", table("icews", *changes)))
    assert report.unmapped == [
        ("010", "Make statement", 3), ("020", "Make an appeal or request", 2), ("0211", "Appeal for economic cooperation", 1), ("999", "no CAMEO code", 1),
    ]  # fmt: skip
    assert (report.read, report.mapped) == (9, 2)
    assert report.stateless == {"The Moon": 9}
    assert {event["type"] for event in found if event["origin_code"] == "1459"} == {"PROTEST"}  # as its parent 145
    record = report.record()
    assert (record["unmapped"], record["types"]) == (7, {"ASSAULT": 1, "PROTEST": 1})
    assert record["unmapped_codes"][0] == {"code": "010", "name": "Make statement", "rows": 3}

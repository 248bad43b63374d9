import csv
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.errors import InputError
from riftline.sources.base import Loaded, Raw
from riftline.sources.columns import UNMAPPED, Columns, parsed
from riftline.sources.formats import read


def rows(data: str | bytes, promised: str | None = "csv", limit: int = 10_000, columns: Columns = UNMAPPED, start: int = 0) -> list[str]:
    raw = Raw.of("x.csv", data.encode() if isinstance(data, str) else data, limit, columns)
    raw.start = start
    return [item.article.text if isinstance(item, Loaded) else f"! {item}" for item in read(raw, promised)]


def test_quotes_breaks_and_all_columns() -> None:
    raw = Raw.of("x.csv", b'id,date,body,source\r\n7,2024-05-08,"Norway said ""yes"",\r\n\r\nand left.",Post\r\n\r\n8,,Two.,\r\n')
    one, two = read(raw, "csv")
    assert isinstance(one, Loaded)
    assert isinstance(two, Loaded)
    assert one.article.text == 'Norway said "yes",\r\n\r\nand left.'
    assert (one.article.id, str(one.article.published), one.article.publisher) == ("7", "2024-05-08", "Post")
    assert (two.article.text, two.article.published, two.article.publisher, two.article.origin) == ("Two.", None, None, "x.csv, line 6")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_parts_the_columns_is_told_from_the_header(delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["id", "text"], ["1", "One, two; three\tfour|five."]])
    for promised in ("csv", "tsv", None):
        assert rows(out.getvalue(), promised) == ["One, two; three\tfour|five."]


def test_excel_says_what_parts_the_columns() -> None:
    assert rows("\ufeffsep=;\r\nid;text\r\n1;One, two.\r\n") == ["One, two."]


def test_quotation_marks_with_a_backslash() -> None:
    assert rows('id,text\n1,"He said \\"no, never\\",\nand left."\n2,"Two."\n') == ['He said "no, never",\nand left.', "Two."]
    assert rows('id,text\n1,"A path C:\\x and ""no""."\n') == ['A path C:\\x and "no".']


def test_a_broken_row_is_an_error_and_the_next_is_read() -> None:
    said = rows("id,text\n1,One.\n2\n3,a,b\n4,Four.,,\n5,\n6,Six.\n")
    assert [said[0], said[3], said[5]] == ["One.", "Four.", "Six."]
    assert said[1] == "! x.csv, line 3: 1 column, where the header has 2; look for a quotation mark that is not closed."
    assert said[2].startswith("! x.csv, line 4: 3 columns")
    assert said[4] == "! x.csv, line 6: the record's `text` is empty."


def test_limit_is_one_rows() -> None:
    said = rows(f"id,text\n1,One.\n2,{'x' * 400}\n3,Three.\n4,\"{'y' * 200}\n{'z' * 200}\"\n5,Five.\n", limit=300)
    assert [said[0], said[2]] == ["One.", "Three."]
    assert "line 3: more than 0.0003 MB" in said[1]
    assert "line 5: more than 0.0003 MB" in said[3]
    assert said[-1] == "Five."
    assert rows(f"id,text\n1,{'x' * 200_000}\n", limit=1_000_000) == ["x" * 200_000]  # beyond what the csv module takes by itself


def test_a_quotation_mark_that_is_never_closed_costs_no_more_than_the_limit() -> None:
    said = rows('id,text\n1,"One.\n' + "".join(f"{n},Text {n}.\n" for n in range(2, 100)), limit=300)
    assert "more than" in said[0]
    assert said[-1] == "Text 99."


def test_other_encodings() -> None:
    text = "The minister’s envoy said “no” in Málaga – and left. " * 3
    found = list(read(Raw.of("x", f"id,text\n1,Plain.\n2,{text}\n3,Málaga\n".encode("cp1252")), "csv"))
    assert [item.article.text for item in found if isinstance(item, Loaded)] == ["Plain.", text, "Málaga"]
    assert [len(item.notes) for item in found if isinstance(item, Loaded)] == [0, 1, 0]
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert rows("id\ttext\n1\tMálaga.\n".encode(encoding), None) == ["Málaga."]
    broken = b"id\ttext\n1\tOne.\n".decode().encode("utf-16") + b"\x00\xd8\n\x00"
    assert rows(broken, "tsv")[0] == "One."


def test_empty_tables_and_no_tables() -> None:
    assert rows("id,text\n") == ["! x.csv: the table has a header, but no row."]
    assert rows("") == ["! x.csv: the file is empty."]
    assert "a binary file" in rows(b"\x00\x01\x02" * 50)[0]
    assert "no header of a table" in rows("x" * 400 + "\n", limit=300)[0]
    with pytest.raises(InputError, match=r"known to hold the article's text: nr, story_txt\. .* --map text=story_txt"):
        rows("nr,story_txt\n1,Norway met Denmark.\n")
    with pytest.raises(InputError, match="no column 'words'"):
        rows("nr,text\n1,Norway met Denmark.\n", columns=parsed(["text=words"]))
    assert rows("nr,story_txt\n1,One.\n", columns=parsed(["text=story_txt"])) == ["One."]


def test_a_table_of_unknown_name_is_told_by_its_header() -> None:
    assert rows("id,date,body\n1,2024-05-08,One.\n", None) == ["One."]
    assert rows("nr,words\n1,One.\n", None, columns=parsed(["text=words,id=nr"])) == ["One."]
    assert rows("Text, date and place\nfollow here.\n", None)[0].startswith("Text, date")
    assert rows("The body, which met on Monday, gave a date and a text for the treaty; the source is known.\nIt left.\n", None)[0].startswith("The body")


def test_a_run_goes_on_at_a_row() -> None:
    table = 'id,text\n1,One.\n2,"Two\nand a half."\n\n3,Three.\n'
    raw = Raw.of("x", table.encode())
    at = [raw.at for _ in read(raw, "csv")]
    assert at == [1, 2, 3]
    assert rows(table, start=2) == ["Three."]
    assert rows(table, start=3) == []
    raw = Raw.of("x", table.rstrip().encode())
    assert [raw.at for _ in read(raw, "csv")] == [1, 2, 2]  # the last row may still grow


def test_a_pipe_is_not_read_ahead() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as out, os.fdopen(reading, "rb") as stream:
        print("id,text\n1,One.", file=out, flush=True)
        found = read(Raw("standard input", stream), "csv")
        one = next(found)
        assert isinstance(one, Loaded)
        assert one.article.text == "One."


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)


@given(st.lists(st.tuples(CELL, CELL), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_the_csv_module_writes_comes_back(cells: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["title", "text"], *([title, f"x{text}"] for title, text in cells)])
    found = list(read(Raw.of("x", out.getvalue().encode()), "csv"))
    if '\\"' in out.getvalue():
        return  # may be taken for quotation marks with a backslash
    texts = [item.article.text for item in found if isinstance(item, Loaded)]
    assert len(texts) == len(cells)
    assert [text for text, (_, given) in zip(texts, cells) if "<" not in given] == [f"x{given}" for _, given in cells if "<" not in given]

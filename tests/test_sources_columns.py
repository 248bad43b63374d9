from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.errors import InputError
from riftline.sources.columns import FIELDS, UNMAPPED, Columns, checked, known, parsed, pick, used, value_at


def first(record: dict[str, object], field: str, columns: Columns = UNMAPPED) -> object:
    found = pick(record, columns, field)
    return found[0].value if found else None


def test_pairs_come_with_commas_or_one_by_one() -> None:
    assert parsed(["text=body, published = date", "id=nr"]).given == (("id", "nr"), ("published", "date"), ("text", "body"))
    assert parsed([]) == parsed([""]) == UNMAPPED
    assert parsed(['"text=Body, full",published=']).given == (("published", ""), ("text", "Body, full"))
    assert parsed(["text=a=b"]).path("text") == "a=b"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("body", "'body' is no pair; write FIELD=COLUMN"),
        ("date=published", "no field 'date'; its fields are text, id"),
        ("text=a,text=b", "text is given twice"),
        ("text=", "an article needs a text"),
    ],
)
def test_a_map_that_makes_no_sense_is_told(given: str, words: str) -> None:
    with pytest.raises(InputError, match="--map") as problem:
        parsed([given])
    assert words in str(problem.value)


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(st.characters(exclude_characters=',"\r\n', exclude_categories=("C", "Z")), min_size=1)))
def test_a_map_reads_as_it_is_written(given: dict[str, str]) -> None:
    columns = Columns(tuple(sorted(given.items())))
    assert parsed([str(columns)]) == columns


@given(st.text())
def test_no_text_breaks_the_parser(given: str) -> None:
    with suppress(InputError):
        parsed([given])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Article Text", "text"), ("body", "text"), ("articleBody", "text"), ("maintext", "text"), ("full_text", "text"), ("Content", "text"),
        ("pub_date", "published"), ("publishedAt", "published"), ("Date", "published"), ("headline", "title"), ("source_name", "publisher"),
        ("publication", "publisher"), ("link", "url"), ("lang", "language"), ("_id", "id"), ("article_id", "id"),
    ],
)  # fmt: skip
def test_usual_names_are_known_however_they_are_spelt(name: str, field: str) -> None:
    assert first({name: "x"}, field) == "x"
    assert pick({name: "x"}, UNMAPPED, field)[0].guessed


def test_our_own_names_come_first_and_a_map_before_all() -> None:
    record = {"content": "b", "text": "a", "story": "c"}
    assert first(record, "text") == "a"
    assert first(record, "text", parsed(["text=story"])) == "c"
    assert first(record, "text", parsed(["text=STORY"])) == "c"
    assert first({"title": "t", "headline": "h"}, "title", parsed(["title="])) is None
    assert first({"text": "a", "headline": "h"}, "title", parsed(["text=text"])) == "h"  # what is not mapped is looked for as ever


def test_nested_values_are_reached_by_dots() -> None:
    record = {"article": {"body": "b", "tags": ["x", "y"]}, "a.b": "flat", "a": {"b": {"c": 1}}}
    assert value_at(record, "article.body") == "b"
    assert value_at(record, "article.tags.1") == "y"
    assert value_at(record, "a.b") == "flat"
    assert value_at(record, "a.b.c") == 1
    for missing in ("article.none", "article.tags.2", "article.tags.x", "article.body.0", "none", ""):
        assert value_at(record, missing) is None
    assert first({"source": {"id": None, "name": "Coast Post"}}, "publisher") == "Coast Post"


def test_what_says_nothing_is_no_value() -> None:
    assert first({"date": None, "pubDate": "2024-05-08"}, "published") == "2024-05-08"
    assert first({"title": float("nan")}, "title") is None


def test_a_table_without_a_text_says_what_to_write() -> None:
    with pytest.raises(InputError, match=r"none of its columns .*: nr, story_txt, day\. .* as in --map text=story_txt"):
        checked(["nr", "story_txt", "day"], UNMAPPED, "x.csv", {"nr": "1", "story_txt": "Long words.", "day": "2024"})
    with pytest.raises(InputError, match=r"--map text=COLUMN|--map text=nr"):
        checked(["nr"], UNMAPPED, "x.csv", {})
    checked(["nr", "story_txt"], parsed(["text=story_txt"]), "x.csv", {})
    checked(["nr", "story"], parsed(["text=story.words.0"]), "x.parquet", {})


def test_a_mapped_column_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match=r"no column 'bdy' for --map text=bdy; its columns are id, body"):
        checked(["id", "body"], parsed(["text=bdy"]), "x.csv", {})
    with pytest.raises(InputError, match="and 70 more"):
        checked([f"c{n}" for n in range(100)], UNMAPPED, "x.csv", {})


def test_only_columns_that_are_needed_are_read() -> None:
    assert used(["id", "body", "embedding", "source", "pic"], UNMAPPED) == ["id", "body", "source"]
    assert used(["id", "body", "article"], parsed(["text=article.words"])) == ["id", "article"]
    assert known(["id", "Body", "x"]) == {"id", "text"}

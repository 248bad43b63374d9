from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from riftline.errors import InputError, NotAnArticle
from riftline.sources.columns import UNMAPPED, Columns, parsed
from riftline.sources.fields import loaded

PAGE = """<!doctype html><html><head><title>Talks end</title><meta property="article:published_time" content="2024-05-08"></head><body><article>
<p>Norway’s transport minister met her Danish counterpart in Aarhus on Tuesday to end a dispute over ferries.</p></article><script>x()</script></body></html>"""


def read(value: Any, columns: Columns = UNMAPPED) -> Any:
    return loaded(value, "x", columns).article


def test_a_record_of_another_service_is_read_without_a_map() -> None:
    article = read({
        "source": {"id": None, "name": "Coast Post"}, "headline": "Talks end", "content": "Norway met Denmark.", "publishedAt": "2024-05-08T10:00:00Z",
        "link": "https://coast.example/1", "uuid": "7", "lang": "en",
    })  # fmt: skip
    assert (article.text, article.title, article.publisher, str(article.published)) == ("Norway met Denmark.", "Talks end", "Coast Post", "2024-05-08")
    assert (article.url, article.id, article.language, article.published_reason) == ("https://coast.example/1", "7", "en", "The record's `publishedAt`.")


@pytest.mark.parametrize(
    "day",
    [date(2024, 5, 8), datetime(2024, 5, 8, 23, 0), datetime(2024, 5, 8, 1, tzinfo=UTC), 1715126400, 1715126400000, 1715126400.5, "1715126400", b"2024-05-08"],
)
def test_days_of_every_type(day: object) -> None:
    assert read({"text": "a", "published": day}).published == date(2024, 5, 8)
    assert read({"text": "a", "when": day}, parsed(["published=when"])).published == date(2024, 5, 8)


def test_a_flag_is_no_day() -> None:
    assert read({"text": "a", "published": True, "date": "2024-05-08"}).published == date(2024, 5, 8)


def test_a_guessed_column_that_makes_no_sense_is_left_out_and_a_mapped_one_an_error() -> None:
    record = {"body": "a", "date": "2 hours ago", "source": 5, "link": ["x"]}
    found = loaded(record, "x")
    assert (found.article.published, found.article.publisher, found.article.url) == (None, None, None)
    assert "its `date` is '2 hours ago', which is no date" in found.notes[0]
    for given in ("published=date", "publisher=source", "url=link"):
        with pytest.raises(InputError, match=given.split("=")[1]):
            loaded(record, "x", parsed([given]))


def test_text_as_paragraphs_bytes_or_a_whole_page() -> None:
    assert read({"text": ["One.", "Two."]}).text == "One.\n\nTwo."
    assert read({"body": "Málaga".encode()}).text == "Málaga"
    page = read({"html": PAGE}, parsed(["text=html"]))
    assert (page.title, page.published, "x()" in page.text) == ("Talks end", date(2024, 5, 8), False)
    with pytest.raises(NotAnArticle, match="no article was found in the page"):
        read({"text": "<html><body></body></html>"})


def test_ids_are_strings_in_the_end() -> None:
    made = UUID("12345678123456781234567812345678")
    assert [read({"text": "a", "id": value}).id for value in (7, "7", made, None, "")] == ["7", "7", str(made), "", ""]
    with pytest.raises(InputError, match="`id` is not a string"):
        read({"text": "a", "id": 1.5})


def test_a_record_without_text_names_the_key_that_may_hold_it() -> None:
    with pytest.raises(InputError, match=r"without `text` \(its keys: `nr`, `words`\); name the one that holds it, as in --map text=words"):
        read({"nr": "1", "words": "Norway met Denmark."})
    with pytest.raises(InputError, match=r"without `x\.y`"):
        read({"body": "a"}, parsed(["text=x.y"]))
    with pytest.raises(NotAnArticle, match="`body` is empty"):
        read({"body": " "})
    with pytest.raises(InputError, match="not a record"):
        read(["a"])

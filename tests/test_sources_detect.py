import pytest

from riftline.errors import NotAnArticle
from riftline.sources.detect import binary, by_content, by_suffix, decode


@pytest.mark.parametrize("data", [b"%PDF-1.7 stream", b"PK\x03\x04word", b"\x1f\x8b\x08", b"abc\x00def" * 10, bytes(range(1, 32)) * 9])
def test_binary_files_are_told_and_refused(data: bytes) -> None:
    assert binary(data)
    with pytest.raises(NotAnArticle, match=r"x\.bin: this is a"):
        decode(data, "x.bin")


def test_utf8_and_byte_order_marks_are_read_without_a_note() -> None:
    text = "Çavuşoğlu met Mirzoyan – “briefly”."
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        decoded = decode(text.encode(encoding), "x")
        assert (decoded.text, decoded.note) == (text, None)


def test_windows_text_is_detected_and_the_guess_is_told() -> None:
    text = "The minister’s envoy said “no” to the café talks – and left Málaga on Monday. " * 3
    decoded = decode(text.encode("cp1252"), "x")
    assert decoded.text == text
    assert decoded.note is not None
    assert "cp1252" in decoded.note


def test_utf8_with_one_broken_byte_stays_utf8() -> None:
    data = "Erdoğan “met” Aliyev’s envoy – twice".encode() + b"\xff."
    decoded = decode(data, "x")
    assert decoded.text == "Erdoğan “met” Aliyev’s envoy – twice\ufffd."
    assert decoded.note is not None
    assert "1 broken character was replaced" in decoded.note


def test_declared_encoding_is_used_where_it_fits() -> None:
    assert decode("Łódź".encode("iso-8859-2"), "x", "iso-8859-2").text == "Łódź"
    assert decode("Łódź".encode(), "x", "iso-8859-2").text == "Łódź"


@pytest.mark.parametrize(
    ("head", "promised", "form"),
    [
        ("The talks failed.\n", None, "text"),
        ('{"text": "a"}\n', None, "jsonl"),
        ('{"text": "a"}\n', "json", "jsonl"),
        ("{\n", "json", "json"),
        ('{"id": 1,\n', None, "json"),
        ('{"text": "cut of\n', None, "jsonl"),
        ("[\n", None, "json"),
        ('[{"text": "a"}]', None, "json"),
        ("[Update] The talks failed.", None, "text"),
        ("<!DOCTYPE html>\n", None, "html"),
        ("<html lang='en'>", "text", "html"),
        ("---\ntitle: Talks\n", None, "markdown"),
        ("# Talks fail\n", None, "markdown"),
        ('{"text": "a"}\n', "text", "text"),
    ],
)
def test_format_by_first_line(head: str, promised: str | None, form: str) -> None:
    assert by_content(head, promised) == form


def test_format_by_name() -> None:
    assert [by_suffix(name) for name in ("a/B.HTML", "x.ndjson", "noname", "x.pdf")] == ["html", "jsonl", None, None]

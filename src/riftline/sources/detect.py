"""What a file's bytes are: binary or text, in which encoding, in which format."""

from __future__ import annotations

import codecs
import json
import os
import re
from dataclasses import dataclass

from riftline.errors import NotAnArticle

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonlines": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
}

COMPRESSED = (".gz", ".gzip", ".bz2", ".xz", ".zst", ".zstd")
"""Endings behind which another one may stand: news.jsonl.gz."""

PACKED = "packed"
"""The format that the name of an archive promises, or of something compressed that has no other ending: what is inside tells."""

ENDINGS = ".txt, .md, .html, .json, .jsonl, .csv, .tsv, .parquet, .warc or .zip, compressed (.gz, .bz2, .xz, .zst) or not"

MAGIC = (
    (b"%PDF", "a PDF file; extract its text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document; save it as text or HTML first"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as text or HTML first"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file; name it by itself, outside of any archive"),
)

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_NO_CHARSETS = ("utf-8", "utf-8-sig", "utf-7", "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+(?:<!doctype html|<(?:html|head|body|article|main|section|div|p)\b)", re.I)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and, where its encoding had to be guessed or repaired, a note that says so."""

    text: str
    note: str | None = None


def binary(data: bytes) -> str | None:
    """What kind of binary file it is, for a message; None for text in any encoding."""
    if data.startswith(tuple(mark for mark, _ in BOMS)):
        return None
    for mark, what in MAGIC:
        if data.startswith(mark):
            return what
    if data[257:262] == b"ustar":
        return "a tar archive; unpack it first, or pack it as ZIP"
    head = data[:8192]
    if b"\x00" in head or len(_CONTROL.findall(head)) > len(head) / 50:
        return "a binary file"
    return None


def decode(data: bytes, origin: str, declared: str | None = None) -> Decoded:
    """The text of `data`. UTF-8 and byte order marks are taken as they are, a `declared` encoding where it fits,
    anything else is detected and noted. Raises NotAnArticle for a binary file."""
    for mark, name in BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(name))
            except UnicodeDecodeError:
                shown = name.upper().removesuffix("-SIG")
                return Decoded(data.decode(name, errors="replace"), f"not valid {shown}; broken characters were replaced.")
    if what := binary(data):
        raise NotAnArticle(origin, f"this is {what}; Riftline reads text, Markdown, HTML, JSON, JSON lines, CSV, Parquet and WARC.")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared and _is_charset(declared):
        try:
            return Decoded(data.decode(declared))
        except (LookupError, UnicodeError):
            pass
    repaired = data.decode("utf-8", errors="replace")
    broken = repaired.count("�") - data.count("�".encode())
    if sum(not c.isascii() for c in repaired) - repaired.count("�") >= 3 * broken:  # UTF-8 with a few broken bytes
        return Decoded(repaired, f"not valid UTF-8; {broken} broken character{'s were' if broken > 1 else ' was'} replaced.")
    return _guessed(data, repaired)


def _is_charset(name: str) -> bool:
    """Whether a name is that of an encoding that texts are written in, other than UTF-8: Python has others under such names (punycode,
    which takes the square of the length; unicode_escape and utf-7, which give halves of characters)."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return False
    return found not in _NO_CHARSETS


def _guessed(data: bytes, repaired: str) -> Decoded:
    from charset_normalizer import from_bytes

    found = from_bytes(data)
    names = [match.encoding for match in found]
    # The detector cannot tell the Western code pages apart where only quotation marks and dashes are not ASCII;
    # for English text Windows-1252 is by far the likeliest of them.
    name = "cp1252" if "cp1252" in names or any("cp1252" in match.could_be_from_charset for match in found) else (names[0] if names else "")
    if not name:
        return Decoded(repaired, "not valid UTF-8, and its encoding could not be told; broken characters were replaced.")
    return Decoded(data.decode(name, errors="replace"), f"not valid UTF-8; read as {name}, which was guessed from its bytes.")


def by_suffix(name: str) -> str | None:
    """The format that a file's name promises, whether it is compressed or not; PACKED where only what is inside can tell."""
    name = os.path.basename(name).lower()
    stem, suffix = os.path.splitext(name)
    if suffix == ".zip":
        return PACKED
    if suffix in COMPRESSED:
        inner = os.path.splitext(stem)[1]
        return SUFFIXES.get(inner) if inner else PACKED
    return SUFFIXES.get(suffix)


def by_content(head: str, promised: str | None = None) -> str:
    """The format of an input by its first lines: "text", "markdown", "html", "json", "jsonl", or what was promised of the others."""
    if head.startswith("WARC/"):
        return "warc"
    if promised in ("html", "markdown", "jsonl", "csv", "tsv", "warc", "parquet"):
        return promised
    start = head.lstrip()
    if promised != "text" and (start.startswith("{") or re.match(r"\[\s*(\{|$)", start)):
        return _json_or_lines(start)
    if promised == "json":
        return "json"
    if _HTML.match(head):
        return "html"
    if promised in (None, PACKED) and re.match(r"(---\n(\w+:.*\n)|#{1,3} \S)", start):
        return "markdown"
    return "text"


def _json_or_lines(start: str) -> str:
    first = start.split("\n", 1)[0].strip()
    if first.startswith("["):
        return "json"
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        # "{" alone or `{"id": 1,` opens a JSON object over several lines; anything longer is a broken line
        return "json" if first.endswith(("{", "[", ",")) or len(first) < 3 else "jsonl"
    return "jsonl"

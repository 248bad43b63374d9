"""What fuzzing begins with: small valid inputs of every kind, made here, and how they are broken."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from random import Random

import zstandard

from riftline.readers.layout import columns
from riftline.tables import rows

TEXT = """Norland recalls its envoy

STRELSAU, 4 May 2023 (Courier) - Armenia accused Azerbaijan on Friday of shelling a village near Goris, killing 12 soldiers.

"We will answer," Prime Minister Nikol Pashinyan said. Russia's foreign ministry said it would send 2,000 observers by the end of the month.
"""
HTML = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Norland recalls its envoy | Courier</title>
<meta property="article:published_time" content="2023-05-04T10:00:00Z"><link rel="canonical" href="https://courier.example/a"></head><body><nav>Home</nav>
<article><h1>Norland recalls its envoy</h1>{"".join(f"<p>{part}</p>" for part in TEXT.split(chr(10) * 2)[1:])}</article><!-- end --></body></html>"""
RECORD = {"id": "a1", "title": "Envoy", "text": TEXT, "published": "2023-05-04", "publisher": "Courier", "url": "https://courier.example/a", "language": "en"}
NINJS = {
    "uri": "urn:wire.example:1", "type": "text", "versioncreated": "2023-05-04T06:30:00Z", "pubstatus": "usable", "headline": "Envoy",
    "language": "en-GB", "copyrightholder": "Wire", "body_text": TEXT, "bodies": [{"role": "main", "contenttype": "text/plain", "value": TEXT}],
    "infosources": [{"name": "Wire"}],
}  # fmt: skip
RSS = f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY n "Norland">]><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Courier</title><item><title>&n; &amp; its envoy</title><link>https://courier.example/a</link><guid>1</guid>
<pubDate>Thu, 04 May 2023 10:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Courier</title><entry><title type="html">Envoy &amp;amp; more</title><id>urn:1</id>
<link rel="alternate" href="/a/1"/><published>2023-05-04T23:05:00-05:00</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>All.</p></div></content>
</entry></feed>"""
OPML = '<?xml version="1.0"?><opml version="2.0"><body><outline text="World"><outline text="C" type="rss" xmlUrl="https://courier.example/rss"/></outline></body></opml>'
FEEDS = '[watch]\ndelay = "2s"\n[[feed]]\nurl = "https://courier.example/rss"\nname = "Courier"\nevery = "30m"\nfull_text = true\n'
ROBOTS = "User-agent: *\nDisallow: /private*\nAllow: /$\nCrawl-delay: 10\nSitemap: https://courier.example/map.xml\n"
PLOVER = {
    "id": "p1", "date": "2021-05-04", "event": ["CONSULT"], "mode": ["visit"], "context": ["diplomatic"],
    "actor": [{"code": "FRA", "sector": "GOV", "entity_text": "France"}],
    "recipient": {"code": "TUR"}, "event_loc": {"city": "Ankara", "lat": 39.92, "lon": 32.85, "country": "TUR"}, "size": {"dead": 2}, "event_text": "They met.",
}  # fmt: skip
CELLS = {
    "day": "2021-05-04", "event_date": "2021-05-04", "sqldate": "20210504", "date_start": "2021-05-04 00:00:00.000", "date_end": "2021-05-05 00:00:00.000",
    "event_id": "901",
    "globaleventid": "1234", "id": "41", "event_id_cnty": "SDN901", "cameo_code": "042", "eventcode": "042", "event_type": "CONSULT", "event_mode": "visit",
    "dateadded": "20210505131500", "source_name": "Government (France)", "source_country": "France",
    "target_name": "Citizen (Turkey)", "target_country": "Turkey",
    "actor1": "Military Forces of Sudan (2019-)", "side_a": "Government of Sudan", "side_b": "RSF", "actor1name": "FRANCE", "actor1countrycode": "FRA",
    "latitude": "39.92", "longitude": "32.85", "country": "Sudan", "type_of_violence": "1", "best": "4",
    "fatalities": "3", "notes": "On 4 May, soldiers fought.",
}  # fmt: skip
QUERIES = ('"prime minister" Armenia escalat* -Russia', "treaty", "“defence pact” NATO", "shelling near Goris", "-Azerbaijan village", "Pashinyan said*")
VALUES = ("ARM-RUS", "RUS", "Russia", "European Union", "ACCUSE,AID", "2023-05-04", "happened", "UKR", "20230504", "4 May 2023",
          "text=body,published=date", "30m", "Thu, 04 May 2023 10:00:00 GMT", "WyIyMDIzIl0", "id,type", "12", "1683194400", '"a,b"=x')  # fmt: skip
BITS = (
    "\0", "\x1b[2J\x1b]0;x\x07", "\ud800", "\u202e", "\u200b", "\ufeff", "\ufffe", "\u2028",
    "é", "Ａ", "𝔄", "\r", "\n\n", "\t", '"', "'", "`", "\\", "\\ud800", "&#0;",
    "&#x110000;", "&lt;", "<!--", "-->", "<![CDATA[", "]]>", "<script>alert(1)</script>", '<!ENTITY x SYSTEM "file:///etc/passwd">',
    "&x;", "<?xml encoding='utf-7'?>",
    '<meta charset="undefined">', '<meta charset="idna">', "javascript:alert(1)", "=cmd|' /C calc'!A0", "@SUM(1)", "'; DROP TABLE events; --",
    "' OR 1=1 --", "%00", "%s",
    "{}", "[", "[[", "{", "}", "]", ":", ",", ";", "|", "-", "*", "(", ")", "$", "^", "NaN", "Infinity", "1e999", "-0", "99999999999999999999", "9" * 400,
    "9" * 5000,
    "0001-01-01", "9999-12-31", "2023-02-30", "31 February 2023", "24:60", "../../../etc/passwd", "/dev/zero", "WARC/1.0\r\n", "Content-Length: -1\r\n",
    "Content-Length: 999999999999\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "charset=",
    "http://[", "http://[::1", "http://a:99999999/", "null", "true",
)  # fmt: skip


@cache
def _warc(packed: bool) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        for number in range(2):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = io.BytesIO(HTML.encode())
            more = {"WARC-Date": "2023-05-09T06:00:00Z"}
            writer.write_record(writer.create_warc_record(f"https://courier.example/{number}", "response", body, http_headers=head, warc_headers_dict=more))
    return file.getvalue()


@cache
def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("a.txt", TEXT), ("b/c.jsonl", json.dumps(RECORD) + "\n"), ("d.html", HTML)):
            archive.writestr(zipfile.ZipInfo(name, (2023, 5, 4, 0, 0, 0)), data)
    return file.getvalue()


@cache
def _parquet() -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = str(Path(folder) / "x.parquet")
        table = "SELECT unnest(['One story.', 'Another story.']) AS text, DATE '2023-05-04' AS published, 'a' AS id"
        connection.execute(f"COPY ({table}) TO '{path}' (FORMAT parquet)")
        return Path(path).read_bytes()


@cache
def _table(form: str) -> bytes:
    quoted, out = form in ("acled", "ged"), io.StringIO()
    if quoted:
        write = csv.writer(out, delimiter=",", lineterminator="\n")
    else:
        write = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    if not form.startswith("gdelt"):
        write.writerow([row["column"] for row in rows("readers/columns") if row["format"] == form])
    for _ in range(3):
        write.writerow([CELLS.get(column.name, "") for column in columns(form)])
    return out.getvalue().encode()


def _csv(delimiter: str) -> bytes:
    out = io.StringIO()
    write = csv.DictWriter(out, list(RECORD), delimiter=delimiter)
    write.writeheader()
    write.writerows([RECORD, RECORD | {"id": "a2"}])
    return out.getvalue().encode()


_LINES = (json.dumps(RECORD) + "\n").encode() * 3

SEEDS: dict[str, tuple[Callable[[], bytes], ...]] = {
    "txt": (lambda: TEXT.encode(),),
    "md": (lambda: f"---\ntitle: Envoy\ndate: 2023-05-04\n---\n# Envoy\n\n**{TEXT}** [a](https://b.example) `c`\n\n- one\n<!-- x -->\n".encode(),),
    "html": (lambda: HTML.encode(),),
    "json": (lambda: json.dumps(RECORD).encode(), lambda: json.dumps([RECORD, RECORD]).encode()),
    "jsonl": (lambda: _LINES,),
    "ninjs.json": (lambda: json.dumps(NINJS).encode(),),
    "csv": (lambda: _csv(","), lambda: _csv(";")),
    "tsv": (lambda: _csv("\t"),),
    "warc": (lambda: _warc(False), lambda: _warc(True)),
    "zip": (_zip,),
    "packed": (
        lambda: gzip.compress(_LINES, mtime=0),
        lambda: bz2.compress(_LINES),
        lambda: lzma.compress(_LINES),
        lambda: zstandard.compress(_LINES),
    ),
    "parquet": (_parquet,),
    "index": (lambda: (json.dumps(RECORD | {"file": "a.txt"}) + "\n").encode(),),
    "feed": (lambda: RSS.encode(), lambda: ATOM.encode()),
    "feeds": (lambda: FEEDS.encode(), lambda: OPML.encode()),
    "robots": (lambda: ROBOTS.encode(),),
    "events": (
        *(partial(_table, form) for form in ("icews", "gdelt", "gdelt1", "polecat", "acled", "ged")),
        lambda: (json.dumps(PLOVER) + "\n").encode() * 2,
        lambda: gzip.compress(_table("icews"), mtime=0),
    ),
    "query": tuple(partial(str.encode, text) for text in QUERIES),
    "value": tuple(partial(str.encode, text) for text in VALUES),
}
"""By kind, which is also a file's ending where the kind is a file of articles."""


def made(kind: str, rng: Random) -> bytes:
    """An input of a kind: a valid one, broken once to some eight times."""
    data = rng.choice(SEEDS[kind])()
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8))):
        data = _broken(data, rng)
    return data


def _broken(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    end = min(len(data), at + rng.choice((1, 1, 4, 30, 300)))
    way = rng.randrange(8)
    if way == 0:  # a bit turned round
        return data[:at] + bytes(each ^ (1 << rng.randrange(8)) for each in data[at : at + 1]) + data[at + 1 :]
    if way == 1:  # a stretch left out
        return data[:at] + data[end:]
    if way == 2:  # cut off
        return data[:at] if rng.random() < 0.3 else data[:at] + data[end:]
    if way == 3:  # bytes of chance
        return data[:at] + rng.randbytes(rng.choice((1, 2, 8, 40))) + data[end if rng.random() < 0.5 else at :]
    if way == 4:  # a stretch over and over
        return data[:at] + data[at:end] * rng.choice((2, 10, 100, 1000 if end - at < 40 else 3)) + data[end:]
    if way == 5:  # a stretch elsewhere
        there = rng.randrange(len(data) + 1)
        return data[:there] + data[at:end] + data[there:]
    bit = rng.choice(BITS).encode("utf-8", "surrogatepass") * rng.choice((1, 1, 1, 2, 50, 3000))
    return data[:at] + bit[:200_000] + data[end if way == 6 else at :]

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.errors import InputError
from riftline.feeds.config import duration, load
from riftline.feeds.plan import Feed, Settings, host, is_address, shown

GOOD = """
[watch]
every = 20
delay = "2s"
max_megabytes = 0.5
silent_after = "12h"

[[feed]]
url = "https://example.org/rss.xml"

[[feed]]
url = "https://reader:secret@example.com/atom"
name = "Ministry"
publisher = "Foreign Ministry"
every = "2h"
full_text = true
robots = false
"""


def written(folder: Path, text: str, name: str = "feeds.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_list_with_defaults_and_a_feed_of_its_own_mind(tmp_path: Path) -> None:
    plan = load(written(tmp_path, GOOD))
    assert plan.settings == Settings(delay=2.0, max_bytes=500_000)
    assert plan.feeds == (
        Feed("https://example.org/rss.xml", every=1200.0, silent_after=43200.0),
        Feed(
            "https://reader:secret@example.com/atom", "Ministry", "Foreign Ministry", every=7200.0, silent_after=43200.0, full_text=True, robots=False
        ),
    )  # fmt: skip
    assert plan.feeds[1].key == "https://example.com/atom"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"feeds\.toml: it names no feed; write for each feed a line \[\[feed\]\]"),
        ('[[feed]]\nurl = "https://a.org/x\n', r"not valid TOML: .* line 2.*quotation marks"),
        ('[feed]\nurl = "https://a.org/x"', r"line 1: each feed begins with \[\[feed\]\], with double brackets"),
        ('[[watch]]\n[[feed]]\nurl = "https://a.org/x"', r"line 1: \[watch\] is one table"),
        ('[[feeds]]\nurl = "https://a.org/x"', r"line 1: `feeds` is no table of this file\. Write \[watch\]"),
        ('[[feed]]\nulr = "https://a.org/x"', r"line 2: feed 1: `ulr` is not known; did you mean `url`"),
        ('[[feed]]\nname = "x"', r"line 1: feed 1 has no `url`; write url ="),
        ('[[feed]]\nurl = "example.org/rss"', r"line 2: feed 1 \(example\.org/rss\): `url` is 'example\.org/rss'; write the whole address"),
        ('[[feed]]\nurl = "https://a.org:port/rss"', r"line 2: .*whole address"),
        (
            '[[feed]]\nurl = "https://a.org/x"\n\n[[feed]]\nurl = "https://b.org/x"\nevrey = 3',
            r"line 6: feed 2 \(https://b.org/x\): `evrey` is not known; did you mean `every`",
        ),
        ('[[feed]]\nurl = "https://a.org/x"\nzzz = 3', r"line 3: .*it may be `url`, `name`"),
        ('[[feed]]\nurl = "https://a.org/x"\nevery = "soon"', r"""line 3: .*`every` is 'soon'; write a time such as "30m", or 30 for minutes"""),
        ('[[feed]]\nurl = "https://a.org/x"\nevery = "10s"', r"line 3: .*at least 60 seconds"),
        ('[[feed]]\nurl = "https://a.org/x"\nsilent_after = 3', r'line 3: .*write a time with its unit, such as "12h" or "3d"'),
        ('[[feed]]\nurl = "https://a.org/x"\nfull_text = "yes"', r"line 3: .*write true or false"),
        ('[[feed]]\nurl = "https://a.org/x"\nname = 3', r"line 3: .*quotation marks"),
        ('[watch]\nattempts = 0\n[[feed]]\nurl = "https://a.org/x"', r"line 2: \[watch\]: `attempts` is 0; write a whole number from 1"),
        ('[watch]\nmax_megabytes = true\n[[feed]]\nurl = "https://a.org/x"', r"line 2: .*number of megabytes"),
        ('[[feed]]\nurl = "https://a.org/x"\n[[feed]]\nurl = "https://u:p@a.org/x"', r"line 3: feed 2 .*stands twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load(written(tmp_path, text))


def test_no_file_no_text_and_an_address(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file; make one"):
        load(str(tmp_path / "gone.toml"))
    with pytest.raises(InputError, match="it cannot be read"):
        load(str(tmp_path))
    (tmp_path / "latin.toml").write_bytes(b'[[feed]]\nname = "caf\xe9"')
    with pytest.raises(InputError, match="not in UTF-8"):
        load(str(tmp_path / "latin.toml"))
    with pytest.raises(InputError, match=r'this is an address; write it into a file.*url = "https://example.org/feed"'):
        load("https://example.org/feed")


def test_the_list_of_a_feed_reader(tmp_path: Path) -> None:
    opml = """<?xml version="1.0"?><opml version="2.0"><body>
      <outline text="World"><outline type="rss" text="  The
        Herald " xmlUrl="https://example.org/rss" htmlUrl="https://example.org"/>
        <outline text="again" xmlUrl="https://example.org/rss"/><outline xmlurl="https://example.com/atom"/></outline>
      <outline text="odd" xmlUrl="feed:nothing"/></body></opml>"""
    plan = load(written(tmp_path, opml, "list.opml"))
    assert plan.feeds == (Feed("https://example.org/rss", "The Herald"), Feed("https://example.com/atom"))
    with pytest.raises(InputError, match="not valid OPML"):
        load(written(tmp_path, "<opml><body>"))
    with pytest.raises(InputError, match="no feed was found in it"):
        load(written(tmp_path, "<opml></opml>"))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("90s", 90), ("30m", 1800), ("30 min", 1800), ("2 hours", 7200), ("3d", 259200), ("1.5h", 5400), ("1 week", 604800), (30, 1800), (0.5, 30)],
)
def test_lengths_of_time(value: str | float, seconds: float) -> None:
    assert duration(value, 60) == seconds


@pytest.mark.parametrize("value", ["", "soon", "3 months", "m", "-3m", 0, -1, True, None, [3], "9e9w", 1e300])
def test_no_lengths_of_time(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        duration(value, 60)


@given(st.text() | st.from_regex(r"https?://\S{1,30}", fullmatch=True))
def test_any_text_is_an_address_or_not(text: str) -> None:
    if is_address(text):
        assert host(text) == host(text).lower() != ""
        assert "@" not in shown(text).partition("//")[2].partition("/")[0].partition("?")[0].partition("#")[0]


def test_names_and_passwords_are_not_shown() -> None:
    assert shown("https://u:p@Example.org:81/a?b=c@d#e") == "https://Example.org:81/a?b=c@d#e"
    assert shown("https://example.org/a") == "https://example.org/a"

"""Articles that tell of one raid or another, for tests of everything that puts reports together."""

from __future__ import annotations

from datetime import date

from riftline.records import Actor, Article, Coding, Event, Figure, Interval, Place, Span, Status
from riftline.stories.report import Count, Report, Side, Spot
from riftline.stories.words import bag, telling

RAID = "Gunmen from across the Wend river raided the market of Lower Quill on Monday and killed 12 traders, the army of Ruritania said."
LATER = "The raid on the market in Lower Quill left 14 traders dead, a hospital said on Tuesday, and Ruritania blamed Borduria for it."
OTHER = "Bordurian gunmen also raided the customs post of High Tarn on Monday, forty miles upstream, and killed three guards."
QUILL, TARN = (50.0, 14.0), (50.9, 14.6)


def report(id: str, article: str | None = None, **changes: object) -> Report:
    """A report of a raid on Lower Quill; `changes` are fields of it."""
    values: dict[str, object] = {
        "article": article or f"a-{id}", "position": 0, "published": date(2024, 5, 7), "type": "ASSAULT", "mode": "firearms", "status": "happened",
        "source": Side("BOR", "Borduria", "BOR"), "target": Side("RUR", "traders", "RUR", ("CVL",)), "first_day": date(2024, 5, 6),
        "last_day": date(2024, 5, 6), "place": Spot("Lower Quill", *QUILL, "RUR"), "figures": (Count("killed", 12, 12),), "words": bag(telling(RAID)),
        "context": bag(telling(RAID)),
    }  # fmt: skip
    return Report(id, **(values | changes))  # type: ignore[arg-type]


def raid(
    id: str, text: str = RAID, publisher: str = "The Wend Post", published: date = date(2024, 5, 7), killed: int = 12, place: str = "Lower Quill",
    status: Status = "happened", day: date | None = date(2024, 5, 6), title: str | None = None,
) -> Coding:  # fmt: skip
    """The coding of an article that tells of one raid."""
    lat, lon = QUILL if place == "Lower Quill" else TARN
    where = Place(place, lat, lon, "RUR", precision="city")
    who, whom = Actor("BOR", "Borduria", "gunmen", "BOR", ("REB",)), Actor("RUR", "traders", "traders", "RUR", ("CVL",))
    days = Interval(day, day) if day else None
    figures = (Figure("killed", killed, killed, str(killed)),)
    event = Event("e1", "ASSAULT", "firearms", ("military",), who, whom, days, "", where, "", status, None, figures, 0.8, "Sure.", (Span(0, len(text), text),))
    return Coding(Article(id, text, title, published, "metadata", publisher=publisher, language="en"), (event,))


FIRST = raid("a")
SECOND = raid("b", LATER, "Borduria Today", date(2024, 5, 8), 14)
COPY = raid("c", RAID + " The market opens again tomorrow.", "The Lower Quill Echo", date(2024, 5, 8), title="Market raided")
TOWN = raid("d", OTHER, "The Tarn Herald", killed=3, place="High Tarn")
DENIED = raid("e", "Borduria denied that its men had raided the market in Lower Quill on Monday.", "Borduria Today", status="negated", killed=12)
MENDED = raid("f", "CORRECTION: " + RAID.replace("12", "11"), published=date(2024, 5, 9), killed=11)

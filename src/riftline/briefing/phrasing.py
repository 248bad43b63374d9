"""What both written forms of a briefing say alike: headings, lists and labels."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from riftline.briefing.model import Bond, Briefing, Note, Source, Voucher
from riftline.briefing.scope import in_words
from riftline.tables import rows
from riftline.wording import listed

KINDS = {"newsroom": "the newsroom itself", "named": "named", "unnamed": "unnamed", "imported": "imported, whoever its source was"}


def link(url: str | None) -> str | None:
    """An address that is safe to click: of the web, and of letters that need no escape; else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url.strip(), safe=":/?#@!&+,;=%~.-_")


def origin(name: str) -> str:
    """Where an event was imported from: "icews" is ICEWS."""
    return name.upper() if len(name) <= 7 else name


def dated(found: Note | Source) -> str:
    """A day of publication in words; of an article without one that it has none."""
    return in_words(found.published) if found.published else "no date" if found.article else ""


def standing(found: Briefing) -> str:
    """How fresh the briefing is: there is no clock in it."""
    if found.newest is None:
        return "Made from a database in which nothing has a date of publication."
    return f"Made from a database whose newest report is of {in_words(found.newest)}."


def credibility(grade: int) -> str:
    """A grade of the Admiralty scale in words: 4 is doubtful."""
    return next((row["meaning"] for row in rows("stories/credibility") if row["grade"] == str(grade)), str(grade))


def grades(found: Briefing) -> str:
    """How many events have each grade of credibility; "" where none has one."""
    told = "; ".join(f"{grade} {credibility(grade)}: {n:,}" for grade, n in found.credibility)
    return f"Credibility by the Admiralty scale – {told}." if told else ""


def left_out(hidden: int) -> str:
    """That a timeline is cut."""
    which = "The event that is told by fewest sources and weighs" if hidden == 1 else f"The {hidden:,} events that are told by fewest sources and weigh"
    return f"{which} least {'is' if hidden == 1 else 'are'} left out here; all are counted below."


def voucher(found: Voucher) -> str:
    """Who vouches."""
    if found.kind == "imported":
        return origin(found.name)
    return KINDS["newsroom"] if found.kind == "newsroom" else found.name


def bond(found: Bond) -> str:
    """What binds whom, and by what."""
    told = f"told by {found.articles} articles, last on" if found.articles > 1 else "told on"
    when = f" ({told} {in_words(found.last)})" if found.last else ""
    return f"{listed(found.parties)}: {found.kind}, {found.status}{when}"


def of_source(found: Source) -> str:
    """How many events an article tells, and what else is to be known of it."""
    return "; ".join((f"{found.events:,} {'event' if found.events == 1 else 'events'}", *found.remarks))


def place_in_text(note: Note) -> str:
    """Where a sentence stands."""
    if note.article is None:
        return f"imported: {note.origin}"
    return f"characters {note.start} to {note.end} of {note.article}"


def titled(found: Note | Source) -> str:
    """What an article is called; of an imported event its origin."""
    return found.title or found.article or ""

"""Events, days and actors in words, for people: what the briefing and `show` say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from textwrap import shorten

from riftline.records import Actor, Article, Event, Figure, Interval
from riftline.tables import parts, rows

_UNNAMED = re.compile(r"\b(?:unnamed|unidentified|anonymous)\b", re.I)


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in rows("phrases")}


@cache
def _names() -> dict[str, str]:
    """The first name that the actor tables give each code."""
    found: dict[str, str] = {}
    for table in ("states", "organisations", "forces"):
        for row in rows(f"actors/{table}"):
            found.setdefault(row["code"], row["name"])
    return found


@cache
def _states() -> dict[str, str]:
    """The code of each state by its names, in small letters; the first state that has a name has it."""
    found: dict[str, str] = {}
    for row in rows("actors/states"):
        for name in (row["name"], row["official"], *parts(row["aliases"])):
            found.setdefault(name.casefold(), row["code"])
    return found


def state_code(name: str) -> str:
    """The code of a state that is named in full ("Russia", "Russian Federation"); any other name as it is."""
    return _states().get(name.strip().casefold(), name)


def actor_code(name: str) -> str:
    """The code of an actor that is named by it, in small letters or large, or by the name of a state, an organisation or a force; else the name as it is."""
    wanted = name.strip()
    found = state_code(wanted)
    if found == wanted and code_name(wanted.upper()) != wanted.upper():
        return wanted.upper()
    if found == wanted and code_name(wanted) == wanted:
        for table in ("organisations", "forces"):
            for row in rows(f"actors/{table}"):
                if wanted.casefold() in (each.casefold() for each in (row["code"], row["name"], *parts(row["aliases"]))):
                    return row["code"]
    return found


def code_name(code: str) -> str:
    """The name of an actor's code: "ARM" is Armenia."""
    return _names().get(code, code)


def actor_name(actor: Actor | None) -> str:
    """An actor's name, with its state's code where the name alone does not say whose it is."""
    if actor is None:
        return "somebody unnamed"
    name = code_name(actor.code) if actor.name == actor.code else actor.name or actor.text or actor.code
    if actor.anonymous and not _UNNAMED.search(name):
        name = f"unnamed {name}" if name[:1].islower() else name
    told = not actor.code or name.startswith(code_name(actor.code)) or actor.code.casefold() == name.casefold()
    return name if told else f"{name} ({actor.code})"


def article_name(article: Article) -> str:
    """An article's title, or how its text begins."""
    first = article.text.split("\n", 1)[0]
    return article.title or (shorten(first, 90, placeholder=" …") if first else article.id)


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    unique = list(dict.fromkeys(names))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}" if unique else ""


def _is_several(actor: Actor) -> bool:
    """Whether a name tells of several: "Armenia: ministers"."""
    noun = actor.name.partition(": ")[2]
    return noun.endswith("s") and not noun.endswith("ss")


def headline(event: Event, sources: Sequence[Actor | None] = (), targets: Sequence[Actor | None] = ()) -> str:
    """One sentence: who did what to whom, in the tense of its status. Several `sources` or `targets` stand in for the event's own."""
    who = listed([actor_name(actor) for actor in sources or [event.source]])
    whom = listed([actor_name(actor) for actor in targets or [event.target] if actor is not None])
    table = _phrases()
    row = table.get(f"{event.type}/{event.mode}") or table.get(event.type)
    if row is None:
        return f"{who}: {event.type}{f' {whom}' if whom else ''}"
    tail = "" if whom else "_alone"
    actors = [actor for actor in sources or [event.source] if actor is not None]
    plural = len(actors) > 1 or any(_is_several(actor) for actor in actors)
    verb = {
        "planned": f"{'are' if plural else 'is'} to {row['base' + tail]}",
        "negated": f"did not {row['base' + tail]}",
        "possible": f"may {row['base' + tail]}",
    }.get(event.status, row["past" + tail])
    return f"{who[:1].upper()}{who[1:]} {verb} {whom}".strip()


def day(value: date) -> str:
    """ "Wed 20 September 2023"."""
    return f"{value:%a} {value.day} {value:%B %Y}"


def days(interval: Interval | None) -> str:
    """An interval as a heading: a day, a month, a year, or from when to when."""
    if interval is None:
        return "No day given"
    start, end = interval.start, interval.end
    if start == end:
        return day(start)
    whole_months = start.day == 1 and (end.replace(day=28) - end).days <= 0 and _last_of_month(end)
    if whole_months and start.year == end.year:
        if (start.month, end.month) == (1, 12):
            return str(start.year)
        return f"{start:%B %Y}" if start.month == end.month else f"{start:%B} to {end:%B %Y}"
    if whole_months and (start.month, end.month) == (1, 12):
        return f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {end.day} {end:%B %Y}"
    return f"{start.day} {start:%B}{'' if start.year == end.year else f' {start.year}'} to {end.day} {end:%B %Y}"


def _last_of_month(value: date) -> bool:
    return date.fromordinal(value.toordinal() + 1).day == 1


def voucher(event: Event) -> str:
    """Who vouches for an event, as an apposition; "" where it is the newsroom itself."""
    said = event.attribution
    if said is None:
        return ""
    name = said.name or code_name(said.code)
    about = [said.code] if said.code and code_name(said.code) != name and said.code != name else []
    if said.anonymous and not _UNNAMED.search(name):
        about.append("unnamed")
    whose = f" ({', '.join(about)})" if about else ""
    return f"according to {name}{whose}{f', through {said.via}' if said.via else ''}"


def figure(item: Figure) -> str:
    """ "13 killed", "200 to 400 displaced"."""
    return f"{from_to(item.low, item.high)} {item.what}"


def from_to(low: int, high: int) -> str:
    """ "13", "1,200 to 4,000"."""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def number(n: int, what: str, several: str = "") -> str:
    """ "1 event", "2 events", "1,200 events"."""
    return f"{n:,} {what if n == 1 else several or what + 's'}"


def merged(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that touch or overlap joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > start:
            found.append((start, end))
    return found

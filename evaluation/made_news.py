"""Short articles of our own making, from templates (seeded): as many as wanted, no two alike, for long runs and for runs that are killed.

They name real states, capitals and offices, and tell what never happened. A twentieth are told by two papers, so that events of two reports come up.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from riftline.tables import rows

FIRST = date(2022, 1, 3)
A_DAY = 150
"""Articles of a day of publication."""
TOLD_AGAIN = 20
"""Every so manieth article tells its forerunner's acts once more, in another paper."""

PAPERS = ("The Harbour Post", "Northern Courier", "The Daily Ledger", "Evening Dispatch", "City Wire", "The Plain Record", "Gulf Mail", "The Observer of Lund")
ACTS = (
    "{a} accused {b} of moving troops towards the border near {town}, and summoned its ambassador.",
    "{a}'s foreign minister met his counterpart from {b} in {town} for talks on trade and {thing}.",
    "{a} imposed sanctions on {n} officials of {b} over the dispute about {thing}.",
    "{b} rejected the charge and said that {a} had broken the agreement on {thing}.",
    "{a} and {b} signed an agreement on {thing} in {town} on {weekday}.",
    "Forces of {a} shelled villages near {town} on {weekday}, killing {n} people, officials in {b} said.",
    "{a} sent {n} tonnes of aid to {b} after the floods around {town}.",
    "Protesters in {town} demanded on {weekday} that {a} withdraw its soldiers from {b}.",
    "{a} threatened to close its airspace to {b} unless talks on {thing} resume.",
    "{b} expelled {n} diplomats of {a} on {weekday}, its foreign ministry said.",
    "The president of {a} promised {b} support against what he called pressure over {thing}.",
    "{a} withdrew {n} soldiers from the province around {town} as it had agreed with {b}.",
)
THINGS = ("grain", "fishing rights", "gas transit", "water from the dam", "prisoners of war", "the new railway", "customs duties", "border crossings",
          "refugees", "air defence")  # fmt: skip
FILLERS = (
    "Traders in {town} had {n} per cent less {good} than in {month}, and {other} had {m}.",
    "Rain in {town} kept {n} observers from {other}, where {good} ran short in {month}.",
    "It was step {n} since {month} by the count of {paper}, after {m} over {good}.",
    "Of {n} analysts asked in {month}, {m} saw in {thing} less to gain than in {good}.",
    "In {other}, {n} kilometres away, {good} cost {m} crowns in {month}.",
    "By {month} the port of {town} had handled {n} ships with {good} and {m} without.",
    "{paper} counted {n} lorries of {good} at {town} in {month}, {m} of them empty.",
    "Schools in {town} had {n} days of {month} off; in {other} there were {m}.",
)
"""What tells nothing. Names and numbers stand close together: of runs of four words two articles have few in common, as two real ones do."""
GOODS = ("wheat", "timber", "copper", "cement", "diesel", "sugar", "cotton", "salt", "maize", "steel", "tea", "glass")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def _states() -> list[tuple[str, str]]:
    return [(row["name"], row["capital"]) for row in rows("actors/states") if row["people"] and row["capital"]]


def article(number: int, acts: int = 3, fillers: int = 2) -> dict[str, str]:
    """The article of a number, always the same, as a record of JSON lines; `acts` sentences that tell something, `fillers` that do not."""
    again = number % TOLD_AGAIN == TOLD_AGAIN - 1
    chance, own = random.Random(number - again), random.Random(-number)
    (a, _), (b, town) = chance.sample(_states(), 2)
    day = FIRST + timedelta(days=number // A_DAY)
    values = {"a": a, "b": b, "town": town, "thing": chance.choice(THINGS), "weekday": WEEKDAYS[(day.weekday() - 1) % 7]}
    told = [each.format(**values, n=chance.randint(2, 90)) for each in chance.sample(ACTS, acts)]
    paper = own.choice(PAPERS)
    filled = [
        each.format(**values, n=own.randint(3, 900), m=own.randint(3, 900), good=own.choice(GOODS), month=own.choice(MONTHS), paper=paper,
                    other=own.choice(_states())[1]) for each in own.sample(FILLERS, fillers)
    ]  # fmt: skip
    return {
        "id": f"made-{number}", "title": f"{a} and {b}: {values['thing']} again, number {number}", "publisher": paper, "published": day.isoformat(),
        "url": f"https://news.example/{number}", "text": "\n\n".join([told[0], *filled[:1], *told[1:], *filled[1:]]) + f" File {number}.",
    }  # fmt: skip


def articles(count: int, first: int = 0, acts: int = 3, fillers: int = 2) -> Iterator[dict[str, str]]:
    """So many articles from a number on."""
    return (article(number, acts, fillers) for number in range(first, first + count))


def write(path: Path, count: int, first: int = 0, acts: int = 3, fillers: int = 2) -> Path:
    """The articles as a file of JSON lines; the path."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in articles(count, first, acts, fillers))
    return path

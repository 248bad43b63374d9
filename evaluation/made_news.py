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
    "Traders in {town} said that prices had risen by {n} per cent within a week.",
    "The weather in {town} kept observers from reaching the area.",
    "It was the {n}th such step since the spring, by this paper's count.",
    "Analysts said that neither side had much to gain from a longer quarrel about {thing}.",
    "A spokesman declined to say more about {thing}.",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def _states() -> list[tuple[str, str]]:
    return [(row["name"], row["capital"]) for row in rows("actors/states") if row["people"] and row["capital"]]


def article(number: int, acts: int = 3) -> dict[str, str]:
    """The article of a number, always the same, as a record of JSON lines; `acts` sentences that tell something."""
    again = number % TOLD_AGAIN == TOLD_AGAIN - 1
    chance, own = random.Random(number - again), random.Random(-number)
    (a, _), (b, town) = chance.sample(_states(), 2)
    day = FIRST + timedelta(days=number // A_DAY)
    values = {"a": a, "b": b, "town": town, "thing": chance.choice(THINGS), "weekday": WEEKDAYS[(day.weekday() - 1) % 7]}
    told = [each.format(**values, n=chance.randint(2, 90)) for each in chance.sample(ACTS, acts)]
    filled = [each.format(**values, n=own.randint(3, 60)) for each in own.sample(FILLERS, 2)]
    paper = own.choice(PAPERS)
    return {
        "id": f"made-{number}", "title": f"{a} and {b}: {values['thing']} again, number {number}", "publisher": paper, "published": day.isoformat(),
        "url": f"https://news.example/{number}", "text": "\n\n".join([told[0], filled[0], *told[1:], f"{filled[1]} File {number}."]),
    }  # fmt: skip


def articles(count: int, first: int = 0, acts: int = 3) -> Iterator[dict[str, str]]:
    """So many articles from a number on."""
    return (article(number, acts) for number in range(first, first + count))


def write(path: Path, count: int, first: int = 0, acts: int = 3) -> Path:
    """The articles as a file of JSON lines; the path."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in articles(count, first, acts))
    return path

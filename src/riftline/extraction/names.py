"""Names in the text: states, their bodies, organisations, forces and persons, by longest match of the actor tables.

Matching is case-sensitive and by words, with apostrophes and dashes normalised, so that "turkey" and "Turkeys"
are not the state. One name may stand for several things ("Georgia"); `Name.entries` keeps them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from riftline.extraction.word_lists import word_set
from riftline.tables import parts, rows

NameKind = Literal["state", "demonym", "people", "capital", "seat", "body", "organisation", "force", "person"]

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‑": "-", "‐": "-"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a name can stand for."""

    kind: NameKind
    code: str
    name: str
    sectors: tuple[str, ...]
    country: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in the text, by character offsets."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words and signs of a text, normalised for look-up, with their offsets."""
    same = text.translate(_SAME)
    return [(m.group(), m.start(), m.end()) for m in _WORD.finditer(same)]


def _key(name: str) -> tuple[str, ...]:
    return tuple(word for word, _, _ in words_of(name))


def _state_entries() -> list[tuple[str, Entry]]:
    found: list[tuple[str, Entry]] = []
    for row in rows("actors/states"):
        code, name = row["code"], row["name"]
        for kind, cells, sectors in (
            ("state", (row["name"], row["official"], row["aliases"]), ()),
            ("demonym", (row["demonyms"],), ()),
            ("people", (row["people"],), ("CVL",)),
            ("capital", (row["capital"], row["capital_aliases"]), ("GOV",)),
            ("seat", (row["seats"],), ("GOV",)),
        ):
            entry = Entry(kind, code, name, sectors, code)  # type: ignore[arg-type]
            found.extend((text, entry) for text in {p for cell in cells for p in parts(cell)})
    return found


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("actors/forces"):
        found[row["code"]] = row["country"] if found.get(row["code"], row["country"]) == row["country"] else ""
    return found | {row["code"]: "" for row in rows("actors/organisations")} | {row["code"]: row["code"] for row in rows("actors/states")}


def country_of(code: str) -> str:
    """The state of an actor's code: itself, that in which a force acts, "" for an organisation or a force that acts in several."""
    return _countries().get(code, code)


def _other_entries() -> list[tuple[str, Entry]]:
    found: list[tuple[str, Entry]] = []
    for table, kind in (("bodies", "body"), ("organisations", "organisation"), ("forces", "force"), ("persons", "person")):
        for row in rows(f"actors/{table}"):
            country = row.get("country") or (country_of(row["code"]) if kind in ("body", "person") else "")
            sectors = tuple(parts(row["sector"].replace(";", "|").replace(",", "|")))
            entry = Entry(kind, row["code"], row["name"], sectors, country, row.get("from", ""), row.get("to", ""))  # type: ignore[arg-type]
            found += [(text, entry) for text in {row["name"], *parts(row["aliases"])}]
    return found


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]]:
    """First word → (all words, what they stand for), longest first."""
    by_key: dict[tuple[str, ...], list[Entry]] = {}
    for text, entry in _state_entries() + _other_entries():
        known = by_key.setdefault(_key(text), [])
        if entry not in known:
            known.append(entry)
    index: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
    for key, entries in by_key.items():
        if key:
            index.setdefault(key[0], []).append((key, tuple(entries)))
    for choices in index.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    return index


def _names_a_treaty(entries: tuple[Entry, ...], following: str) -> bool:
    """Whether a capital's name only says where something was signed or held: "the Rome Statute", "the Geneva talks"."""
    return all(e.kind == "capital" for e in entries) and following in word_set("names.named_after_towns")


def find_names(text: str) -> list[Name]:
    """The names in `text`, left to right, longest match first, none overlapping."""
    index, words = _index(), words_of(text)
    keys = tuple(word for word, _, _ in words)
    found: list[Name] = []
    i = 0
    while i < len(words):
        step = 1
        for key, entries in index.get(keys[i], ()):
            n = len(key)
            if keys[i : i + n] == key:
                start, end = words[i][1], words[i + n - 1][2]
                if not _names_a_treaty(entries, words[i + n][0] if i + n < len(words) else ""):
                    found.append(Name(start, end, text[start:end], entries))
                step = n
                break
        i += step
    return found

"""Inputs into batches: so many articles of one file, the same ones whenever the file is read. What an engine hands from process to process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Any

from riftline import errors
from riftline.engines.remote import fetched, listed
from riftline.errors import InputError
from riftline.pipeline import Options
from riftline.records import Coding
from riftline.sources.base import Found, Loaded
from riftline.sources.reading import Input, Reading
from riftline.sources.walk import STDIN
from riftline.store.codec import pack, pack_article, unpack, unpack_article

Outcome = Coding | InputError
"""What becomes of an article."""

SIZE = 256
"""Articles of a batch: what is coded again at most where a machine is lost, and what a file of the lake holds at most."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input, and its place among those of a run."""

    number: int
    path: str
    """Where it is: an absolute path, an address, or - for standard input."""
    name: str
    """What it is called: the path as it was given."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles of one input, in its order; what could not be read stands among them as its error."""

    id: str
    """Known by what is in it and how it is to be coded: the same batch of a later run has the same."""
    order: tuple[int, int]
    """The input's place in the run, and the batch's in the input."""
    found: tuple[Found, ...]
    notes: tuple[str, ...] = ()
    """What the user should know of the reading."""


def sources(paths: Sequence[str], options: Options) -> Iterator[Source]:
    """The inputs behind paths and addresses, in order; one that is not there gives its error when it is read."""
    number = 0
    for path in paths:
        for name in listed(path) if "://" in path else (item.path for item in Reading([path], options.limit, options.columns).inputs()):
            yield Source(number, name if "://" in name or name == STDIN else os.path.abspath(name), name)
            number += 1


def batches(source: Source, options: Options, size: int = SIZE) -> Iterator[Batch]:
    """The batches of one input."""
    with fetched(source.path) as (path, problem):
        there = Input(path, options.limit, options.columns, problem)
        articles = there.read()
        number = 0
        while found := tuple(_named(item, path, source.name) for item in islice(articles, size)):
            told = ", ".join(f"{what} ({count:,})" for what, count in there.passed.most_common()) if len(found) < size else ""
            notes = (f"{source.name}: passed over: {told}.",) if told else ()
            yield Batch(_id(found, options), (source.number, number), found, notes)
            number += 1


def _named(found: Found, path: str, name: str) -> Found:
    """What was read from a copy of an input, by the input's own name."""
    if path == name:
        return found
    if isinstance(found, InputError):
        return type(found)(found.origin.replace(path, name), found.problem)
    origin = found.article.origin
    return replace(found, article=replace(found.article, origin=origin.replace(path, name) if origin else name))


def _id(found: Sequence[Found], options: Options) -> str:
    mark = sha256(f"{options.published} {options.least_confidence} {options.columns}".encode())
    for item in found:
        mark.update(str(item.problem if isinstance(item, InputError) else pack_article(replace(item.article, origin=None))).encode() + b"\0")
    return mark.hexdigest()[:20]


def packed(batch: Batch) -> str:
    """A batch as JSON."""
    return json.dumps({"id": batch.id, "order": batch.order, "found": [pack_found(item) for item in batch.found], "notes": batch.notes})


def unpacked(text: str) -> Batch:
    """The batch again."""
    told = json.loads(text)
    return Batch(told["id"], tuple(told["order"]), tuple(unpack_found(item) for item in told["found"]), tuple(told["notes"]))


def packed_outcomes(outcomes: Sequence[Outcome]) -> str:
    """Codings, and the errors in their places, as JSON."""
    return json.dumps([pack_error(item) if isinstance(item, InputError) else {"coding": pack(item), "text": item.document.text} for item in outcomes])


def unpacked_outcomes(text: str) -> list[Outcome]:
    """Them again."""
    return [unpack(told["coding"], told["text"]) if "coding" in told else unpack_error(told) for told in json.loads(text)]


def pack_found(found: Found) -> dict[str, Any]:
    """An article, or the error in its place, for JSON."""
    return pack_error(found) if isinstance(found, InputError) else {"article": pack_article(found.article), "notes": found.notes}


def unpack_found(told: dict[str, Any]) -> Found:
    """The article or error again."""
    return Loaded(unpack_article(told["article"]), tuple(told["notes"])) if "article" in told else unpack_error(told)


def pack_error(problem: InputError) -> dict[str, Any]:
    """An error, for JSON."""
    return {"error": type(problem).__name__, "origin": problem.origin, "problem": problem.problem}


def unpack_error(told: dict[str, Any]) -> InputError:
    """The error again."""
    kind = getattr(errors, told["error"], InputError)
    problem = kind(told["origin"], told["problem"])
    assert isinstance(problem, InputError)
    return problem

"""Small streams of events whose next day can be told, and the files of a benchmark."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from riftline.forecast.stream import Stream

Ints = NDArray[np.int64]
ENTITIES, DAYS = 60, 56


def split(events: Ints, relations: int, entities: int = ENTITIES) -> Stream:
    """The events in three parts: the last week is the test, the week before it valid."""
    events = events[np.argsort(events[:, 3], kind="stable")].astype(np.int64)
    last = int(events[:, 3].max()) + 1
    train, valid, test = (events[(events[:, 3] >= a) & (events[:, 3] < b)] for a, b in ((0, last - 14), (last - 14, last - 7), (last - 7, last)))
    return Stream("made", entities, relations, train, valid, test)


def weekly(seed: int = 1) -> Stream:
    """Whom a subject meets depends on the day of the week, and on nothing else."""
    chance = np.random.default_rng(seed)
    partner = chance.permuted(np.tile(np.arange(30, ENTITIES), (30, 1)), axis=1)
    return split(np.array([(s, 0, partner[s, day % 7], day) for day in range(DAYS) for s in range(30)]), 1)


def copying(seed: int = 1) -> Stream:
    """Relation 1 follows relation 0 between the same two a day later; who is with whom in relation 0 is chance."""
    chance = np.random.default_rng(seed)
    events = []
    before: list[tuple[int, int]] = []
    for day in range(DAYS):
        events += [(s, 1, o, day) for s, o in before]
        before = [(int(s), int(chance.integers(20, ENTITIES))) for s in chance.permutation(20)[:12]]
        events += [(s, 0, o, day) for s, o in before]
    return split(np.array(events), 2)


def written(folder: Path, stream: Stream, per_day: int = 24) -> Path:
    """The stream as the files of a benchmark."""
    folder.mkdir(exist_ok=True)
    for part in ("train", "valid", "test"):
        rows = getattr(stream, part)
        lines = [f"{s}\t{r}\t{o}\t{day * per_day}\t-1\n" for s, r, o, day in rows]
        (folder / f"{part}.txt").write_text("".join(lines), encoding="utf-8")
    return folder

"""An outlook: which acts, by whom towards whom, in the next week and the next four weeks, how likely, and how often otherwise."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from riftline.forecast.climatology import Climatology, climatology
from riftline.forecast.outlook_features import NAMES, Cells, State, every, features, state
from riftline.forecast.outlook_fit import Model, fitted
from riftline.forecast.outlook_stream import OUTCOMES, Stream
from riftline.ontology import PLOVER_TYPES
from riftline.signals.tails import logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

HORIZONS: dict[str, int] = {"week": 7, "month": 28}
"""Lengths of the windows in days."""

By = Literal["probability", "lift"]

TYPES_OF_A_DYAD: tuple[str, ...] = (*PLOVER_TYPES, "any friction", "any cooperation")
"""What is listed where two actors are asked for and no type is."""

LEAST_LIKELY = 0.1
"""Probability from which an act is listed by its lift: twice next to nothing is next to nothing."""

RARE = 0.01
"""Base rates below this are all alike for the order by lift: that of what never happened says little."""

FEW_DAYS = 5
"""Days with such acts below which the evidence of a row is thin."""
FEW_WINDOWS = 8.0
"""Windows side by side below which a base rate says little, and so does all that is learnt from the store."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What is expected in one window."""

    probability: float
    base: float | None
    """The share of past windows of this length with such an act, shrunk towards that of all pairs; None where the store is shorter than one."""
    hits: float
    """Windows of the pair's own with such an act: `hits` of `windows`."""
    windows: float
    """How many fit side by side into the store's past."""

    @property
    def lift(self) -> float | None:
        """Probability ÷ base rate."""
        return self.probability / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome of one ordered pair."""

    source: str
    target: str
    outcome: str
    chances: dict[str, Chance]
    """By the name of the horizon."""
    days: int
    """Days with such an act that the store knows."""
    last: date | None
    """The last of them."""
    drivers: tuple[tuple[str, float], ...]
    """Features of the longest window asked for besides rate and constant, with what each adds to the log-odds; the strongest first."""
    values: dict[str, float]
    """The features themselves."""

    @property
    def thin(self) -> bool:
        """Whether the pair's own past says little of this."""
        return self.days < FEW_DAYS or any(chance.windows < FEW_WINDOWS for chance in self.chances.values())


@dataclass(frozen=True)
class Outlook:
    """The rows asked for, the likeliest first, and what they were made from."""

    as_of: date
    rows: tuple[Row, ...]
    total: int
    """How many there were to choose from."""
    first: date
    models: dict[str, Model]
    stream: Stream
    state: State | None


@dataclass(frozen=True)
class Learnt:
    """What is the same for all pairs at the end of a day: the weights by length of window, the state, and the base rates by length."""

    models: dict[int, Model]
    state: State
    past: dict[int, Climatology]


def learn(stream: Stream, as_of: date) -> Learnt:
    """It takes seconds where there are a million acts: whoever asks about several pairs of one day keeps it."""
    day = stream.index(as_of)
    models = fitted(stream, day, tuple(HORIZONS.values()))
    now = state(stream, day, next(iter(models.values())).shapes)
    return Learnt(models, now, {length: climatology(stream, day, length, now.seen) for length in HORIZONS.values()})


def outlook(
    stream: Stream, as_of: date, actors: Collection[str] = (), outcomes: Collection[str] = (), horizons: Collection[str] = tuple(HORIZONS),
    top: int = 20, by: By = "probability", learnt: Learnt | None = None,
) -> Outlook:  # fmt: skip
    """The outlook at the end of a day. Of `actors` one is on either side, two are the sides, none are all; `outcomes` of OUTCOMES, by default the
    types (and friction and cooperation as wholes where there are two actors). `learnt`: what `learn` gave for the day, where it is there already."""
    day = stream.index(as_of)
    pairs = _pairs(stream, day, actors)
    if not len(pairs):
        return Outlook(as_of, (), 0, stream.first, {}, stream, None)
    learnt = learnt or learn(stream, as_of)
    models = {name: learnt.models[length] for name, length in HORIZONS.items()}
    now = learnt.state
    wanted = outcomes or (TYPES_OF_A_DYAD if len(actors) == 2 else PLOVER_TYPES)
    pair, outcome = every(pairs)
    kept = np.isin(outcome, [OUTCOMES.index(name) for name in wanted])
    cells = pair[kept], outcome[kept]
    found: dict[str, tuple[NDArray[np.float64], ...]] = {}
    shorter = np.zeros(len(cells[0]))
    values = features(stream, now, [model.days for model in models.values()], cells)
    for name, model in models.items():
        parts = values[model.days] * model.weights[cells[1], 1:]
        past = learnt.past[model.days]
        odds = parts.sum(axis=1) + model.weights[cells[1], 0]
        likely = np.maximum(logistic(odds), shorter)  # what comes within a week comes within four
        shorter = likely
        found[name] = likely, past.base(cells), past.share[cells], np.full(len(odds), past.windows), parts, values[model.days].astype(np.float64)
    found = {name: found[name] for name in HORIZONS if name in horizons}
    order = _order(found[next(iter(found))], by)
    rows = tuple(_row(stream, now, cells, int(i), found) for i in order[:top])
    return Outlook(as_of, rows, len(order), stream.first, {name: models[name] for name in found}, stream, now)


def _pairs(stream: Stream, day: int, actors: Collection[str]) -> NDArray[np.intp]:
    """Ordered pairs of which anything is known by the day, with these actors."""
    mine = stream.begun <= day
    for code in actors:
        index = stream.codes.index(code) if code in stream.codes else -1
        mine = mine & ((stream.source == index) | (stream.target == index))
    return np.nonzero(mine)[0]


def _order(values: tuple[NDArray[np.float64], ...], by: By) -> NDArray[np.intp]:
    """Indices of the rows to list, the first first."""
    probability, base = values[0], values[1]
    if by == "probability":
        return np.argsort(-probability, kind="stable")
    kept = np.nonzero(probability >= LEAST_LIKELY)[0]
    order: NDArray[np.intp] = kept[np.argsort(-probability[kept] / np.maximum(base[kept], RARE), kind="stable")]
    return order


def _row(stream: Stream, now: State, cells: Cells, i: int, found: dict[str, tuple[NDArray[np.float64], ...]]) -> Row:
    pair, outcome = int(cells[0][i]), int(cells[1][i])
    chances = {}
    for name, (probability, base, share, windows, *_) in found.items():
        had = float(windows[i])
        chances[name] = Chance(float(probability[i]), float(base[i]) if had else None, float(share[i]) * had, had)
    since = now.since[pair, outcome]
    parts, values = (next(reversed(found.values()))[k][i] for k in (4, 5))
    order = sorted(range(1, len(NAMES)), key=lambda k: -abs(parts[k]))
    return Row(
        stream.codes[stream.source[pair]],
        stream.codes[stream.target[pair]],
        OUTCOMES[outcome],
        chances,
        int(now.ever.acts[pair, outcome]),
        None if np.isnan(since) else stream.date(now.day) - timedelta(days=int(since)),
        tuple((NAMES[k], float(parts[k])) for k in order),
        {name: float(value) for name, value in zip(NAMES, values, strict=True)},
    )

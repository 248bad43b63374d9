"""A signal as the plain, JSON-ready dict that `riftline signals --format json` prints, and back. Its keys are a contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from riftline.records import Act, Interval, Part, Signal

_PLACES = 4
"""Decimals that are kept: more would differ from one machine to the next."""


def record(signal: Signal) -> dict[str, Any]:
    """The signal's fields by name; `window` is {start, end}, days are ISO strings, `events` the acts shown, those of the weightiest part first."""
    return {
        "id": signal.id,
        "kind": signal.kind,
        "actors": list(signal.actors),
        "place": signal.place,
        "date": signal.date.isoformat(),
        "window": {"start": signal.window.start.isoformat(), "end": signal.window.end.isoformat()},
        "score": round(signal.score, _PLACES),
        "probability": None if signal.probability is None else round(signal.probability, _PLACES),
        "baseline": round(signal.baseline, _PLACES),
        "observed": round(signal.observed, _PLACES),
        "attention": round(signal.attention, _PLACES),
        "reason": signal.reason,
        "thin": signal.thin,
        "parts": [{"name": part.name, "adds": round(part.adds, _PLACES), "words": part.words, "events": list(part.events)} for part in signal.parts],
        "events": [_act(act) for act in signal.events],
    }


def _act(act: Act) -> dict[str, Any]:
    found = asdict(act)
    return found | {"day": act.day.isoformat() if act.day else None, "known": act.known.isoformat(), "weight": round(act.weight, _PLACES)}


def signal_of(found: Mapping[str, Any]) -> Signal:
    """The signal that a record tells. Raises KeyError, TypeError or ValueError where it is none."""
    window = found["window"]
    return Signal(
        **{key: found[key] for key in ("id", "kind", "place", "score", "probability", "baseline", "observed", "attention", "reason", "thin")},
        actors=tuple(found["actors"]),
        date=date.fromisoformat(found["date"]),
        window=Interval(date.fromisoformat(window["start"]), date.fromisoformat(window["end"])),
        parts=tuple(Part(part["name"], part["adds"], part["words"], tuple(part["events"])) for part in found["parts"]),
        events=tuple(
            Act(**{**act, "day": date.fromisoformat(act["day"]) if act["day"] else None, "known": date.fromisoformat(act["known"])})
            for act in found["events"]
        ),
    )

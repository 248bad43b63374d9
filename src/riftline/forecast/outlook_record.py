"""An outlook as plain values: for JSON and for CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from riftline.forecast.outlook import HORIZONS, Chance, Outlook, Row
from riftline.forecast.outlook_acts import Act
from riftline.forecast.outlook_agenda import Announced
from riftline.forecast.outlook_words import reasons, remark


def record(found: Outlook, told: Sequence[Sequence[Act]], due: Sequence[Announced], actors: Sequence[str] = (), missing: Sequence[str] = ()) -> dict[str, Any]:
    """All of it: the windows, the rows with their past acts, and what is announced; as remark what is `missing` where there is no row."""
    windows = {
        name: {
            "from": str(found.as_of + timedelta(days=1)),
            "to": str(found.as_of + timedelta(days=HORIZONS[name])),
            "learnt_from_days": model.learnt,
        }
        for name, model in found.models.items()
    }
    return {
        "as_of": str(found.as_of),
        "first_day": str(found.first),
        "actors": list(actors),
        "windows": windows,
        "remark": " ".join(missing) or remark(found),
        "of": found.total,
        "outlook": [_row(row, acts) for row, acts in zip(found.rows, told, strict=True)],
        "agenda": [item(each) for each in due],
    }


def flat(row: Row, acts: Sequence[Act]) -> dict[str, Any]:
    """A row for a table: columns by horizon, and the ids of the past acts."""
    made: dict[str, Any] = {"source": row.source, "target": row.target, "type": row.outcome}
    for name, chance in row.chances.items():
        made |= {f"{name}_{key}": value for key, value in _chance(chance).items()}
    return made | {"days": row.days, "last": str(row.last or ""), "thin": row.thin, "acts": " ".join(act.id for act in acts)}


def _row(row: Row, acts: Sequence[Act]) -> dict[str, Any]:
    return {
        "source": row.source,
        "target": row.target,
        "type": row.outcome,
        **{name: _chance(chance) for name, chance in row.chances.items()},
        "days": row.days,
        "last": str(row.last) if row.last else None,
        "thin": row.thin,
        "reasons": reasons(row),
        "acts": [_act(act) for act in acts],
    }


def _chance(chance: Chance) -> dict[str, Any]:
    return {
        "probability": round(chance.probability, 4),
        "base_rate": None if chance.base is None else round(chance.base, 4),
        "lift": None if chance.lift is None else round(chance.lift, 2),
        "windows": round(chance.windows, 1),
        "windows_with": round(chance.hits, 1),
    }


def _act(act: Act) -> dict[str, Any]:
    made = {name: getattr(act, name) for name in ("id", "source", "target", "type", "text", "publisher", "title", "article", "sources")}
    return made | {"known": str(act.known), "adds": round(act.adds, 3)}


def item(found: Announced) -> dict[str, Any]:
    """Something announced, with the article that says so; `event` where it is a planned act."""
    made = {name: getattr(found, name) for name in ("what", "actors", "article", "title", "publisher", "event")}
    return made | {"from": str(found.start), "to": str(found.end), "published": str(found.published) if found.published else None}

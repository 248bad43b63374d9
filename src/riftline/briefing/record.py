"""A briefing as plain, JSON-ready data: the fields of `briefing.model`, days as ISO dates."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from riftline.briefing.model import Briefing
from riftline.records import Interval


def record(found: Briefing) -> dict[str, Any]:
    """The record: lists of objects with the names of the model."""
    made: dict[str, Any] = _plain(found)
    made["scope"] = dict(found.scope)
    for table, plain in zip(found.tables, made["tables"], strict=True):
        plain["rows"] = [{"name": name, "values": list(cells)} for name, cells in table.rows]
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Interval):
        return {"start": value.start.isoformat(), "end": value.end.isoformat(), "text": value.text, "reason": value.reason}
    if dataclasses.is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value

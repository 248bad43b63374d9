"""A feed's health as the plain, JSON-ready dict that `riftline feeds --format json` and the server give, and its state in words."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from riftline.feeds.health import spell

if TYPE_CHECKING:
    from riftline.feeds.health import Health


def record(health: Health) -> dict[str, Any]:
    """A feed with its `state` in words: moments in UTC, lengths of time in seconds."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC).isoformat()
        if isinstance(value, timedelta):
            return round(value.total_seconds())
        return {name: plain(item) for name, item in value.items()} if isinstance(value, dict) else value

    found = plain(asdict(health))
    assert isinstance(found, dict)
    return found | {"state": state(health)}


def moment(at: datetime | None) -> str:
    """A moment (UTC) in the time of the place where it is read: "2024-08-06 18:30", or "never"."""
    return f"{at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}" if at else "never"


def state(health: Health) -> str:
    """What is to be said of a feed, the gravest first; "well" where nothing is."""
    if health.gone:
        return f"gone for good since {moment(health.gone)}"
    said = [] if health.watched else ["no longer in the list"]
    if health.last_checked is None:
        return ", ".join([*said, "not asked yet"])
    if health.errors_in_a_row:
        said.append(f"failing: {health.last_error}")
    if health.silence.since:
        quiet = spell(health.last_checked - health.silence.since)
        said.append(f"silent since {moment(health.silence.since)} ({quiet}): {health.silence.reason}")
    if health.moved_to:
        said.append(f"moved to {health.moved_to}")
    if health.fault and not health.errors_in_a_row:
        said.append(health.fault)
    if not health.last_item and not health.silence.since and not health.errors_in_a_row:
        said.append("no item yet")
    return "; ".join(said) or "well"

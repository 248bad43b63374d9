"""Dates of the tables of commitments: a day, a month or a year, and the stretch between two of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def first(cell: str) -> date | None:
    """The first day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` may mean; None where it is empty. Raises ValueError where it is none of them."""
    return _day(cell, last=False) if cell else None


def last(cell: str) -> date | None:
    """The last day that it may mean."""
    return _day(cell, last=True) if cell else None


def _day(cell: str, last: bool) -> date:
    parts = cell.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f"{cell!r} is no date; write 2023, 2023-09 or 2023-09-21")
    numbers = [int(part) for part in parts]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if last else 1)
    try:
        return date(year, month, numbers[2] if len(numbers) > 2 else (monthrange(year, month)[1] if last else 1))
    except ValueError:
        raise ValueError(f"{cell!r} is no day of the calendar") from None


def covers(start: date | None, end: date | None, day: date) -> bool:
    """Whether the day lies from `start` to `end`, both inclusive; None is open."""
    return (start is None or start <= day) and (end is None or day <= end)


def common(*stretches: tuple[date | None, date | None]) -> tuple[date | None, date | None] | None:
    """The stretch that lies in all of them; None where none does."""
    start = max((one for one, _ in stretches if one), default=None)
    end = min((other for _, other in stretches if other), default=None)
    return None if start and end and start > end else (start, end)

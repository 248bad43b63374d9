"""The publication date as sources write it: a record's field, a page's metadata, the command line."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%A, %B %d, %Y", "%A, %d %B %Y", "%Y/%m/%d", "%Y%m%d")
EARLIEST = date(1800, 1, 1)
LATEST_YEAR = 2200
_UNIX = re.compile(r"\d{10}(?:\.\d+)?|\d{13}", re.A)


def published_date(value: str) -> date | None:
    """The calendar day that `value` writes, in its own time zone; None where it is no date.

    Read: ISO 8601 days and times, RFC 2822 ("Wed, 20 Sep 2023 14:05:00 GMT"), days written out with the month's name, and
    Unix time in seconds or milliseconds (ten or thirteen figures, the day in UTC). Days in figures alone whose order
    differs from country to country (03/04/2023) are none.
    """
    text = re.sub(r"\s+", " ", value).strip()
    day: date | None = None
    if _UNIX.fullmatch(text):
        day = datetime.fromtimestamp(int(text[:10]), UTC).date()
        return day if day.year <= LATEST_YEAR else None
    try:
        day = datetime.fromisoformat(text.replace("Z", "+00:00") if text.endswith("Z") else text).date()
    except ValueError:
        for pattern in FORMATS:
            try:
                day = datetime.strptime(text, pattern).date()
                break
            except ValueError:
                continue
        else:
            try:
                day = parsedate_to_datetime(text).date()
            except (ValueError, TypeError, IndexError, OverflowError):
                return None
    return day if day >= EARLIEST and day.year <= LATEST_YEAR else None

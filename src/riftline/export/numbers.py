"""Ids as numbers, for formats that know no others."""

from __future__ import annotations

import re
from hashlib import sha256

from riftline.export.base import Row

_OURS = re.compile(r"[0-9a-f]{1,15}")
_NUMBER = re.compile(r"[1-9]\d{0,17}")


def event_number(row: Row) -> int:
    """The event's id as a whole number below 2^63, the same each time: its origin's where that is one, else our hexadecimal id read as
    one, else a digest of the id."""
    if row["origin"] != "riftline" and row["origin_id"] and _NUMBER.fullmatch(row["origin_id"]):
        return int(row["origin_id"])
    return int(row["id"], 16) if row["origin"] == "riftline" and _OURS.fullmatch(row["id"]) else text_number(row["id"])


def text_number(text: str) -> int:
    """A text as a whole number below 2^48, the same each time."""
    return int(sha256(text.encode("utf-8", "replace")).hexdigest()[:12], 16)

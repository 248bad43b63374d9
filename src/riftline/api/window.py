"""The days that a question is about, as query parameters."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query

Since = Annotated[date | None, Query(description="Acts on or after this day.")]
Until = Annotated[date | None, Query(description="Acts on or before this day.")]

"""Answers as they are sent: plain dicts straight to JSON. FastAPI would look at each value again, which takes longer than the question where there are many."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Response


def sent(answer: Any) -> Response:
    """The answer as JSON: what `json` can write, and nothing else. Its shape is the route's `response_model` by the tests, not by a check here."""
    return Response(json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False), media_type="application/json")

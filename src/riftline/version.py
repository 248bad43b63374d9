"""The version of this installation."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """Riftline's version, as its package says."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("riftline")
    except PackageNotFoundError:
        return "unknown"

"""Riftline: from news to sourced political events.

    import riftline

    riftline.code("Armenia refused to host the drills, its prime minister said on Tuesday.").events
    riftline.open("riftline.duckdb").events(actor="ARM").to_pandas()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riftline.library import Coded, Events, Item, Store, code, open

__all__ = ["Coded", "Events", "Item", "Store", "code", "open"]


def __getattr__(name: str) -> Any:
    """What is exported comes when it is first asked for: `riftline --help` must not wait for it."""
    if name in __all__:
        from riftline import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

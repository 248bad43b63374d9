"""Errors and notes on articles, a line each on standard error."""

from __future__ import annotations

from riftline.cli.common import say
from riftline.sources import messages

MOST = messages.MOST


class Messages(messages.Messages):
    """Says what went wrong with which article; `close` tells how much was not shown."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__(say, most)

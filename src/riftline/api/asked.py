"""What a job may be asked for: the options of the commands, by kind."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator


def _absolute(path: str) -> str:
    if not PurePath(path).is_absolute():
        raise ValueError(f"{path!r} is not absolute; the server reads it, wherever you are.")
    return path


absolute = AfterValidator(_absolute)
"""A path on the server's disk."""


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid")

    def paths_of(self) -> list[str]:
        """The paths on the server's disk that it touches."""
        return []


class Ingest(_Options):
    """Codes files and stores them."""

    kind: Literal["ingest"]
    paths: list[str] = Field(min_length=1, max_length=10_000, description="Files and folders on the server's disk; absolute.")
    map: list[str] | None = None
    published: date | None = None
    again: bool = False
    max_megabytes: float = Field(default=50, gt=0, le=10_000)
    min_confidence: float = Field(default=0, ge=0, le=1)
    shown: str | None = Field(default=None, description="How messages call the database.")

    _paths = field_validator("paths")(lambda paths: [_absolute(path) for path in paths])

    def paths_of(self) -> list[str]:
        """What is read."""
        return self.paths


class Import(_Options):
    """Stores other people's event data."""

    kind: Literal["import"]
    paths: list[str] = Field(min_length=1, max_length=10_000)
    format: str | None = None
    replace: bool = False
    first_day: date | None = None
    quiet: bool = Field(default=False, description="Whether `result` alone is to tell what was done.")
    shown: str | None = None

    _paths = field_validator("paths")(lambda paths: [_absolute(path) for path in paths])

    def paths_of(self) -> list[str]:
        """What is read."""
        return self.paths


class Export(_Options):
    """Writes events into a file on the server's disk."""

    kind: Literal["export"]
    to: str
    out: str
    mentions: str | None = None
    filters: dict[str, Any] = Field(default_factory=dict, description="The filters of GET /events, by name.")
    limit: int | None = Field(default=None, ge=1)

    _paths = field_validator("out", "mentions")(lambda path: path if path is None else _absolute(path))

    def paths_of(self) -> list[str]:
        """What is written."""
        return [self.out, *([self.mentions] if self.mentions else [])]


class Signals(_Options):
    """Looks for signals again and stores them."""

    kind: Literal["signals"]
    kinds: list[str] | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    rate: float | None = Field(default=None, gt=0)
    tell: bool = Field(default=False, description="Whether `result` is to hold the signals themselves.")


class Watch(_Options):
    """Polls feeds and stores what is new; without `once` until it is cancelled."""

    kind: Literal["watch"]
    feeds: str
    once: bool = False
    limit: int | None = Field(default=None, ge=1)
    gone: bool = False
    shown: str | None = None

    _paths = field_validator("feeds")(lambda path: _absolute(path))

    def paths_of(self) -> list[str]:
        """What is read."""
        return [self.feeds]


Asked = Annotated[Ingest | Import | Export | Signals | Watch, Field(discriminator="kind")]

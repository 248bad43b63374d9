"""What the commands share: messages, exit codes, progress, dates on the command line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.progress import Progress, progress
from riftline.errors import RiftlineError, disk_full

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.table import Table

    from riftline.sources.columns import Columns

__all__ = [
    "BAD_INPUT", "Database", "Map", "Progress", "chosen", "console", "day", "fraction", "guarded", "limit", "mapped", "progress", "refuse", "say", "shown",
]  # fmt: skip

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e0fff]")
BAD_INPUT = 2
ONE_LINE = 2_000
"""Width of a table that is piped: a row on a line, however long."""


def say(message: str) -> None:
    """One line to standard error."""
    sys.stdout.flush()
    print(f"riftline: {shown(' '.join(message.split()))}", file=sys.stderr, flush=True)


def shown(text: str) -> str:
    """Text as it may be put on a terminal: what would steer it, or turn the direction of writing, stands there as \\x1b or \\u202e."""
    return text if text.isascii() and text.isprintable() else _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def refuse(message: str) -> typer.Exit:
    """Says what is wrong; the exit to raise."""
    say(message)
    return typer.Exit(BAD_INPUT)


@contextmanager
def guarded() -> Iterator[None]:
    """Turns what may go wrong outside the articles into one line and an exit code: the database, the model, a closed pipe, a full disk."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _quiet()
        raise typer.Exit(0) from None
    except RiftlineError as problem:
        raise refuse(str(problem)) from None
    except OSError as problem:
        if disk_full(problem):
            _quiet()
            raise refuse("the disk is full; nothing more can be written. Free some space and run the command again.") from None
        raise
    except KeyboardInterrupt:
        _quiet()
        say("interrupted.")
        raise typer.Exit(130) from None


def _quiet() -> None:
    """Keeps the interpreter from complaining of what it cannot flush at its end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def day(value: str | None, option: str) -> date | None:
    """The date of an option. Raises an exit, with a message, where it is none."""
    if value is None:
        return None
    from riftline.sources.published import published_date

    found = published_date(value)
    if found is None:
        raise refuse(f"{option}: {value!r} is no date; write it as 2023-09-21.")
    return found


def limit(megabytes: float) -> int:
    """The size limit in bytes."""
    from riftline.sources.base import MEGABYTE

    if not megabytes > 0:
        raise refuse("--max-megabytes: the limit must be above 0.")
    return int(megabytes * MEGABYTE)


def fraction(value: float, option: str) -> float:
    """A share between 0 and 1."""
    if not 0 <= value <= 1:
        raise refuse(f"{option}: {value:g} is not between 0 and 1.")
    return value


def chosen(value: str, choices: tuple[str, ...], option: str) -> str:
    """One of the choices. Raises an exit, with a message, where it is none of them."""
    if value.lower() not in choices:
        raise refuse(f"{option}: {value!r} is not one of {', '.join(choices)}.")
    return value.lower()


def console() -> Console:
    """Standard output as rich sees it: colour and underlining on a terminal, plain where it is piped."""
    from rich.console import Console
    from rich.segment import Segment

    class Shown(Console):
        """A console on which the words of others are only words."""

        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for text, style, control in super().render(renderable, options):
                yield Segment(text if control else shown(text), style, control)

    return Shown(highlight=False, soft_wrap=False, emoji=False, markup=False)


def table(out: Console, piped: int = ONE_LINE) -> Table:
    """A bare table for the console, which a pipe sees `piped` columns wide: it has no edge to break at."""
    from rich.table import Table

    if not out.is_terminal:
        out.width = max(out.width, piped)
    return Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))


def mapped(given: list[str] | None) -> Columns:
    """The column map of --map. Raises an exit, with a message, where it makes no sense."""
    from riftline.errors import InputError
    from riftline.sources.columns import parsed

    try:
        return parsed(given or ())
    except InputError as problem:
        raise refuse(str(problem)) from None


Database = Annotated[str, typer.Option("--db", metavar="FILE", help="The database.")]
"""The option that every command on the database has."""

Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN,…", help="Which column or key is what: text=body,published=date; also id, title, publisher, url, language."),
]
"""The option of the commands that read tables and records."""

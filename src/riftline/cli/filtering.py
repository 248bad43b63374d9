"""The options by which commands choose events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import day, refuse

if TYPE_CHECKING:
    from riftline.store.filters import Filters

Actor = Annotated[str | None, typer.Option("--actor", metavar="WHO", help="Who acts: a code (RUS, EU) or part of a name.")]
Target = Annotated[str | None, typer.Option("--target", metavar="WHO", help="To whom: a code or part of a name.")]
Involving = Annotated[str | None, typer.Option("--involving", metavar="WHO", help="On either side.")]
Between = Annotated[str | None, typer.Option("--dyad", metavar="A-B", help="Between the two, in either direction: ARM-RUS.")]
Type = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A PLOVER type; several with commas or again.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="On or after this day; events without a date are left out.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="On or before this day.")]
Country = Annotated[str | None, typer.Option("--country", metavar="CODE", help="Where it happened, as ISO code (UKR).")]
PlaceName = Annotated[str | None, typer.Option("--place", metavar="WHERE", help="Where it happened: part of a name, or a state's code.")]
Status = Annotated[list[str] | None, typer.Option("--status", metavar="STATUS", help="happened, planned, negated, possible, background.")]
Origin = Annotated[list[str] | None, typer.Option("--origin", metavar="NAME", help="riftline for what was coded here, or icews, gdelt, …")]
Sources = Annotated[int, typer.Option("--min-sources", metavar="N", help="Told by at least so many independent sources.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", help="At most so many.")]


def filters(
    actor: str | None, target: str | None, involving: str | None, dyad: str | None, kind: Sequence[str] | None,
    since: str | None, until: str | None, country: str | None, place: str | None, status: Sequence[str] | None,
    origin: Sequence[str] | None, min_sources: int, limit: int | None,
) -> Filters:  # fmt: skip
    """The filters that the options mean. Raises an exit, with a message, where one of them makes no sense."""
    from riftline.ontology import PLOVER_TYPES
    from riftline.records import STATUSES
    from riftline.store.filters import Filters

    if limit is not None and limit < 1:
        raise refuse("--limit: the number must be at least 1.")
    if min_sources < 0:
        raise refuse("--min-sources: the number must not be negative.")
    first, last = day(since, "--since"), day(until, "--until")
    if first and last and first > last:
        raise refuse(f"--since {first} is after --until {last}.")
    return Filters(
        code(actor), code(target), code(involving), between(dyad), several(kind, PLOVER_TYPES, "--type"), first, last,
        code(country), code(place), several(status, STATUSES, "--status"), _words(origin), min_sources, limit,
    )  # fmt: skip


def between(dyad: str | None) -> tuple[str, str] | None:
    """The two sides of "ARM-RUS". Raises an exit, with a message, where there are not two."""
    if dyad is None:
        return None
    sides = [part.strip() for part in dyad.split("-", 1)]
    if len(sides) != 2 or not all(sides):
        raise refuse(f"--dyad: {dyad!r} is not two sides; write it as ARM-RUS.")
    return code(sides[0]) or "", code(sides[1]) or ""


def code(name: str | None) -> str | None:
    """The code of a state that is named in full ("Russia", "Russian Federation"); any other name as it is."""
    from riftline.wording import state_code

    return None if name is None else state_code(name)


def several(given: Sequence[str] | None, choices: Sequence[str], option: str) -> tuple[str, ...]:
    """The values of an option that may come with commas or again, spelt as in `choices`."""
    spelt = {choice.casefold(): choice for choice in choices}
    words = _words(given)
    for word in words:
        if word.casefold() not in spelt:
            raise refuse(f"{option}: {word!r} is not one of {', '.join(choices)}.")
    return tuple(spelt[word.casefold()] for word in words)


def _words(given: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(word.strip() for value in given or () for word in value.split(",") if word.strip())

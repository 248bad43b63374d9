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
    from riftline.store.filters import Filters, words

    if limit is not None and limit < 1:
        raise refuse("--limit: the number must be at least 1.")
    if min_sources < 0:
        raise refuse("--min-sources: the number must not be negative.")
    first, last = day(since, "--since"), day(until, "--until")
    if first and last and first > last:
        raise refuse(f"--since {first} is after --until {last}.")
    return Filters(
        code(actor), code(target), code(involving), between(dyad), several(kind, PLOVER_TYPES, "--type"), first, last,
        code(country), code(place), several(status, STATUSES, "--status"), words(origin or ()), min_sources, limit,
    )  # fmt: skip


def between(dyad: str | None) -> tuple[str, str] | None:
    """The two sides of "ARM-RUS". Raises an exit, with a message, where there are not two."""
    from riftline.store.filters import sides

    try:
        return None if dyad is None else sides(dyad)
    except ValueError as problem:
        raise refuse(f"--dyad: {problem}") from None


def code(name: str | None) -> str | None:
    """The code of a state that is named in full ("Russia", "Russian Federation"); any other name as it is."""
    from riftline.wording import state_code

    return None if name is None else state_code(name)


def several(given: Sequence[str] | None, choices: Sequence[str], option: str) -> tuple[str, ...]:
    """The values of an option that may come with commas or again, spelt as in `choices`."""
    from riftline.store.filters import among

    try:
        return among(given or (), choices)
    except ValueError as problem:
        raise refuse(f"{option}: {problem}") from None

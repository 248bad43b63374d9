"""`riftline forecast`: what comes next between two actors, around one, or anywhere; and how good such outlooks were."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from riftline.cli.common import Database, chosen, day, guarded, refuse, say
from riftline.cli.filtering import code, several
from riftline.cli.forecast_bench import Shown, bench
from riftline.cli.reading import reading

FORMATS = ("table", "json", "csv")
HORIZONS = {"week": ("week",), "month": ("month",), "both": ("week", "month")}
ACTS = "acts"
"""The command that is meant where none is named."""


class Forecast(TyperGroup):
    """A group of commands in which `riftline forecast ARM AZE` means `riftline forecast acts ARM AZE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts the default command in front where the first word names none."""
        if not args or (args[0] not in self.commands and not {"-h", "--help"} & set(args[:1])):
            args = [ACTS, *args]
        return super().parse_args(ctx, args)


forecast = typer.Typer(cls=Forecast, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@forecast.callback()
def group() -> None:
    """Says which acts come next, by whom towards whom, how likely, and what speaks for it.

    \b
    Examples:
      riftline forecast ARM AZE                 what the two will do to each other, likely
      riftline forecast RUS                     what one does and what is done to it
      riftline forecast                         all; options: riftline forecast acts --help
      riftline forecast ARM AZE --as-of 2023-09-18 --type any-friction
      riftline forecast backtest                how good such forecasts were on this store
      riftline forecast bench icews14           link prediction on a benchmark
    """


@forecast.command(ACTS)
def acts(
    actor: Annotated[str | None, typer.Argument(metavar="[ACTOR]", help="A code (ARM) or a state's name; without one, all.", show_default=False)] = None,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="What the two do to each other.", show_default=False)] = None,
    db: Database = "riftline.duckdb",
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="What was known by the end of this day; else the store's last.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A PLOVER type, a quad, or any-friction or any-cooperation.")] = None,
    horizon: Annotated[str, typer.Option(metavar="week|month|both", help="The next 7 days, the next 28, or both.")] = "both",
    by: Annotated[str, typer.Option("--by", metavar="probability|lift", help="The likeliest first, or the furthest above their base rate.")] = ("probability"),
    top: Annotated[int, typer.Option(metavar="N", help="At most so many.")] = 20,
    form: Annotated[str, typer.Option("--format", metavar="table|json|csv", help="How to print them.")] = "table",
) -> None:
    """Says which acts are likely next: in the next week and four weeks, by whom towards whom, with the base rate and the past acts that speak for it.

    The probability is that at least one such act becomes known. The base rate is the share of past windows of the same
    length with one. What is learnt is learnt from the store itself, from what was known by the day; where there is little
    of it, the forecast stays near the rates. `riftline forecast backtest` says how good such forecasts were on this store,
    `riftline forecast bench DIR` how good link prediction is on a benchmark.

    \b
    Examples:
      riftline forecast ARM AZE
      riftline forecast RUS --horizon week --type THREATEN,MOBILIZE
      riftline forecast --by lift --top 40 --format csv > next.csv
      riftline forecast ARM AZE --as-of 2023-09-18 --format json
      riftline forecast backtest --db icews18.duckdb
    """
    form = chosen(form, FORMATS, "--format")
    by = chosen(by, ("probability", "lift"), "--by")
    horizons = HORIZONS[chosen(horizon, tuple(HORIZONS), "--horizon")]
    if top < 1:
        raise refuse("--top: the number must be at least 1.")
    on = day(as_of, "--as-of")
    from riftline.cli import forecast_shown as shown
    from riftline.forecast.outlook import outlook
    from riftline.forecast.outlook_acts import acts_for
    from riftline.forecast.outlook_agenda import announced
    from riftline.forecast.outlook_nothing import first_known, nothing, strangers
    from riftline.forecast.outlook_stream import OUTCOMES, stream

    spelt = [word.replace("any-", "any ").replace("-", " ") for word in kind or ()]
    wanted = several(spelt, OUTCOMES, "--type")
    actors = tuple(dict.fromkeys((code(name) or "").upper() for name in (actor, other) if name))
    if other and len(actors) == 1:
        raise refuse(f"{actor} and {other} are the same; name two actors, or one.")
    with guarded():
        with reading(db) as connection:
            acted = stream(connection, on)
            if acted.last < 0:
                begun = first_known(connection) if on else None
                if begun:
                    raise refuse(f"--as-of: by {on} nothing was known; the first act of {db} became known on {begun}.")
                raise refuse(f"{db} holds no act of one actor towards another: ingest articles or import event data first.")
            if unknown := strangers(connection, acted, actors):
                raise refuse(f"{' '.join(unknown)} Write a code (ARM) or a state's name (Armenia).")
            as_of_day = on or acted.date(acted.last)
            found = outlook(acted, as_of_day, actors, wanted, horizons, top, by)  # type: ignore[arg-type]
            told = acts_for(connection, found)
            days = max(7 if name == "week" else 28 for name in horizons)
            due = announced(connection, as_of_day, as_of_day + timedelta(days=days), actors)
            missing = nothing(connection, found, actors)
        if form == "json":
            shown.as_json(found, told, due, actors, missing)
        elif form == "csv":
            if missing:
                say(" ".join(missing))
            shown.as_csv(found, told)
        else:
            shown.as_table(found, told, due, actors, missing)


@forecast.command("backtest")
def backtest_(
    db: Database = "riftline.duckdb",
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day asked on; by default the middle of the store's days.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day that is looked at; by default the store's last.")] = None,
    plot: Annotated[str | None, typer.Option("--plot", metavar="FILE.svg", help="The reliability curve as a picture.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json", help="How to print it.")] = "table",
) -> None:
    """Says how good such forecasts were on this store: each week of its past is asked what comes next, from what was known by then.

    Prints the Brier score (the mean squared error of the probabilities; 0 is perfect) beside those of the climatology, which
    says each pair's own base rate, and of the gamma-Poisson rates alone; the skill, 1 - Brier ÷ climatology's Brier; the log
    score in bits; and the reliability: of the acts forecast with 30 to 40 %, how many came. For windows of 7 and of 28 days,
    over all and by type. Asked are all types of each two of whom anything was known on the day.

    \b
    Examples:
      riftline forecast backtest
      riftline forecast backtest --from 2023-01-01 --to 2023-12-31 --plot reliability.svg
      riftline forecast backtest --db icews18.duckdb --format json
    """
    form = chosen(form, ("table", "json"), "--format")
    first, last = day(since, "--from"), day(until, "--to")
    if first and last and first > last:
        raise refuse(f"--from {first} is after --to {last}.")
    from riftline.cli.forecast_shown import backtest_json, backtest_table
    from riftline.export.writing import write_file
    from riftline.forecast.backtest import backtest
    from riftline.forecast.backtest_plot import curve
    from riftline.forecast.outlook_stream import stream

    with guarded():
        with reading(db) as connection:
            acted = stream(connection, last)
        bar = Shown()
        try:
            found = backtest(acted, first, last, lambda done, total: bar("days asked", done, total))
        finally:
            bar.stop()
        if plot:
            write_file([curve(found).encode()], plot)
        (backtest_json if form == "json" else backtest_table)(found)


forecast.command("bench")(bench)

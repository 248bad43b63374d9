"""The command line. Imported modules are light: a command brings its heavy ones only when it runs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from riftline.cli.backup import backup, compact, restore
from riftline.cli.brief import brief
from riftline.cli.check import check
from riftline.cli.code import code
from riftline.cli.commitments import commitments
from riftline.cli.correct import merge, split
from riftline.cli.corrections import corrections
from riftline.cli.events import events
from riftline.cli.explain import explain
from riftline.cli.export import export
from riftline.cli.feeds import feeds
from riftline.cli.forecast import forecast
from riftline.cli.forget import forget
from riftline.cli.import_ import import_
from riftline.cli.info import info
from riftline.cli.ingest import ingest
from riftline.cli.label import label
from riftline.cli.relation import relation
from riftline.cli.search import search
from riftline.cli.serve import serve
from riftline.cli.show import show
from riftline.cli.signals import signals
from riftline.cli.sources import sources
from riftline.cli.stories import stories
from riftline.cli.token import token
from riftline.cli.watch import watch
from riftline.threads import one_thread

app = typer.Typer(
    name="riftline",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    code, ingest, stories, watch, feeds, events, export, show, brief, relation, commitments, signals, explain, merge, split, corrections, sources, info,
    label, serve, backup, restore, check, compact, forget,
):  # fmt: skip
    app.command(command.__name__)(command)
# A word that is not wanted begins with a dash, and none of them may be taken for -h.
app.command("search", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})(search)
app.command("import")(import_)
app.add_typer(forecast, name="forecast")
app.add_typer(token, name="token")


def _say_version(wanted: bool) -> None:
    if wanted:
        from riftline.version import version

        print(f"riftline {version()}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[bool, typer.Option("--version", help="Say the version and leave.", callback=_say_version, is_eager=True)] = False,
) -> None:
    """Reads the news and shows how states lean: who did what to whom, when, where, and who says so.

    \b
    Examples:
      riftline code article.txt                 a briefing of one article
      riftline ingest news.jsonl                code articles and store them
      riftline watch feeds.toml                 poll feeds and store what is new
      riftline import events.tab --as icews     other people's event data beside them
      riftline events --actor RUS --target ARM  list what is stored
      riftline export --to geojson --country UKR events as GeoJSON; also GDELT, POLECAT, ICEWS, Parquet, …
      riftline show 3fa4c1                      one event and all that it rests on
      riftline brief --dyad ARM-RUS             a written briefing on the two
      riftline commitments ARM --with RUS        what binds them on a day, and what breaks it
      riftline relation ARM RUS                 what the two do to each other, and what binds them
      riftline search ceasefire talks           sentences of what is stored
      riftline signals --as-of 2023-09-18       rifts, tilts, flashpoints and more, with their reasons
      riftline forecast ARM AZE                 which acts are likely next, and why
      riftline explain 3fa4c1                   why it was coded so, and what else was possible
      riftline backup riftline.backup           the database saved, also while a server has it
    """
    one_thread()


def main() -> None:
    """The `riftline` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8")  # JSON is UTF-8 whatever the locale says
    app()

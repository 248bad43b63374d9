"""`riftline ingest`: articles into the database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, Database, day, fraction, guarded, limit, progress, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from riftline.pipeline import Options, Ready


def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders; - is standard input.")],
    db: Database = "riftline.duckdb",
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date of all of them, whatever they say.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Code articles again that are stored already (after an upgrade).")] = False,
    max_megabytes: Annotated[float, typer.Option(metavar="MB", help="Most that one article may have.")] = 50,
    min_confidence: Annotated[float, typer.Option(metavar="0..1", help="Leave out events that are less certain.")] = 0,
) -> None:
    """Codes articles and stores them. What is stored already is left as it is.

    An article is known by its id, else its URL, else its text. A text that has changed under the same id
    takes the earlier one's place, and so does a date that was corrected; both are said.

    \b
    Examples:
      riftline ingest examples/
      riftline ingest news.jsonl --db levant.duckdb
      cat feed.jsonl | riftline ingest -
    """
    from riftline.errors import InputError
    from riftline.pipeline import Options, prepared
    from riftline.sources.files import articles
    from riftline.store.database import explained, opened

    options = Options(day(published, "--published"), limit(max_megabytes), fraction(min_confidence, "--min-confidence"))
    counted: Counter[str] = Counter()
    with guarded(), opened(db, write=True) as connection, progress(paths, "Storing") as bar:
        for item in prepared(articles(paths, options.limit), options):
            bar.advance()
            if isinstance(item, InputError):
                say(str(item))
                counted["bad"] += 1
                continue
            with explained(db):
                counted.update(_one(connection, item, options, again))
        bar.stop()
        _sum_up(counted, db)
    if counted["bad"]:
        raise typer.Exit(BAD_INPUT)


def _one(connection: DuckDBPyConnection, item: Ready, options: Options, again: bool) -> dict[str, int]:
    """Stores one article unless it is there; what to count."""
    from riftline.errors import InputError
    from riftline.pipeline import coded
    from riftline.store.writer import known
    from riftline.stories.keeping import keep

    article = item.article
    for note in item.notes:
        say(f"note: {article.origin}: {note}")
    there = known(connection, article)
    if there and there.change is None and not (again and there.id == article.id):
        return {"same": 1}
    done = coded(item, options)
    if isinstance(done, InputError):
        say(str(done))
        return {"bad": 1}
    keep(connection, done.coding)
    if there and there.change:
        say(f"note: {article.origin}: the {there.change} of {article.id} has changed; the earlier coding was replaced.")
    return {"replaced" if there else "new": 1, "events": len(done.coding.events)}


def _sum_up(counted: Counter[str], db: str) -> None:
    parts = [f"{counted['new']} article{'' if counted['new'] == 1 else 's'} stored"]
    parts += [f"{counted['replaced']} replaced"] if counted["replaced"] else []
    parts += [f"{counted['same']} there already"] if counted["same"] else []
    parts += [f"{counted['bad']} not usable"] if counted["bad"] else []
    found = f", with {counted['events']} event{'' if counted['events'] == 1 else 's'}" if counted["new"] or counted["replaced"] else ""
    print(f"{db}: {', '.join(parts)}{found}.")

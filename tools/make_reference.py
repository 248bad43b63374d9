"""Makes the pages of docs/reference from the program itself: `python -m tools.make_reference`.

Commands come from the command line, endpoints from the API's own description, columns from the table of events and the formats, settings from the code
that reads them. What the program cannot say of itself stands in tools/reference/*.tsv; a row that is missing there, or is too many, is an error.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from riftline.tables import rows
from tools.meanings import meanings, table, told
from tools.reference_api import api

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"
SETTINGS = re.compile(r"environ(?:\.get\(|\[)\"(\w+)\"|\"(\w+_NUM_THREADS)\"")


def commands() -> str:
    """The page of all commands and options."""
    import typer.main

    from riftline.cli import app

    root: Any = typer.main.get_command(app)
    parts = ["# Commands", "Every command takes `--help` too. `riftline --version` says the version.", *_commands(root, "riftline")]
    codes = [
        ("0", "All went well, or what reads the output has had enough."),
        ("1", "A fault in Riftline."),
        ("2", "Something could not be read, or an option does not fit. What could be read is stored."),
        ("130, 143", "Stopped by Ctrl-C, or by SIGTERM. What was begun goes on when the command is given again."),
    ]
    return "\n\n".join([*parts, "## Exit codes", table(("code", "means"), codes)]) + "\n"


def _commands(group: Any, name: str) -> Iterator[str]:
    for called, command in group.commands.items():
        if command.hidden:
            continue
        whole = f"{name} {called}"
        yield f"## {whole}"
        operands = [each for each in command.params if not each.opts[0].startswith("-")]
        options = [each for each in command.params if each.opts[0].startswith("-") and not each.hidden]
        inner = getattr(command, "commands", {})
        shown = [each.metavar or each.name.upper() for each in operands]
        yield "    " + " ".join([whole, *shown, *(["[OPTIONS]"] if options else []), *(["[COMMAND]"] if inner else [])])
        yield from _help(command.help or "")
        if operands:
            yield table(("argument", "means"), [(f"`{each.metavar or each.name.upper()}`", each.help or "") for each in operands])
        if options:
            yield table(("option", "means", "default"), [_option(each) for each in options])
        if inner:
            yield from _commands(command, whole)


def _help(text: str) -> Iterator[str]:
    """The paragraphs of a command's help. After a `\\b` lines are kept as they are: the first is a heading where it ends in a colon."""
    for block in re.split(r"\n\s*\n", text.strip()):
        kept = re.sub(r"^\s*\x08\s*\n?", "", block)
        if kept == block:
            yield " ".join(block.split())
            continue
        lines = kept.splitlines()
        if lines and lines[0].rstrip().endswith(":") and not lines[0].startswith(" "):
            yield lines.pop(0).strip()
        if lines:
            yield "\n".join("    " + line.removeprefix("  ") for line in lines)


def _option(option: Any) -> tuple[str, str, str]:
    names = ", ".join((*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else f" {option.metavar or 'N'}"
    default = "" if option.is_flag or option.default in (None, (), []) or callable(option.default) else f"`{option.default}`"
    again = " Can be given again." if option.multiple and "again" not in (option.help or "") else ""
    needed = " Needed." if option.required else ""
    return f"`{names}{value}`", (option.help or "") + again + needed, default


def columns() -> str:
    """The page of the columns that come out, and of the names that are known of those that come in."""
    from riftline.export.formats import FORMATS
    from riftline.export.gdelt_mentions import COLUMNS
    from riftline.export.listing import CSV_COLUMNS
    from riftline.store.database import opened

    with TemporaryDirectory() as folder, opened(f"{folder}/empty.duckdb", write=True) as connection:
        kinds = {name: kind for name, kind, *_ in connection.execute("DESCRIBE events").fetchall()}
    means = {row["column"]: row["meaning"] for row in meanings("columns")}
    told(kinds, means, "columns.tsv")
    parts = [
        "# Columns", "## Events: parquet, csv, geojson",
        "`parquet` has all of these. `csv`, and so `to_arrow`, `to_pandas` and `to_polars`, have those that are marked. [Formats](../formats.md) tells what "
        "goes into the columns of the other formats.",
        table(("column", "type", "csv", "means"), [(f"`{name}`", _kind(kind), "yes" * (name in CSV_COLUMNS), means[name]) for name, kind in kinds.items()]),
    ]  # fmt: skip
    for form in FORMATS:
        parts.append(f"## Export: {form.name}")
        if form.columns:
            parts.append("In this order: " + ", ".join(f"`{name}`" for name in form.columns) + ".")
        parts.append(f"Statuses: {', '.join(sorted(form.statuses))}. Lost: {form.loses}.")
    parts += ["## Export: gdelt --mentions", "In this order: " + ", ".join(f"`{name}`" for name in COLUMNS) + "."]
    parts += ["## Import", "Needed columns are set in bold: a file without one of them is in another format."]
    read: dict[str, list[str]] = {}
    for row in rows("readers/columns"):
        also = f" (also `{row['also']}`)" if row["also"] else ""
        read.setdefault(row["format"], []).append((f"**`{row['column']}`**" if row["needed"] else f"`{row['column']}`") + also)
    parts.append(table(("format", "columns"), [(f"`{name}`", ", ".join(found)) for name, found in read.items()]))
    known: dict[str, list[str]] = {}
    for row in rows("columns"):
        known.setdefault(row["field"], []).append(f"`{row['name']}`")
    parts += [
        "## Articles: names that are known",
        "Of tables and JSON that `riftline code` and `riftline ingest` read. Case, spaces and underscores do not count. `--map` names others.",
        table(("field", "columns or keys"), [(f"`{name}`", ", ".join(found)) for name, found in known.items()]),
    ]
    return "\n\n".join(parts) + "\n"


def _kind(kind: str) -> str:
    short = {"VARCHAR": "text", "VARCHAR[]": "texts", "DOUBLE": "number", "INTEGER": "whole number", "BIGINT": "whole number", "DATE": "day"}
    return short.get(kind, {"BOOLEAN": "yes or no"}.get(kind, "structures"))


def settings() -> str:
    """The page of settings: the environment, feeds.toml, scales and terms."""
    from riftline.feeds.config import FEED_KEYS, WATCH_KEYS
    from riftline.feeds.plan import MINUTE, Feed, Settings
    from riftline.sources.base import MEGABYTE

    found = meanings("settings")
    means = {where: {row["name"]: row["meaning"] for row in found if row["where"] == where} for where in ("environment", "feed", "watch")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src" / "riftline").rglob("*.py")))
    told({one or other for one, other in SETTINGS.findall(code)}, means["environment"], "settings.tsv, environment")
    told(FEED_KEYS, means["feed"], "settings.tsv, feed")
    told(WATCH_KEYS, means["watch"], "settings.tsv, watch")
    feed, asked = Feed("https://example.org/rss.xml"), Settings()

    def default(where: str, name: str) -> str:
        if name == "every":
            return f'`"{feed.every / MINUTE:g}m"`'
        if name == "max_megabytes":
            return f"`{asked.max_bytes / MEGABYTE:g}`"
        value = getattr(feed if where == "feed" or name in FEED_KEYS else asked, name, None)
        return "" if value in (None, "", feed.url) else f"`{str(value).lower() if isinstance(value, bool) else format(value, 'g')}`"

    def keys(where: str) -> str:
        return table(("key", "means", "default"), [(f"`{name}`", text, default(where, name)) for name, text in means[where].items()])

    def shown(name: str, heads: Mapping[str, str]) -> str:
        return table(tuple(heads.values()), [[row[key].replace("|", ", ") for key in heads] for row in rows(name)])

    types = {row["type"]: row["modes"].replace("|", ", ") for row in rows("plover/modes")}
    told_types = [(f"`{row['type']}`", row["quad"], row["score"], row["meaning"], types.get(row["type"], "")) for row in rows("plover/types")]
    return "\n\n".join([
        "# Settings and terms", "Riftline has no settings file of its own. What can be set is an option, a variable, or a key of `feeds.toml`.",
        "## Environment", table(("variable", "means"), [(f"`{name}`", text) for name, text in means["environment"].items()]),
        "## feeds.toml", "An OPML file does as well. Times are numbers, or texts such as `\"90s\"`, `\"30m\"`, `\"2h\"`, `\"3d\"`, `\"1w\"`.",
        "### [watch], for all feeds", keys("watch"), "### [[feed]], for each", keys("feed"),
        "## Files", table(("file", "is"), [
            ("`riftline.duckdb`", "The database; `--db` names another. A copy of it is a backup, as long as nothing writes."),
            ("`riftline.duckdb.wal`", "What DuckDB has not yet put into the database. It belongs to it."),
            ("`riftline.duckdb.server`", "While a server runs: its address and token, readable by its user only."),
        ]),
        "## Grades of outlets", "Set by you, with `riftline sources`.", shown("stories/grades", {"grade": "grade", "meaning": "means"}),
        "## Credibility of an event", "Worked out from its sources.", shown("stories/credibility", {"grade": "credibility", "meaning": "means"}),
        "## Signals", "The score, in bans, from which a signal is raised where no rate of alarms is asked for.",
        shown("signals/kinds", {"kind": "kind", "least": "least score"}),
        "## Types of events", table(("type", "group", "score", "means", "modes"), told_types),
        "## Contexts", ", ".join(f"`{row['context']}`" for row in rows("plover/contexts")) + ".",
        "## Sectors of actors", shown("actors/sectors", {"code": "code", "name": "name", "meaning": "means"}),
        "## Bonds and rivalries", shown("commitments/kinds", {"kind": "kind", "of": "is a", "binds": "binds to"}),
    ]) + "\n"  # fmt: skip


def pages() -> dict[str, str]:
    """Each page's text by its file name."""
    made = {"commands.md": commands(), "api.md": api(), "columns.md": columns(), "settings.md": settings()}
    note = "<!-- Made by tools/make_reference.py; change the program or tools/reference instead. -->\n\n"
    return {name: note + text for name, text in made.items()}


def main() -> int:
    """Writes the pages."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")
        print(PAGES / name, file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

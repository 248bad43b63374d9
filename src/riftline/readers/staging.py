"""Files into the temporary table `staged`, by DuckDB's CSV reader: what cannot be read is kept with its line and the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from riftline.errors import InputError
from riftline.readers.base import Format
from riftline.readers.files import Source, stream
from riftline.readers.layout import Layout, columns
from riftline.text.normalise import CONTROL, INVISIBLE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEVER = "\x01"
"""What stands for NULL in the files: nothing does, an empty cell is empty."""

HIDDEN = f"[{INVISIBLE}{CONTROL}]"
"""What is taken out of the texts."""

SHOWN = 5
"""Refused rows that are told with their line."""

MESSAGE = 4_000
"""Characters of the reader's message that are looked at; the cell stands in it whole."""

CELLS = 1000
"""Most cells of a row, of any format some sixty: the reader keeps an error for each cell too many, with its line, and takes the square of their number."""

BLOCK = 2 << 20
"""Bytes of a file that are looked at at once; no line may have more."""

_COUNTS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_VALUE = re.compile(r'Could not convert string "(.*?)" to', re.S)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be read."""

    file: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Staged:
    """What a read gave beside the rows: how many were refused, the first of them, and which files are not UTF-8."""

    refused: int
    examples: tuple[Refused, ...]
    undecoded: frozenset[str]


def stage(connection: DuckDBPyConnection, files: Sequence[Source], layout: Layout, form: Format) -> Staged:
    """Makes the table `staged` from files of one layout. Raises InputError where one of them stops the reader."""
    for file in files:
        _refuse_wide(file, layout.delimiter.encode())
    connection.execute("DROP TABLE IF EXISTS staged")
    for table in ("refused", "refused_scans"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    expressions = ", ".join(f"{expression} AS {column}" for column, expression in form.staged.items())
    there = set(layout.columns)
    absent = "".join(f", '' AS {column.name}" for column in columns(form.name) if column.name not in there)
    try:
        connection.execute(f"CREATE TEMP TABLE staged AS SELECT {expressions} FROM (SELECT *{absent} FROM {_reader(files, layout, form)})")
    except (duckdb.InvalidInputException, duckdb.IOException) as problem:  # rows so broken that the reader does not find the next; data cut off
        if isinstance(problem, duckdb.IOException) and not files[0].packed:
            raise  # the disk's
        name = files[0].name if len(files) == 1 else f"{files[0].name} and {len(files) - 1} more"
        raise InputError(name, f"its rows cannot be told apart ({' '.join(str(problem).split())[:120]}).") from None
    _clean(connection)
    names = {file.path: file.name for file in files}
    # Of a line with several errors that which is not about one cell says most: it has too few cells, so the day is another's.
    query = """
        SELECT s.file_path, e.line, e.error_type, e.error_message, e.column_name FROM refused e JOIN refused_scans s USING (scan_id, file_id)
        QUALIFY row_number() OVER (PARTITION BY s.file_path, e.line ORDER BY e.error_type = 'CAST', e.column_idx) = 1 ORDER BY ALL LIMIT ?
    """
    first = connection.execute(query, [SHOWN]).fetchall()
    count = connection.execute("SELECT count(DISTINCT (file_id, line)) FROM refused").fetchone()
    other = connection.execute(
        "SELECT DISTINCT s.file_path FROM refused e JOIN refused_scans s USING (scan_id, file_id) WHERE e.error_type = 'INVALID ENCODING'"
    ).fetchall()
    examples = tuple(Refused(names.get(path, path), line, _why(kind, message, column)) for path, line, kind, message, column in first)
    return Staged(count[0] if count else 0, examples, frozenset(row[0] for row in other))


def _refuse_wide(file: Source, delimiter: bytes) -> None:
    """Raises InputError where a row has more than CELLS cells, or the file cannot be read."""
    rest = b""
    with stream(file) as opened:
        while block := opened.read(BLOCK):
            *lines, rest = (rest + block).split(b"\n")
            longest = max(map(len, (*lines, rest)))
            cells = max(line.count(delimiter) for line in (*lines, rest)) if longest > CELLS else 0
            if cells > CELLS:
                raise InputError(file.name, f"a row has {cells:,} cells or more; the most is {CELLS:,}.")
            rest = rest if len(rest) < BLOCK else b""  # a line so long is refused by the reader


def _clean(connection: DuckDBPyConnection) -> None:
    """Takes characters that show nothing out of all texts: a name is looked up, and shown, without them. Few rows have any; that a row is looked
    at as one takes half of what its texts would take one by one."""
    texts = [name for name, kind, *_ in connection.execute("DESCRIBE staged").fetchall() if kind == "VARCHAR"]
    new = ", ".join(f"{name} = regexp_replace({name}, $hidden, '', 'g')" for name in texts)
    connection.execute(f"UPDATE staged SET {new} WHERE regexp_matches(concat({', '.join(texts)}), $hidden)", {"hidden": HIDDEN})


def _reader(files: Sequence[Source], layout: Layout, form: Format) -> str:
    dated = {form.key, *form.days}
    types = ", ".join(f"{_quoted(name)}: '{layout.date_type if name in dated else 'VARCHAR'}'" for name in layout.columns)
    pattern = {"DATE": "dateformat", "TIMESTAMP": "timestampformat"}[layout.date_type]
    options = {
        "columns": f"{{{types}}}",
        "auto_detect": "false",
        "hive_partitioning": "false",
        "delim": _quoted(layout.delimiter),
        "quote": "'\"'" if layout.quoted else "''",
        "escape": "'\"'" if layout.quoted else "''",
        "header": str(layout.header).lower(),
        "nullstr": _quoted(NEVER),
        "compression": _quoted(files[0].packed or "none"),
        "store_rejects": "true",
        "rejects_table": "'refused'",
        "rejects_scan": "'refused_scans'",
    } | ({pattern: _quoted(layout.date_pattern)} if layout.date_pattern else {})
    paths = ", ".join(_quoted(file.path) for file in files)
    return f"read_csv([{paths}], {', '.join(f'{name} = {value}' for name, value in options.items())})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _why(kind: str, message: str, column: str | None) -> str:
    if found := _COUNTS.search(message):
        return f"it has {found[2]} columns where {found[1]} are expected"
    message = message[:MESSAGE]
    if kind == "CAST" and (value := _VALUE.search(message)):
        return f"{(column or 'a date').replace('_', ' ')}: {value[1]!r} is no date" if value[1] else f"{(column or 'date').replace('_', ' ')} is empty"
    return {
        "INVALID ENCODING": "it is not UTF-8",
        "UNQUOTED VALUE": "a quotation mark is not closed, or stands inside a cell",
        "LINE SIZE OVER MAXIMUM": "the line is longer than 2 MB",
    }.get(kind, " ".join(message.split())[:120])

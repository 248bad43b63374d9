"""How fast other people's event data load, beside DuckDB's own CSV reader: `python -m evaluation.imports [--rows 1000000]`.

Makes a file of ICEWS and one of GDELT 2.0 with all their columns (rows of our own making: every value is drawn from Riftline's tables, and
ids are unique), loads each raw with `CREATE TABLE … AS FROM read_csv(…)` into a database of its own, and then with Riftline's import into
another, in turn. What is compared is the least time of several rounds on the clock, so that what else the machine does counts little.

Prints one line of JSON; `icews_ratio` and `gdelt_ratio` are Riftline's seconds ÷ those of the raw load.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import duckdb

from riftline.errors import InputError
from riftline.readers.importing import Settings, load
from riftline.readers.layout import columns
from riftline.store.database import opened
from riftline.tables import rows

ROUNDS = 3
PUBLISHERS = 60
TOWNS = 4_000


def _pick(name: str, salt: int) -> str:
    """A value of a list that is the same for a row each time: small numbers are drawn more often, as the world's news do."""
    return f"{name}[1 + (pow((hash(i * 31 + {salt}) % 1000003) / 1000003.0, 2) * (len({name}) - 1))::BIGINT]"


def _lists(connection: duckdb.DuckDBPyConnection) -> None:
    """The table `v` of the lists that values are drawn from."""
    states = [row for row in rows("actors/states") if row["people"]]
    sectors = [row["sector"] for row in rows("actors/icews_sectors") if "*" not in row["sector"]]
    acts = [row for row in rows("plover/cameo") if len(row["code"]) > 2]
    roles = [row["cameo"] for row in rows("actors/cameo_roles")]
    named = {
        "states": [row["name"] for row in states],
        "codes": [row["code"] for row in states],
        "fips": [row["fips"] for row in rows("places/fips")],
        "capitals": [row["capital"] or row["name"] for row in states],
        "sectors": [",".join(sectors[(i * 7 + k * 13) % len(sectors)] for k in range(1 + i % 4)) for i in range(900)],
        "roles": ["", *roles],
        "acts": [row["code"] for row in acts],
        "words": [row["name"] for row in acts],
        "scores": [row["goldstein"] for row in acts],
        "publishers": [f"The {state['capital'] or state['name']} Courier" for state in states[:PUBLISHERS]],
        "persons": [row["person"] for row in rows("actors/offices")[:3000]],
        "towns": [f"{state['capital'] or state['name']} {i}" for i in range(TOWNS // len(states)) for state in states],
    }
    marks = ", ".join(f"? AS {name}" for name in named)
    connection.execute(f"CREATE TABLE v AS SELECT {marks}", list(named.values()))


def _write(connection: duckdb.DuckDBPyConnection, form: str, count: int, values: dict[str, str], path: Path, header: bool) -> None:
    cells = ", ".join(f"{values.get(column.name, _EMPTY)} AS {column.name}" for column in columns(form))
    connection.execute(f"COPY (SELECT {cells} FROM range({count}) t(i), v) TO '{path}' (DELIMITER '\t', QUOTE '', HEADER {str(header).lower()})")


_EMPTY = "''"


def icews(connection: duckdb.DuckDBPyConnection, count: int, path: Path) -> None:
    """A file of ICEWS with so many rows."""
    act = "1 + (pow((hash(i) % 1000003) / 1000003.0, 2) * (len(acts) - 1))::BIGINT"
    home, other = _pick("states", 1), _pick("states", 2)

    def name(salt: int, state: str) -> str:
        person = f"{state} || ' ' || persons[1 + i % 90]"  # a person has one state
        return f"CASE i % 3 WHEN {salt % 3} THEN {state} WHEN {(salt + 1) % 3} THEN 'Citizen (' || {state} || ')' ELSE {person} END"

    values = {
        "event_id": "30000000 + i",
        "event_date": "DATE '2018-01-01' + (i % 365)::INTEGER",
        "source_name": name(3, home),
        "source_sectors": f"CASE i % 3 WHEN 0 THEN '' ELSE {_pick('sectors', 4)} END",
        "source_country": home,
        "event_text": f"words[{act}]",
        "cameo_code": f"acts[{act}]",
        "intensity": f"scores[{act}]",
        "target_name": name(5, other),
        "target_sectors": f"CASE i % 3 WHEN 2 THEN '' ELSE {_pick('sectors', 6)} END",
        "target_country": other,
        "story_id": "40000000 + i // 3",
        "sentence_number": "1 + i % 6",
        "publisher": _pick("publishers", 7),
        "city": f"CASE WHEN i % 4 > 0 THEN {_pick('towns', 8)} ELSE '' END",
        "district": "CASE WHEN i % 5 = 0 THEN 'District ' || i % 200 ELSE '' END",
        "province": "CASE WHEN i % 4 > 0 THEN 'Province ' || hash(i) % 900 ELSE '' END",
        "country": home,
        "latitude": "round((hash(i % 9000) % 1800000) / 10000.0 - 90, 4)",
        "longitude": "round((hash(i % 9000 + 1) % 3600000) / 10000.0 - 180, 4)",
    }
    _write(connection, "icews", count, values, path, header=True)


def gdelt(connection: duckdb.DuckDBPyConnection, count: int, path: Path) -> None:
    """A file of GDELT 2.0 with so many rows."""
    day = "strftime(DATE '2020-01-01' + (i % 365)::INTEGER, '%Y%m%d')"
    act = "acts[1 + (pow((hash(i) % 1000003) / 1000003.0, 2) * (len(acts) - 1))::BIGINT]"
    values = {
        "globaleventid": "900000000 + i",
        "sqldate": day,
        "monthyear": f"{day}[:6]",
        "year": f"{day}[:4]",
        "fractiondate": f"{day}[:4] || '.' || (i % 365 * 27)",
        "isrootevent": "i % 2",
        "eventcode": act,
        "eventbasecode": f"{act}[:3]",
        "eventrootcode": f"{act}[:2]",
        "quadclass": "1 + i % 4",
        "goldsteinscale": "round((hash(i) % 200) / 10.0 - 10, 1)",
        "nummentions": "1 + i % 30",
        "numsources": "1 + i % 4",
        "numarticles": "1 + i % 30",
        "avgtone": "(hash(i) % 20000000) / 1000000.0 - 10",
        "dateadded": f"{day} || '151500'",
        "sourceurl": "'https://www.courier-' || i % 4000 || '.example/news/2020/world/what-happened-in-the-capital-' || hash(i // 3)",
    }
    for n in (1, 2):
        code, role = _pick("codes", n), _pick("roles", n + 10)
        there = f"i % 7 <> {n}"
        values |= {
            f"actor{n}code": f"CASE WHEN {there} THEN {code} || {role} ELSE '' END",
            f"actor{n}name": f"CASE WHEN {there} THEN upper({_pick('states', n)}) ELSE '' END",
            f"actor{n}countrycode": f"CASE WHEN {there} THEN {code} ELSE '' END",
            f"actor{n}type1code": f"CASE WHEN {there} THEN {role} ELSE '' END",
        }
    for side, salt in (("actor1", 21), ("actor2", 22), ("action", 23)):
        fips = _pick("fips", salt)
        values |= {
            f"{side}geo_type": "CASE i % 3 WHEN 0 THEN 1 ELSE 4 END",
            f"{side}geo_fullname": f"CASE i % 3 WHEN 0 THEN {_pick('states', salt)} ELSE {_pick('towns', salt)} || ', Province ' || i % 90 || ', ' "
            f"|| {_pick('states', salt)} END",
            f"{side}geo_countrycode": fips,
            f"{side}geo_adm1code": f"{fips} || lpad((i % 60)::VARCHAR, 2, '0')",
            f"{side}geo_adm2code": "CASE i % 3 WHEN 0 THEN '' ELSE (20000 + i % 3000)::VARCHAR END",
            f"{side}geo_lat": f"round((hash(i % 9000 + {salt}) % 1800000) / 10000.0 - 90, 4)",
            f"{side}geo_long": f"round((hash(i % 9000 + {salt + 3}) % 3600000) / 10000.0 - 180, 4)",
            f"{side}geo_featureid": f"(hash(i % 9000 + {salt}) % 9999999)::BIGINT - 5000000",
        }
    _write(connection, "gdelt", count, values, path, header=False)


def raw(path: Path, database: Path, header: bool) -> None:
    """DuckDB's own load of the file."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"CREATE TABLE raw AS FROM read_csv('{path}', delim = '\t', quote = '', header = {str(header).lower()})")


def ours(path: Path, database: Path, form: str, count: int) -> None:
    """Riftline's import of the file. Raises SystemExit where it does not make an event of each of its rows."""

    def failed(problem: InputError) -> None:
        raise problem

    with opened(str(database), write=True) as connection:
        (report,) = load(connection, [str(path)], Settings(form), lambda name: None, failed)
    if report.imported != count:
        raise SystemExit(f"{form}: {report.imported} events of {count} rows")


def seconds(work: Callable[[], object]) -> float:
    """What a piece of work takes on the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measured(form: str, path: Path, folder: Path, header: bool, count: int) -> dict[str, float]:
    """The least seconds of several rounds, raw and imported in turn."""
    raws, imports = [], []
    for number in range(ROUNDS):
        plain, made = folder / f"raw{number}.duckdb", folder / f"ours{number}.duckdb"
        raws.append(seconds(partial(raw, path, plain, header)))
        imports.append(seconds(partial(ours, path, made, form, count)))
        plain.unlink()
        made.unlink()
        if sys.stderr.isatty():
            print(f"\r{form}: round {number + 1} of {ROUNDS} ", end="", file=sys.stderr, flush=True)
    return {f"{form}_raw_s": round(min(raws), 2), f"{form}_import_s": round(min(imports), 2), f"{form}_ratio": round(min(imports) / min(raws), 2)}


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.imports", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each file (default 1,000,000)")
    options = parser.parse_args(arguments)
    line: dict[str, object] = {"what": "imports", "icews_rows": options.rows, "gdelt_rows": options.rows}
    with tempfile.TemporaryDirectory(prefix="riftline-") as name, duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        _lists(connection)
        for form, make, header in (("icews", icews, True), ("gdelt", gdelt, False)):
            path = Path(name) / f"{form}.tab"
            make(connection, options.rows, path)
            line |= measured(form, path, Path(name), header, options.rows)
            path.unlink()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

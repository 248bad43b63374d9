"""`riftline export` as a user runs it."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from example_events import ARMENIA, NOWHERE, RUSSIA, UN, database, row
from riftline.cli import app
from riftline.cli.export import NAMES
from riftline.export.formats import FORMATS

COMMAND = [sys.executable, "-c", "from riftline.cli import main; main()", "export"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    database(
        tmp_path / "riftline.duckdb",
        [
            row(ARMENIA, RUSSIA, id="01"),
            row(RUSSIA, UN, NOWHERE, id="02", type="CONSULT", mode="phone", status="planned"),
            row(UN, ARMENIA, id="03", type="ASSAULT", mode="aerial", first_day=date(2022, 1, 1), last_day=date(2022, 1, 3)),
            row(ARMENIA, None, id="04", first_day=None, last_day=None),
            row(RUSSIA, ARMENIA, id="05", origin="icews", origin_id="99", origin_code="010", type=None, mode=None, reports=1),
        ],
        articles=1,
    )
    return lambda *args: CliRunner().invoke(app, ["export", *args], catch_exceptions=False)


def test_the_names_are_those_of_the_formats() -> None:
    assert tuple(form.name for form in FORMATS) == NAMES


def test_to_standard_output_with_what_is_lost_on_standard_error(run) -> None:  # type: ignore[no-untyped-def]
    done = run("--to", "geojson", "--involving", "RUS")
    assert done.exit_code == 0
    assert [feature["id"] for feature in json.loads(done.stdout)["features"]] == ["01", "02", "05"]
    assert done.stderr.splitlines() == [
        "riftline: geojson: 3 events written.",
        "riftline: geojson: 1 without a place have a null geometry.",
        "riftline: geojson loses reasons, the words for the two sides, and evidence but the first piece.",
    ]


def test_what_is_left_out_is_counted_with_the_reason(run) -> None:  # type: ignore[no-untyped-def]
    done = run("--to", "icews", "--origin", "riftline,icews", "--place", "Yerevan")
    assert [line.split("\t")[6] for line in done.stdout.splitlines()[1:]] == ["195", "111", "010"]
    done = run("--to", "gdelt")
    assert "riftline: gdelt: 6 left out: 3 without a day, 2 planned, 1 negated." in done.stderr
    assert "--status with their names writes them too" in done.stderr
    assert "riftline: gdelt: 1 of more than one day stand under their first day." in done.stderr
    planned = run("--to", "gdelt", "--status", "planned")
    assert [line.split("\t")[26] for line in planned.stdout.splitlines()] == ["036", "036"]
    assert "--status with" not in planned.stderr
    assert "1 without a type" in run("--to", "polecat", "--origin", "icews").stderr
    assert "of kinds that ACLED does not record" in run("--to", "acled").stderr


def test_into_a_file_with_its_mentions(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("--to", "gdelt", "--out", "events.CSV", "--mentions", "mentions.CSV.gz")
    assert done.stdout == ""
    assert "gdelt: 5 events written to events.CSV, 5 mentions to mentions.CSV.gz." in done.stderr
    events = [line.split("\t") for line in (tmp_path / "events.CSV").read_text(encoding="utf-8").splitlines()]
    mentioned = [line.split("\t") for line in gzip.decompress((tmp_path / "mentions.CSV.gz").read_bytes()).decode().splitlines()]
    assert [cells[0] for cells in events] == [cells[0] for cells in mentioned]
    assert ({len(cells) for cells in events}, {len(cells) for cells in mentioned}) == ({61}, {16})


def test_csv_is_that_of_events(run) -> None:  # type: ignore[no-untyped-def]
    listed = CliRunner().invoke(app, ["events", "--format", "csv", "--actor", "RUS"]).stdout
    assert run("--to", "csv", "--actor", "RUS").stdout == listed
    assert len(list(csv.DictReader(io.StringIO(listed)))) == 2


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--to", "xml"], "--to: 'xml' is not one of polecat, plover, gdelt"),
        (["--to", "csv", "--mentions", "m"], "--mentions: csv has no table of mentions"),
        (["--to", "gdelt", "--mentions", "-"], "name a file"),
        (["--to", "gdelt", "--mentions", "a", "--out", "./a"], "a is the file of the events; name another"),
        (["--to", "csv", "--out", "riftline.duckdb"], "riftline.duckdb is the database; name another file"),
        (["--to", "csv", "--db", "none.duckdb"], "there is no database none.duckdb"),
        (["--to", "csv", "--out", "none/a.csv"], "there is no folder none"),
        (["--to", "csv", "--since", "then"], "--since: 'then' is no date"),
    ],
)
def test_what_makes_no_sense_is_said(run, args: list[str], message: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    path = database(tmp_path / "a.duckdb", [row(id=f"{i:04x}", evidence="x" * 500) for i in range(700)])
    with subprocess.Popen([*COMMAND, "--to", "plover", "--db", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["id"] == "0000"
        process.stdout.close()
        assert process.wait(60) == 0
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    path = database(tmp_path / "a.duckdb", [row()])
    done = subprocess.run([*COMMAND, "--to", "csv", "--db", str(path), "--out", "/dev/full"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "the disk is full" in done.stderr


def test_parquet_through_a_pipe(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = database(tmp_path / "a.duckdb", [row()])
    done = subprocess.run([*COMMAND, "--to", "parquet", "--db", str(path)], capture_output=True, check=True)
    assert pq.read_table(io.BytesIO(done.stdout)).column("id").to_pylist() == ["3fa4c10b2d"]

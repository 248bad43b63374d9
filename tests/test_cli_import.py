import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from event_data import table, write
from riftline.cli import app

STATEMENTS = [{"event_id": str(i), "cameo_code": code} for i, code in enumerate(["010", "010", "020", "042"], 1)]


def run(*arguments: str, **more: Any) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False, **more)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "day.tab", table("icews", *STATEMENTS))
    return tmp_path


def test_what_was_not_mapped_is_said_by_code_and_count(here: Path) -> None:
    done = run("import", "day.tab", "--as", "icews")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "riftline.duckdb: 4 rows imported as icews, 0 there already; 1 mapped to PLOVER, 3 not: 010 Make statement 2, 020 Make an appeal or request 1.\n"
    )
    again = run("import", "day.tab")
    assert again.stdout.startswith("riftline.duckdb: 0 rows imported as icews, 4 there already; 1 mapped to PLOVER, 3 not: 010 ")


def test_more_than_a_dozen_codes_are_summed_up(here: Path) -> None:
    codes = [f"01{i}" for i in range(10)] + [f"02{i}" for i in range(9)]
    write(here / "many.tab", table("icews", *({"event_id": str(i), "cameo_code": code} for i, code in enumerate(codes))))
    out = run("import", "many.tab").stdout
    assert "0 mapped to PLOVER, 19 not: 010 Make statement 1, 011 Decline comment 1," in out
    assert out.rstrip().endswith("and 7 more codes 7.")


def test_sides_without_a_state_are_said(here: Path) -> None:
    write(here / "moon.tab", table("icews", {"source_name": "The Moon", "source_country": ""}))
    assert "No state or organisation is known for 1 sides: The Moon 1.\n" in run("import", "moon.tab").stdout


def test_for_machines(here: Path) -> None:
    done = json.loads(run("import", "day.tab", "gone.tab", "--format", "json").stdout)
    assert done["failed"] == ["gone.tab: there is no such file or folder."]
    (report,) = done["imports"]
    assert (report["format"], report["rows"], report["imported"], report["mapped"], report["unmapped"]) == ("icews", 4, 4, 1, 3)
    assert report["unmapped_codes"][0] == {"code": "010", "name": "Make statement", "rows": 2}


def test_rows_that_are_left_out_are_told_with_their_line(here: Path) -> None:
    write(here / "bad.tab", table("icews", {}) + "902\tnever\n" * 7)
    done = run("import", "bad.tab")
    assert done.exit_code == 0
    assert done.stderr.splitlines()[0] == "riftline: bad.tab:3: it has 2 columns where 20 are expected; the row was left out."
    assert done.stderr.splitlines()[-1] == "riftline: 2 more rows left out."


def test_a_file_of_nothing_but_bad_rows_fails(here: Path) -> None:
    write(here / "bad.tab", table("icews") + "902\tnever\n")
    assert run("import", "bad.tab", "--as", "icews").exit_code == 2


def test_files_that_cannot_be_read_fail_and_the_others_go_on(here: Path) -> None:
    done = run("import", "gone.tab", "day.tab")
    assert done.exit_code == 2
    assert "gone.tab: there is no such file" in done.stderr
    assert "4 rows imported as icews" in done.stdout
    wrong = run("import", "day.tab", "--as", "acled")
    assert wrong.exit_code == 2
    assert wrong.stdout == ""
    assert "it is not ACLED: expected 31 columns, found 20 columns (Event ID, Event Date, Source Name, Source Sectors, …)" in wrong.stderr
    assert "Import it with --as icews." in wrong.stderr


def test_options_that_make_no_sense(here: Path) -> None:
    assert "--as: 'cameo' is not one of icews, gdelt, gdelt1, polecat, acled, ged, plover, icews-ids." in run("import", "x", "--as", "cameo").stderr
    assert "--first-day: 'soon' is no date" in run("import", "x", "--first-day", "soon").stderr


def test_standard_input(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("import", "-", "--as", "gdelt", input=table("gdelt", {}))
    assert (done.exit_code, done.stdout[:43]) == (0, "riftline.duckdb: 1 row imported as gdelt, 0")


def test_imported_events_stand_beside_ones_own(here: Path) -> None:
    run("import", "day.tab")
    assert "(010)" in run("events", "--origin", "icews").stdout
    found = [json.loads(line) for line in run("events", "--origin", "icews", "--type", "CONSULT", "--format", "jsonl").stdout.splitlines()]
    assert [(event["id"], event["source"]["code"], event["target"]["code"]) for event in found] == [("icews-4-20210504", "FRA", "TUR")]
    assert len(run("events", "--dyad", "FRA-TUR", "--format", "csv").stdout.splitlines()) == 5
    about = run("info").stdout
    assert "icews 4, 3 of them without a PLOVER type" in about
    assert "CONSULT 1" in about


def test_an_imported_event_can_be_shown(here: Path) -> None:
    run("import", "day.tab")
    shown = run("show", "icews-1").stdout
    for words in ("Government (Ruritania) (FRA, GOV)", "no PLOVER type", "icews 010, intensity 1.9", "Ankara", "CAMEO 010 has no PLOVER type"):
        assert words in shown
    record = json.loads(run("show", "icews-4-20210504", "--format", "json").stdout)
    assert (record["type"], record["origin"], record["origin_code"], record["intensity"]) == ("CONSULT", "icews", "042", 1.9)
    several = run("show", "icews-")
    assert (several.exit_code, "begins several ids" in several.stderr) == (2, True)
    assert "was imported from icews data" in run("explain", "icews-4-20210504").stderr


def test_every_kind_of_row_can_be_shown(here: Path) -> None:
    for form in ("gdelt", "polecat", "acled", "ged"):
        write(here / form, table(form, {}))
        run("import", form, "--as", form)
    shown = {form: run("show", form).stdout for form in ("gdelt", "polecat", "acled", "ged")}
    assert "10, 1 of them independent" in shown["gdelt"]
    assert "nobody is named" in shown["polecat"]
    assert "3 killed (3 fatalities)" in shown["acled"]
    assert "2 to 9 killed (best estimate 4)" in shown["ged"]
    assert "3 May to 4 May" in shown["ged"] or "3 to 4 May 2023" in shown["ged"]


def test_help_has_examples() -> None:
    text = run("import", "--help").stdout
    assert "riftline import 20181004-icews-events.tab --as icews" in text
    assert "no direction" in text

import json
from pathlib import Path

import duckdb
import pytest
from evaluation import imports

from event_data import imported


def test_the_files_that_are_measured_are_of_the_formats(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        imports._lists(connection)
        for form, make in (("icews", imports.icews), ("gdelt", imports.gdelt)):
            path = tmp_path / form
            make(connection, 500, path)
            report, events = imported(tmp_path / f"{form}.duckdb", path)
            assert (report.format, report.imported, report.refused, report.repeated) == (form, 500, 0, 0)
            assert len({event["source_code"] for event in events}) > 50
            assert 0.3 < report.mapped / report.read < 1


def test_the_line_has_both_ratios(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "ROUNDS", 1)
    assert imports.main(["--rows", "200"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert {"icews_ratio", "gdelt_ratio", "icews_raw_s", "icews_import_s", "gdelt_raw_s", "gdelt_import_s"} <= set(line)
    assert line["icews_rows"] == line["gdelt_rows"] == 200

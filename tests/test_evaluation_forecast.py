import json
from pathlib import Path

import pytest
from evaluation import forecast

from forecast_streams import copying, written


def test_the_line_has_the_figures_of_the_part_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "icews").mkdir()
    stream = copying()
    written(tmp_path / "icews" / "icews14", stream)
    monkeypatch.setattr(forecast, "DATA", tmp_path)
    assert forecast.main(["icews14", "--part", "valid"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line["queries"] == 2 * len(stream.valid)
    assert line["part"] == "valid"
    assert line["mrr"] > line["baseline"]["mrr"] > 0
    assert {"hits1", "hits3", "hits10", "seconds", "processor_seconds", "peak_megabytes"} <= set(line)

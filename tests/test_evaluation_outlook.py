import json

import pytest
from evaluation import outlook

from outlook_streams import on, world
from riftline.forecast.outlook_stream import made


def test_the_line_has_the_figures_of_the_half_that_is_asked_for(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlook, "read", lambda path: made(world(200)))
    monkeypatch.setattr(outlook, "HALVES", {"second": (on(100), None)})
    assert outlook.main([]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line["half"] == "second"
    for name in ("week", "month"):
        assert line[name]["climatology"]["skill"] == 0
        assert line[name]["full"]["skill"] == pytest.approx(1 - line[name]["full"]["brier"] / line[name]["climatology"]["brier"], abs=0.01)
        assert 0 < line[name]["acts"] < line[name]["cells"]

import json

import pytest
from evaluation.long_run import main, slope


def test_a_run_tells_of_memory_every_so_many_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "24", "--every", "8", "--acts", "1", "--fillers", "0", "--quick"]) == 0
    *lines, sums = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["articles"] for line in lines] == [8, 16, 24]
    assert all(line["resident_mb"] > line["duckdb_mb"] >= 0 and line["objects"] > 1000 for line in lines)
    assert (sums["what"], sums["articles"]) == ("long_run", 24)


def test_the_slope_is_of_what_is_not_duckdbs_after_the_warm_up() -> None:
    lines = [{"articles": n, "resident_mb": 500 + n / 1000 + n / 100, "duckdb_mb": n / 100} for n in range(2000, 22_000, 2000)]
    assert slope([{"articles": 100, "resident_mb": 9.0, "duckdb_mb": 0.0}, *lines]) == pytest.approx(10)
    assert slope(lines[:1]) == 0

"""What the scale of the engines is reckoned from: runs, their quotients, and what a day of news comes to."""

from __future__ import annotations

from pathlib import Path

from evaluation.scale import Run, best, corpus, cost, measured, ratios


def test_one_run_into_a_lake(tmp_path: Path) -> None:
    run = measured("local", 1, corpus(str(tmp_path), 3), 1)
    assert (run.engine, run.workers) == ("local", 1)
    assert run.start > 0
    assert 0 < run.coding < 60
    assert run.stories > 0


def test_quotients_of_the_best_runs() -> None:
    runs = {(name, n): Run(name, n, 1.0, coding, 0.1) for name, n, coding in (("local", 1, 0.4), ("local", 2, 0.2), ("ray", 1, 0.5), ("ray", 2, 0.3))}
    assert ratios(runs) == {"two_over_one": {"local": 2.0, "ray": 1.667}, "ray_over_local": {"1": 1.25, "2": 1.5}}
    assert ratios({key: run for key, run in runs.items() if key[0] == "local"}) == {"two_over_one": {"local": 2.0}, "ray_over_local": {}}
    assert best([Run("local", 1, 3.0, 0.5, 0.1), Run("local", 1, 2.0, 0.6, 0.2)]) == Run("local", 1, 2.0, 0.5, 0.1)


def test_what_a_day_of_the_worlds_news_comes_to() -> None:
    one, two = cost(0.36, 0.03).splitlines()
    assert one == "  1,000,000 articles: 100 core hours, 4.2 cores all day (or 100 for an hour), 3.00 dollars"
    assert "200 core hours" in two

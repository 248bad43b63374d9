import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from feed_site import Reply, Site, feed, item, page, press, served
from riftline.cli import app
from riftline.records import Coding

Run = Callable[..., Result]


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr("riftline.pipeline._coder", lambda: Coding)
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(app, list(args), catch_exceptions=False)


def listed(site: Site, *paths: str, more: str = "") -> None:
    """Writes feeds.toml."""
    settings = "[watch]\nallow_private = true\ndelay = 0.001\nattempts = 1\ntimeout = 2\n"
    Path("feeds.toml").write_text(settings + "".join(f'\n[[feed]]\nurl = "{site.at}{path}"\n{more}\n' for path in paths or ("/rss.xml",)))


def test_once_and_again(run: Run, site: Site) -> None:
    press(site, "a", "b")
    listed(site)
    first = run("watch", "feeds.toml", "--once")
    assert (first.exit_code, first.stdout) == (0, "riftline.duckdb: 1 of 1 poll went well; 2 new items, 2 articles stored with 0 reports.\n")
    assert "Strelsau Herald: Talks a ended (0 events)." in first.stderr
    again = run("watch", "feeds.toml", "--once")
    assert (again.exit_code, again.stdout) == (0, "riftline.duckdb: 1 of 1 poll went well; 0 new items, 0 articles stored with 0 reports.\n")
    assert again.stderr == ""


def test_the_exit_code_of_once(run: Run, site: Site) -> None:
    press(site, "a")
    site.answers["/a.html"] = Reply(status=404)
    listed(site, "/rss.xml", "/gone.xml")
    done = run("watch", "feeds.toml", "--once", "--limit", "1")
    assert done.exit_code == 0
    assert done.stdout == "riftline.duckdb: 1 of 2 polls went well; 1 new item, 0 articles stored with 0 reports, 1 not to be had.\n"
    listed(site, "/gone.xml")
    assert run("watch", "feeds.toml", "--once").exit_code == 2


def test_a_list_that_is_wrong(run: Run, site: Site) -> None:
    listed(site, more="evry = 3")
    done = run("watch", "feeds.toml", "--once")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "feeds.toml, line 9: feed 1" in done.stderr
    assert "did you mean `every`?" in done.stderr
    assert not Path("riftline.duckdb").exists()
    assert "--limit: the number must be at least 1" in run("watch", "feeds.toml", "--limit", "0").stderr
    assert "make one" in run("watch", "nothing.toml").stderr


def test_the_example_in_the_help_is_a_list_that_can_be_read(run: Run) -> None:
    from riftline.feeds.config import load

    lines = run("watch", "--help").stdout.partition("A feeds.toml:\n")[2].splitlines()
    lines = lines[: next(n for n, line in enumerate(lines) if line.strip() and not line.startswith("    "))]
    Path("example.toml").write_text("\n".join(lines))
    plan = load("example.toml")
    assert [feed.url for feed in plan.feeds] == ["https://example.org/world/rss.xml", "https://example.com/ministry/atom.xml"]
    assert plan.feeds[1].full_text


def test_health_of_feeds(run: Run, site: Site) -> None:
    press(site, "a")
    site.answers["/moved.xml"] = Reply(status=301, headers={"Location": "/rss.xml"})
    site.answers["/old.xml"] = feed(item("b", date="Wed, 20 Sep 2023 14:05:00 GMT"))
    site.answers["/broken.xml"] = feed(item("c"), "<item>&nbsp;")
    site.answers["/gone.xml"] = Reply(status=410)
    site.answers["/empty.xml"] = feed()
    site.answers |= {f"/{name}.html": page(name) for name in "bc"}
    listed(site, "/rss.xml", "/moved.xml", "/old.xml", "/broken.xml", "/gone.xml", "/empty.xml", "/none.xml")
    run("watch", "feeds.toml", "--once")
    run("watch", "feeds.toml", "--once")
    found = {row["url"].removeprefix(site.at): row for row in json.loads(run("feeds", "--format", "json").stdout)}
    assert found["/rss.xml"]["state"] == "well"
    assert found["/rss.xml"]["items"] == {"stored": 1}
    assert found["/rss.xml"]["last_success"].endswith("+00:00")
    assert found["/moved.xml"]["state"] == f"moved to {site.at}/rss.xml"
    assert found["/moved.xml"]["items"] == {"same": 1}
    assert found["/old.xml"]["state"].startswith("silent since 2023-09-20")
    assert found["/old.xml"]["silence"]["since"] == "2023-09-20T14:05:00+00:00"
    assert found["/old.xml"]["silence"]["after"] == 3 * 86400
    assert found["/broken.xml"]["state"].startswith("broken XML")
    assert found["/gone.xml"]["state"].startswith("gone for good since")
    assert found["/empty.xml"]["state"] == "no item yet"
    assert (found["/none.xml"]["state"], found["/none.xml"]["errors_in_a_row"]) == ("failing: there is no such page (404).", 2)
    table = run("feeds").stdout
    assert "Last success" in table
    assert table.count("Strelsau Herald") == 5
    listed(site, "/rss.xml")
    run("watch", "feeds.toml", "--once")
    assert run("feeds").stdout.count("no longer in the list") == 5  # what is gone is gone


def test_health_without_feeds_and_without_a_database(run: Run, site: Site) -> None:
    assert "there is no database" in run("feeds").stderr
    Path("a.txt").write_text("Talks between the two states ended on Tuesday without a treaty, officials said.")
    run("ingest", "a.txt")
    assert run("feeds").stdout.startswith("No feed is watched; riftline watch --help")
    assert json.loads(run("feeds", "--format", "json").stdout) == []
    assert "--format: 'csv' is not one of table, json" in run("feeds", "--format", "csv").stderr


def command(*args: str) -> list[str]:
    return [sys.executable, "-c", "from riftline.cli import main; main()", *args]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_a_watch_cleanly(run: Run, site: Site, number: signal.Signals) -> None:
    site.answers["/rss.xml"] = feed()
    listed(site)
    watch = subprocess.Popen(command("watch", "feeds.toml"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ends = time.monotonic() + 20
    while not site.asked("/rss.xml") and time.monotonic() < ends:
        time.sleep(0.05)
    time.sleep(0.3)
    done = subprocess.run(command("feeds", "--format", "json"), capture_output=True, text=True, check=True)  # the database is free meanwhile
    assert json.loads(done.stdout)[0]["last_success"]
    watch.send_signal(number)
    out, err = watch.communicate(timeout=10)
    assert (watch.returncode, out) == (0, "riftline.duckdb: 1 of 1 poll went well; 0 new items, 0 articles stored with 0 reports.\n")
    assert "watching 1 feed; Ctrl-C ends it" in err
    assert "Traceback" not in err


def test_a_signal_during_once_is_told_by_the_exit_code(run: Run, site: Site) -> None:
    site.answers["/rss.xml"] = Reply(b"x" * 1000, drip=1, pause=0.2)
    listed(site)
    watch = subprocess.Popen(command("watch", "feeds.toml", "--once"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ends = time.monotonic() + 20
    while not site.asked("/rss.xml") and time.monotonic() < ends:
        time.sleep(0.05)
    watch.send_signal(signal.SIGTERM)
    began = time.monotonic()
    _, err = watch.communicate(timeout=10)
    assert watch.returncode == 128 + signal.SIGTERM
    assert time.monotonic() - began < 5
    assert "Traceback" not in err


def test_the_real_coder_from_feed_to_event(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    words = (
        "Armenia accused Azerbaijan on Tuesday of shelling its border towns, and said that three soldiers had been killed near Jermuk. "
        "Russia’s foreign minister, Sergei Lavrov, spoke by phone with his Armenian counterpart and called on both sides to keep the truce."
    )
    site.answers |= {
        "/rss.xml": feed(item("war", title="Shells fall on Armenian towns", date="Wed, 14 Sep 2022 08:00:00 GMT")),
        "/war.html": page("war", words, title="Shells fall on Armenian towns"),
    }
    listed(site)
    done = subprocess.run(command("watch", "feeds.toml", "--once"), capture_output=True, text=True, check=False, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr
    events = json.loads(CliRunner().invoke(app, ["events", "--involving", "ARM", "--format", "json"]).stdout)
    assert {("ARM", "ACCUSE", "AZE")} <= {(row["source"]["code"], row["type"], row["target"]["code"]) for row in events if row["source"] and row["target"]}
    assert all(row["article"]["published"] == "2022-09-14" for row in events)
    assert "2022-09-13" in {row["date"]["start"] for row in events if row["date"]}

"""The commands on a lake, filled by `riftline ingest --out` with the model itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import s3_bucket
from lakes import rows
from riftline.cli import app

EXAMPLE = Path(__file__).parents[1] / "examples" / "essequibo"
ARTICLES = [str(path) for path in sorted(EXAMPLE.glob("*.txt"))[:3]]


def riftline(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A database and a lake of the same articles."""
    folder = tmp_path_factory.mktemp("stores")
    db, lake = str(folder / "t.duckdb"), str(folder / "lake")
    assert "3 articles stored" in riftline("ingest", *ARTICLES, "--db", db)
    assert "3 articles coded" in riftline("ingest", *ARTICLES, "--out", lake, "--workers", "1", "--batch", "2", "--no-stories")
    assert "not put together yet: riftline stories" in riftline("events", "--db", lake, code=2)
    assert "3 articles put to the others" in riftline("stories", "--db", lake)
    return db, lake


def test_every_row_is_the_same(stores: tuple[str, str]) -> None:
    db, lake = map(rows, stores)
    assert len(db["reports"]) > 20
    assert db == lake


@pytest.mark.parametrize(
    "words",
    [
        "events --format json", "export --to plover", "export --to gdelt", "relation VEN GUY", "search border", "signals --as-of 2024-02-01", "show {event}",
        "explain {event}", "commitments VEN --with GUY", "brief --dyad VEN-GUY", "forecast VEN GUY", "sources", "corrections", "feeds",
    ],
)  # fmt: skip
def test_commands_answer_from_a_lake_as_from_the_database(stores: tuple[str, str], words: str) -> None:
    event = json.loads(riftline("events", "--db", stores[0], "--format", "json"))[0]["id"]
    answers = []
    for db in stores:
        done = CliRunner().invoke(app, [*words.format(event=event).split(), "--db", db])
        assert done.exit_code == 0, done.output
        answers.append(done.stdout.replace(db, "DB"))
    assert answers[0] == answers[1]


def test_a_lake_in_a_bucket_is_filled_and_read_with_settings_of_the_environment(stores: tuple[str, str]) -> None:
    def command(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """A process of its own: it knows of the bucket what its user's environment says."""
        done = subprocess.run([Path(sys.executable).with_name("riftline"), *words], capture_output=True, text=True, timeout=300)
        assert done.returncode == code, done.stderr
        return done

    with s3_bucket.bucket() as bucket:
        lake = f"{bucket}/lake"
        assert command("ingest", *ARTICLES, "--out", lake, "--workers", "1").stdout.startswith(f"{lake}: 3 articles coded, with ")
        assert command("events", "--db", lake, "--format", "json").stdout == riftline("events", "--db", stores[1], "--format", "json")
        assert rows(lake) == rows(stores[1])
        told = command("events", "--db", "s3://other/lake", code=2).stderr
    assert told.startswith("riftline: s3://other/lake is no lake of Riftline's")


def test_nothing_else_writes_to_a_lake(stores: tuple[str, str]) -> None:
    lake = stores[1]
    for words in (["ingest", *ARTICLES], ["merge", "a", "b"], ["sources", "A Paper", "--grade", "A"]):
        assert "a lake, which only riftline ingest --out adds to" in " ".join(riftline(*words, "--db", lake, code=2).split())


def test_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "it has no lake.json" in riftline("events", "--db", str(tmp_path), code=2)
    assert "name its folder with --out" in riftline("ingest", "x.txt", "--engine", "ray", code=2)
    assert "not one of local, ray" in riftline("ingest", "x.txt", "--out", "lake", "--engine", "spark", code=2)
    assert "add --engine ray" in riftline("ingest", "x.txt", "--out", "lake", "--address", "auto", code=2)
    assert "--again is for a database" in riftline("ingest", "x.txt", "--out", "lake", "--again", code=2)
    assert "cannot read standard input" in riftline("ingest", "-", "--out", "lake", "--engine", "ray", code=2)
    (tmp_path / "lake.json").write_text('{"format": 99}')
    assert "made by a newer Riftline" in riftline("events", "--db", str(tmp_path), code=2)
    (tmp_path / "lake.json").write_text('{"format": ')
    assert "cannot be read" in riftline("events", "--db", str(tmp_path), code=2)
    monkeypatch.setitem(sys.modules, "ray", None)
    assert "pip install 'riftline[ray]'" in riftline("ingest", ARTICLES[0], "--out", str(tmp_path / "lake"), "--engine", "ray", code=2)

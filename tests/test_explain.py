from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from riftline.cli import app
from riftline.extraction.coder import code
from riftline.extraction.explain import explain
from riftline.records import Article

TEXT = "Russia accused Ukraine of shelling a village on Monday. Kyiv rejected the charge, and Germany called for talks between Russia and Ukraine."


@pytest.fixture(scope="module")
def article() -> Article:
    return Article("a", TEXT, published=date(2024, 5, 7))


def test_an_event_is_explained_by_its_sentence_and_the_next_best(article: Article) -> None:
    event = next(e for e in code(article).events if (e.type, e.source and e.source.code, e.target and e.target.code) == ("ACCUSE", "RUS", "UKR"))
    found = explain(article, event)
    assert found is not None
    first = found.tellings[0]
    assert "[S: Russia] {accused} [T: Ukraine]" in first.marked
    assert first.alone
    assert first.types[0][0] == "ACCUSE"
    assert len(first.types) == len(first.statuses) == len(first.vouchers) == 3
    assert all(telling.evidence in event.evidence for telling in found.tellings)
    assert all(rival.verdict for telling in found.tellings for rival in telling.rivals)


def test_what_is_no_event_of_the_article_has_no_explanation(article: Article) -> None:
    event = replace(code(article).events[0], type="AID")
    assert explain(article, event) is None


def test_the_command_explains_an_event_and_refuses_an_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    run("ingest", "a.txt", "--published", "2024-05-07")
    event = json.loads(run("events", "--type", "ACCUSE", "--format", "jsonl").splitlines()[0])
    words = run("explain", event["id"])
    assert "{accused}" in words
    assert "First pass" in words
    assert json.loads(run("explain", event["id"], "--format", "json"))["tellings"][0]["types"][0][0] == "ACCUSE"
    refused = CliRunner().invoke(app, ["explain", event["article"]["id"]])
    assert refused.exit_code == 2
    assert "riftline show" in refused.output

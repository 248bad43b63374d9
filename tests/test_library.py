"""Riftline in Python: `riftline.code`, `riftline.open`, tables, and what a notebook shows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import riftline
from api_store import HOSTILE, fill
from riftline.errors import InputError, QueryError, StoreError
from riftline.export.listing import CSV_COLUMNS

TEXT = "Armenia refused to host drills of the Collective Security Treaty Organization, its defence ministry said on Tuesday. Russia criticised the decision."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[riftline.Store]:
    with riftline.open(str(fill(tmp_path_factory.mktemp("library") / "t.duckdb"))) as found:
        yield found


def test_an_article_is_coded_and_shown_with_its_evidence_marked() -> None:
    found = riftline.code(TEXT, title="Drills <refused>", published="2023-09-06", publisher="The Post")
    assert found["document"]["published"] == "2023-09-06"
    first = found.events[0]
    assert (first["type"], first["source"]["code"]) == ("REJECT", "ARM")
    assert first["date"]["start"] == "2023-09-05"
    assert "<mark>Armenia refused to host" in first._repr_html_()
    assert "Drills &lt;refused&gt;" in found._repr_html_()
    with pytest.raises(InputError):
        riftline.code("   ")


def test_events_are_filtered_counted_and_streamed(store: riftline.Store) -> None:
    blamed = store.events(actor="Armenia", target="RUS", type="accuse", since="2023-06-01")
    found = list(blamed)
    assert len(found) == len(blamed) > 5
    assert all(each["source"]["code"] == "ARM" for each in found)
    assert len(store.events(dyad="ARM-RUS")) == len(store.events(dyad=("RUS", "ARM")))
    assert len(list(store.events(limit=3))) == 3
    with pytest.raises(ValueError, match="ACCUSE"):
        store.events(type="SHOUT")
    with pytest.raises(ValueError, match="two sides"):
        store.events(dyad="ARM")


def test_a_notebook_shows_hostile_words_as_words(store: riftline.Store) -> None:
    (event,) = store.events(target="CSTO")
    shown = event._repr_html_()
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown


def test_tables_have_the_columns_of_the_csv(store: riftline.Store) -> None:
    table = store.events(involving="ARM").to_arrow()
    assert table.column_names == list(CSV_COLUMNS)
    assert table.num_rows == len(store.events(involving="ARM"))


def test_what_else_a_store_answers(store: riftline.Store) -> None:
    assert store.signals("rift")[0]["actors"] == ["ARM", "RUS"]
    assert store.relation("Armenia", "RUS")["kind"] == "dyad"
    assert store.commitments("ARM", "RUS", on="2023-06-01")["bonds"]
    assert store.forecast("ARM", "RUS", top=2)["actors"] == ["ARM", "RUS"]
    assert "drills" in store.search("drills", limit=1)[0]["text"]
    assert len(list(store.articles())) == 54
    assert "blamed" in store.article("a140")["text"]
    with pytest.raises(QueryError):
        store.search("the")
    with pytest.raises(StoreError):
        store.article("nothing")


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="riftline ingest"):
        riftline.open(str(tmp_path / "none.duckdb"))


def test_to_import_it_brings_nothing_heavy() -> None:
    heavy = "{'spacy', 'duckdb', 'numpy', 'onnxruntime', 'fastapi'}"
    done = subprocess.run([sys.executable, "-c", f"import sys, riftline; print({heavy} & set(sys.modules))"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

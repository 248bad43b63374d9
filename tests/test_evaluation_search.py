from pathlib import Path

from evaluation.search import AN_ARTICLE, corpus, measured


def test_a_small_index_is_measured_with_every_kind_of_query(tmp_path: Path) -> None:
    out = measured(str(tmp_path / "t.duckdb"), 60 * AN_ARTICLE)
    assert out["queries"] == 150
    assert 0 < float(str(out["p50_ms"])) <= float(str(out["p95_ms"])) <= float(str(out["worst_ms"]))
    assert float(str(out["bytes_a_sentence"])) > 0


def test_the_words_of_the_corpus_come_without_its_marks() -> None:
    words = corpus()
    assert len(words) > 6_000
    assert not any(set("{}") & set(word) for sentence in words for word in sentence)

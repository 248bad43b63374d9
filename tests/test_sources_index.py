import json
from pathlib import Path

from riftline.errors import InputError
from riftline.sources.base import Loaded
from riftline.sources.files import articles


def _folder(tmp_path: Path, *rows: dict[str, object]) -> Path:
    (tmp_path / "one.txt").write_text("Talks in Freetown ended.\n\nThe two sides will meet again.", encoding="utf-8")
    (tmp_path / "notes.json").write_text('{"no": "article"}', encoding="utf-8")
    (tmp_path / "index.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path


def test_an_index_gives_its_files_what_they_do_not_say(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"id": "talks", "file": "one.txt", "published": "2024-03-02", "publisher": "Harbour Wire"})
    (found,) = articles([str(folder)])
    assert isinstance(found, Loaded)
    article = found.article
    assert (article.id, str(article.published), article.published_from, article.publisher) == ("talks", "2024-03-02", "metadata", "Harbour Wire")
    assert article.text.startswith("Talks in Freetown")


def test_files_that_an_index_does_not_list_are_not_articles(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"file": "one.txt"})
    assert len(list(articles([str(folder)]))) == 1


def test_an_index_cannot_reach_outside_its_folder(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"file": "../secret.txt"}, {"file": "gone.txt"}, {"title": "no file"})
    found = list(articles([str(folder)]))
    assert [type(item) for item in found] == [InputError] * 3
    assert "inside its folder" in str(found[0])
    assert "gone.txt" in str(found[1])

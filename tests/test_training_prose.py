import random
from pathlib import Path

from training.prose import PAIRS, ROLES, articles, instances

TEXT = "Peru's army shelled a village in Chile on Monday. The Chileans, who had expelled Lima's envoy, will not answer Brazil's call for talks. It rained."


def test_articles_are_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "andes.txt").write_text(f"{TEXT}\n\n  {TEXT}\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not an article", encoding="utf-8")
    assert [(each.id, each.text) for each in articles(tmp_path)] == [("andes.txt:1", TEXT), ("andes.txt:3", TEXT)]


def test_candidates_of_news_come_with_nothing_said_of_them(tmp_path: Path) -> None:
    (tmp_path / "andes.txt").write_text(TEXT, encoding="utf-8")
    (article,) = articles(tmp_path)
    found = list(instances(article, random.Random(1)))
    texts = list(dict.fromkeys(each["text"] for each in found))
    assert [text.split()[0] for text in texts] == ["Peru's", "The"]
    for each in found:
        assert each["origin"] == "prose:andes.txt:1"
        if each["kind"] == "sentence":
            assert {label for _, label in each["acts"]} == {None}
            assert len(each["roles"]) <= ROLES
            assert {each["text"][slice(*chars)] for chars, _ in each["acts"]} & {"shelled", "expelled"}
        else:
            assert (each["type"], each["status"], len(each["features"])) == ("", "", 16)
    pairs = [each for each in found if each["kind"] == "pair" and each["text"] == texts[0]]
    told = {tuple(None if pair[part] is None else pair["text"][slice(*pair[part])] for part in ("source", "act", "target")) for pair in pairs}
    assert ("Peru's army", "shelled", "Chile") in told
    assert len(pairs) <= PAIRS
    assert list(instances(article, random.Random(1))) == found

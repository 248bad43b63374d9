import pytest

from riftline.extraction.contexts import contexts_of
from riftline.tables import parts, rows


@pytest.mark.parametrize(
    ("evidence", "contexts"),
    [
        ("Kenya sent peacekeepers to Haiti", ("peacekeeping",)),
        ("The court in Lima convicted the former president of bribery", ("legal", "corruption")),
        ("Tehran let nuclear inspectors in", ("cbrn",)),
        ("Chad closed its embassy in Khartoum", ("diplomatic",)),
        ("Hackers took down the ministry's website", ("cyber",)),
        ("Peru thanked Chile", ()),
        ("The tanker Thanksgiving left Armadale", ()),  # no "tank", no "arms" within other words
    ],
)
def test_contexts_come_from_the_words_of_the_evidence(evidence: str, contexts: tuple[str, ...]) -> None:
    assert contexts_of(evidence) == contexts


def test_each_context_stands_once_and_each_word_is_lower_case() -> None:
    table = rows("plover/contexts")
    assert len({row["context"] for row in table}) == len(table) > 30
    for row in table:
        words = parts(row["words"])
        assert words
        assert len(set(words)) == len(words)
        assert all(word == word.lower() and "*" not in word[:-1] for word in words)

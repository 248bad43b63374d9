import pytest

from riftline.extraction.labelling import _embargo, label
from riftline.text.parse import pipeline


@pytest.mark.parametrize(
    ("text", "act", "is_one"),
    [
        ("Oslo imposed new sanctions on Minsk.", "imposed", True),
        ("Oslo slapped an embargo on Minsk.", "slapped", True),
        ("The sanctions of Oslo against Minsk hurt.", "sanctions", True),
        ("Oslo suspended aid to Minsk, which is under sanctions.", "suspended", False),
        ("Oslo recalled its ambassador from Minsk.", "recalled", False),
    ],
)
def test_an_act_that_imposes_sanctions_is_told_by_its_object(text: str, act: str, is_one: bool) -> None:
    start = text.index(act)
    assert _embargo(pipeline()(text), (start, start + len(act))) is is_one


def test_labels_come_in_the_order_of_the_sentences_with_the_act_marked_or_not() -> None:
    found = label(["<s>Peru</s> <a>thanked</a> <t>Chile</t>.", "<s>Rebels</s> shelled <t>the port</t>.", "<s>Chad</s> expelled <t>two French diplomats</t>."])
    assert [item.type for item in found] == ["SUPPORT", "ASSAULT", "SANCTION"]
    assert all(0 < item.confidence <= 1 for item in found)
    assert label([]) == []


def test_a_sentence_without_sides_is_named() -> None:
    with pytest.raises(ValueError, match="sentence 2 marks neither"):
        label(["<s>Peru</s> thanked Chile.", "Peru thanked Chile."])

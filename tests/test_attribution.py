import pytest

from riftline.extraction.attribution import attribution_of
from riftline.extraction.statements import find_statements
from riftline.records import Article, Attribution
from riftline.text.parse import parse


def vouches(text: str, act: str) -> Attribution | None:
    parsed = parse(Article("a", text))
    token = next(t for t in parsed.doc if t.text == act)
    return attribution_of(parsed, find_statements(parsed, ()), token.i)


@pytest.mark.parametrize(
    ("text", "act", "speaker"),
    [
        pytest.param("The army shelled the port, the mayor said.", "shelled", "the mayor", id="sentence-final"),
        pytest.param("The mayor said that the army shelled the port.", "shelled", "The mayor", id="that"),
        pytest.param("According to the mayor, the army shelled the port.", "shelled", "the mayor", id="according to"),
        pytest.param("“They shelled the port,” the mayor said.", "shelled", "the mayor", id="direct"),
        pytest.param("Norland said it would not attend the summit.", "said", "Norland", id="nothing but saying"),
        pytest.param("The army shelled the port.", "shelled", None, id="newsroom"),
        pytest.param("The mayor accused the army of shelling the port.", "accused", None, id="accusing is the act"),
        pytest.param("The mayor accused the army of shelling the port.", "shelling", "The mayor", id="what somebody is accused of"),
        pytest.param("The mayor condemned the army's shelling of the port.", "shelling", None, id="what is condemned"),
        pytest.param("The mayor urged the army to leave.", "urged", None, id="urging is the act"),
        pytest.param("The army refused to leave.", "leave", None, id="refused"),
        pytest.param("The envoy met the king, who said the truce would hold.", "met", None, id="outside the statement"),
    ],
)
def test_who_vouches_for_an_act(text: str, act: str, speaker: str | None) -> None:
    found = vouches(text, act)
    assert (found.name if found else None) == speaker


def test_the_innermost_speaker_vouches() -> None:
    found = vouches("The envoy said the mayor claimed that the army shelled the port.", "shelled")
    assert found is not None
    assert found.name == "the mayor"


def test_anonymous_and_via_are_kept() -> None:
    found = vouches("The army has shelled the port, Reuters reported, citing two officials.", "shelled")
    assert found == Attribution(code="", name="two officials", anonymous=True, via="Reuters")

import random

import pytest
from training.corpus import parse
from training.names import names, renamed, replaceable


def row(text: str, act: str, source: str | None, target: str | None) -> dict[str, object]:
    def span(words: str | None) -> list[int] | None:
        return None if words is None else [text.index(words), text.index(words) + len(words)]

    return {"text": text, "act": span(act), "source": span(source), "target": span(target), "type": "ACCUSE"}


@pytest.mark.parametrize(
    ("text", "act", "source", "target"),
    [
        ("Peru blamed Chile.", "blamed", "Peru", "Chile"),
        ("Chile was blamed by Peru for it.", "blamed", "Peru", "Chile"),
        ("A quarrel of Peru's with Chile began.", "quarrel", "Peru's", "Chile"),
        ("Peru, it was said, blamed somebody.", "blamed", "Peru", None),
    ],
)
def test_other_names_stand_where_the_names_stood(text: str, act: str, source: str, target: str | None) -> None:
    made = renamed(row(text, act, source, target), ["the Malian army"], random.Random(3))
    told = made["text"]
    assert told[slice(*made["act"])] == act
    assert told[slice(*made["source"])].lower() == "the malian army" + ("'s" if source.endswith("'s") else "")
    assert "Peru" not in told
    assert told[0].isupper()
    if target:
        assert told[slice(*made["target"])].lower() == "the malian army"
    else:
        assert made["target"] is None


@pytest.mark.parametrize(
    "given",
    [
        row("He blamed Chile.", "blamed", "He", "Chile"),
        row("The rebels' attack", "attack", "The rebels' attack", None),  # the act is part of the side
    ],
)
def test_what_cannot_be_renamed_stays(given: dict[str, object]) -> None:
    assert renamed(given, ["Mali"], random.Random(1)) is given


def test_names_are_those_of_the_corpus_within_a_sentence() -> None:
    example = parse({"text": "[The army|MLI] told [him|MLI] that [Togo's|TGO] {raid} on [Lomé|TGO] and [rebels|?] failed.", "events": []}, "here:1")
    assert names([example]) == ["Lomé", "the army"]
    assert not replaceable("they")

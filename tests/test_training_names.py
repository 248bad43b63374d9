import random
from typing import Any

import pytest
from training.corpus import parse
from training.names import names, renamed, replaceable


def passage(text: str, act: str, source: str, target: str | None) -> dict[str, Any]:
    def span(words: str | None) -> list[int] | None:
        return None if words is None else [text.index(words), text.index(words) + len(words)]

    pair = {"act": span(act), "source": span(source), "target": span(target), "type": "ACCUSE"}
    return {"text": text, "acts": [[span(act), True]], "roles": [[span(act), span(source), [0.5], True, False]], "pairs": [pair, pair | {"target": None}]}


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
    changed = 0
    for seed in range(20):
        made = renamed(passage(text, act, source, target), ["the Malian army", "Rome"], random.Random(seed))
        told, pair = made["text"], made["pairs"][0]
        assert told[slice(*pair["act"])] == told[slice(*made["acts"][0][0])] == told[slice(*made["roles"][0][0])] == act
        assert made["roles"][0][1] == pair["source"] == made["pairs"][1]["source"]
        name = told[slice(*pair["source"])]
        assert name.endswith("'s") == source.endswith("'s")
        assert name.removesuffix("'s").lower() in ("peru", "the malian army", "rome")
        assert told[0].isupper()
        assert (pair["target"] is None) == (target is None)
        changed += name != source
    assert 5 <= changed <= 15  # every other one


def test_pronouns_and_spans_that_overlap_an_act_stay() -> None:
    pronoun, overlapping = passage("He blamed Chile.", "blamed", "He", "Chile"), passage("The rebels' attack", "attack", "The rebels' attack", None)
    for given, stays in ((pronoun, "He"), (overlapping, "The")):
        for seed in range(10):
            made = renamed(given, ["Mali"], random.Random(seed))
            assert made["text"].startswith(stays)
            assert made["text"][slice(*made["pairs"][0]["act"])] == given["text"][slice(*given["pairs"][0]["act"])]


def test_names_are_those_of_the_corpus_within_a_sentence() -> None:
    example = parse({"text": "[The army|MLI] told [him|MLI] that [Togo's|TGO] {raid} on [Lomé|TGO] and [rebels|?] failed.", "events": []}, "here:1")
    assert names([example]) == ["Lomé", "the army"]
    assert not replaceable("they")

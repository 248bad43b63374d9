"""Counts of people, and to which act they belong."""

import pytest

from riftline.extraction.figures import all_figures, figures_of
from riftline.records import Article
from riftline.text.parse import parse


def counts(text):
    return [(c.figure.what, c.figure.low, c.figure.high) for c in all_figures(parse(Article("a", text)))]


def of(text, word):
    parsed = parse(Article("a", text))
    (act,) = [t.i for t in parsed.doc if t.text == word]
    return [(f.what, f.low, f.high) for f in figures_of(parsed, act)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shelling killed 13 soldiers.", [("killed", 13, 13)]),
        ("At least 12 people were wounded in the raid.", [("injured", 12, 18)]),
        ("Police arrested 40 demonstrators in the square.", [("detained", 40, 40)]),
        ("Tens of thousands of villagers fled the valley.", [("displaced", 20_000, 99_999)]),
        ("Norway sent a 500-strong force to the border.", [("troops", 500, 500)]),
        ("About 3,000 protesters gathered outside parliament.", [("protesters", 2700, 3300)]),
    ],
)
def test_what_is_counted_is_told_by_the_verb_then_by_the_noun(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    ["The rebels destroyed 12 tanks.", "He is 53 and lives in Oslo.", "They met on 14 December 2018.", "The bridge is 300 metres long."],
)
def test_what_is_not_people_is_not_counted(text):
    assert counts(text) == []


def test_one_count_for_two_fates_is_neither():
    assert counts("The strikes killed or wounded 40 fighters.") != [("killed", 40, 40)]


def test_counts_of_joined_verbs_belong_to_the_same_act():
    assert of("The bomb killed 13 soldiers and wounded 56 more.", "bomb") == [("killed", 13, 13), ("injured", 56, 56)]


def test_a_participle_that_follows_from_the_act_carries_its_count():
    assert of("Jets attacked the town, killing four people.", "attacked") == [("killed", 4, 4)]


def test_a_count_in_what_is_said_is_not_of_the_saying():
    text = "Denmark condemned the blast that killed 12 people."
    assert of(text, "blast") == [("killed", 12, 12)]
    assert of(text, "condemned") == []


def test_the_figure_keeps_the_words():
    (count,) = all_figures(parse(Article("a", "Some 2,000 Danish troops guard the port.")))
    assert count.figure.text == "Some 2,000 Danish troops"

from dataclasses import replace
from datetime import date

import pytest

from example_coding import BORDURIA, FRANCE, RURITANIA, SPAIN, event
from riftline.ontology import MODES_OF, PLOVER_TYPES
from riftline.records import Actor, Attribution, Figure, Interval
from riftline.tables import rows
from riftline.wording import actor_name, days, figure, headline, merged, voucher

HOW = "threatened on Tuesday"


def test_every_type_has_words_and_no_mode_is_unknown() -> None:
    keys = {row["key"] for row in rows("phrases")}
    assert set(PLOVER_TYPES) <= keys
    assert {key for key in keys if "/" in key} <= {f"{kind}/{mode}" for kind, modes in MODES_OF.items() for mode in modes}
    assert all(row["past"] and row["base"] and row["past_alone"] and row["base_alone"] for row in rows("phrases"))


@pytest.mark.parametrize(
    ("status", "mode", "words"),
    [
        ("happened", None, "France attacked Borduria (BOR)"),
        ("happened", "drone", "France struck with drones Borduria (BOR)"),
        ("planned", None, "France is to attack Borduria (BOR)"),
        ("negated", "heavy-weapons", "France did not shell Borduria (BOR)"),
        ("possible", None, "France may attack Borduria (BOR)"),
        ("background", None, "France attacked Borduria (BOR)"),
    ],
)
def test_headline_says_who_did_what_in_the_tense_of_its_status(status: str, mode: str | None, words: str) -> None:
    assert headline(event(1, "ASSAULT", FRANCE, BORDURIA, HOW, status=status, mode=mode)) == words


def test_headline_with_several_sides_and_with_none() -> None:
    joint = event(1, "ACCUSE", FRANCE, BORDURIA, HOW, status="planned")
    assert headline(joint, [FRANCE, SPAIN, RURITANIA]) == "France, Spain and Ruritania (RUR) are to accuse Borduria (BOR)"
    assert headline(event(1, "PROTEST", None, None, HOW)) == "Somebody unnamed protested"
    ministers = replace(FRANCE, name="France: ministers")
    assert headline(event(1, "ASSAULT", ministers, BORDURIA, HOW, status="planned")) == "France: ministers are to attack Borduria (BOR)"
    assert headline(event(1, "NOVELTY", FRANCE, None, HOW)) == "France: NOVELTY"


def test_names_say_whose_they_are_and_that_they_are_unnamed() -> None:
    assert actor_name(Actor("ARM", "Armenia", "Yerevan")) == "Armenia"
    assert actor_name(Actor("ARM", "prime minister’s office", "office", anonymous=True)) == "unnamed prime minister’s office (ARM)"
    said = Attribution("RUS", "Kremlin official", True, "Tass")
    assert voucher(event(1, "AID", FRANCE, None, HOW, attribution=said)) == "according to Kremlin official (RUS, unnamed), through Tass"
    assert figure(Figure("killed", 1200, 2000, "x")) == "1,200 to 2,000 killed"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((2024, 5, 7), (2024, 5, 7), "Tue 7 May 2024"),
        ((2024, 2, 1), (2024, 2, 29), "February 2024"),
        ((2024, 1, 1), (2024, 12, 31), "2024"),
        ((2022, 1, 1), (2024, 12, 31), "2022 to 2024"),
        ((2024, 3, 1), (2024, 5, 31), "March to May 2024"),
        ((2024, 5, 7), (2024, 5, 9), "7 to 9 May 2024"),
        ((2023, 12, 30), (2024, 1, 2), "30 December 2023 to 2 January 2024"),
    ],
)
def test_days_in_words(start: tuple[int, int, int], end: tuple[int, int, int], words: str) -> None:
    assert days(Interval(date(*start), date(*end))) == words
    assert days(None) == "No day given"


def test_merged_joins_what_overlaps() -> None:
    assert merged([(5, 9), (0, 3), (2, 4), (4, 4), (9, 12)]) == [(0, 4), (5, 12)]

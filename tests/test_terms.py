"""Who held which office on which day (`extraction/offices.py`)."""

from datetime import date

from riftline.extraction.offices import Term, office_on, surname_on


def test_a_person_has_the_office_of_the_day() -> None:
    then = office_on("Boris Johnson", date(2020, 6, 1))
    assert then is not None
    assert (then.code, then.holds_on(date(2020, 6, 1)), then.holds_on(date(2025, 1, 1))) == ("GBR", True, False)
    assert "prime" in then.office.lower()
    before = office_on("Vladimir Putin", date(2010, 5, 1))
    assert before is not None
    assert "prime minister" in before.office.lower()


def test_spellings_are_folded() -> None:
    assert office_on("Recep Tayyip Erdoğan", date(2019, 1, 7)) == office_on("Recep Tayyip Erdogan", date(2019, 1, 7))


def test_a_bare_surname_means_who_held_office_then() -> None:
    term = surname_on("Macron", date(2023, 9, 20))
    assert term is not None
    assert term.code == "FRA"
    assert surname_on("Macron", date(2009, 9, 20)) is None
    assert surname_on("Nobodyatall", date(2023, 9, 20)) is None


def test_a_date_known_to_the_month_covers_it() -> None:
    term = Term("A", "GBR", "GOV", "envoy", "2020-05", "2021-03")
    assert term.holds_on(date(2020, 5, 1))
    assert term.holds_on(date(2021, 3, 31))
    assert not term.holds_on(date(2021, 4, 1))
    assert term.years_from(date(2025, 4, 1)) > 3

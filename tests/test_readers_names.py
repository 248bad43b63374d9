import pytest

from riftline.readers.names import body, bracket, group, is_state, person, role, state


@pytest.mark.parametrize(
    ("name", "scheme", "code"),
    [
        ("France", "ICEWS", "FRA"),
        ("the Gambia", "ICEWS", "GMB"),
        ("Russian Federation", "ICEWS", "RUS"),
        ("Cote d'Ivoire", "ICEWS", "CIV"),
        ("Ivory Coast", "UCDP", "CIV"),
        ("DR Congo (Zaire)", "UCDP", "COD"),
        ("Republic of Congo", "ACLED", "COG"),
        ("Democratic Republic of Congo", "ACLED", "COD"),
        ("eSwatini", "ACLED", "SWZ"),
        ("North Korea", "ICEWS", "PRK"),
        ("South Korea", "ICEWS", "KOR"),
        ("KOSOVO", "ACLED", "XKX"),
        ("Georgian", "ICEWS", ""),
        ("", "ICEWS", ""),
    ],
)
def test_states_by_the_names_that_each_data_set_uses(name: str, scheme: str, code: str) -> None:
    assert state(name, scheme) == code


def test_abbreviations_count_only_in_the_data_that_use_them() -> None:
    known = group("IS", "UCDP")
    assert known is not None
    assert known.code == "ISIS"
    assert group("IS", "ICEWS") is None


def test_brackets_at_the_end() -> None:
    assert bracket("Citizen (Turkey)") == "Turkey"
    assert bracket("Senate (Upper House) of somewhere") == ""


def test_persons_are_their_states_unless_several_had_them() -> None:
    for name, code in (("Vladimir Putin", "RUS"), ("Emmanuel Macron", "FRA"), ("Barack Obama", "USA")):
        found = person(name)
        assert found is not None
        assert (found.code, found.sectors) == (code, [])
    assert person("Nobody At All") is None


def test_bodies_with_a_name_of_their_own() -> None:
    found = body("Bharatiya Janata Party")
    assert found is not None
    assert (found.code, found.country) == ("IND", "IND")
    assert body("") is None


def test_codes_of_states() -> None:
    assert is_state("XKX")
    assert not is_state("UN")
    assert not is_state("")


def test_roles_by_whole_names_then_by_ends_then_by_beginnings() -> None:
    for name, sectors in (("Citizen", ["CVL"]), ("main opposition", ["OPP", "PTY"]), ("Constitutional Court", ["JUD"]), ("Water Ministry", ["GOV"])):
        assert role(name) == sectors
    assert role("Ministry of Fog") == ["GOV"]
    assert role("Shipwright") == role("") == []

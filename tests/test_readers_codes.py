import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.readers.codes import code_of, coded, mended, of_code, score, stripped, table


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("020", ("", "")),
        ("20", ("ASSAULT", "")),
        ("0211", ("", "")),
        ("0211x", None),
        ("1459", ("PROTEST", "riot")),
        ("149", ("PROTEST", "")),
        ("173", ("COERCE", "arrest")),
        ("186", ("ASSAULT", "targeted")),
        ("085", ("RETREAT", "")),
        ("99", None),
        ("", None),
        ("-1", None),
    ],
)
def test_a_code_has_its_row_or_its_parents(code: str, expected: tuple[str, str] | None) -> None:
    row = of_code(code)
    assert (row and (row["type"], row["mode"])) == expected


def test_statements_and_appeals_have_no_type_on_purpose_and_all_others_have_one() -> None:
    assert {code for code, row in table().items() if not row["type"]} == {code for code in table() if code[:2] in ("01", "02")}


def test_names_tell_codes_in_every_spelling() -> None:
    assert code_of("Make_statement") == "010"
    assert code_of("Consult") == "040"
    assert code_of("fight with small arms and light weapons") == "193"
    assert code_of("Threaten non-force") == code_of("Threaten_non_force") == "131"
    assert code_of("Dance") == "Dance"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["020", "051", "190"], ["020", "051", "190"]),
        (["20", "190"], ["20", "190"]),
        (["20", "51"], ["020", "051"]),
        (["841", "112", "10", "203"], ["0841", "112", "010", "203"]),
        (["999", "20"], ["999", "20"]),
    ],
)
def test_zeros_are_given_back_only_where_some_were_lost_for_sure(codes: list[str], expected: list[str]) -> None:
    assert list(mended(codes).values()) == expected
    assert bool(list(stripped(codes))) == (codes != expected)


@given(st.sets(st.sampled_from(sorted(code for code in table() if len(code) > 2)), min_size=1))
def test_codes_that_kept_their_zeros_stay_and_those_that_lost_them_come_back(codes: set[str]) -> None:
    assert all(old == new for old, new in mended(codes).items())
    without = {code: str(int(code)) for code in codes}
    if any(int(code[:2]) in range(3, 10) or (len(code) == 4 and code[0] == "0") for code in codes):
        again = mended(without.values())
        assert all(again[short] == code for code, short in without.items() if len(short) < 3 or of_code(short) is None)


def test_reasons_say_what_a_code_is() -> None:
    made = list(coded("GDELT", ["042", "010", "999"]))
    assert [row[5] for row in made] == [
        "Imported from GDELT; CAMEO 042 is CONSULT by PLOVER's map of 2021.",
        "Imported from GDELT; CAMEO 010 has no PLOVER type.",
        "Imported from GDELT; 999 is no CAMEO code.",
    ]


def test_scores_are_goldsteins() -> None:
    assert (score("190"), score("010"), score("1459"), score("999")) == (-10, 0, score("145"), None)

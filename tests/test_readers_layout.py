import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_data import DEFAULTS, table
from riftline.readers.formats import FORMATS
from riftline.readers.layout import columns, described, laid_out, recognised, slug


@pytest.mark.parametrize(("form", "count"), [("icews", 20), ("gdelt", 61), ("gdelt1", 58), ("polecat", 40), ("acled", 31), ("ged", 49)])
def test_every_column_is_known(form: str, count: int) -> None:
    names = [column.name for column in columns(form)]
    assert len(names) == len(set(names)) == count
    assert set(DEFAULTS[form]) <= set(names) | {"actiongeo_adm2code"}
    assert FORMATS[form].key in names


@pytest.mark.parametrize("form", sorted(DEFAULTS))
def test_layouts_are_told_from_the_first_lines(form: str) -> None:
    text = table(form, {}, {})
    layout = laid_out(text.splitlines(), FORMATS[form])
    assert layout.columns == tuple(column.name for column in columns(form))
    assert layout.header is not form.startswith("gdelt")
    assert layout.delimiter == ("," if form in ("acled", "ged") else "\t")
    assert recognised(text.splitlines(), FORMATS.values())[0].name == form


def test_the_format_with_more_columns_is_the_likelier() -> None:
    head = table("icews", {}).splitlines()
    assert [form.name for form in recognised(head, FORMATS.values())] == ["icews"]


def test_headers_are_read_whatever_their_case_and_spaces() -> None:
    lines = table("icews", {}).splitlines()
    lines[0] = lines[0].upper().replace(" ", "_")
    assert laid_out(lines, FORMATS["icews"]).columns[0] == "event_id"
    assert slug(" Event  ID ") == "event_id"


@given(st.lists(st.text("aB1\t,;\"{}\x00 é", max_size=30), max_size=3))
def test_no_first_lines_break_the_recognition(lines: list[str]) -> None:
    for form in recognised(lines, FORMATS.values()):
        assert form.name in FORMATS
    if any(line.strip() for line in lines):
        assert "column" in described(lines)

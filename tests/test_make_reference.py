import pytest
from tools.make_reference import PAGES, pages
from tools.meanings import meanings, told


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("name", ["commands.md", "api.md", "columns.md", "settings.md"])
def test_the_committed_page_is_what_the_program_says(made: dict[str, str], name: str) -> None:
    assert (PAGES / name).read_text(encoding="utf-8") == made[name], "run python -m tools.make_reference"


def test_there_is_no_other_page(made: dict[str, str]) -> None:
    assert {path.name for path in PAGES.iterdir()} == set(made)


def test_a_column_without_a_meaning_is_refused() -> None:
    means = {row["column"]: row["meaning"] for row in meanings("columns")}
    told(means, means, "columns.tsv")
    with pytest.raises(SystemExit, match="shade"):
        told([*means, "shade"], means, "columns.tsv")
    with pytest.raises(SystemExit, match="place"):
        told([name for name in means if name != "place"], means, "columns.tsv")


def test_options_arguments_and_subcommands_are_there(made: dict[str, str]) -> None:
    page = made["commands.md"]
    assert "## riftline forecast backtest" in page
    assert "## riftline token create" in page
    assert "`--min-sources" in page
    assert "\x08" not in page


def test_endpoints_have_their_parameters_and_bodies(made: dict[str, str]) -> None:
    page = made["api.md"]
    assert "### GET /api/v1/events\n" in page
    assert "| `cursor` | query |" in page
    assert "JSON, Ingest:" in page

"""Which licences are refused."""

from dataclasses import replace
from importlib.metadata import version

import pytest
from tools import check_licences
from tools.check_licences import idle, permits, refused, strayed
from tools.parts import Part, parts, table

PERMISSIVE = {"MIT", "Apache-2.0"}
PACKAGE = Part("pypi", "some-package", "1.0", "MIT", (("sha256", "aa"),))


def test_nothing_that_riftline_is_made_of_is_refused() -> None:
    found = parts()
    assert list(refused(found)) == []
    assert list(idle(found)) == []


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "AGPL-3.0-or-later", "LGPL-2.1-or-later", "MIT AND GPL-2.0-or-later", "CC-BY-SA-4.0", ""])
def test_a_package_is_refused_by_name(licence: str) -> None:
    (line,) = refused([PACKAGE, replace(PACKAGE, name="another", licence=licence)])
    assert line.startswith("pypi another 1.0: ")
    assert (licence or "unknown") in line
    by_an_extra = replace(PACKAGE, name="another", licence=licence, extras=("more",))
    assert list(refused([by_an_extra])) == [line]


def test_what_is_right_for_a_table_is_not_right_for_code() -> None:
    assert list(refused([replace(PACKAGE, kind="data", licence="CC-BY-SA-4.0")])) == []
    assert len(list(refused([replace(PACKAGE, kind="npm", licence="CC-BY-SA-4.0")]))) == 1


def test_what_is_installed_at_another_version_is_told() -> None:
    here = Part("pypi", "pytest", version("pytest"), "MIT", ())
    there = replace(here, version="1.0")
    assert list(strayed([here, replace(there, marker='python_version < "3"')])) == []
    (line,) = strayed([there])
    assert line == f"pypi pytest: {here.version} is installed, requirements.lock has 1.0; make setup-dev installs that"
    assert len(list(strayed([replace(there, name="nobodys-package")]))) == 1
    (line,) = strayed([replace(there, extras=("more",))])
    assert "requirements-dev.lock has 1.0" in line


def test_an_exception_is_for_one_part() -> None:
    row = table("exceptions")[0]
    part = Part("data", row["part"], "1", row["licence"], ())
    assert list(refused([part])) == []
    assert len(list(refused([replace(part, name="data/other.tsv")]))) == 1


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR GPL-3.0-only) AND Apache-2.0", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
    ],
)
def test_one_of_several_has_to_fit_and_both_of_two(expression: str, fits: bool) -> None:
    assert permits(expression, PERMISSIVE) is fits


def test_a_row_that_no_part_needs_is_told() -> None:
    rows = [row["package"] for row in table("licences")] + [row["part"] for row in table("exceptions")]
    assert len(list(idle([]))) == len(rows)


def test_the_command_fails_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(check_licences, "parts", lambda: [*parts(), replace(PACKAGE, licence="AGPL-3.0-only")])
    assert check_licences.main() == 1
    assert "pypi some-package 1.0: AGPL-3.0-only is not allowed\nReplace the part" in capsys.readouterr().err


def test_every_reason_is_given() -> None:
    assert all(row["why"] for name in ("licences", "allowed", "exceptions") for row in table(name))

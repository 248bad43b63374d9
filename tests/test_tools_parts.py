"""What Riftline consists of, as the lock files, the packages' own words and the tables of tools/supply tell it."""

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tools.commit import ROOT
from tools.parts import BUNDLED, LOCK, bundled, extras, in_the_desk, licence, locked, optional, parts, reached

NOTICES = BUNDLED / "web" / "static" / "LICENSES.txt"


def test_every_package_of_the_lock_file_is_there_with_its_hashes() -> None:
    found = {(part.name, part.version): part for part in locked()}
    lines = re.findall(r"^([\w.-]+)==([^ ]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(found) == set(lines)
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for part in found.values() for _, digest in part.hashes)
    assert all(part.hashes and part.licence for part in found.values())
    assert "thinc" in found["spacy", distribution("spacy").version].needs


def test_a_package_for_other_systems_keeps_its_marker(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n", encoding="utf-8")
    (part,) = locked(lock)
    assert (part.name, part.version, part.licence) == ("colorama", "0.4.6", "BSD-3-Clause")
    assert part.marker == 'sys_platform == "win32"'
    assert part.hashes == (("sha256", "aa"), ("sha256", "bb"))


def test_what_only_the_extras_bring_is_there_with_what_it_needs() -> None:
    found = {part.name: part for part in optional()}
    assert {each.name for wanted in extras().values() for each in wanted} <= set(found)
    assert all(part.hashes and part.licence for part in found.values())
    assert {name: found[name].extras for name in ("ray", "pyarrow", "s3fs", "botocore", "attrs")} == {
        "ray": ("ray",), "pyarrow": ("ray",), "s3fs": ("s3",), "botocore": ("s3",), "attrs": ("ray", "s3"),
    }  # fmt: skip
    assert {"pandas", "pyarrow", "numpy"} <= set(found["ray"].needs)  # as ray[data], which is what is asked for
    assert not {"numpy", "moto", "pytest", "mypy"} & set(found)  # always there, or for the checks alone


def test_what_is_needed_on_other_systems_is_reached_too() -> None:
    assert "tzdata" in reached([Requirement("pandas")])  # on Windows
    assert "pandas" not in reached([Requirement("ray")])
    assert reached([Requirement("ray[data]")])["ray"] == {"", "data"}


def test_an_extra_that_is_locked_nowhere_is_told() -> None:
    with pytest.raises(LookupError, match=r"requirements-dev\.lock has no nobodys-package, which"):
        optional({"more": [Requirement("nobodys-package>=1")]})


def test_a_package_that_is_neither_here_nor_in_the_table_has_no_licence() -> None:
    assert licence("nobodys-package", None) == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("License-Expression: MIT OR GPL-3.0-only", "MIT OR GPL-3.0-only"),
        ("License: 3-Clause BSD License", "BSD-3-Clause"),
        ("License: Copyright (c) 2019 Somebody. Do as you like.\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: OSI Approved :: GNU Affero", ""),
        ("License: MIT License\n Copyright (c) 2016 Somebody\n Permission is hereby granted, free of charge, to any person obtaining it", ""),
        ("License: BSD\nClassifier: License :: OSI Approved :: BSD License", ""),
        ("Summary: says nothing", ""),
    ],
)
def test_what_a_package_says_of_its_licence(tmp_path: Path, said: str, expected: str) -> None:
    folder = tmp_path / "some_package-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: some-package\nVersion: 1.0\n{said}\n", encoding="utf-8")
    assert licence("some-package", Distribution.at(folder)) == expected


def test_the_notices_of_the_desk_are_those_of_what_it_is_bundled_from() -> None:
    named = re.findall(r"^(\S+) (\d\S*) \((.+)\)$", NOTICES.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted((part.name.rpartition("/")[2], part.version, part.licence) for part in in_the_desk())
    assert "@preact/signals" in {part.name for part in in_the_desk()}
    assert not {"esbuild", "axe-core"} & {part.name for part in in_the_desk()}


def test_every_model_is_among_the_files_that_are_listed() -> None:
    models = {f"models/{path.name}" for path in (BUNDLED / "models").iterdir() if path.suffix in {".onnx", ".npz", ".json"}}
    assert models <= {part.name for part in bundled()}
    assert "models/heads.npz" in models


def test_the_notice_names_what_is_installed_for_its_own_sake_and_what_is_bundled() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert [name for name in (Requirement(each).name for each in wanted) if name.lower() not in notice.lower()] == []
    assert [part.name for part in bundled() if Path(part.name).name not in notice and Path(part.name).parent.name not in notice] == []
    assert [part.name for part in in_the_desk() if part.name.split("/")[0].split("-")[0].lstrip("@") not in notice.lower()] == []


def test_names_are_told_once() -> None:
    found = [(part.kind, part.name, part.version) for part in parts()]
    assert len(found) == len(set(found))

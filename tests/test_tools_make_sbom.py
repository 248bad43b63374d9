"""The list of what Riftline is made of, in CycloneDX."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tools.make_sbom import sbom, validate
from tools.parts import parts

MADE = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def text() -> str:
    return sbom(parts(), MADE)


@pytest.fixture(scope="module")
def listed(text: str) -> Any:
    return json.loads(text)


def test_all_parts_are_listed_with_version_hashes_and_licence(listed: Any) -> None:
    refs = {each["bom-ref"]: each for each in listed["components"]}
    assert set(refs) == {f"{part.kind}:{part.name}@{part.version}" for part in parts()}
    assert all(each["version"] and each["hashes"] and each["licenses"] for each in refs.values())
    assert listed["specVersion"] == "1.6"
    assert listed["metadata"]["timestamp"] == "2026-11-29T12:00:00+00:00"
    assert listed["metadata"]["component"]["licenses"] == [{"license": {"id": "Apache-2.0"}}]


def test_models_packages_and_tables_are_of_their_types(listed: Any) -> None:
    types = {each["name"]: each["type"] for each in listed["components"]}
    assert types["models/encoder.onnx"] == "machine-learning-model"
    assert types["data/places/gazetteer.tsv.gz"] == "data"
    assert types["spacy"] == "library"
    purls = {each.get("purl") for each in listed["components"]}
    assert any(str(purl).startswith("pkg:npm/%40preact/signals@") for purl in purls)


def bare(ref: str) -> str:
    """A part's mark without its version."""
    return ref.rpartition("@")[0] or ref


def test_who_needs_whom_is_told(listed: Any) -> None:
    needs = {bare(each["ref"]): set(map(bare, each.get("dependsOn", ()))) for each in listed["dependencies"]}
    assert {"pypi:spacy", "npm:preact", "model:models/heads.npz"} <= needs["riftline"]
    assert "pypi:thinc" not in needs["riftline"]
    assert "pypi:thinc" in needs["pypi:spacy"]
    assert "npm:d3-color" in needs["npm:d3-interpolate"]


def test_what_only_an_extra_brings_is_optional_and_says_so(listed: Any) -> None:
    found = {bare(each["bom-ref"]): each for each in listed["components"]}
    assert found["pypi:botocore"]["scope"] == "optional"
    assert found["pypi:attrs"]["properties"] == [{"name": "riftline:installed-by", "value": "riftline[ray], riftline[s3]"}]
    assert found["pypi:spacy"]["scope"] == "required"
    assert all(each["scope"] == "optional" for each in found.values() if "riftline:installed-by" in str(each.get("properties")))
    needs = {bare(each["ref"]): set(map(bare, each.get("dependsOn", ()))) for each in listed["dependencies"]}
    assert {"pypi:ray", "pypi:s3fs"} <= needs["riftline"]
    assert "pypi:aiobotocore" in needs["pypi:s3fs"]


def test_it_is_made_the_same_again(text: str) -> None:
    assert sbom(parts(), MADE) == text
    assert sbom(parts()[1:], MADE) != text


def test_what_the_schema_does_not_allow_is_refused(text: str) -> None:
    validate(text)
    with pytest.raises(ValueError, match="no valid CycloneDX"):
        validate(text.replace('"machine-learning-model"', '"oracle"'))

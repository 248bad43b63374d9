"""Writes what Riftline is made of as CycloneDX 1.6: `python -m tools.make_sbom build/riftline.cdx.json`.

It names the package itself, all that requirements.lock installs, what its extras bring beside that (as optional), what the desk is bundled
from, and the models and tables of others, each with version, hashes and licence. It is checked against CycloneDX's schema before it is
written. The same commit gives the same bytes, from the same installation.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.commit import ROOT, Commit
from tools.parts import Part, extras, parts

TYPES = {"model": ComponentType.MACHINE_LEARNING_MODEL, "data": ComponentType.DATA}
ALGORITHMS = {"sha256": HashAlgorithm.SHA_256, "sha512": HashAlgorithm.SHA_512}


def main(out: Path) -> None:
    """Writes the list to a file and says how long it is."""
    found = parts()
    written = sbom(found, datetime.fromtimestamp(Commit.last().epoch, UTC))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(written, encoding="utf-8")
    print(f"{out}: {len(found)} parts, valid CycloneDX 1.6")


def sbom(found: Iterable[Part], made: datetime) -> str:
    """The parts as CycloneDX 1.6 in JSON. Raises ValueError where the schema does not allow what came out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
        purl=PackageURL("pypi", None, project["name"], project["version"]),
        bom_ref="riftline",
    )
    of = {part: _component(part) for part in found}
    bom = Bom(components=of.values(), metadata=BomMetaData(component=root, timestamp=made))
    bom.serial_number = uuid5(NAMESPACE_URL, "\n".join([project["version"], str(made), *sorted(map(str, of))]))
    wanted = [*map(Requirement, project["dependencies"]), *(each for asked in extras().values() for each in asked)]
    direct = {canonicalize_name(each.name) for each in wanted}
    bom.register_dependency(root, [component for part, component in of.items() if part.kind != "pypi" or part.name in direct])
    for part, component in of.items():
        bom.register_dependency(component, [other for each, other in of.items() if each.kind == part.kind and each.name in part.needs])
    text: str = JsonV1Dot6(bom).output_as_string(indent=1) + "\n"
    validate(text)
    return text


def validate(text: str) -> None:
    """Raises ValueError where a text is no CycloneDX 1.6."""
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem is not None:
        raise ValueError(f"no valid CycloneDX 1.6: {problem}")


def _component(part: Part) -> Component:
    group, _, name = part.name.rpartition("/") if part.kind == "npm" else ("", "", part.name)
    package = part.kind in {"pypi", "npm"}
    by = ", ".join(f"riftline[{extra}]" for extra in part.extras)
    told = {"riftline:installed-where": part.marker, "riftline:installed-by": by, "riftline:source": part.source}
    return Component(
        name=name,
        group=group or None,
        version=part.version,
        type=TYPES.get(part.kind, ComponentType.LIBRARY),
        scope=ComponentScope.OPTIONAL if part.marker or part.extras else ComponentScope.REQUIRED,
        licenses=[LicenseFactory().make_from_string(part.licence)] if part.licence else [],
        # A package has one hash for each of its files (systems, versions of Python): any of them may be what is installed.
        hashes=[HashType(alg=ALGORITHMS[algorithm], content=digest) for algorithm, digest in part.hashes],
        purl=PackageURL(part.kind, group or None, name, part.version) if package else None,
        properties=[Property(name=key, value=value) for key, value in told.items() if value],
        bom_ref=f"{part.kind}:{part.name}@{part.version}",
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where to write it: python -m tools.make_sbom build/riftline.cdx.json")
    main(Path(sys.argv[1]))

"""What Riftline consists of: the packages that it and its extras are locked to, those in the desk's bundle, and the works of others in it.

    parts()    # all of them, each with its version, hashes and licence

Packages come from requirements.lock and web/package-lock.json; those that only the extras (riftline[ray], riftline[s3]) bring from
requirements-dev.lock, which has them for the tests. Their licences come from what they say of themselves. tools/supply holds what they do
not say: `worded.tsv` reads older wordings, `licences.tsv` has those that say too little, `bundled.tsv` the models and tables that
others made.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.commit import ROOT

TABLES = Path(__file__).with_name("supply")
LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
NPM_LOCK = ROOT / "web" / "package-lock.json"
BUNDLED = ROOT / "src" / "riftline"
SPDX = get_spdx_licensing()
MACHINES = [
    {"sys_platform": system, "platform_system": name, "os_name": kind, "python_version": version, "python_full_version": f"{version}.0"}
    for system, name, kind in (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
    for version in ("3.11", "3.12", "3.13", "3.14")
]
"""Where an extra may be installed, in the terms of markers."""


@dataclass(frozen=True)
class Part:
    """Something of others that Riftline installs (`kind` "pypi"), bundles ("npm") or has as a file ("model", "data").

    `licence` is an SPDX expression, "" where none could be read. `hashes` are pairs of an algorithm and hexadecimal digits: of a package,
    one for each file that may be installed. `needs` has names of parts of the same kind; `marker` says where it is installed, "" for
    everywhere; `extras` for which extras of Riftline alone, none for always.
    """

    kind: str
    name: str
    version: str
    licence: str
    hashes: tuple[tuple[str, str], ...]
    needs: tuple[str, ...] = ()
    marker: str = ""
    source: str = ""
    extras: tuple[str, ...] = ()


def table(name: str) -> list[dict[str, str]]:
    """The rows of tools/supply/<name>.tsv by column."""
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def parts() -> list[Part]:
    """All parts: those that are installed, always or by an extra, those in the desk's bundle, those that are files of the package."""
    return [*locked(), *optional(), *in_the_desk(), *bundled()]


def locked(lock: Path = LOCK) -> list[Part]:
    """The packages that a lock file names, in its order. One that no machine like this one installs has no needs here."""
    named = list(_requirements(lock.read_text(encoding="utf-8")))
    known = {canonicalize_name(each.name) for each, _ in named}
    found = []
    for each, hashes in named:
        name = canonicalize_name(each.name)
        installed = _installed(name)
        needs = tuple(sorted(known & _needs(installed) - {name})) if installed else ()
        version = next(iter(each.specifier)).version
        found.append(Part("pypi", name, version, licence(name, installed), hashes, needs, str(each.marker or "")))
    return found


def extras() -> dict[str, list[Requirement]]:
    """What each extra of pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {extra: list(map(Requirement, wanted)) for extra, wanted in project["optional-dependencies"].items()}


def optional(wanted: dict[str, list[Requirement]] | None = None) -> list[Part]:
    """The packages that only extras bring, at the versions that the tests have. Raises LookupError where one of them is not locked."""
    always = {part.name for part in locked()}
    there = locked(DEV_LOCK)
    known = {part.name for part in there}
    of: dict[str, dict[str, set[str]]] = defaultdict(dict)  # package -> extra of Riftline -> its own extras that are asked for
    for extra, asked in (extras() if wanted is None else wanted).items():
        for name, own in reached(asked).items():
            of[name][extra] = own
    if missing := of.keys() - known:
        names = ", ".join(sorted(missing))
        raise LookupError(f"{DEV_LOCK.name} has no {names}, which an extra needs: name it in requirements-dev.in, then make lock")
    found = []
    for part in there:
        if part.name in of and part.name not in always:
            installed = _installed(part.name)
            needs = _needs(installed, set().union(*of[part.name].values())) if installed else set()
            found.append(replace(part, needs=tuple(sorted(known & needs - {part.name})), extras=tuple(sorted(of[part.name]))))
    return found


def reached(asked: Iterable[Requirement]) -> dict[str, set[str]]:
    """The packages that requirements come to on any machine, with those of their own extras that are asked for ("" is none)."""
    waiting = list(asked)
    found: dict[str, set[str]] = defaultdict(set)
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        new = {"", *each.extras} - found[name]
        found[name] |= new
        if new and (installed := _installed(name)):
            waiting += _wanted(installed, new, MACHINES)
    return found


def _requirements(text: str) -> Iterator[tuple[Requirement, tuple[tuple[str, str], ...]]]:
    for line in text.replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = line.split("--hash=")
            pairs = (each.strip().partition(":") for each in hashes)
            yield Requirement(requirement.strip()), tuple((algorithm, digest) for algorithm, _, digest in pairs)


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _needs(installed: Distribution, own: Collection[str] = ("",)) -> set[str]:
    return {canonicalize_name(each.name) for each in _wanted(installed, own, [{}])}


def _wanted(installed: Distribution, own: Collection[str], machines: Iterable[dict[str, str]]) -> Iterator[Requirement]:
    """What a package with these of its extras asks for on any of these machines."""
    places = [machine | {"extra": extra} for machine in machines for extra in own]
    for each in map(Requirement, installed.requires or ()):
        if each.marker is None or any(map(each.marker.evaluate, places)):
            yield each


def licence(name: str, installed: Distribution | None) -> str:
    """A package's licence as an SPDX expression, "" where it is unknown: by licences.tsv, else by what its metadata say."""
    if name in _told():
        return _told()[name]
    if installed is None:
        return ""
    said = installed.metadata
    for field in ("License-Expression", "License"):
        if field in said and (read := _read(said[field].strip())):
            return read
    classified = {_read(each.removeprefix("License :: ")) for each in said.get_all("Classifier") or () if each.startswith("License :: ")}
    return classified.pop() if len(classified) == 1 else ""


def _read(wording: str) -> str:
    """A licence's wording as an SPDX expression, "" where it is none and worded.tsv does not know it."""
    expression = _worded().get(wording, wording)
    try:
        known = SPDX.parse(expression, validate=True, strict=True) is not None  # its validate() trips over some whole licence texts
    except ExpressionError:
        known = False
    return expression if known else ""


@cache
def _told() -> dict[str, str]:
    return {row["package"]: row["licence"] for row in table("licences")}


@cache
def _worded() -> dict[str, str]:
    return {row["wording"]: row["licence"] for row in table("worded")}


def in_the_desk(lock: Path = NPM_LOCK) -> list[Part]:
    """The packages from which the desk is bundled; what only builds or tests it is left out."""
    found = []
    for where, each in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if where.startswith("node_modules/") and not each.get("dev") and not each.get("devOptional"):
            algorithm, _, digest = each["integrity"].partition("-")
            needs = tuple(sorted(each.get("dependencies", ())))
            hashes = ((algorithm, base64.b64decode(digest).hex()),)
            found.append(Part("npm", where.removeprefix("node_modules/"), each["version"], _read(each.get("license", "")), hashes, needs))
    return found


def bundled() -> list[Part]:
    """The files of the package that others made in whole or in part, by bundled.tsv. Raises FileNotFoundError where one is not there."""
    found = []
    for row in table("bundled"):
        digest = hashlib.sha256((BUNDLED / row["file"]).read_bytes()).hexdigest()
        found.append(Part(row["kind"], row["file"], row["version"], _read(row["licence"]), (("sha256", digest),), source=row["source"]))
    return found

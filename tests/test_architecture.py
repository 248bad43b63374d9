"""The shape of the code: who may import whom, how long a module may be, what `riftline --help` may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "riftline"
LONGEST = 300

# The way of the data. A room imports what stands before it in this list, never what stands behind.
ORDER = (
    "errors", "records", "version", "threads", "tables", "ontology", "models", "sources", "text", "extraction", "record", "wording", "store", "search",
    "stories", "readers", "pipeline", "ingesting", "engines", "feeds", "gathering", "relations", "signals", "export", "forecast", "brief", "briefing",
    "library", "web", "api", "cli",
)  # fmt: skip

# Stricter than the order: an article is an article wherever it comes from, and a store does not know how it was coded.
STRANGERS = (("text", "sources"), ("extraction", "sources"), ("text", "models"), ("store", "extraction"), ("store", "models"))

HEAVY = (
    "spacy", "thinc", "numpy", "onnxruntime", "tokenizers", "duckdb", "trafilatura", "lxml", "py3langid", "rich", "pydantic",
    "feedparser", "httpx2", "stamina", "fsspec", "ray", "pyarrow",
)  # fmt: skip


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = ("riftline", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Modules of ours that the nodes import: `from riftline.text import clean` may mean the module `riftline.text.clean`."""
    known = {name_of(path) for path in modules()}
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "riftline")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "riftline":
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in inner)


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {room(name_of(path)) for path in modules()} - {""}
    assert rooms == set(ORDER)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    here = room(name_of(path))
    for other in map(room, imported(ast.walk(tree(path)))):
        if here and other and other != here:
            assert ORDER.index(other) < ORDER.index(here), f"{here} imports {other}, which stands behind it"
            assert (here, other) not in STRANGERS, f"{here} need not know {other}"


def test_no_module_imports_itself_round_a_corner() -> None:
    def at_the_top(path: Path) -> Iterator[ast.AST]:
        """Statements that run when the module is imported; those for the type checker only do not."""
        for node in tree(path).body:
            if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
                yield node

    graph = {name_of(path): set(imported(at_the_top(path))) for path in modules()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " > ".join((*way, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_relative_imports_are_not_used() -> None:
    relative = [name_of(p) for p in modules() for node in ast.walk(tree(p)) if isinstance(node, ast.ImportFrom) and node.level]
    assert not relative


@pytest.mark.parametrize("folder", ["src/riftline", "evaluation", "training"])
def test_modules_are_short(folder: str) -> None:
    lengths = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in (ROOT / folder).rglob("*.py")}
    assert lengths
    assert {path: n for path, n in lengths.items() if n > LONGEST} == {}


def public(body: list[ast.stmt], within: str) -> Iterator[tuple[str, ast.AST]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{within}.{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{within}.{node.name}")


def test_everything_public_says_what_it_is() -> None:
    bare = []
    for path in (*modules(), *(ROOT / "evaluation").glob("*.py"), *(ROOT / "training").glob("*.py")):
        if tree(path).body and not ast.get_docstring(tree(path)):
            bare.append(str(path))
        bare += [name for name, node in public(tree(path).body, path.stem) if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert not bare


def test_nothing_is_printed_by_library_code() -> None:
    for path in modules():
        if room(name_of(path)) != "cli":
            calls = [node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
            assert "print" not in calls, path


def test_no_exception_is_caught_unnamed() -> None:
    for path in modules():
        assert not [n.lineno for n in ast.walk(tree(path)) if isinstance(n, ast.ExceptHandler) and n.type is None], path


def test_help_is_light() -> None:
    probe = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules]))\n"
        "sys.argv = ['riftline', '--help']\n"
        "from riftline.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert "riftline code article.txt" in done.stdout
    assert done.stdout.strip().endswith("HEAVY []")


def cost(*arguments: str) -> float:
    """Processor seconds of one run of the command: what the clock says depends on what else the machine is doing. These do too, where two
    processors are halves of one core, so nothing else runs beside these tests."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", "from riftline.cli import main; main()", *arguments], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@pytest.mark.alone
def test_help_is_quick() -> None:
    assert min(cost("--help") for _ in range(3)) < 0.3


@pytest.mark.alone
def test_the_first_article_is_there_soon() -> None:
    assert min(cost("code", str(ROOT / "examples" / "karabakh" / "drills-refused.txt")) for _ in range(3)) < 4

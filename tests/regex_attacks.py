"""Every regular expression that Riftline uses, and texts that would make a careless one slow."""

from __future__ import annotations

import ast
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from re import _constants as op
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import riftline

PACKAGE = Path(riftline.__file__).parent

ARTICLE = """<p>Norland "will not" recall its envoy</p>

STRELSAU, 4 May 2023 (Reuters) - Armenia accused Azerbaijan on Friday of shelling a village near Goris, killing 12 soldiers. "We will answer," Prime
Minister Nikol Pashinyan said. Russia's foreign ministry said that it would send 2,000 observers by the end of the month; Turkey denied a report of last week.
"""


def patterns() -> dict[re.Pattern[Any], str]:
    """Each expression and the line that it was first made at: those made on import, those of data tables, and those made while an article is read."""
    made: dict[re.Pattern[Any], str] = {}
    real = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: Any) -> re.Pattern[Any]:
        found: re.Pattern[Any] = real(pattern, flags)
        frame = sys._getframe(2)
        name = frame.f_code.co_filename
        if name.startswith(str(PACKAGE)) and found not in made:
            made[found] = f"{Path(name).relative_to(PACKAGE)}:{frame.f_lineno}"
        return found

    re._compile = noting  # type: ignore[attr-defined]
    try:
        for path in sorted(PACKAGE.rglob("*.py")):
            parts = ("riftline", *path.relative_to(PACKAGE).with_suffix("").parts)
            if path.stem not in ("__main__",):
                import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
        _read()
    finally:
        re._compile = real  # type: ignore[attr-defined]
    return made


def _read() -> None:
    """What makes the expressions of data tables."""
    from riftline.extraction.coder import code
    from riftline.records import Article
    from riftline.sources.base import Raw
    from riftline.sources.formats import read
    from riftline.stories.revisions import revision

    for data, name in ((ARTICLE.encode(), "text"), (b"# A\n\n" + ARTICLE.encode(), "markdown"), (b"text,id\na,b\n", "csv")):
        list(read(Raw.of("x", data), name))
    code(Article("a", ARTICLE))
    revision("Correction: talks", ARTICLE)


def methods() -> dict[str, set[str]]:
    """How the expression of each line that gives one a name is used: `match`, `search`, … by file and line."""
    found: dict[str, set[str]] = {}
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
    parents = {path: _parents(tree) for path, tree in trees.items()}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "re.compile":
                name = ast.unparse(node.targets[0])
                users = [path] if name.startswith("_") else list(trees)
                uses = {each.attr if isinstance(each, ast.Attribute) else "" for user in users for each in parents[user].get(name, ())}
                found[f"{path.relative_to(PACKAGE)}:{node.lineno}"] = uses
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("re.match", "re.fullmatch"):
                found[f"{path.relative_to(PACKAGE)}:{node.lineno}"] = {ast.unparse(node.func).removeprefix("re.")}
    return found


def _parents(tree: ast.AST) -> dict[str, list[ast.AST]]:
    """What stands round each use of a name, by name."""
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                found.setdefault(child.id, []).append(node)
    return found


def attacks(pattern: re.Pattern[Any], most: int) -> list[tuple[str, str]]:
    """What may slow an expression down, out of what it looks for itself: something to begin with, and each of its parts to follow over and over."""
    found: dict[tuple[str, str], None] = {}
    for before, part in _pumps(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE), ""):
        if part:
            found |= dict.fromkeys((before[-40:], part[:60] + between) for between in ("", "\n", " "))
    return list(found)[:: max(1, len(found) // most)]


class _Over(Exception):
    pass


def took(pattern: re.Pattern[Any], how: str, before: str, part: str, size: int, longest: float) -> float:
    """Seconds of processor time over about `size` characters of an attack that comes to nothing in the end; more than `longest` where it was ended."""

    def over(*_: Any) -> None:
        raise _Over

    text: Any = before + part * (size // len(part)) + "\x00\n!"
    if isinstance(pattern.pattern, bytes):
        text = text.encode("latin-1", "replace")
    previous = signal.signal(signal.SIGPROF, over)
    started = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, longest + 0.1)
        if how == "match":
            pattern.match(text), pattern.fullmatch(text)
        else:
            deque(pattern.finditer(text), maxlen=0)
        signal.setitimer(signal.ITIMER_PROF, 0)
    except _Over:
        return longest + 0.1
    finally:
        signal.signal(signal.SIGPROF, previous)
    return time.process_time() - started


def _pumps(items: Any, before: str) -> Iterator[tuple[str, str]]:
    """Pairs of what is put in front and what is repeated."""
    said = before
    start = len(before)
    for code, value in items:
        for inner in _inner(code, value):
            yield from _pumps(inner, said)
        said += _sample([(code, value)])
        yield before, said[start:]  # a beginning of the whole, over and over
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            once = _sample(value[2])
            yield said, once
            yield "", once
            yield before, said[start:] + once


def _inner(code: Any, value: Any) -> list[Any]:
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is op.SUBPATTERN:
        return [value[3]]
    if code is op.ATOMIC_GROUP:
        return [value]
    if code is op.BRANCH:
        return list(value[1])[:8]
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    return []


def _sample(items: Any) -> str:
    """A short text that the items match, more or less."""
    out = ""
    for code, value in items:
        if code is op.LITERAL:
            out += chr(value)
        elif code is op.NOT_LITERAL:
            out += "a" if value != ord("a") else "b"
        elif code is op.ANY:
            out += "a"
        elif code is op.IN:
            out += _member(value)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            out += _sample(value[2]) * max(1, min(value[0], 60))
        elif code is op.SUBPATTERN:
            out += _sample(value[3])
        elif code is op.ATOMIC_GROUP:
            out += _sample(value)
        elif code is op.BRANCH:
            out += _sample(value[1][0])
    return out


_CATEGORIES = {
    op.CATEGORY_DIGIT: "1", op.CATEGORY_NOT_DIGIT: "a", op.CATEGORY_SPACE: " ", op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_WORD: "a", op.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


def _member(items: Any) -> str:
    """A character of a class."""
    if items[0][0] is not op.NEGATE:
        code, value = items[0]
        return chr(value) if code is op.LITERAL else chr(value[0]) if code is op.RANGE else _CATEGORIES[value]
    shut = re.compile("[" + "".join(_class(code, value) for code, value in items[1:]) + "]")
    return next((sign for sign in "aA1 -<[*.!\n" if not shut.match(sign)), "é")


def _class(code: Any, value: Any) -> str:
    if code is op.LITERAL:
        return re.escape(chr(value))
    if code is op.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"1": r"\d", " ": r"\s", "a": r"\w", "-": r"\W"}[_CATEGORIES[value]]

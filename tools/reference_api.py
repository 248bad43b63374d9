"""The page of the API's endpoints, out of its OpenAPI description."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb

from tools.meanings import meanings, table, told

INTRO = """# API

The server describes itself at `/api/v1/openapi.json`; this page says the same. Addresses begin with `http://127.0.0.1:8765` unless `riftline serve` was
told otherwise. A token goes into the header `Authorization: Bearer TOKEN`. Reading needs none where the server listens on the own machine only; what
changes something always does. Errors are problem details (RFC 9457): JSON with `title`, `status` and `detail`."""
CODES = ("400", "401", "403", "404", "413", "422", "429", "503")
"""Statuses that most endpoints share; they are told once."""

_UNSAID: set[str] = set()
"""Names of what the description says nothing of: api.tsv does."""


def description() -> dict[str, Any]:
    """What the server tells at /api/v1/openapi.json."""
    from riftline.api.app import create
    from riftline.api.database import Database
    from riftline.api.state import State
    from riftline.store.schema import migrate

    connection = duckdb.connect()
    migrate(connection, ":memory:")
    state = State(Database(":memory:", connection))
    try:
        return create(state).openapi()
    finally:
        state.close()


def api() -> str:
    """The page."""
    described = description()
    schemas = described["components"]["schemas"]
    rooms: dict[str, list[str]] = {}
    shared: dict[str, str] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            rooms.setdefault(operation["tags"][0], []).append(_endpoint(path, method, operation, schemas))
            shared |= {code: answer["description"] for code, answer in operation["responses"].items() if code in CODES}
    parts = [INTRO, table(("status", "means"), [(code, text) for code, text in sorted(shared.items())])]
    for room, endpoints in rooms.items():
        parts += [f"## {room.capitalize()}", *endpoints]
    parts.append("## Shapes of answers")
    for name in _answers(described):
        shape = schemas[name]
        if shape.get("properties"):
            parts += [f"### {name}", *([shape["description"]] if shape.get("description") else []), _fields(shape, schemas)]
    told(_UNSAID, _meanings(), "api.tsv")
    return "\n\n".join(parts) + "\n"


@cache
def _meanings() -> dict[str, str]:
    return {row["name"]: row["meaning"] for row in meanings("api")}


def _endpoint(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> str:
    parts = [f"### {method.upper()} {path}", f"{operation['summary']}."]
    if operation.get("description"):
        parts.append(" ".join(operation["description"].split()))
    given = operation.get("parameters", [])
    if given:
        lines = [(f"`{each['name']}`", each["in"], _kind(each["schema"], schemas), _said(each["name"], each, each["schema"])) for each in given]
        parts.append(table(("parameter", "in", "type", "means"), lines))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        for shape in _shapes(body, schemas):
            told = f"JSON, {shape['title']}:" if "oneOf" in body else "JSON:"
            parts += [told, _fields(shape, schemas)]
    answers = []
    for code, answer in operation["responses"].items():
        if code.startswith("2"):
            kinds = [kind if "$ref" not in of.get("schema", {}) else _name(of["schema"]) for kind, of in answer.get("content", {}).items()]
            answers.append(f"{code}" + (f" ({', '.join(kinds)})" if kinds and kinds != ["Shape"] else ""))
    return "\n\n".join([*parts, f"Answers {', '.join(answers)}."])


def _shapes(schema: dict[str, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in schema:
        return [schemas[_name(schema)]]
    return [shape for key in ("oneOf", "anyOf") for each in schema.get(key, []) for shape in _shapes(each, schemas)] or [schema]


def _fields(shape: dict[str, Any], schemas: dict[str, Any]) -> str:
    needed = shape.get("required", [])
    lines = [
        (f"`{name}`", _kind(field, schemas), "yes" if name in needed else "", _said(name, field, field)) for name, field in shape.get("properties", {}).items()
    ]
    return table(("field", "type", "needed", "means"), lines)


def _said(name: str, about: dict[str, Any], schema: dict[str, Any]) -> str:
    text = about.get("description") or ""
    if not text:
        text = _meanings().get(name, "")
        _UNSAID.add(name)
    if (default := schema.get("default")) not in (None, [], ""):
        text += f" Default: `{str(default).lower() if isinstance(default, bool) else default}`."
    example = (about.get("examples") or schema.get("examples") or [None])[0]
    return (text + (f" Such as `{example}`." if isinstance(example, str | int) else "")).strip()


def _kind(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _name(schema)
    if "anyOf" in schema:
        return " or ".join(kind for each in schema["anyOf"] if (kind := _kind(each, schemas)) != "null")
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}), schemas)}"
    bounds = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    longest = [f"at most {schema['maxLength']} characters"] if "maxLength" in schema else []
    return " ".join([str(schema.get("format", kind)), *bounds]) + "".join(f", {each}" for each in longest)


def _answers(described: dict[str, Any]) -> list[str]:
    names: list[str] = []
    waiting = [
        _name(of["schema"]) for methods in described["paths"].values() for operation in methods.values()
        for answer in operation["responses"].values() for of in answer.get("content", {}).values() if "$ref" in of.get("schema", {})
    ]  # fmt: skip
    while waiting:
        name = waiting.pop(0)
        if name not in names and name not in ("HTTPValidationError", "ValidationError"):
            names.append(name)
            waiting += [_name(each) for field in described["components"]["schemas"][name].get("properties", {}).values() for each in _refs(field)]
    return sorted(names)


def _refs(schema: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [*schema.get("anyOf", []), *([schema["items"]] if isinstance(schema.get("items"), dict) else [])]
    return ([schema] if "$ref" in schema else []) + [found for each in inner for found in _refs(each)]


def _name(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]

"""A Coding as JSON and back, with nothing lost: what the store keeps beside its rows, so that `show` can tell every reason."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date
from functools import cache
from typing import Any

from riftline.records import Article, Coding


def pack(coding: Coding) -> str:
    """The coding as JSON, without the article's text, which the store keeps in a column of its own."""
    bare = dataclasses.replace(coding, document=dataclasses.replace(coding.document, text=""))
    return _json(bare)


def pack_article(article: Article) -> str:
    """An article as JSON."""
    return _json(article)


def unpack_article(packed: str) -> Article:
    """The article again."""
    article = _value(Article, json.loads(packed))
    assert isinstance(article, Article)
    return article


def unpack(packed: str, text: str) -> Coding:
    """The coding again. Keys that this version does not know are left out, those it misses take their defaults."""
    coding = _value(Coding, json.loads(packed))
    assert isinstance(coding, Coding)
    return dataclasses.replace(coding, document=dataclasses.replace(coding.document, text=text))


def _json(value: Article | Coding) -> str:
    return json.dumps(_bare(value), default=lambda part: part.isoformat(), ensure_ascii=False)


def _bare(value: Any) -> Any:
    """As `dataclasses.asdict`, but without copying what nobody changes, which takes it most of its time."""
    if isinstance(value, tuple):
        return [_bare(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {name: _bare(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _value(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if value is None:
        return None
    if origin in (typing.Union, types.UnionType):
        return _value(next(part for part in typing.get_args(kind) if part is not type(None)), value)
    if origin is tuple:
        return tuple(_value(typing.get_args(kind)[0], item) for item in value)
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _value(hints[name], item) for name, item in value.items() if name in hints})
    return value

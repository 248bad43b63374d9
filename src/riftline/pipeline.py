"""The stages in a row: sources, clean, code. What comes out is recorded, briefed or stored by whoever asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from riftline.errors import InputError, NotAnArticle, RiftlineError, WrongLanguage
from riftline.records import Article, Coding
from riftline.sources.base import DEFAULT_LIMIT, Found, Loaded
from riftline.sources.columns import UNMAPPED, Columns
from riftline.sources.files import articles
from riftline.text.normalise import digest

Coder = Callable[[Article], Coding]


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may ask of a run."""

    published: date | None = None
    """Publication date of every article, whatever the article says."""
    limit: int = DEFAULT_LIMIT
    least_confidence: float = 0.0
    columns: Columns = UNMAPPED
    """Which column of a table, or key of a record, is what."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A cleaned article, with an id and in English, and notes on how it was read."""

    article: Article
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """An article's coding, and notes on how it was read."""

    coding: Coding
    notes: tuple[str, ...] = ()


def run(paths: Iterable[str], options: Options = Options(), coder: Coder | None = None) -> Iterator[Coded | InputError]:
    """Every article of the paths, coded, in order; what cannot be coded comes out as an error in its place."""
    for found in prepared(articles(paths, options.limit, options.columns), options):
        yield found if isinstance(found, InputError) else coded(found, options, coder)


def prepared(found: Iterable[Found], options: Options = Options()) -> Iterator[Ready | InputError]:
    """Articles cleaned, named and dated as far as can be without reading them."""
    for item in found:
        if isinstance(item, InputError):
            yield item
            continue
        try:
            yield ready(item, options)
        except InputError as problem:
            yield problem


def ready(loaded: Loaded, options: Options = Options()) -> Ready:
    """One article, cleaned. Raises NotAnArticle where nothing is left, WrongLanguage where it is not in English."""
    from riftline.text.clean import clean

    raw = loaded.article
    article = clean(raw)
    origin = raw.origin or raw.id or "article"
    if not article.text:
        raise NotAnArticle(origin, "nothing is left once bylines, teasers and the like are taken out.")
    article = replace(article, language=_english(article, origin), id=article.id or article.url or digest(article.text)[:12])
    if options.published:
        article = replace(article, published=options.published, published_from="given", published_reason="Given on the command line.")
    return Ready(article, loaded.notes)


def coded(item: Ready, options: Options = Options(), coder: Coder | None = None) -> Coded | InputError:
    """One article's coding; an error inside it is that article's alone."""
    origin = item.article.origin or item.article.id
    coder = coder or _coder()
    try:
        return Coded(confident(coder(item.article), options.least_confidence), item.notes)
    except InputError as problem:
        return problem
    except (RiftlineError, KeyboardInterrupt, MemoryError):
        raise  # a missing model is no fault of the article
    except Exception as problem:  # whatever goes wrong in one article must not cost the others
        if os.environ.get("RIFTLINE_DEBUG"):
            raise
        what = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
        return InputError(origin, f"it could not be coded ({what}). This is a fault in Riftline; RIFTLINE_DEBUG=1 shows where.")


def confident(coding: Coding, least: float) -> Coding:
    """The coding without the events whose confidence is below `least`."""
    if least <= 0:
        return coding
    events = tuple(event for event in coding.events if event.confidence >= least)
    kept = {event.id for event in events}
    accounts = tuple(replace(item, event=item.event if item.event in kept else None) for item in coding.accounts)
    return replace(coding, events=events, accounts=accounts)


def _coder() -> Coder:
    from riftline.extraction.coder import code  # brings the parser and the model with it

    return code


def _english(article: Article, origin: str) -> str | None:
    """ "en" where the text is judged to be English or is said to be; None where it is too short to judge."""
    from riftline.text.language import language_code, language_name, language_of

    found = language_of(article.text)
    said = language_code(article.language) if article.language else None
    wrong = next((code for code in (found, said if found is None else None) if code not in (None, "en")), None)
    if wrong:
        raise WrongLanguage(origin, f"it is in {language_name(wrong)}; Riftline codes English, so it was skipped.")
    return found or said

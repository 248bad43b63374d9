"""Articles that nobody annotated (`corpus/prose/*.txt`, an article a line): what the model that teaches says of them is learnt.

They are read as the coder reads news, with all that it does to find actors. So their sentences are as long as those of news, and their candidates are
those that it asks about: which words may be acts, all mentions as their sides, and the pairs that survive the first pass of the model in the package.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from riftline.extraction.actors import find_actors
from riftline.extraction.acts import score
from riftline.extraction.candidates import Candidate, pair_features, possible_acts, side_features
from riftline.extraction.dates import find_dates
from riftline.extraction.paths import Paths
from riftline.extraction.places import find_places
from riftline.records import Article, Mention
from riftline.text.parse import parse
from training.corpus import FOLDER

FILES = FOLDER / "prose"
PAIRS, ROLES = 16, 40
"""Most pairs and sides of a sentence."""

Chars = list[int]
T = TypeVar("T")


def articles(folder: Path = FILES) -> Iterator[Article]:
    """The articles, named by file and line."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                yield Article(f"{path.name}:{number}", line.strip())


def instances(article: Article, rng: random.Random) -> Iterator[dict[str, Any]]:
    """The instances of an article's sentences, in the form of `training.instances`, with nothing said of what they are."""
    parsed = parse(article)
    mentions = find_actors(parsed, find_places(parsed, find_dates(parsed)))
    asked: dict[int, list[Candidate]] = {}
    for scored in score(parsed, mentions):
        asked.setdefault(parsed.doc[scored.candidate.act].sent.start, []).append(scored.candidate)
    for sentence, here, acts in possible_acts(parsed, {m.head: m for m in mentions}):
        if sentence.start in asked:
            yield from _of_sentence(sentence, here, acts, asked[sentence.start], rng, f"prose:{article.id}")


def _of_sentence(
    sentence: Sentence, mentions: list[Mention], acts: list[Token], asked: list[Candidate], rng: random.Random, origin: str
) -> Iterator[dict[str, Any]]:
    doc, paths, about = sentence.doc, Paths(sentence.doc), {"origin": origin, "text": sentence.text}

    def word(at: int) -> Chars:
        return [doc[at].idx - sentence.start_char, doc[at].idx + len(doc[at]) - sentence.start_char]

    def side(mention: Mention | None) -> Chars | None:
        return None if mention is None else [max(0, mention.span.start - sentence.start_char), mention.span.end - sentence.start_char]

    sides = [(act, m) for act in sorted({c.act for c in asked}) for m in mentions if m.head != act]
    roles = [[word(act), side(m), side_features(paths, doc[act], doc[m.head]), None, None] for act, m in _some(sides, ROLES, rng)]
    yield about | {"kind": "sentence", "acts": [[word(act.i), None] for act in acts], "roles": roles}
    for c in _some(asked, PAIRS, rng):
        features = pair_features(paths, doc[c.act], *(m and doc[m.head] for m in (c.source, c.target)))
        yield about | {"kind": "pair", "act": word(c.act), "source": side(c.source), "target": side(c.target), "features": features,
                       "type": "", "mode": "", "status": "", "by": ""}  # fmt: skip


def _some(those: list[T], most: int, rng: random.Random) -> list[T]:
    """Of too many some by lot."""
    return rng.sample(those, min(most, len(those)))

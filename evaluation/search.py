"""How fast the full-text search is: `python -m evaluation.search [--sentences N]`.

Makes articles of N sentences altogether (100,000 unless told otherwise) from the words of `training/corpus`, each word drawn
from those that follow the one before it there, so that common words are as common as in the news and rare ones as rare. They
are stored and indexed, every third sentence as evidence of an event; then queries of ten kinds are asked, fifteen of each.

Prints one line of JSON: `p50_ms`, `p95_ms` and `worst_ms` of a query, reading and ranking included, and the slowest kind. Queries
run on one thread and processor time is counted, so that what else the machine does counts little; `wall_p95_ms` is by the clock.
`command_ms` is what `riftline search` takes from start to end (by the clock, median of three); `index_ms` what an article of twenty
sentences costs to index (processor time); then the index's size in bytes a sentence.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.data import ROOT
from riftline.search.index import complete
from riftline.search.query import parse
from riftline.search.ranking import Narrow, search
from riftline.store.database import opened, transaction
from riftline.text.terms import words as indexed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CORPUS = ROOT / "training" / "corpus"
AN_ARTICLE = 20
EACH = 15
FIRST_DAY = date(2023, 1, 1)
SEED = 6

_MARKED = re.compile(r"\[([^|\]]*)\|[^\]]*\]|[{}]")


def corpus() -> list[list[str]]:
    """The words of every sentence of the training corpus, without its marks."""
    lines = (line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [_MARKED.sub(r"\1", json.loads(line)["text"]).split() for line in lines]


def made(texts: Sequence[list[str]], number: int, chance: random.Random) -> Iterator[str]:
    """So many sentences, of eight to forty words."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    for words in texts:
        for one, other in pairwise(words):
            after[one].append(other)
    for _ in range(number):
        words = [chance.choice(texts)[0]]
        for _ in range(chance.randint(7, 39)):
            words.append(chance.choice(after.get(words[-1]) or chance.choice(texts)))
        yield f"{' '.join(words).rstrip('.,;:')}."


def store(connection: DuckDBPyConnection, sentences: Sequence[str]) -> None:
    """The sentences as articles, and events for every third of them."""
    articles = ["\n".join(sentences[at : at + AN_ARTICLE]) for at in range(0, len(sentences), AN_ARTICLE)]
    with transaction(connection):
        connection.execute(
            """INSERT INTO articles SELECT 'a' || n, 'd' || n, NULL, 'Paper ' || (n % 40), NULL, DATE '2023-01-01' + (n % 700)::INTEGER,
            'metadata', 'en', NULL, text, '{}', '', TIMESTAMP '2023-01-01' FROM (SELECT unnest(range(?)) AS n, unnest(?) AS text)""",
            [len(articles), articles],
        )
        told = [
            (f"a{number}", match.start(), match.end())
            for number, text in enumerate(articles)
            for i, match in enumerate(re.finditer(r".+", text))
            if i % 3 == 0
        ]
        columns = [list(column) for column in zip(*told)]
        connection.execute(
            """INSERT INTO reports BY NAME SELECT 'r' || n AS id, 'r' || n AS event, article, n AS position, 'CONSULT' AS type, [] AS contexts,
            'happened' AS status, 0.5 AS confidence, '' AS reason FROM (SELECT unnest(range(?)) AS n, unnest(?) AS article)""",
            [len(told), columns[0]],
        )
        connection.execute(
            "INSERT INTO evidence SELECT 'r' || n, 0, first, last, '' FROM (SELECT unnest(range(?)) AS n, unnest(?) AS first, unnest(?) AS last)",
            [len(told), columns[1], columns[2]],
        )


def questions(sentences: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str, Narrow]]:
    """Kind, query and what else a hit must be."""
    some_of_them = sentences[:: max(1, len(sentences) // 5_000)]
    plain = [[word.form for word in indexed(sentence) if word.term and word.form.isalpha() and len(word.form) > 3] for sentence in some_of_them]
    often = Counter(word for words in plain for word in words)
    common, rare = [word for word, _ in often.most_common(50)], [word for word, n in often.items() if n == 1]
    usable = [words for words in plain if len(words) >= 6]
    some = Narrow(FIRST_DAY + timedelta(days=100), FIRST_DAY + timedelta(days=400), "Paper 7")

    def several(number: int) -> str:
        return " ".join(chance.sample(chance.choice(usable), number))

    def phrase() -> str:
        words = chance.choice(sentences).split()
        at = chance.randrange(len(words) - 1)
        return f'"{words[at]} {words[at + 1]} {chance.choice(common)}"' if chance.random() < 0.1 else f'"{words[at]} {words[at + 1]}"'

    kinds: dict[str, tuple[Callable[[], str], Narrow]] = {
        "common word": (lambda: chance.choice(common), Narrow()),
        "rare word": (lambda: chance.choice(rare), Narrow()),
        "two words": (lambda: several(2), Narrow()),
        "six words": (lambda: several(6), Narrow()),
        "five common words": (lambda: " ".join(chance.sample(common, 5)), Narrow()),
        "phrase": (lambda: f"{phrase()} {chance.choice(common)}", Narrow()),
        "beginning": (lambda: f"{chance.choice(rare)[:4]}* {several(1)}", Narrow()),
        "without": (lambda: f"{chance.choice(common)} -{chance.choice(common)} -{phrase()}", Narrow()),
        "filtered": (lambda: several(2), some),
        "evidence": (lambda: several(2), Narrow(events=True)),
    }
    for kind, (question, narrow) in kinds.items():
        for _ in range(EACH):
            yield kind, question(), narrow


def command(path: str, text: str) -> float:
    """Milliseconds that `riftline search` takes, the start of Python included."""
    started = time.perf_counter()
    run = [sys.executable, "-c", "from riftline.cli import main; main()", "search", text, "--db", path]
    subprocess.run(run, check=True, capture_output=True)
    return (time.perf_counter() - started) * 1000


def measured(path: str, number: int) -> dict[str, object]:
    """The figures, of so many sentences stored at `path`."""
    chance = random.Random(SEED)
    sentences = list(made(corpus(), number, chance))
    with opened(path, write=True) as connection:
        store(connection, sentences)
        connection.execute("CHECKPOINT")
        before = Path(path).stat().st_size
        connection.execute("SET threads = 1")
        started = time.process_time()
        articles = sum(complete(connection))
        seconds = time.process_time() - started
        connection.execute("CHECKPOINT")
    size = Path(path).stat().st_size - before
    took: defaultdict[str, list[float]] = defaultdict(list)
    waited: list[float] = []
    with opened(path) as connection:
        connection.execute("SET threads = 1")
        for kind, text, narrow in questions(sentences, chance):
            clock, started = time.perf_counter(), time.process_time()
            search(connection, parse(text), narrow)
            took[kind].append((time.process_time() - started) * 1000)
            waited.append((time.perf_counter() - clock) * 1000)
    every = sorted(value for values in took.values() for value in values)
    slowest = max(took, key=lambda kind: statistics.median(took[kind]))
    return {
        "what": "search", "sentences": number, "queries": len(every), "p50_ms": round(statistics.median(every), 1),
        "p95_ms": round(every[int(0.95 * (len(every) - 1))], 1), "worst_ms": round(every[-1], 1),
        "wall_p95_ms": round(sorted(waited)[int(0.95 * (len(waited) - 1))], 1), "slowest": slowest, "slowest_ms": round(statistics.median(took[slowest]), 1),
        "command_ms": round(statistics.median(command(path, "talks border ceasefire") for _ in range(3))),
        "index_ms": round(seconds * 1000 / articles, 2), "bytes_a_sentence": round(size / number),
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=100_000, metavar="N", help="how many (default 100,000)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(str(Path(folder) / "search.duckdb"), options.sentences)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

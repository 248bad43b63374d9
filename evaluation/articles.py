"""Coded articles against annotated ones: `python -m evaluation.articles [--set SET] [--misses] [--json]`.

Codes each article as `riftline code` would (its date is given only where a reader would have it) and prints one line
of JSON: events (F1 with its 95 % interval over articles, precision, recall; strict; by chance, with the types shuffled), dates and the other details of
the matched events, statements, commitments, dates, places, accounts, what was found of `karabakh`, the days by which
publication dates are off. `--json` prints a line an article before it, `--misses` what was missed and made up.
`--codings FOLDER` keeps the records.

Sets: `examples` and `dispatches-dev`, `dispatches-test` are ours, in the repository; what is chosen is chosen on the dispatches'
development half. `open` and `held` are annotated articles of newspapers, in the folder
`gold/dev` beside the data (`RIFTLINE_DATA`); `all` is both. Where they are absent the line is {"skipped": true}.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.data import DATA, ROOT
from evaluation.gold import GoldArticle, load
from evaluation.intervals import bootstrap
from evaluation.progress import watched
from evaluation.scorer import Score, figures, score
from riftline import pipeline
from riftline.errors import InputError
from riftline.pipeline import Options, Ready, prepared
from riftline.record import record
from riftline.sources.files import articles

NEWSPAPERS = DATA.parent / "gold" / "dev"
EXAMPLES = ROOT / "examples"
DISPATCHES = ROOT / "training" / "dispatches"

# A third of the annotated newspapers, drawn by lot. Nothing is tuned on these: they are looked at last, and then only
# their figures. Whoever reads them to mend something has no measure left of how the coder does on what it has not seen.
HELD_OUT = frozenset({"guardian-160", "guardian-207", "guardian-64", "guardian-82", "huffpost-israel", "trnews-80", "washpost-netanyahu"})

SETS = ("open", "held", "examples", "all", "dispatches-dev", "dispatches-test")
KARABAKH = "karabakh"
"""The article whose commitments, places, accounts and date have targets of their own."""


def gold_files(which: str) -> list[Path]:
    """The gold files of a set, by name; none where the data are absent."""
    if which == "examples":
        return sorted(EXAMPLES.glob("*/*.gold.json"))
    if which.startswith("dispatches"):
        return sorted((DISPATCHES / which.partition("-")[2]).glob("*/*.gold.json"))
    found = sorted(NEWSPAPERS.glob("*.json"))
    return [path for path in found if which == "all" or (path.stem in HELD_OUT) == (which == "held")]


def text_of(gold: Path) -> Path:
    """The article beside a gold file: the same name with an ending of its own."""
    name = gold.name.removesuffix(".json").removesuffix(".gold")
    beside = [path for path in sorted(gold.parent.glob(f"{name}.*")) if not path.name.endswith((".gold.json", ".json", ".ann"))]
    if len(beside) != 1:
        raise FileNotFoundError(f"{gold}: {len(beside)} articles of that name lie beside it, not one")
    return beside[0]


def opened(gold: GoldArticle, article: Path) -> Ready:
    """The cleaned article, with its date where a reader would have it. Raises InputError where it cannot be read."""
    options = Options(published=gold.published if gold.published_given else None)
    for item in prepared(articles([str(article)]), options):
        if isinstance(item, InputError):
            raise item
        return item
    raise FileNotFoundError(f"{article} holds no article")


def coded(gold: GoldArticle, article: Path) -> dict[str, Any]:
    """The article's record as a user gets it. Raises InputError where it cannot be coded."""
    found = pipeline.coded(opened(gold, article))
    if isinstance(found, InputError):
        raise found
    return record(found.coding)


def scores(files: Sequence[Path], keep: Path | None = None) -> Iterator[Score]:
    """The score of each gold file, in order; records are written to `keep`."""
    for path in watched(files):
        gold = load(path)
        found = coded(gold, text_of(path))
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{gold.id}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
        yield score(gold, found)


def summary(which: str, all_scores: Sequence[Score]) -> dict[str, Any]:
    """The line that is printed."""
    out: dict[str, Any] = {"what": "articles", "data": which, "articles": len(all_scores)}
    out |= {name: rounded(value) for name, value in figures(all_scores).items()}
    out["events_f1_interval"] = bootstrap(all_scores, lambda drawn: figures(drawn)["events_f1"] or 0.0)
    for item in all_scores:
        if item.id == KARABAKH:
            counts = item.counts
            out |= {
                "karabakh_events_f1": rounded(figures([item])["events_f1"]),
                "karabakh_published_off": item.published_off,
                "karabakh_accounts": int(counts["accounts.found"]),
                "karabakh_commitments": int(counts["commitments.found"]),
                "karabakh_places": int(counts["places.found"]),
            }
    off = {item.id: item.published_off for item in all_scores if item.published_off != 0}
    out["published_exact"] = len(all_scores) - len(off)
    out["published_off"] = off
    return out


def rounded(value: float | None) -> float | None:
    """Four places."""
    return None if value is None else round(value, 4)


def detail(item: Score) -> dict[str, Any]:
    """The line of one article."""
    counts = {name: int(value) for name, value in item.counts.items() if not name.startswith("chance.")}
    return {"article": item.id, "events_f1": rounded(figures([item])["events_f1"]), "published_off": item.published_off, **counts}


def main(arguments: Sequence[str]) -> int:
    """Runs a set and prints its line."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m evaluation.articles", description=__doc__, formatter_class=form)
    parser.add_argument("--set", dest="which", choices=SETS, default="all")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--json", action="store_true", help="a line an article, too")
    parser.add_argument("--codings", type=Path, metavar="FOLDER", help="write the records there")
    options = parser.parse_args(arguments)
    files = gold_files(options.which)
    if not files:
        where = EXAMPLES if options.which == "examples" else NEWSPAPERS
        print(f"evaluation.articles: no annotated articles in {where}; set RIFTLINE_DATA", file=sys.stderr)
        print(json.dumps({"skipped": True}))
        return 0
    done = []
    for item in scores(files, options.codings):
        done.append(item)
        if options.json:
            print(json.dumps(detail(item)), flush=True)
        if options.misses:
            print(f"{item.id}: {figures([item])['events_f1']:.3f}", file=sys.stderr)
            for kind, lines in (("missed", item.missed), ("made up", item.spurious)):
                for line in lines:
                    print(f"   {kind:<8} {line}", file=sys.stderr)
    print(json.dumps(summary(options.which, done)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

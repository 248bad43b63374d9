"""An error report to read: `python -m evaluation.report [--set SET] --out report.html [--figures-only]`.

Codes the annotated articles of a set (the sets are those of `evaluation.articles`) and writes one HTML page: errors of
events by kind, cause, stage, construction and type, then each with its sentence, the annotation and the coding side by
side. Prints the page's path and a line of JSON with the counts by kind.

Sets that nobody reads (`held`, `dispatches-test`, and `all`, which has the held-out articles in it) are refused, but
for `--figures-only`: the tables without any text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.articles import SETS, gold_files, opened, rounded, text_of
from evaluation.candidates import ways
from evaluation.gold import load
from evaluation.progress import watched
from evaluation.report.errors import compare
from evaluation.report.page import Examined, page
from evaluation.report.passages import Text
from evaluation.report.tables import kind_counts
from evaluation.scorer import Score, figures, score
from riftline.extraction.coder import coding_of, read
from riftline.record import record

UNREAD = frozenset({"held", "dispatches-test", "all"})


def examined(files: Sequence[Path]) -> Iterator[tuple[Examined, Score]]:
    """Each article of the gold files with its errors, and its score."""
    for path in watched(files):
        gold = load(path)
        work = read(opened(gold, text_of(path)).article)
        found = record(coding_of(work))
        text = Text(work.parsed.doc.text, tuple((s.start_char, s.end_char) for s in work.parsed.doc.sents))
        yield Examined(gold.id, text, compare(gold, found, ways(gold.events, work))), score(gold, found)


def main(arguments: Sequence[str]) -> int:
    """Writes the page."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.report", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="which", choices=SETS, default="dispatches-dev")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the page to write")
    parser.add_argument("--figures-only", action="store_true", help="tables without texts")
    options = parser.parse_args(arguments)
    if options.which in UNREAD and not options.figures_only:
        print(
            f"evaluation.report: nobody reads the texts of “{options.which}”: what is read is no measure any more. --figures-only gives the tables alone.",
            file=sys.stderr,
        )
        return 2
    files = gold_files(options.which)
    if not files:
        print(f"evaluation.report: no annotated articles of the set {options.which}; set RIFTLINE_DATA", file=sys.stderr)
        print(json.dumps({"skipped": True}))
        return 0
    items, scores = zip(*examined(files), strict=True)
    all_figures = figures(scores)
    options.out.write_text(page(options.which, items, all_figures, with_texts=not options.figures_only), encoding="utf-8")
    print(options.out)
    counts = {kind.replace(" ", "_"): count for kind, count in kind_counts(e for item in items for e in item.compared.errors).items()}
    line = {"what": "report", "data": options.which, "articles": len(items), "events_f1": rounded(all_figures["events_f1"]), **counts}
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""How far two annotators of our dispatches agree: `python -m evaluation.agreement`.

They worked apart. One is scored against the other with the scorer of the articles, both ways round, and the mean is
printed as one line of JSON: for events, dates and all else, the ceiling of what a coder can reach on these texts. An
event's recall counts what the one taken as gold marked as core.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from training.adjudicate import as_record, twice_annotated

from evaluation.articles import rounded
from evaluation.gold import parse
from evaluation.scorer import Score, figures, score


def scores() -> Iterator[tuple[Score, Score]]:
    """Each dispatch both ways: the second against the first, and the first against the second."""
    for _, first, second in twice_annotated():
        one, other = parse(first), parse(second)
        yield score(one, as_record(other, second)), score(other, as_record(one, first))


def main() -> None:
    """Prints the line."""
    found = list(scores())
    there, back = figures(a for a, _ in found), figures(b for _, b in found)
    mean = {name: rounded((value + back[name]) / 2) for name, value in there.items() if value is not None and back[name] is not None}  # type: ignore[operator]
    print(json.dumps({"what": "agreement", "data": "dispatches", "articles": len(found), **mean}))


if __name__ == "__main__":
    main()

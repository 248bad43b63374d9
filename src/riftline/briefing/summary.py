"""The figures in a few sentences. Nothing is said that is not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from riftline.briefing.counts import Period, plural
from riftline.briefing.model import Line, Part, Said, Source, Tone
from riftline.briefing.phrasing import origin
from riftline.briefing.scope import Scope, in_words, named
from riftline.briefing.tally import Tally, tone
from riftline.wording import days, listed, number

FEWEST = 4
"""Events that each half must have for the halves to be compared."""
_TONES: tuple[Tone, ...] = ("conflict", "cooperation")
SHORTEST = timedelta(days=14)
"""Periods that are shorter have no halves worth comparing."""
MOST_TYPES = 3


def sentences(scope: Scope, tally: Tally, sources: Sequence[Source], told: Sequence[Part], period: Period | None) -> tuple[Said, ...]:
    """The summary, sentence by sentence."""
    lines = [line for part in told for line in part.lines]
    found = (Said(_extent(tally, sources)), Said(_kinds(tally)), Said(_directions(scope, tally)), _latest(lines), Said(_halves(tally, period)))
    return tuple(said for said in found if said.text)


def basis(tally: Tally) -> tuple[str, ...]:
    """What is not counted, and how well what is counted is supported, a sentence each."""
    untyped = sum(tally.untyped.values())
    found = (
        _support(tally),
        _rest(tally),
        f"{number(untyped, 'event')} without a PLOVER type {'is' if untyped == 1 else 'are'} not counted either." if untyped else "",
        _unsure(tally.doubtful),
    )
    return tuple(sentence for sentence in found if sentence)


def _unsure(n: int) -> str:
    they = "it is" if n == 1 else "they are"
    return f"Of {number(n, 'event')} the coder is less than half sure; {they} told apart, at the end, and not counted." if n else ""


def _extent(tally: Tally, sources: Sequence[Source]) -> str:
    ours = tally.origins["riftline"]
    parts = []
    if ours:
        publishers = {source.publisher for source in sources if source.publisher}
        dated = [source.published for source in sources if source.published]
        of = f" of {number(len(publishers), 'publisher')}" if publishers else ""
        when = ""
        if dated:
            low, high = min(dated), max(dated)
            when = f", published on {in_words(low)}" if low == high else f", published from {in_words(low)} to {in_words(high)}"
        tells = "tells" if len(sources) == 1 else "tell"
        parts.append(f"{number(len(sources), 'article')}{of}{when}, {tells} of {number(ours, 'event')}.")
    imported = [(n, name) for name, n in sorted(tally.origins.items()) if name != "riftline"]
    if imported:
        told = listed([f"{n:,} from {origin(name)}" for n, name in imported])
        parts.append(f"{'Imported from other event data' if not ours else 'Besides, imported from other event data'}: {told}.")
    return " ".join(parts)


def _kinds(tally: Tally) -> str:
    kinds: Counter[str] = Counter()
    for (kind, _), n in tally.kinds.items():
        kinds[kind] += n
    total = kinds.total()
    if not total:
        return "None of them is told as having happened."
    tones = [f"{tally.tones[toned]:,} of {toned}" for toned in _TONES if tally.tones[toned]]
    if requests := tally.tones["neither"]:
        tones.append(f"{number(requests, 'request')}, which {'is' if requests == 1 else 'are'} neither")
    most = listed([f"{plural(kind)} ({n:,})" for kind, n in _most(kinds)])
    return f"{total:,} happened: {listed(tones)}. Most frequent: {most}."


def _most(kinds: Counter[str]) -> list[tuple[str, int]]:
    return sorted(kinds.items(), key=lambda item: (-item[1], item[0]))[:MOST_TYPES]


def _directions(scope: Scope, tally: Tally) -> str:
    if not scope.sides or not tally.kinds:
        return ""
    one = named(scope.sides[0])
    other = named(scope.sides[1]) if len(scope.sides) == 2 else "others"

    def of(direction: str) -> str:
        n = sum(k for (_, way), k in tally.kinds.items() if way == direction)
        each: Counter[Tone] = Counter()
        for (kind, way), k in tally.kinds.items():
            each[tone(kind)] += k if way == direction else 0
        toned = listed([f"{each[name]:,} of {name}" for name in _TONES if each[name]])
        often = {1: "once", 2: "twice"}.get(n, f"{n:,} times")
        return f"{often}{f' ({toned})' if toned else ''}" if n else ""

    parts = []
    if there := of("there"):
        parts.append(f"{one} acted towards {other} {there}")
    if back := of("back"):
        parts.append(f"{other}{'' if parts else ' acted'} towards {one} {back}")
    if together := sum(k for (_, way), k in tally.kinds.items() if way == "together"):
        parts.append(f"{number(together, 'event')} had both sides act alike")
    if within := of("within"):
        parts.append(f"{one} acted towards its own {within}")
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _latest(lines: Sequence[Line]) -> Said:
    """The latest event with a day that happened."""
    dated = [line for line in lines if line.days and line.status == "happened" and line.days.end - line.days.start <= timedelta(days=31)]
    if not dated:
        return Said("")
    last = max(dated, key=lambda line: (line.days.end if line.days else date.min, line.confidence or 1))
    return Said(f"The latest: {last.words} ({days(last.days)}).", last.notes[:1])


def _halves(tally: Tally, period: Period | None) -> str:
    if period is None or period.last - period.first < SHORTEST:
        return ""
    halves: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for (day, kind), n in tally.days.items():
        if period.first <= day <= period.last and tone(kind) != "neither":
            halves[day >= period.middle][kind] += n
    if min(half.total() for half in halves) < FEWEST:
        return ""
    said = []
    for half, (low, high) in zip(halves, ((period.first, period.middle - timedelta(days=1)), (period.middle, period.last))):
        conflict = sum(n for kind, n in half.items() if tone(kind) == "conflict")
        share = f"{conflict:,} of {number(half.total(), 'event')} were conflict ({conflict / half.total():.0%})"
        said.append(f"from {in_words(low)} to {in_words(high)} {share}")
    more = [(halves[1][kind] - halves[0][kind], kind, f"{plural(kind)} ({halves[0][kind]:,} → {halves[1][kind]:,})") for kind in sorted(halves[0] | halves[1])]
    up = [words for n, _, words in sorted(more, key=lambda item: (-item[0], item[1]))[:2] if n > 1]
    down = [words for n, _, words in sorted(more)[:2] if n < -1]
    sentence = f"The two halves of the period: {said[0]}, {said[1]}."
    changed = ([f"More: {listed(up)}."] if up else []) + ([f"Fewer: {listed(down)}."] if down else [])
    return " ".join([sentence, *changed])


def _rest(tally: Tally) -> str:
    words = {
        "planned": "planned or due", "possible": "only possible", "negated": "said not to have happened", "background": "told as history",
    }  # fmt: skip
    parts = [f"{tally.statuses[status]:,} {text}" for status, text in words.items() if tally.statuses[status]]
    return f"Besides what happened there are {listed(parts)}; they are not counted." if parts else ""


def _support(tally: Tally) -> str:
    unnamed = sum(n for (kind, _), n in tally.vouchers.items() if kind == "unnamed")
    parts = ["no event is told by more than one independent source"]
    if tally.several:
        parts = [f"{number(tally.several, 'event')} {'is' if tally.several == 1 else 'are'} told by two or more independent sources"]
    if unnamed:
        parts.append(f"{unnamed:,} {'rests' if unnamed == 1 else 'rest'} on unnamed sources alone")
    words = "; ".join(parts)
    return f"{words[:1].upper()}{words[1:]}."

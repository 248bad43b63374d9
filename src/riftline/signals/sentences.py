"""A signal in one sentence or two: what turned, by how much, what attention alone would have said, and the acts that carry it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from riftline.records import Act
from riftline.signals.alarm import Alarm
from riftline.wording import code_name, day

QUOTED = 3
TOLD = 4
"""Parts of the score that are told, the largest first; `riftline explain` has all."""
LONGEST = 200
STRENGTHS = ((4.0, "very strong"), (2.5, "strong"), (1.5, "clear"), (0.0, "weak"))


def sentence(alarm: Alarm, acts: Sequence[Act], scene: str = "") -> str:
    """The whole reason. It names its acts with their sources, so that it can be checked without opening anything."""
    said = [_what(alarm), _why(alarm), _attention(alarm)]
    if acts:
        said.append("What carries it: " + "; ".join(_told(act) for act in acts[:QUOTED]) + ".")
    said.append(scene)
    if alarm.thin:
        said.append(f"The evidence is thin: {alarm.thin}.")
    return " ".join(each for each in said if each)


def strength(score: float) -> str:
    """A score of bans in words."""
    return next(word for least, word in STRENGTHS if score >= least)


def _what(alarm: Alarm) -> str:
    names = [code_name(code) for code in alarm.actors]
    how = strength(alarm.score)
    if alarm.kind == "rift":
        return f"{names[0]} and {names[1]}, bound by {alarm.bond}, turn away from each other ({how})."
    if alarm.kind == "tilt":
        return f"{names[0]} leans towards {names[1]} and away from {names[2]} ({how})."
    if alarm.kind == "flashpoint" and alarm.probability is not None:
        where = f"{names[0]} and {names[1]}" if len(names) > 1 else names[0]
        where = f"{alarm.place} ({where})" if alarm.place else where
        often = (alarm.probability / (1 - alarm.probability)) / (alarm.baseline / (1 - alarm.baseline))
        return f"{where}: new violence within four weeks has a chance of {alarm.probability:.1%}, odds {often:.1f} times the usual."
    turn = "friction" if alarm.kind == "rupture" else "cooperation"
    return f"{names[0]} and {names[1]} turn to {turn} ({how})."


def _why(alarm: Alarm) -> str:
    words = "; ".join(dict.fromkeys(part.words.rstrip(".") for part in alarm.parts[:TOLD] if part.adds > 0))
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""


def _attention(alarm: Alarm) -> str:
    if alarm.attention <= 0:
        return "The volume of coverage alone would have said nothing."
    return f"The volume of coverage alone would have scored {alarm.attention:.1f}, this scores {alarm.score:.1f}."


def _told(act: Act) -> str:
    when = day(act.day) if act.day else day(act.known)
    source = ", ".join(part for part in (act.publisher, f"{act.known.day} {act.known:%B %Y}") if part)
    quote = f" (“{shorten(act.quote, LONGEST, placeholder=' …')}”, {source})" if act.quote else f" ({source})"
    return f"{when}: {act.words}{quote}"

"""Ruptures and thaws as alarms: the scores of `rupture.py` with what they are made of."""

from __future__ import annotations

from datetime import timedelta

from riftline.records import Part
from riftline.relations.panel import COOPERATION, FRICTION, Panel
from riftline.signals.alarm import Alarm, Detected
from riftline.signals.rupture import WEEK, parts, rupture_scores, thaw_scores
from riftline.wording import code_name

FEW = 3
"""Acts in the week below which the evidence is called thin."""
MOST = 3
YEAR = 365.25


def ruptures(panel: Panel) -> Detected:
    """Sudden turns to friction, of all dyads of the panel."""
    return _detected(panel, "rupture")


def thaws(panel: Panel) -> Detected:
    """Sudden turns to cooperation, of all dyads of the panel."""
    return _detected(panel, "thaw")


def _detected(panel: Panel, kind: str) -> Detected:
    scores = rupture_scores(panel) if kind == "rupture" else thaw_scores(panel)
    types = FRICTION if kind == "rupture" else COOPERATION

    def explain(dyad: int, day: int) -> Alarm:
        today = panel.first + timedelta(days=day)
        score, seen, expected = (float(each[dyad, day]) for each in (scores.score, scores.observed, scores.expected))
        what = "acts of friction" if kind == "rupture" else "acts of cooperation"
        told = [
            f"{each.observed:.0f} × {each.type} by {code_name(each.source)} ({each.expected:.1f} usual)" for each in parts(panel, dyad, day, types)[:MOST]
        ]
        words = f"{seen:.0f} {what} in {WEEK} days, where {expected:.1f} were to be expected{': ' if told else ''}{', '.join(told)}"
        return Alarm(
            kind="rupture" if kind == "rupture" else "thaw",
            actors=panel.dyads[dyad],
            place=None,
            first=max(today - timedelta(days=WEEK - 1), panel.first),
            day=today,
            score=score,
            probability=None,
            baseline=expected,
            observed=seen,
            attention=float(scores.attention[dyad, day]),
            parts=(Part("surprise", score, words),),
            thin=f"only {seen:.0f} {what} stand in the window" if seen < FEW else None,
        )

    busy = panel.counts.sum(axis=(1, 2, 3)) * YEAR / max(panel.days, 1)
    return Detected("rupture" if kind == "rupture" else "thaw", scores.score, busy, explain)

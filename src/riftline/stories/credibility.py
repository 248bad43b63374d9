"""How credible an item is, by the Admiralty system's scale from 1 to 6: from its sources, who vouches, and what contradicts it.

The scale of the sources themselves (A to F) is another matter, and set by the user only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What an event rests on. Counts of independent sources, superseded reports left out."""

    sources: int
    own: int
    """Sources that tell it in the newsroom's own words."""
    named: int
    """Sources that leave it to somebody named, and not more."""
    hedged: bool
    """Whether every report says only that it may be so."""
    denied: int
    """Sources that deny it, or tell that it is denied."""
    retracted: bool
    """Whether every report that told it has been taken back."""


def credibility(standing: Standing) -> tuple[int, str]:
    """The grade and a sentence that says why."""
    if standing.retracted:
        return 5, "Every outlet that reported it has taken it back."
    several = standing.sources >= 2
    if standing.denied:
        if several:
            return 3, f"{standing.sources} independent sources report it, and it is denied."
        return 4, "One source reports it, and it is denied."
    if standing.hedged:
        return (3 if several else 4), f"{_counted(standing.sources)} it, and only as possible."
    if several:
        if standing.own + standing.named >= 2:
            return 1, f"{standing.sources} independent sources report it."
        return 2, f"{standing.sources} independent sources report it, on the word of unnamed people."
    if standing.own:
        return 2, "One source reports it in its own words; nobody contradicts it."
    if standing.named:
        return 3, "One source reports it, on the word of somebody named."
    return 4, "One source reports it, on the word of somebody unnamed."


def _counted(sources: int) -> str:
    return "One source reports" if sources == 1 else f"{sources} independent sources report"

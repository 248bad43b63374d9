"""A feed's health as a record: moments, lengths of time, and its state in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from riftline.feeds.health import Health, Silence
from riftline.feeds.health_record import moment, record, state

BEGUN = datetime(2024, 8, 1, 6)


def health(**given: object) -> Health:
    usual = dict.fromkeys(Health.__dataclass_fields__)
    quiet = Silence(timedelta(days=3), "3 days are allowed until its rhythm is known", None)
    known = {"url": "http://wire.example/feed", "watched": True, "items": {"stored": 2}, "errors_in_a_row": 0, "silence": quiet, "last_item": BEGUN}
    return Health(**(usual | known | given))  # type: ignore[arg-type]


def test_moments_are_in_utc_and_lengths_in_seconds() -> None:
    found = record(health(last_checked=BEGUN))
    assert found["last_checked"] == "2024-08-01T06:00:00+00:00"
    assert found["silence"] == {"after": 259200, "reason": "3 days are allowed until its rhythm is known", "since": None}
    assert (found["items"], found["state"]) == ({"stored": 2}, "well")


def test_the_state_says_the_gravest_first() -> None:
    assert state(health()) == "not asked yet"
    assert state(health(gone=BEGUN)) == f"gone for good since {moment(BEGUN)}"
    silent = Silence(timedelta(days=3), "the list of feeds allows 3 days", BEGUN)
    told = state(health(last_checked=BEGUN + timedelta(days=5), silence=silent, errors_in_a_row=1, last_error="it is down"))
    assert told == f"failing: it is down; silent since {moment(BEGUN)} (5 days): the list of feeds allows 3 days"


def test_a_moment_that_never_was() -> None:
    assert moment(None) == "never"

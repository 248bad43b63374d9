import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.feeds.documents import Entry
from riftline.feeds.identity import new_items


def entry(guid: str | None = None, link: str | None = None, title: str | None = None, summary: str | None = None) -> Entry:
    return Entry(guid, link, title, None, None, None, summary)


def known(*entries: Entry) -> dict[str, tuple[str | None, str | None]]:
    return {identity: (found.link, found.title) for identity, found in new_items(entries, {})}


def count(earlier: Entry, later: Entry) -> int:
    """How many items two entries are: in one document, and a document later."""
    one = len(new_items([earlier, later], {}))
    assert one == 1 + len(new_items([later], known(earlier)))
    return one


A = "http://a.org/"


@pytest.mark.parametrize(
    ("earlier", "later", "items"),
    [
        (entry("1", A + "x", "X"), entry("1", A + "x", "X"), 1),
        (entry("1", A + "x", "X"), entry("1", A + "x?from=rss", "X"), 1),  # the address has changed
        (entry("1", A + "x", "X"), entry("1", A + "x", "X, corrected"), 1),
        (entry("1", A + "x", "X"), entry("1", A + "y", "Y"), 2),  # one id for all
        (entry("1", A + "x", "X"), entry("2", A + "x", "X"), 2),  # by another id; the store will know its address
        (entry("1", None, "X"), entry("1", None, "Y"), 1),
        (entry(None, A + "x", "X"), entry(None, A + "x", "Y"), 1),
        (entry(None, A + "x", "X"), entry(None, A + "y", "X"), 2),
        (entry(None, None, "X", "s"), entry(None, None, "X", "s"), 1),
        (entry(None, None, "X", "s"), entry(None, None, "X", "t"), 2),
        (entry("http://a.org/x"), entry(None, "http://a.org/x"), 2),
    ],
)
def test_what_is_one_item_and_what_two(earlier: Entry, later: Entry, items: int) -> None:
    assert count(earlier, later) == items


def test_a_feed_with_one_id_for_all_gives_each_once() -> None:
    entries = [entry("same", f"{A}{n}", f"Item {n}") for n in range(5)]
    assert len(known(*entries)) == 5
    assert new_items(entries[::-1], known(*entries)) == []
    assert [found.title for _, found in new_items([entry("same", A + "new", "New"), *entries], known(*entries))] == ["New"]


texts = st.none() | st.sampled_from(["a", "b", "c"])
entries = st.lists(st.builds(entry, texts, texts, texts, texts))


@given(entries, st.randoms())
def test_what_was_taken_is_never_new_again_in_whatever_order(found: list[Entry], order: random.Random) -> None:
    taken = known(*found)
    order.shuffle(found)
    assert new_items(found, taken) == []


@given(entries, entries)
def test_each_identity_is_given_once(earlier: list[Entry], later: list[Entry]) -> None:
    before = known(*earlier)
    new = [identity for identity, _ in new_items(later, before)]
    assert len(set(new)) == len(new)
    assert not set(new) & set(before)

import itertools
from typing import Any

import pytest
from evaluation.articles import HELD_OUT, gold_files, text_of
from evaluation.gold import GoldArticle, parse
from evaluation.matching import heaviest, pairing, share_words
from evaluation.scorer import figures, score
from hypothesis import given
from hypothesis import strategies as st

QUOTE = "Norland accused Sudmark of shelling the customs house"
OTHER = "Sudmark withdrew its garrison from the island"


def event(**changes: Any) -> dict[str, Any]:
    """A gold event."""
    base = {
        "types": ["ACCUSE", "THREATEN"],
        "source": ["NOR"],
        "target": ["SUD"],
        "date": ["2031-04-02", "2031-04-02"],
        "status": "happened",
        "by": "author",
        "core": True,
        "quote": QUOTE,
    }
    return base | changes


def gold(*events: dict[str, Any], **more: Any) -> GoldArticle:
    """A gold article."""
    return parse({"id": "invented", "published": "2031-04-03", "events": list(events), **more})


def said(**changes: Any) -> dict[str, Any]:
    """A prediction that matches `event()` in everything."""
    base: dict[str, Any] = {
        "type": "ACCUSE",
        "source": {"code": "NOR"},
        "target": {"code": "SUD"},
        "date": {"start": "2031-04-02", "end": "2031-04-02"},
        "status": "happened",
        "attribution": None,
        "evidence": [{"text": QUOTE}],
    }
    return base | changes


def measure(article: GoldArticle, *events: dict[str, Any], **more: Any) -> dict[str, float | None]:
    """The figures of one article."""
    return figures([score(article, {"document": {"published": "2031-04-03"}, "events": list(events), **more})])


def test_a_perfect_coding_is_perfect() -> None:
    found = measure(gold(event()), said())
    for name in ("events_f1", "strict_f1", "loose_f1", "date", "date_elsewhere", "status", "attribution"):
        assert found[name] == 1 or name == "date_elsewhere"
    assert found["date_elsewhere"] is None  # it happened the day before publication


@pytest.mark.parametrize(
    ("changes", "events", "strict", "loose"),
    [
        ({"type": "THREATEN"}, 1, 0, 1),
        ({"type": "ASSAULT"}, 0, 0, 0),
        ({"source": {"code": "SUD"}, "target": {"code": "NOR"}}, 0, 0, 0),
        ({"target": None}, 0, 0, 0),
        ({"evidence": [{"text": "Nobody was hurt in the harbour"}]}, 0, 0, 1),
        ({"evidence": [{"text": "Nobody was hurt"}] * 8 + [{"text": QUOTE}]}, 0, 0, 1),
        ({"evidence": [{"text": f"{QUOTE} {'and so on ' * 40}"}]}, 0, 0, 1),
    ],
)
def test_what_makes_an_event_match(changes: dict[str, Any], events: int, strict: int, loose: int) -> None:
    found = measure(gold(event()), said(**changes))
    assert (found["events_f1"], found["strict_f1"], found["loose_f1"]) == (events, strict, loose)


def test_symmetric_events_match_in_either_order() -> None:
    turned = said(source={"code": "SUD"}, target={"code": "NOR"})
    assert measure(gold(event(symmetric=True)), turned)["events_f1"] == 1


def test_an_event_without_a_target_wants_none() -> None:
    assert measure(gold(event(target=[])), said(target=None))["events_f1"] == 1
    assert measure(gold(event(target=[])), said())["events_f1"] == 0


def test_repeats_and_inventions_cost_precision_only() -> None:
    found = measure(gold(event()), said(), said(), said(type="AID"))
    assert found["events_precision"] == pytest.approx(1 / 3)
    assert found["events_recall"] == 1


def test_recall_asks_for_core_events_only() -> None:
    article = gold(event(), event(quote=OTHER, types=["RETREAT"], core=False))
    assert measure(article, said())["events_recall"] == 1
    assert measure(article, said(type="RETREAT", evidence=[{"text": OTHER}]))["events_precision"] == 1


def test_types_shuffled_score_less() -> None:
    article = gold(event(), event(quote=OTHER, types=["RETREAT"], source=["SUD"], target=["NOR"]))
    other = said(type="RETREAT", source={"code": "SUD"}, target={"code": "NOR"}, evidence=[{"text": OTHER}])
    found = measure(article, said(), other)
    assert found["events_f1"] == 1
    assert 0 < (found["chance_f1"] or 0) < 1


def test_only_what_is_unusual_counts_for_status_and_voucher() -> None:
    article = gold(event(status="negated", by="SUD anonymous"), event(quote=OTHER, types=["RETREAT"]))
    second = said(type="RETREAT", evidence=[{"text": OTHER}])
    constant = measure(article, said(), second)
    assert (constant["status"], constant["attribution"]) == (0.5, 0.5)
    assert (constant["not_happened_f1"], constant["attributed_f1"]) == (0, 0)
    right = measure(article, said(status="negated", attribution={"code": "SUD", "anonymous": True}), second)
    assert (right["not_happened_f1"], right["attributed_f1"]) == (1, 1)
    named = measure(article, said(status="planned", attribution={"code": "SUD", "anonymous": False}), second)
    assert (named["not_happened_precision"], named["attributed_precision"]) == (0, 0)


def test_dates_are_right_where_they_overlap() -> None:
    article = gold(event(date=["2031-03-10", "2031-03-12"]))
    for date, right in (
        ({"start": "2031-03-12", "end": "2031-03-20"}, 1),
        ({"start": "2031-03-12", "end": None}, 1),
        ({"start": "2031-03-13", "end": "2031-03-13"}, 0),
        (None, 0),
    ):
        found = measure(article, said(date=date))
        assert (found["date"], found["date_elsewhere"]) == (right, right)


def test_a_statement_needs_its_speaker() -> None:
    article = gold(statements=[{"code": "SUD", "anonymous": False, "quote": "we shall not give up the lighthouse"}])
    words = {"text": "We shall not give up the lighthouse, he said"}
    assert measure(article, statements=[{"speaker": {"code": "SUD", "anonymous": False}, **words}])["statements_recall"] == 1
    assert measure(article, statements=[{"speaker": {"code": "SUD", "anonymous": True}, **words}])["statements_recall"] == 0
    assert measure(article, statements=[{"speaker": {"code": "NOR"}, **words}])["statements_recall"] == 0


def test_commitments_dates_places_and_accounts() -> None:
    article = gold(
        commitments=[{"kind": "truce", "parties": ["NOR", "SUD"]}],
        dates=[{"text": "last Tuesday", "date": ["2031-04-01", "2031-04-01"]}],
        places=[{"name": "Sorvik", "lat": 60.0, "lon": 5.0, "country": "NOR"}],
        accounts=[{"a": "NOR", "b": "SUD"}],
    )
    found = measure(
        article,
        commitments=[{"kind": "aid", "parties": ["SUD", "NOR", "EU"]}],
        dates=[{"text": "Tuesday", "start": "2031-04-01", "end": "2031-04-01"}],
        places=[{"name": "Sorvik", "lat": 61.0, "lon": 5.0}, {"name": "Sorvik", "lat": None, "lon": None}],
        accounts=[{"codes": ["SUD", "NOR"]}],
    )
    assert [found[name] for name in ("commitments", "dates", "places", "accounts")] == [1, 1, 1, 1]
    far = measure(article, places=[{"name": "Sorvik", "lat": 62.0, "lon": 5.0}])
    assert (far["places"], far["commitments"]) == (0, 0)


def test_the_publication_date_is_measured_in_days() -> None:
    assert score(gold(), {"document": {"published": "2031-03-31"}}).published_off == 3
    assert score(gold(), {"document": {"published": None}}).published_off is None


def test_misses_and_inventions_are_named() -> None:
    result = score(gold(event()), {"events": [said(type="AID")]})
    assert result.missed == (f"ACCUSE NOR > SUD: {QUOTE}",)
    assert result.spurious == (f"AID NOR > SUD: {QUOTE}",)


def test_words_are_shared_by_the_shorter_text() -> None:
    assert share_words("the garrison withdrew", "It withdrew, the report says, after the garrison's vote")
    assert not share_words("the garrison withdrew", "rain fell on the island")
    assert not share_words("", "anything")


def test_the_pairing_gives_way_for_one_pair_more() -> None:
    """The first gold item fits both predictions, the second only one: greed would lose it."""
    found = pairing(["both", "one"], ["p", "q"], lambda g, p: g == "both" or p == "p", lambda g, p: 5.0 if (g, p) == ("both", "p") else 0.0)
    assert found.pairs == {0: 1, 1: 0}
    assert found.plausible == {0, 1}


@given(st.integers(1, 4).flatmap(lambda w: st.lists(st.lists(st.integers(0, 9), min_size=w, max_size=w), min_size=1, max_size=4)))
def test_no_other_pairing_weighs_more(weights: list[list[int]]) -> None:
    pairs = heaviest([[float(x) for x in row] for row in weights])
    assert len(set(pairs.values())) == len(pairs)
    assert all(weights[i][j] > 0 for i, j in pairs.items())
    height, width = len(weights), len(weights[0])
    columns = [*range(width), *[None] * height]
    best = max(sum(weights[i][j] for i, j in enumerate(way) if j is not None) for way in itertools.permutations(columns, height))
    assert sum(weights[i][j] for i, j in pairs.items()) == best


def test_no_article_is_both_open_and_held_out() -> None:
    open_, held, both = gold_files("open"), gold_files("held"), gold_files("all")
    assert sorted([*open_, *held]) == both
    assert not {path.stem for path in open_} & HELD_OUT


def test_every_gold_example_has_its_article() -> None:
    files = gold_files("examples")
    assert len(files) >= 15
    assert len({text_of(path) for path in files}) == len(files)

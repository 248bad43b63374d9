"""An outlook is made of what was known by its day, says so much as it knows, and knows rates that are there."""

from pathlib import Path

import numpy as np
import pytest

from outlook_streams import on, poisson, stored, world
from riftline.forecast.climatology import climatology
from riftline.forecast.outlook import LEAST_LIKELY, RARE, Outlook, outlook
from riftline.forecast.outlook_stream import OUTCOMES, Stream, made, members, stream
from riftline.forecast.outlook_words import evidence, reasons, remark
from riftline.ontology import PLOVER_TYPES
from riftline.store.database import opened


def chances(found: Outlook) -> dict[tuple[str, str, str], list[float]]:
    return {(row.source, row.target, row.outcome): [each.probability for each in row.chances.values()] for row in found.rows}


@pytest.fixture(scope="module")
def busy() -> Stream:
    return made(world(300))


def test_friction_and_cooperation_are_all_types_but_share_none() -> None:
    friction, cooperation = set(members("any friction")), set(members("any cooperation"))
    assert friction | cooperation <= set(PLOVER_TYPES)
    assert not friction & cooperation
    assert {"ASSAULT", "ACCUSE"} <= friction
    assert "AID" in cooperation


def test_nothing_that_became_known_later_moves_a_forecast() -> None:
    acts = world(300)
    day = on(200)
    later = made([*acts, *(("A00", "A01", on(i), "ASSAULT") for i in range(201, 300)), ("B", "A00", on(250), "AID")])
    then = made([act for act in acts if act[2] <= day])
    one, other = (outlook(each, day, top=10_000) for each in (then, later))
    assert any(model.learnt for model in one.models.values())
    told, again = chances(one), chances(other)
    assert told.keys() == again.keys()
    assert all(np.allclose(told[key], again[key], atol=1e-6) for key in told)


def test_what_was_published_later_was_not_known(tmp_path: Path) -> None:
    path = stored(tmp_path / "t.duckdb", [("ARM", "AZE", on(10), "ACCUSE"), ("ARM", "AZE", on(30), "ASSAULT")], late=5)
    with opened(path) as connection:
        seen = [(until, len(stream(connection, on(until)).day)) for until in (14, 15, 34, 35)]
    assert [rows for _, rows in seen] == [0, 3, 3, 6]  # an act counts for its type, its quad, and friction


def test_the_stream_of_a_store_is_that_of_its_acts(tmp_path: Path) -> None:
    acts = [*world(40, 5), ("A00", "A01", on(3), ""), ("A00", "A00", on(1), "AID"), ("", "A01", on(2), "AID"), ("É", "A01", on(39), "ASSAULT")]
    with opened(stored(tmp_path / "t.duckdb", acts)) as connection:
        one, other = stream(connection), made(acts)
    assert (one.first, one.codes) == (other.first, other.codes)
    for name in ("source", "target", "pair", "column", "day"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_the_day_before_is_that_of_the_same_pair_and_type() -> None:
    found = made([("ARM", "AZE", on(day), "AID") for day in (0, 3, 9)] + [("AZE", "ARM", on(5), "AID"), ("ARM", "AZE", on(4), "ASSAULT")])
    column = OUTCOMES.index("AID")
    mine = (found.column == column) & (found.pair == found.pair[0])
    assert found.before[mine].tolist() == [-1, 0, 3]
    assert found.before[(found.column == column) & ~mine].tolist() == [-1]


def test_a_steady_rate_is_found(busy: Stream) -> None:
    rates = {("ARM", "AZE", "ACCUSE"): 0.1, ("AZE", "ARM", "CONSULT"): 0.02}
    found = chances(outlook(made([*world(400), *poisson(400, rates)]), on(399), ("ARM", "AZE"), top=100))
    assert found["ARM", "AZE", "ACCUSE"][0] == pytest.approx(1 - np.exp(-0.7), abs=0.15)
    assert found["ARM", "AZE", "ACCUSE"][1] == pytest.approx(1 - np.exp(-2.8), abs=0.1)
    assert found["AZE", "ARM", "CONSULT"][0] < 0.3
    assert found["ARM", "AZE", "ASSAULT"][0] < 0.05


def test_what_comes_in_a_week_comes_in_four(busy: Stream) -> None:
    assert all(week <= month for week, month in chances(outlook(busy, on(299), top=10_000)).values())


def test_one_horizon_says_what_both_say(busy: Stream) -> None:
    both, month = (chances(outlook(busy, on(299), ("A00",), horizons=names, top=10_000)) for names in (("week", "month"), ("month",)))
    assert {key: [value[1]] for key, value in both.items()} == month


def test_one_actor_is_on_either_side_and_two_are_the_sides(busy: Stream) -> None:
    one = outlook(busy, on(299), ("A03",), top=10_000)
    assert {"A03"} == set.intersection(*({row.source, row.target} for row in one.rows))
    two = outlook(busy, on(299), ("A03", "A05"), top=10_000)
    assert {(row.source, row.target) for row in two.rows} == {("A03", "A05"), ("A05", "A03")}
    assert outlook(busy, on(299), ("A03", "XYZ")).rows == ()


def test_by_lift_lists_what_is_out_of_the_ordinary(busy: Stream) -> None:
    rows = outlook(busy, on(299), by="lift", top=10_000).rows
    lifts = [row.chances["week"].probability / max(row.chances["week"].base or 0.0, RARE) for row in rows]
    assert lifts == sorted(lifts, reverse=True)
    assert min(row.chances["week"].probability for row in rows) >= LEAST_LIKELY


def test_what_has_just_begun_is_likely_to_go_on() -> None:
    burst = [("ARM", "AZE", on(day), "MOBILIZE") for day in range(50, 60)]
    quiet = [("RUS", "UKR", on(day), "MOBILIZE") for day in range(10)]
    found = chances(outlook(made([*burst, *quiet, ("A", "B", on(0), "AID")]), on(59), outcomes=["MOBILIZE"]))
    assert found["ARM", "AZE", "MOBILIZE"][0] > found["RUS", "UKR", "MOBILIZE"][0] > found["AZE", "ARM", "MOBILIZE"][0]


def test_a_sparse_store_is_modest_and_says_so() -> None:
    found = outlook(made([("ARM", "AZE", on(day), "ASSAULT") for day in (0, 1, 2)] + [("ARM", "RUS", on(20), "CONSULT")]), on(20), top=100)
    assert all(model.learnt == 0 for model in found.models.values())
    assert max(week for week, _ in chances(found).values()) < 0.5
    assert all(row.thin for row in found.rows)
    assert "Thin evidence" in (remark(found) or "")
    assert "thin evidence" in evidence(found.rows[0])


def test_one_act_promises_little() -> None:
    found = outlook(made([("ARM", "AZE", on(5), "ASSAULT")]), on(5), top=100)
    assert max(month for _, month in chances(found).values()) < 0.6


def test_an_empty_store_has_no_rows() -> None:
    assert outlook(made([]), on(5)).rows == ()
    assert outlook(made([("ARM", "AZE", on(5), "ASSAULT")]), on(4)).rows == ()


def test_the_base_rate_is_the_share_of_the_windows() -> None:
    acts = [("ARM", "AZE", on(day), "ASSAULT") for day in (0, 20, 21)] + [("RUS", "ARM", on(27), "CONSULT")]
    base = climatology(made(acts), 27, 7, np.ones(4, dtype=bool))
    hits = sum(any(begin <= day < begin + 7 for day in (0, 20, 21)) for begin in range(22))
    assert base.share.max() == pytest.approx(max(hits, 1) / 22)
    assert base.windows == 4


def test_friction_is_at_least_as_likely_as_its_types(busy: Stream) -> None:
    names = ("ACCUSE", "any friction")
    rows = chances(outlook(busy, on(299), outcomes=names, top=10_000))
    pairs = {key[:2] for key in rows}
    worse = [pair for pair in pairs if rows[(*pair, "any friction")][0] < rows[(*pair, "ACCUSE")][0] - 0.05]
    assert len(worse) <= len(pairs) * 0.02


def test_reasons_are_words_and_of_the_row(busy: Stream) -> None:
    rows = outlook(busy, on(299), top=200).rows
    said = [(row, words) for row in rows for words in reasons(row)]
    assert said
    assert all(words[:2] in ("+ ", "- ") and "{" not in words for _, words in said)


def test_every_outcome_can_be_asked_for(busy: Stream) -> None:
    assert {row.outcome for row in outlook(busy, on(299), ("A00", "A01"), OUTCOMES, top=1000).rows} == set(OUTCOMES)

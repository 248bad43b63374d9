"""What is worked out of what is new is, to the bit, what is worked out of all: after whatever comes, changes or goes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from event_data import table, write
from example_breaches import telling
from example_reports import LATER, RAID, raid
from riftline.readers.importing import Settings, load
from riftline.records import SIGNAL_KINDS
from riftline.relations import commitments_added
from riftline.relations.panel import gathered
from riftline.signals.daybook import read
from riftline.signals.find import Wanted, find
from riftline.signals.memory import Memory, grain
from riftline.store.database import opened
from riftline.stories.correcting import correct, merge, undo
from riftline.stories.forgetting import forget
from riftline.stories.keeping import keep

FIRST = date(2022, 1, 1)
STATES = {"ARM": "Armenia", "AZE": "Azerbaijan", "RUS": "Russia", "TUR": "Turkey", "USA": "United States", "SYR": "Syria"}
ACTS = {
    "ACCUSE": ("112", "Accuse"), "ASSAULT": ("190", "Use force"), "CONSULT": ("042", "Make a visit"), "MOBILIZE": ("154", "Mobilize"),
    "AID": ("072", "Provide aid"),
}  # fmt: skip

pairs = st.tuples(st.sampled_from(sorted(STATES)), st.sampled_from(sorted(STATES))).filter(lambda pair: pair[0] != pair[1])
days = st.integers(0, 130).map(lambda number: FIRST + timedelta(days=number))
rows = st.lists(st.tuples(pairs, st.sampled_from(sorted(ACTS)), days, st.sampled_from(("", "Syunik Province", "Lori Province"))), min_size=1, max_size=12)
told = st.tuples(
    st.integers(0, 5), days, st.lists(st.tuples(st.sampled_from(("ACCUSE", "ASSAULT", "CONSULT", "THREATEN", "REJECT")), pairs), max_size=4),
    st.sampled_from(("happened", "happened", "planned")), st.booleans(),
)  # fmt: skip
one = st.integers(0, 40)
# One raid told again, copied, denied and taken back, some of it long after, some without a day.
MONDAY = date(2022, 3, 7)
RAIDS = [
    raid("r1", published=MONDAY, day=MONDAY), raid("r2", LATER, "Borduria Today", MONDAY + timedelta(days=2), 14, day=MONDAY),
    raid("r3", RAID + " The market opens again tomorrow.", "The Lower Quill Echo", MONDAY + timedelta(days=9), day=MONDAY),
    raid("r4", "Borduria denied that its men had raided the market.", "Borduria Today", MONDAY + timedelta(days=4), status="negated", day=MONDAY),
    raid("r5", "RETRACTION: " + RAID, published=MONDAY + timedelta(days=30), day=MONDAY), raid("r6", RAID, "The Strelsau Mail", MONDAY, day=None),
    raid("r7", "CORRECTION: " + RAID.replace("12", "11"), published=MONDAY + timedelta(days=3), killed=11, day=MONDAY),
]
steps = st.one_of(
    st.tuples(st.just("raid"), st.integers(0, len(RAIDS) - 1)), st.tuples(st.just("raid"), st.integers(0, len(RAIDS) - 1)),
    st.tuples(st.just("article"), told), st.tuples(st.just("article"), told), st.tuples(st.just("import"), rows), st.tuples(st.just("forget"), one),
    st.tuples(st.just("correct"), one), st.tuples(st.just("undo"), one), st.tuples(st.just("merge"), one), st.tuples(st.just("commitment"), one),
)  # fmt: skip


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four months of acts between all of them."""
    folder = tmp_path_factory.mktemp("memory")
    with opened(str(folder / "start.duckdb"), write=True) as connection:
        names = sorted(STATES)
        acts = [
            ((names[n % 6], names[(n + 1 + n // 6 % 5) % 6]), sorted(ACTS)[(n * n + n // 7) % 5], FIRST + timedelta(days=n // 4), ("", "Lori Province")[n % 2])
            for n in range(480)
        ]
        imported(connection, folder, acts)
    return folder / "start.duckdb"


def imported(connection: DuckDBPyConnection, folder: Path, acts: list[tuple[tuple[str, str], str, date, str]]) -> None:
    """Acts as rows of ICEWS, whose ids are made of what they are."""
    made = []
    for (source, target), kind, day, province in acts:
        identity = f"{sorted(STATES).index(source)}{sorted(STATES).index(target)}{sorted(ACTS).index(kind)}{day:%y%m%d}"
        made.append({
            "event_id": identity, "event_date": day.isoformat(), "cameo_code": ACTS[kind][0], "event_text": ACTS[kind][1], "story_id": identity,
            "source_name": STATES[source], "source_country": STATES[source], "target_name": STATES[target], "target_country": STATES[target],
            "city": "", "district": "", "province": province, "country": "Armenia" if province else "", "source_sectors": "", "target_sectors": "",
        })  # fmt: skip

    def failed(problem: Exception) -> None:
        raise problem

    load(connection, [write(folder / "rows.csv", table("icews", *made))], Settings("icews"), lambda _: None, failed)


def step(connection: DuckDBPyConnection, folder: Path, kind: str, value: object) -> None:
    """Something comes, changes or goes; nothing where there is nothing of the kind."""
    reports = [row[0] for row in connection.execute("SELECT id FROM reports ORDER BY id").fetchall()]
    articles = [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id").fetchall()]
    numbers = [row[0] for row in connection.execute("SELECT id FROM field_corrections ORDER BY id").fetchall()]
    events = [row[0] for row in connection.execute("SELECT id FROM events WHERE origin = 'riftline' ORDER BY id").fetchall()]
    match kind, value:
        case "import", list():
            imported(connection, folder, value)
        case "raid", int():
            keep(connection, RAIDS[value])
        case "article", (number, published, acts, status, bound):
            each = [(what, "", one, other, f"{STATES[one]} did {what.lower()} {n} to {STATES[other]}.") for n, (what, (one, other)) in enumerate(acts)]
            pact = (("alliance", ("AZE", "TUR"), "in force"),) if bound else ()
            keep(connection, telling(f"article{number}", published, *each, status=status, commitments=pact))
        case "forget", int() if articles:
            forget(connection, [articles[value % len(articles)]])
        case "correct", int() if events:
            correct(connection, events[value % len(events)], ("status", "type", "none", "day")[value % 4], ("planned", "AID", "", "2022-02-01")[value % 4])
        case "undo", int() if numbers:
            undo(connection, numbers[value % len(numbers)])
        case "merge", int() if len(events) > 1 and len(reports) > 1:
            merge(connection, [events[value % len(events)], events[(value + 1) % len(events)]])
        case "commitment", int():
            with_whom = sorted(STATES)[1 + value % 5]
            row = {"id": "mine", "parties": f"ARM|{with_whom}", "kind": "alliance", "treaty": "a pact", "from": "2020", "to": "", "source": "x", "note": ""}
            commitments_added.add(connection, [row])


@given(st.lists(steps, min_size=1, max_size=6))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_what_is_new_comes_to_the_same_as_all(start: Path, tmp_path_factory: pytest.TempPathFactory, taken: list[tuple[str, object]]) -> None:
    folder = tmp_path_factory.mktemp("steps")
    path = folder / "t.duckdb"
    path.write_bytes(start.read_bytes())
    with pytest.MonkeyPatch.context() as patch, opened(str(path), write=True) as connection:
        patch.setattr("riftline.signals.memory.fixed", lambda kind: 0.2)
        patch.setattr("riftline.signals.memory.AT_ONCE", 400)
        memory = Memory(SIGNAL_KINDS)
        assert find(connection, Wanted(), memory=memory)
        for kind, value in taken:
            step(connection, folder, kind, value)
            patch.setattr("riftline.signals.memory.AT_ONCE", 400)
            found = find(connection, Wanted(), memory=memory)
            patch.setattr("riftline.signals.memory.AT_ONCE", 100_000)
            assert found == find(connection, Wanted()), kind


def test_what_is_new_of_late_costs_few_days_and_of_long_ago_as_many_as_lie_between(start: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    path.write_bytes(start.read_bytes())
    with opened(str(path), write=True) as connection:
        memory = Memory(SIGNAL_KINDS)
        find(connection, Wanted(), memory=memory)
        assert memory.book is not None
        last = memory.book.first + timedelta(days=memory.book.end - 1)
        assert memory.computed == memory.book.end
        for age, most in ((0, 1), (3, 5), (10, 15), (40, 60)):
            imported(connection, tmp_path, [(("ARM", "SYR"), "ACCUSE", last - timedelta(days=age), "")])
            find(connection, Wanted(), memory=memory)
            assert age < memory.computed <= most
        find(connection, Wanted(("rift",)), memory=memory)
        assert memory.computed == 0
        imported(connection, tmp_path, [(("ARM", "SYR"), "ACCUSE", last + timedelta(days=2), "")])
        find(connection, Wanted(), memory=memory)
        assert memory.computed == 2


def test_the_ledger_is_read_from_what_is_new_on(start: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    path.write_bytes(start.read_bytes())
    with opened(str(path), write=True) as connection:
        whole = read(connection)
        assert whole is not None
        day = whole.first + timedelta(days=whole.end - 2)
        gathered(connection, day)
        ((number,),) = connection.execute("SELECT count(*) FROM panel_cells").fetchall()
        assert 0 < number < 20 < len(whole.acts.day)
        again = read(connection, kept=whole, since=day)
        assert again is not None
        assert (again.dyads, again.end, again.there.places) == (whole.dyads, whole.end, whole.there.places)
        for one, other in ((whole.acts, again.acts), (whole.states, again.states), (whole.there.rows, again.there.rows)):
            assert [each.tolist() for each in (one.subject, one.day, *one.counts.values())] == [
                each.tolist() for each in (other.subject, other.day, *other.counts.values())
            ]


def test_a_look_that_is_broken_off_is_made_up_for(start: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    path.write_bytes(start.read_bytes())

    class Enough(Exception):
        pass

    def enough(what: str) -> None:
        if "rupture" in what:
            raise Enough

    with pytest.MonkeyPatch.context() as patch, opened(str(path), write=True) as connection:
        patch.setattr("riftline.signals.memory.fixed", lambda kind: 0.2)
        memory = Memory(SIGNAL_KINDS)
        for age in (None, 3, 60):
            if age is not None:
                imported(connection, tmp_path, [(("ARM", "SYR"), "ASSAULT", FIRST + timedelta(days=119 - age), "")])
            with pytest.raises(Enough):
                find(connection, Wanted(), enough, memory)
            assert find(connection, Wanted(), memory=memory) == find(connection, Wanted())


def test_what_is_forgotten_is_no_longer_in_memory(start: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    path.write_bytes(start.read_bytes())
    with pytest.MonkeyPatch.context() as patch, opened(str(path), write=True) as connection:
        patch.setattr("riftline.signals.memory.fixed", lambda kind: 0.2)
        acts = [("ASSAULT", "", "FRA", "GBR", f"France shelled the unmentionable village {number} times.") for number in range(3)]
        keep(connection, telling("secret", FIRST + timedelta(days=100), *acts))
        memory = Memory(SIGNAL_KINDS)
        assert "unmentionable" in repr(find(connection, Wanted(), memory=memory))
        forget(connection, ["secret"])
        memory.drop(connection)
        assert "unmentionable" not in repr((memory.signals, memory._told, memory.alarms))
        assert find(connection, Wanted(), memory=memory) == find(connection, Wanted())


def test_states_are_kept_at_distances_that_double() -> None:
    kept = {stop for stop in range(2_001) if stop % grain(2_000 - stop) == 0}
    assert len(kept) < 30
    for age in range(1_990):
        assert 2_000 - max(stop for stop in kept if stop <= 2_000 - age) <= 2 * age + 1
    for end in range(1, 300):  # none is wanted that was given up before
        now, before = ({stop for stop in range(each + 1) if stop % grain(each - stop) == 0} for each in (end + 1, end))
        assert now - {end + 1} <= before

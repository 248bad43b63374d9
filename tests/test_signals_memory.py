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
from riftline.readers.importing import Settings, load
from riftline.records import SIGNAL_KINDS
from riftline.relations import commitments_added
from riftline.signals.find import Wanted, find
from riftline.signals.memory import Memory
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
steps = st.one_of(
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
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
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

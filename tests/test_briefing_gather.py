from collections.abc import Iterator
from datetime import date

import pytest

from example_briefing import HOSTILE, fill
from example_coding import TEXT
from riftline.briefing.gather import briefing
from riftline.briefing.model import Briefing, Line, Table
from riftline.briefing.scope import Scope, strangers
from riftline.store.database import opened
from riftline.store.filters import Filters


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    path = str(tmp_path_factory.mktemp("briefing") / "t.duckdb")
    with opened(path, write=True) as writing:
        fill(writing)
    with opened(path) as reading:
        yield reading


@pytest.fixture(scope="module")
def dyad(connection) -> Briefing:  # type: ignore[no-untyped-def]
    found = briefing(connection, Filters(between=("RUR", "BOR")))
    assert found
    return found


def lines(found: Briefing) -> list[Line]:
    return [line for part in found.timeline for line in part.lines]


def cells(table: Table) -> dict[str, tuple[int, ...]]:
    return dict(table.rows)


def test_what_it_is_about(dyad: Briefing) -> None:
    assert (dyad.title, dyad.scope) == ("RUR and BOR", (("Dyad", "RUR–BOR"),))
    assert dyad.newest == date(2024, 6, 20)
    assert dyad.events == 5
    assert dyad.summary[0].text.startswith("2 articles of 2 publishers, published from 8 May 2024 to 20 June 2024, tell of 4 events.")
    assert dyad.summary[0].text.endswith("Besides, imported from other event data: 1 from ICEWS.")
    assert [source.article for source in dyad.sources] == ["rur-1", "rur-2"]
    assert [source.events for source in dyad.sources] == [4, 1]


def test_only_what_happened_and_is_likelier_than_not_is_counted_by_type_and_direction(dyad: Briefing) -> None:
    (table,) = dyad.tables
    assert table.columns == ("Type", "RUR → BOR", "BOR → RUR")
    assert cells(table) == {"threats (THREATEN)": (1, 0), "attacks (ASSAULT)": (0, 1), "All cooperation": (0, 0), "All conflict": (1, 1)}
    assert "2 happened: 2 of conflict." in dyad.summary[1].text
    assert dyad.summary[2].text == "RUR acted towards BOR once (1 of conflict); BOR towards RUR once (1 of conflict)."
    assert dyad.basis == (
        "1 event is told by two or more independent sources; 1 rests on unnamed sources alone.",
        "Besides what happened there are 1 planned or due; they are not counted.",
        "1 event without a PLOVER type is not counted either.",
        "Of 1 event the coder is less than half sure; it is told apart, at the end, and not counted.",
    )


def test_the_timeline_has_the_days_in_order_each_line_with_its_sentences(dyad: Briefing) -> None:
    assert [part.heading for part in dyad.timeline] == ["May 2024"]
    told = lines(dyad)
    assert [line.words for line in told] == [
        "Ruritania (RUR): icews 010 Borduria (BOR) (no PLOVER type)",
        "Borduria (BOR) shelled Ruritania (RUR)",
        "Rudolf Elphberg (RUR) threatened Borduria (BOR)",
    ]
    assert told[0].quote == ""  # the label of a code is nobody's words
    shelled = told[1]
    assert shelled.details[:4] == ("in Strelsau", "according to Ruritanian official (RUR, unnamed)", "13 to 15 killed", "2 reports")
    assert [dyad.notes[number - 1].article for number in shelled.notes] == ["rur-1", "rur-2"]
    note = dyad.notes[shelled.notes[0] - 1]
    assert note.start is not None
    assert TEXT[note.start : note.end] == note.text
    assert [note.text[start:end] for start, end in note.marks] == ["Bordurian shells killed 13 soldiers"]
    assert [(line.words, line.confidence) for line in dyad.doubtful] == [("Borduria (BOR) did not attack Ruritania (RUR)", 0.4)]


def test_notes_are_numbered_as_they_are_needed_and_all_are(dyad: Briefing) -> None:
    assert [note.number for note in dyad.notes] == list(range(1, len(dyad.notes) + 1))
    used = [n for line in (*lines(dyad), *dyad.history, *dyad.doubtful) for n in line.notes]
    used += [n for item in (*dyad.next, *dyad.past_due, *dyad.undated) for n in item.notes]
    used += [n for account in dyad.accounts for version in account.versions for n in version.notes] + [n for bond in dyad.bonds for n in bond.notes]
    assert set(used) == {note.number for note in dyad.notes}
    assert list(dict.fromkeys(used))[: len(lines(dyad))] == [1, 2, 3]
    imported = dyad.notes[0]
    assert (imported.origin, imported.article, imported.text) == ("ICEWS 77, code 010", None, "Make statement")


def test_who_vouches_accounts_agenda_and_bonds(dyad: Briefing) -> None:
    assert [(each.kind, each.name, each.events) for each in dyad.vouchers] == [
        ("newsroom", "", 2), ("unnamed", "Ruritanian official (RUR)", 1), ("imported", "icews", 1),
    ]  # fmt: skip
    account, figures = dyad.accounts
    assert figures.what == "Borduria (BOR) shelled Ruritania (RUR): killed"
    assert {version.who: version.text for version in figures.versions} == {"The Strelsau Post": "13", "Borduria <Today>": "15"}
    assert account.what == "Borduria (BOR) shelled Ruritania (RUR)"
    assert [version.who for version in account.versions] == ["RUR", "BOR"]
    assert dyad.next == ()
    assert [item.what for item in dyad.past_due] == ["Ruritania (RUR) is to talk with Borduria (BOR)"]  # the agenda's own item has the same sentence
    (bond,) = dyad.bonds
    assert (bond.parties, bond.kind, bond.articles, bond.last) == (("BOR", "RUR"), "mutual defence", 2, date(2024, 6, 20))


def test_what_is_due_after_the_newest_publication_comes_next(connection) -> None:  # type: ignore[no-untyped-def]
    found = briefing(connection, Filters(between=("RUR", "BOR"), types=("CONSULT", "THREATEN")))
    assert found
    assert (len(found.next), len(found.past_due)) == (1, 0)  # only the first article is concerned, and it is of the day before
    assert found.next[0].quote == "Talks are due in Vienna"


def test_of_one_actor_the_partners_are_counted_too(connection) -> None:  # type: ignore[no-untyped-def]
    found = briefing(connection, Filters(involving="RUR"))
    assert found
    assert found.title == "RUR"
    by_type, partners = found.tables
    assert by_type.columns == ("Type", "by RUR", "towards RUR")
    assert cells(by_type)["accusations and criticism (ACCUSE)"] == (1, 2)
    assert partners.columns == ("Partner", "conflict by RUR", "conflict towards RUR")
    assert cells(partners) == {"BOR": (1, 1), "France": (0, 1), "SAN": (1, 0), "Spain": (0, 1)}
    assert "France and Spain criticised Rudolf Elphberg (RUR)" in [line.words for line in lines(found)]
    assert [line.words for line in found.history] == ["Ruritania (RUR) talked with General Tapioca (SAN)"]
    assert [part.heading for part in found.timeline] == ["May 2024", "June 2024", "No day given"]


def test_of_a_place_or_a_period_the_pairs_are_counted(connection) -> None:  # type: ignore[no-untyped-def]
    place = briefing(connection, Filters(place="strelsau"))
    assert place
    assert (place.title, place.events) == ("Events in strelsau", 1)
    assert cells(place.tables[1]) == {"BOR and RUR": (0, 1, 0)}
    since = briefing(connection, Filters(since=date(2024, 5, 7)))
    assert since
    assert (since.title, since.events) == ("Events since 7 May 2024", 3)


def test_a_long_timeline_is_cut_by_weight_and_says_so(connection) -> None:  # type: ignore[no-untyped-def]
    found = briefing(connection, Filters(between=("RUR", "BOR")), lines=1)
    assert found
    assert [line.words for line in lines(found)] == ["Borduria (BOR) shelled Ruritania (RUR)"]
    assert found.hidden == 2
    assert cells(found.tables[0])["All conflict"] == (1, 1)


def test_the_same_database_gives_the_same_briefing(connection, dyad: Briefing) -> None:  # type: ignore[no-untyped-def]
    assert briefing(connection, Filters(between=("RUR", "BOR"))) == dyad


def test_nothing_and_near_names(connection) -> None:  # type: ignore[no-untyped-def]
    assert briefing(connection, Filters(involving="Ruritanai")) is None
    assert strangers(connection, Filters(involving="Ruritanai"))["Ruritanai"][0] == "Ruritania"
    assert strangers(connection, Filters(between=("RUR", "Bordurja"))) == {"Bordurja": ["Borduria"]}
    assert strangers(connection, Filters(place="Strelsua")) == {"Strelsua": ["Strelsau"]}
    assert strangers(connection, Filters(involving="RUR", since=date(2030, 1, 1))) == {}


def test_sides_in_python_are_those_of_the_filters_in_sql(connection) -> None:  # type: ignore[no-untyped-def]
    from riftline.briefing.scope import is_side
    from riftline.store.queries import events

    every = list(events(connection))
    for who in ("rur", "Elphberg", "Elph", "General", "tapioca", "([", "Rudolf Elphberg", ""):
        if not who:
            continue
        wanted = {row["id"] for row in events(connection, Filters(involving=who))}
        assert {row["id"] for row in every if is_side(row, "source", who) or is_side(row, "target", who)} == wanted
    row = next(row for row in every if row["type"] == "THREATEN")
    assert Scope(Filters(between=("BOR", "rur"))).direction(row) == "back"


def test_a_source_says_what_has_corrected_it_and_how_it_is_graded(dyad: Briefing) -> None:
    assert dyad.sources[0].remarks == ("outlet graded B", "corrected by article rur-2")
    assert dyad.credibility


def test_hostile_title_is_only_a_title(dyad: Briefing) -> None:
    assert dyad.sources[1].title == HOSTILE

"""Acts against what binds: which count, which do not, and which commitment they touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from example_breaches import telling
from example_events import row
from riftline.records import Coding, Place
from riftline.relations.breaches import SAID, Breach, breaches, touching
from riftline.relations.commitments import bundled, kinds
from riftline.store.database import insert, opened
from riftline.stories.keeping import keep
from riftline.tables import parts, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY = date(2023, 9, 8)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as made:
        yield made


@pytest.fixture
def read(connection: DuckDBPyConnection) -> Callable[..., tuple[Breach, ...]]:
    def found(*codings: Coding, as_of: date | None = None) -> tuple[Breach, ...]:
        for coding in codings:
            keep(connection, coding)
        return breaches(connection, as_of)

    return found


@pytest.mark.parametrize(
    ("kind", "mode", "source", "target", "sentence", "breach", "bond"),
    [
        ("REJECT", "assist", "ARM", "CSTO", "Armenia skipped the drills of the CSTO in Belarus.", "exercise refused", "CSTO:ARM"),
        ("REJECT", "assist", "ARM", "CSTO", "Armenia will not host military exercises this year.", "exercise refused", "CSTO:ARM"),
        ("REJECT", "meet", "ARM", "CSTO", "Armenia refused to sign the declaration.", "refused to sign", "CSTO:ARM"),
        ("REJECT", "", "ARM", "CSTO", "Armenia boycotted the summit.", "took no part", "CSTO:ARM"),
        ("SANCTION", "withdraw", "ARM", "CSTO", "Yerevan recalled its envoy to the alliance.", "envoy recalled", "CSTO:ARM"),
        ("SANCTION", "discontinue", "ARM", "CSTO", "Armenia froze its participation in the bloc.", "part frozen", "CSTO:ARM"),
        ("REJECT", "assist", "CSTO", "AZE", "The alliance refused to send troops.", "help refused", "CSTO:ARM"),
        ("REJECT", "assist", "RUS", "ARM", "Russia failed to deliver weapons.", "help refused", "rus-arm-1997"),
        ("SANCTION", "withdraw", "MLI", "ECOWAS", "Mali quit the bloc.", "leaving", "ECOWAS:MLI"),
        ("SANCTION", "", "ECOWAS", "MLI", "The bloc suspended Mali.", "suspended", "ECOWAS:MLI"),
        ("SANCTION", "", "ECOWAS", "NER", "The bloc imposed sanctions and closed the borders.", "sanctions", "ECOWAS:NER"),
        ("SANCTION", "discontinue", "NER", "USA", "The council revoked the agreement on troops.", "treaty ended", "usa-ner-2015"),
        ("RETREAT", "withdraw", "FRA", "NER", "The last French soldiers left.", "forces withdrawn", "fra-ner-2013"),
        ("SANCTION", "discontinue", "USA", "EGY", "Washington withheld military aid.", "aid cut", "mnna-egy"),
        ("ASSAULT", "", "AZE", "ARM", "Shells fell on Goris.", "force used", "arm-aze-2020"),
        ("ACCUSE", "disapprove", "ARM", "AZE", "Yerevan called it a violation of the statement.", "accused of breaking it", "arm-aze-2020"),
        ("THREATEN", "violence", "VEN", "GUY", "Caracas threatened war.", "force threatened", "guy-ven-2023"),
    ],
)
def test_each_kind_of_breach(
    read: Callable[..., tuple[Breach, ...]], kind: str, mode: str, source: str, target: str, sentence: str, breach: str, bond: str
) -> None:
    day = date(2023, 12, 20) if source == "VEN" else DAY
    (found,) = read(telling("a", day, (kind, mode, source, target, sentence)))
    assert (found.kind, found.bond, found.day, found.known, found.article, found.sentence) == (breach, bond, day, day, "a", sentence)
    if breach not in ("accused of breaking it", "help refused"):
        assert (found.who, found.towards) == (source, target)
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    ("kind", "mode", "source", "target", "sentence"),
    [
        ("REJECT", "assist", "ARM", "USA", "The official declined to say whether aid would stop."),
        ("SANCTION", "withdraw", "RUS", "CSTO", "The government should leave the alliance."),
        ("SANCTION", "discontinue", "ECOWAS", "NER", "The bloc lifted its sanctions on Niger."),
        ("SANCTION", "withdraw", "NOR", "EU", "Norway left the bloc."),
        ("ASSAULT", "", "RUS", "UKR", "Missiles fell on Kyiv."),
        ("REJECT", "assist", "IND", "PAK", "India refused to send aid."),
        ("ACCUSE", "disapprove", "RUS", "ARM", "Moscow called the exercise unfriendly."),
        ("CONSULT", "", "ARM", "CSTO", "Armenia left the summit of the bloc after talks."),
        ("THREATEN", "violence", "DEU", "FRA", "Berlin warned that war was near."),
        ("ASSAULT", "", "RUS", "SYR", "Jets bombed Idlib."),
        ("REJECT", "", "ARM OPP", "RUS", "The opposition refused to attend the talks."),
        ("SANCTION", "", "USA", "TUR", "Washington might impose sanctions."),
    ],
)
def test_what_is_no_breach(read: Callable[..., tuple[Breach, ...]], kind: str, mode: str, source: str, target: str, sentence: str) -> None:
    assert read(telling("a", DAY, (kind, mode, source, target, sentence))) == ()


def test_a_breach_that_has_not_happened_is_none_and_help_that_was_not_sent_is_one(read: Callable[..., tuple[Breach, ...]]) -> None:
    shells = ("ASSAULT", "", "AZE", "ARM", "Shells fell on Goris.")
    sent = ("AID", "", "RUS", "ARM", "Russia has not sent troops.")
    assert read(telling("a", DAY, shells, status="negated"), telling("b", DAY, shells, status="possible")) == ()
    (found,) = read(telling("c", DAY, sent, status="negated"))
    assert (found.kind, found.who, found.towards) == ("help refused", "RUS", "ARM")
    assert [each.article for each in read(telling("d", date(2023, 9, 9), sent))] == ["c"]


def test_who_is_blamed_breaks_and_that_is_less_sure(read: Callable[..., tuple[Breach, ...]]) -> None:
    (found,) = read(telling("a", DAY, ("ACCUSE", "", "ARM", "RUS", "Armenia said that Russia was unwilling to protect it."), confidence=0.5))
    assert (found.kind, found.who, found.towards, found.sure) == ("help refused", "RUS", "ARM", 0.5 * SAID)


def test_a_crowd_may_accuse_a_state(read: Callable[..., tuple[Breach, ...]]) -> None:
    (found,) = read(telling("a", DAY, ("ACCUSE", "", "ARM CVL", "RUS", "Protesters blamed Russia for failing to come to the aid of its ally.")))
    assert (found.who, found.towards) == ("RUS", "ARM")


def test_what_articles_alone_tell_is_no_bond_to_break(read: Callable[..., tuple[Breach, ...]]) -> None:
    told = ("truce", ("KEN", "GHA"), "in force")
    assert read(telling("a", DAY, ("ASSAULT", "", "KEN", "GHA", "Shells fell on Accra."), commitments=(told,))) == ()


def test_troops_that_leave_a_third_country_break_nothing(read: Callable[..., tuple[Breach, ...]]) -> None:
    coding = telling("a", DAY, ("RETREAT", "withdraw", "USA", "TUR", "American troops left the area."))

    def there(country: str) -> Coding:
        place = Place("there", 37.0, 38.0, country, precision="country")
        return replace(coding, document=replace(coding.document, id=country), events=tuple(replace(event, place=place) for event in coding.events))

    assert read(there("SYR")) == ()
    assert [each.bond for each in read(there("TUR"))] == ["usa-tur-1980"]


def test_an_organisation_that_does_not_help_breaks_towards_the_member_under_threat(read: Callable[..., tuple[Breach, ...]]) -> None:
    (found,) = read(telling("a", DAY, ("REJECT", "assist", "CSTO", "AZE", "The alliance refused to send troops.")))
    assert (found.who, found.towards) == ("CSTO", "ARM")
    assert "whose rival Azerbaijan is" in found.reason


def test_the_bond_is_that_of_the_organisation_where_the_sentence_names_it(read: Callable[..., tuple[Breach, ...]]) -> None:
    (found,) = read(telling("a", DAY, ("REJECT", "assist", "ARM", "RUS", "Armenia told Russia that it skipped the CSTO drills.")))
    assert found.bond == "CSTO:ARM+RUS"


def test_a_bond_must_be_in_force_on_the_day(read: Callable[..., tuple[Breach, ...]]) -> None:
    act = ("SANCTION", "withdraw", "MLI", "ECOWAS", "Mali quit the bloc.")
    assert read(telling("a", date(2025, 2, 10), act)) == ()
    assert len(read(telling("b", date(2024, 1, 28), act))) == 1


def test_as_of_a_day_only_what_was_published_counts(connection: DuckDBPyConnection, read: Callable[..., tuple[Breach, ...]]) -> None:
    act = ("REJECT", "assist", "ARM", "CSTO", "Armenia skipped the drills of the CSTO.")
    read(telling("a", DAY, act), telling("b", date(2023, 9, 20), ("SANCTION", "withdraw", "ARM", "CSTO", "Yerevan recalled its envoy.")))
    assert [len(breaches(connection, day)) for day in (date(2023, 9, 7), DAY, date(2023, 9, 20))] == [0, 1, 2]
    late = telling("c", date(2023, 10, 1), ("REJECT", "assist", "CSTO", "AZE", "The alliance refused to send troops."))
    late = replace(late, events=tuple(replace(event, date=telling("x", DAY, act).events[0].date) for event in late.events))
    before = breaches(connection, date(2023, 9, 20))
    keep(connection, late)
    assert breaches(connection, date(2023, 9, 20)) == before
    (added,) = set(breaches(connection)) - set(before)
    assert (added.day, added.known) == (DAY, date(2023, 10, 1))


def test_one_act_told_twice_is_one_breach_with_the_first_article(read: Callable[..., tuple[Breach, ...]]) -> None:
    act = ("REJECT", "assist", "ARM", "CSTO", "Armenia skipped the drills of the CSTO.")
    again = replace(telling("b", date(2023, 9, 9), act), events=telling("b", DAY, act).events)
    assert [(each.article, each.day) for each in read(again, telling("a", DAY, act))] == [("a", DAY)]


def test_of_imported_events_the_type_alone_counts(connection: DuckDBPyConnection) -> None:
    names = [name for name, *_ in connection.execute("DESCRIBE events").fetchall()]
    azerbaijan = {"code": "AZE", "name": "Azerbaijan", "text": "", "country": "AZE", "sectors": []}
    made = [
        row(azerbaijan, id="x1", origin="icews", type="ASSAULT", mode=None, confidence=None, published=None, evidence=None, first_day=date(2022, 9, 13)),
        row(id="x2", origin="icews", type="REJECT", mode="assist", confidence=None, published=None, evidence=None, first_day=date(2022, 9, 13)),
    ]
    made[0] |= {key: row()[key.replace("target", "source")] for key in row() if key.startswith("target_")}
    insert(connection, "events", [[each[name] for name in names] for each in made], names)
    (found,) = breaches(connection)
    assert (found.event, found.article, found.bond, found.known) == ("x1", None, "arm-aze-2020", date(2022, 9, 13))
    assert breaches(connection, date(2022, 9, 12)) == ()


def test_breaches_touch_the_bonds_of_two_members_through_their_organisation(connection: DuckDBPyConnection, read: Callable[..., tuple[Breach, ...]]) -> None:
    acts = ("REJECT", "assist", "ARM", "CSTO", "Armenia skipped the drills."), ("SANCTION", "withdraw", "MLI", "ECOWAS", "Mali quit the bloc.")
    read(telling("a", DAY, *acts))
    every = breaches(connection)
    through = {bond.id: touching(bond, every) for bond in bundled().between("ARM", "RUS", DAY)}
    assert [each.kind for each in through["CSTO:ARM+RUS"]] == ["exercise refused"]
    assert not through["rus-arm-1997"]
    (member,) = [bond for bond in bundled().bonds(DAY, "KAZ") if bond.id == "CSTO:KAZ"]
    assert not touching(member, every)
    assert [each.who for each in breaches(connection, of=["MLI"])] == ["MLI"]


def test_the_rules_name_kinds_that_are_there() -> None:
    words = set(kinds()) | {row["binds"] for row in kinds().values()}
    for rule in rows("commitments/breaches"):
        assert set(parts(rule["bonds"])) <= words
        assert rule["bonds"] or rule["member"] == "yes"
        assert rule["by"] in ("source", "target")
        assert bool(rule["things"]) == (rule["within"] != "0")

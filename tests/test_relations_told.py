"""What articles tell of commitments beside the tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from example_breaches import telling
from riftline.relations.commitments import bundled
from riftline.relations.commitments_told import Telling, joined, known
from riftline.store.database import opened
from riftline.stories.keeping import keep

ONE, OTHER = date(2023, 1, 11), date(2023, 9, 21)
TABLE, RIVALRIES = bundled().all_bonds, bundled().all_rivalries


def test_what_the_tables_have_is_only_a_mention() -> None:
    told = [Telling("a", ONE, "mutual defence", ("ARM", "RUS"), "broken off"), Telling("b", OTHER, "alliance", ("RUS", "ARM"), "in force")]
    found = joined(TABLE, RIVALRIES, told)
    (pact,) = [bond for bond in found.between("ARM", "RUS", OTHER) if bond.id == "rus-arm-1997"]
    assert (pact.articles, pact.status, pact.end, pact.origin) == (("a", "b"), "in force", None, "table")
    assert len(found.all_bonds) == len(TABLE)


def test_members_of_an_organisation_that_are_told_to_be_allies_are_mentioned_as_members() -> None:
    found = joined(TABLE, RIVALRIES, [Telling("a", OTHER, "mutual defence", ("MLI", "NER", "BFA"), "in force")])
    assert {bond.id for bond in found.all_bonds if bond.articles} == {"AES:MLI", "AES:NER", "AES:BFA"}
    before = joined(TABLE, RIVALRIES, [Telling("a", ONE, "mutual defence", ("ESP", "MLI"), "in force")])
    assert [bond.origin for bond in before.between("ESP", "MLI", OTHER)] == ["article"]


def test_what_only_articles_tell_is_marked_and_holds_from_the_first_of_them() -> None:
    told = [Telling("a", ONE, "arms supply", ("KEN", "GHA"), "in force"), Telling("b", OTHER, "arms supply", ("GHA", "KEN"), "in force")]
    found = joined(TABLE, RIVALRIES, told)
    (bond,) = [each for each in found.between("KEN", "GHA", OTHER) if each.kind == "arms supply"]
    assert (bond.origin, bond.start, bond.end, bond.articles) == ("article", ONE, None, ("a", "b"))
    assert not [each for each in found.between("KEN", "GHA", date(2022, 1, 1)) if each.kind == "arms supply"]


def test_what_articles_say_is_over_ends_with_the_last_of_them() -> None:
    told = [Telling("a", ONE, "arms supply", ("KEN", "GHA"), "in force"), Telling("b", OTHER, "arms supply", ("KEN", "GHA"), "broken off")]
    (bond,) = [each for each in joined(TABLE, RIVALRIES, told).all_bonds if each.origin == "article"]
    assert (bond.end, bond.status) == (OTHER, "broken off")


def test_only_what_was_published_by_the_day_counts(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, telling("a", ONE, commitments=(("arms supply", ("KEN", "GHA"), "in force"),)))
        keep(connection, telling("b", OTHER, commitments=(("arms supply", ("KEN", "GHA"), "broken off"), ("basing", ("RUS", "ARM"), "in force"))))
        keep(connection, telling("c", None, commitments=(("arms supply", ("FJI", "GHA"), "in force"),)))

        def own(as_of: date | None) -> list[tuple[tuple[str, ...], str]]:
            return [(bond.parties, bond.status) for bond in known(connection, as_of).all_bonds if bond.origin == "article"]

        assert own(date(2023, 1, 10)) == []
        assert own(ONE) == [(("KEN", "GHA"), "in force")]
        assert own(OTHER) == [(("KEN", "GHA"), "broken off")]
        assert (("FJI", "GHA"), "in force") in own(None)
        assert [bond.articles for bond in known(connection).all_bonds if bond.id == "rus-arm-1995"] == [("b",)]
    assert known(None) is bundled()

"""Whom an actor's events name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from example_breaches import telling
from riftline.relations.named import named
from riftline.store.database import opened
from riftline.stories.keeping import keep

NAMES = ("Nikol Pashinyan", "Armenia: soldiers", "Armenian National Assembly", "Ministry of Emergency Situations", "Armenia", "Jane Nobody")


def test_people_are_in_an_office_or_quoted_and_all_else_is_a_body_or_left_out(tmp_path: Path) -> None:
    with opened(str(tmp_path / "named.duckdb"), write=True) as connection:
        acts = [("ACCUSE", "", "ARM", "RUS", f"Armenia blamed Russia for it, {n}.") for n in range(len(NAMES))]
        keep(connection, telling("one", date(2023, 7, 2), *acts))
        ids = [row[0] for row in connection.execute("SELECT id FROM events ORDER BY id").fetchall()]
        assert len(ids) == len(NAMES)
        update = "UPDATE events SET source_name = ?, source_country = 'ARM', source_sectors = ['GOV'], target_sectors = [] WHERE id = ?"
        connection.executemany(update, list(zip(NAMES, ids, strict=True)))
        found = named(connection, "ARM")
        assert [each["name"] for each in found["people"]] == ["Nikol Pashinyan"]
        assert {each["name"] for each in found["bodies"]} == {"Armenia: soldiers", "Armenian National Assembly", "Ministry of Emergency Situations"}
        connection.execute("UPDATE events SET attribution_name = 'Jane Nobody', attribution_code = 'ARM' WHERE source_name = 'Armenia'")
        assert {each["name"] for each in named(connection, "ARM")["people"]} == {"Nikol Pashinyan", "Jane Nobody"}
        assert named(connection, "FRA") == {"people": [], "bodies": []}

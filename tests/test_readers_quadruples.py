import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from evaluation.data import DATA

from event_data import events, imported, side
from riftline.errors import InputError
from riftline.readers.codes import code_of
from riftline.store.database import opened

FILES = {
    "entity2id.txt": "Vladimir_Putin\t0\nCitizen_(Nigeria)\t1\nIran\t2\nAl-Shabaab\t3\nMiddle_East\t4\n",
    "relation2id.txt": "Make_statement\t0\nConduct_suicide,_car,_or_other_non_military_bombing\t1\nConsult\t2\nDance\t3\n",
    "train.txt": "0\t2\t2\t0\t-1\n3\t1\t1\t24\t-1\n",
    "valid.txt": "2\t0\t4\t8736\t-1\n\n",
    "test.txt": "0\t2\t2\t0\t-1\n9\t2\t2\t0\t-1\n1 2\n2\t3\t0\t24\t0\n",
    "stat.txt": "5\t4\t0\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "icews14"
    made.mkdir()
    for name, text in FILES.items():
        (made / name).write_text(text)
    return made


def test_ids_become_names_and_hours_days(tmp_path: Path, folder: Path) -> None:
    report, found = imported(tmp_path / "db", folder, first_day=date(2014, 1, 1))
    assert (report.format, report.read, report.imported, report.repeated, report.refused) == ("icews-ids", 5, 4, 1, 2)
    by_day = {event["first_day"]: event for event in found if event["origin_code"] != "Dance"}
    talk = by_day[date(2014, 1, 1)]
    assert (talk["type"], talk["origin_code"], talk["origin"], talk["evidence"]) == ("CONSULT", "040", "icews-ids", "Consult")
    assert (side(talk, "source"), side(talk, "target")) == (("RUS", "Vladimir Putin", "RUS", []), ("IRN", "Iran", "IRN", []))
    bomb = by_day[date(2014, 1, 2)]
    assert (bomb["origin_code"], bomb["mode"], bomb["intensity"]) == ("183", "suicide-attack", -10)
    assert (side(bomb, "source")[0], side(bomb, "target")[0]) == ("SOM", "NGA")
    said = by_day[date(2014, 12, 31)]
    assert (said["type"], said["intensity"], side(said, "target")[0]) == (None, 0, "")
    assert ("Dance", "no CAMEO code", 1) in report.unmapped


def test_rows_that_cannot_be_read_are_told(tmp_path: Path, folder: Path) -> None:
    report, _ = imported(tmp_path / "db", folder, first_day=date(2014, 1, 1))
    assert [(Path(item.file).name, item.line, item.why) for item in report.examples] == [
        ("test.txt", 2, "subject 9 has no name"),
        ("test.txt", 3, "it has 2 numbers where at least 4 are expected"),
    ]


def test_an_archive_gives_what_the_folder_gives_and_order_does_not_matter(tmp_path: Path, folder: Path) -> None:
    with zipfile.ZipFile(tmp_path / "icews14.zip", "w") as archive:
        for name, text in FILES.items():
            archive.writestr(f"in/{name}", text)
    _, one = imported(tmp_path / "one", folder, first_day=date(2014, 1, 1))
    (folder / "train.txt").write_text(FILES["test.txt"])
    (folder / "test.txt").write_text(FILES["train.txt"])
    _, other = imported(tmp_path / "other", tmp_path / "icews14.zip", folder, first_day=date(2014, 1, 1))
    assert one == other


def test_the_first_day_has_to_be_told(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(InputError, match="give it with --first-day"):
        imported(tmp_path / "db", folder)


@pytest.mark.parametrize(("missing", "words"), [("relation2id.txt", "not relation2id.txt"), ("entity2id.txt", "in no format|no event data|it is not")])
def test_a_folder_that_lacks_names(tmp_path: Path, folder: Path, missing: str, words: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, text in FILES.items():
            if name != missing:
                archive.writestr(name, text)
    with pytest.raises(InputError, match=words):
        imported(tmp_path / "db", tmp_path / "x.zip", first_day=date(2014, 1, 1))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["icews14", "icews18.zip", "icews0515.zip"])
def test_every_act_of_the_real_sets_has_a_code(name: str) -> None:
    path = DATA / "icews" / name
    if not path.exists():
        pytest.skip("not here")
    text = zipfile.ZipFile(path).read("relation2id.txt").decode() if path.suffix else (path / "relation2id.txt").read_text()
    acts = [line.partition("\t")[0] for line in text.splitlines() if line.strip()]
    assert len(acts) > 200
    assert [act for act in acts if not code_of(act).isdigit()] == []


@pytest.mark.shared
def test_a_real_set_loads_whole(tmp_path: Path) -> None:
    path = DATA / "icews" / "icews14"
    if not path.exists():
        pytest.skip("not here")
    report, _ = imported(tmp_path / "db", path, first_day=date(2014, 1, 1))
    assert (report.imported, report.refused, report.repeated) == (90_730, 0, 0)
    assert sum(report.stateless.values()) < 0.1 * 2 * report.read
    with opened(str(tmp_path / "db")) as connection:
        ends: Any = connection.execute("SELECT min(first_day), max(first_day) FROM events").fetchone()
        assert ends == (date(2014, 1, 1), date(2014, 12, 31))
        assert len(events(connection)) == 90_730


def test_a_role_for_a_name_tells_the_sectors(tmp_path: Path, folder: Path) -> None:
    (folder / "entity2id.txt").write_text(
        "Armed_Rebel_(Syria)\t0\nPolice_(Nigeria)\t1\nIran\t2\nCombatant_(Al-Shabaab)\t3\nEnvironment_Ministry_(Iran)\t4\nShipwright_(Iran)\t9\n"
    )
    _, found = imported(tmp_path / "db", folder, first_day=date(2014, 1, 1))
    sides = {side(event, name)[1]: side(event, name)[3] for event in found for name in ("source", "target")}
    # A group's own sectors stand before those of the role.
    assert sides == {
        "Armed Rebel (Syria)": ["REB"], "Police (Nigeria)": ["COP"], "Iran": [], "Combatant (Al-Shabaab)": ["REB"],
        "Environment Ministry (Iran)": ["GOV"], "Shipwright (Iran)": [],
    }  # fmt: skip

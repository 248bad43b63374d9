from datetime import date

import pytest

from riftline.stories.copies import LEAST, Text, bands, is_agency, original, outlet, share, shingles
from riftline.stories.credibility import Standing, credibility
from riftline.stories.revisions import Candidate, corrected, revision
from riftline.stories.sources import Telling, independent
from riftline.stories.words import bag, telling
from riftline.tables import rows

WIRE = (
    "Customs officers at Lower Quill went back to work on Thursday after a strike of nine days that had stopped the grain barges on the Wend. "
    "Their union said that the ministry had agreed to pay for night shifts and to mend the roof of the barracks. The ministry would not give a "
    "figure. Some forty barges were still waiting above the lock at noon, the harbour master said, and the first of them carried barley for "
    "Borduria. Millers on the other bank had warned that flour would run out by the end of the month. The strike was the third this year."
)  # fmt: skip
EDITED = WIRE.replace("went back to work on Thursday", "ended their walkout") + " In our town the mill stood still for a week."
CUT = WIRE[: len(WIRE) // 2]
OWN = (
    "The strike of customs men at the Wend is over. After nine days without pay they have got what they asked for, money for nights and a roof "
    "that does not leak, and the grain barges are moving. It was about time: another week and Borduria's millers would have had nothing to grind."
)


@pytest.mark.parametrize("text", [EDITED, CUT, "HARBOUR QUIET AGAIN\n\n" + WIRE], ids=["edited", "cut", "new headline"])
def test_a_copy_is_found_and_told(text: str) -> None:
    assert set(bands(shingles(WIRE))) & set(bands(shingles(text)))
    assert share(shingles(WIRE), shingles(text)) >= LEAST


def test_what_was_written_apart_is_no_copy() -> None:
    assert share(shingles(WIRE), shingles(OWN)) < 0.1
    assert bands(shingles("Too short to tell.")) == ()
    assert share(shingles("Too short to tell."), shingles("Too short to tell.")) == 0


def test_who_had_it_first() -> None:
    def text(id: str, publisher: str, day: int, long: int = 1) -> Text:
        return Text(id, publisher, date(2024, 5, day), frozenset(range(long)))

    assert original([text("a", "The Post", 3), text("b", "The Courier", 2)]).id == "b"
    assert original([text("a", "The Post", 2, 9), text("b", "Reuters", 2)]).id == "b"
    assert original([text("a", "The Post", 2), text("b", "The Courier", 2, 9)]).id == "b"
    assert is_agency("the associated press")
    assert not is_agency(None)
    assert outlet("The  Wend Post") == outlet("wend post") == outlet("www.thewendpost.co.uk")
    assert outlet("The Guardian") == outlet("theguardian.com")
    assert outlet("AP") == outlet("The Associated Press")
    assert outlet(None) == ""


def test_independent_sources() -> None:
    told = [
        Telling("1", "a", "Reuters", None, None), Telling("2", "b", "The Post", "a", None),
        Telling("3", "c", "The Courier", None, "Reuters"),
        Telling("4", "d", "The Herald", None, None), Telling("5", "e", "Herald", None, None),
        Telling("6", "f", None, None, None), Telling("7", "g", None, None, None),
    ]  # fmt: skip
    assert independent(told) == [("1", "2", "3"), ("4", "5"), ("6",), ("7",)]
    assert independent([]) == []


@pytest.mark.parametrize(
    ("standing", "grade"),
    [
        (Standing(2, 2, 0, False, 0, False), 1),
        (Standing(2, 0, 0, False, 0, False), 2),
        (Standing(1, 1, 0, False, 0, False), 2),
        (Standing(1, 0, 1, False, 0, False), 3),
        (Standing(1, 0, 0, False, 0, False), 4),
        (Standing(2, 1, 1, False, 1, False), 3),
        (Standing(1, 1, 0, False, 1, False), 4),
        (Standing(1, 1, 0, True, 0, False), 4),
        (Standing(1, 1, 0, False, 0, True), 5),
    ],
)
def test_credibility(standing: Standing, grade: int) -> None:
    assert credibility(standing)[0] == grade


@pytest.mark.parametrize("row", rows("stories/revisions"), ids=lambda row: row["example"])
def test_every_pattern_of_a_revision_fits_its_example(row: dict[str, str]) -> None:
    for found in (revision(None, f"Something happened.\n\n{row['example']}"), revision(None, "Something happened.", [row["example"]])):
        assert found is not None
        assert (found.kind, found.of) == (row["kind"], row["of"])


def test_a_correction_finds_what_it_corrects() -> None:
    def candidate(id: str, text: str, publisher: str = "The Post", day: int = 2) -> Candidate:
        return Candidate(Text(id, publisher, date(2024, 5, day), shingles(text)), bag(telling(text)))

    text = "CORRECTION: Customs men at Lower Quill\n\n" + CUT
    said = revision(None, text)
    assert said is not None
    assert (said.kind, said.of) == ("correction", "another")
    mine = candidate("new", text, day=3)
    others = [candidate("old", WIRE), candidate("own", OWN), candidate("theirs", WIRE, "The Courier"), candidate("later", WIRE, day=9)]
    found = corrected(mine, said, others)
    assert found is not None
    assert found.text.id == "old"
    assert corrected(mine, said, others[2:]) is None
    assert revision("Millers want flour", WIRE) is None
    assert revision(None, "The ambassador was withdrawn. The party has withdrawn its candidate.") is None
    amended = revision(None, OWN + "\n\nThis article was amended on Friday.")
    assert amended is not None
    assert corrected(candidate("new", OWN, day=3), amended, [candidate("old", "The mayor of High Tarn opened a library.")]) is None

import random
from pathlib import Path

import pytest
from training.corpus import read as corpus
from training.names import names
from training.patterns import FILLS, Pattern, filled, instances, read

from riftline.ontology import MODES_OF, PLOVER_TYPES


def test_every_type_has_patterns_and_every_mode_is_its_types() -> None:
    found = read()
    assert {p.type for p in found} == set(PLOVER_TYPES)
    assert [p for p in found if p.mode not in MODES_OF[p.type]] == []
    assert len({p.text for p in found}) == len(found)


def test_a_filled_pattern_knows_where_its_marks_are() -> None:
    made = filled(Pattern("ACCUSE", "disapprove", "a {rebuke} by S to T"), "the Malian army", "Togo", " on Monday")
    assert made["text"] == "A rebuke by the Malian army to Togo on Monday."
    assert [made["text"][slice(*made[key])] for key in ("act", "source", "target")] == ["rebuke", "the Malian army", "Togo"]  # type: ignore[index,misc]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ACCUSE\t\tS {blamed} it", "one S, one T and one {act}"),
        ("ACCUSE\t\tS blamed T", "one S, one T and one {act}"),
        ("ACCUSE\tS {blamed} T", "2 columns"),
    ],
)
def test_a_broken_pattern_is_named_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "patterns.tsv"
    file.write_text(f"AID\t\tS {{fed}} T\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"patterns\.tsv:2: ") as raised:
        read(file)
    assert problem in str(raised.value)


def test_fillings_differ_and_are_names_of_the_corpus() -> None:
    known = names(corpus())
    assert len(known) > 1000
    assert not {"He", "She", "They"} & set(known)
    made = list(instances([Pattern("AID", "", "S {fed} T")], known, random.Random(1)))
    assert len({str(m["text"]) for m in made}) == FILLS

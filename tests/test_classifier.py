import numpy as np
import pytest

from riftline.models.classifier import Judgement, labelled, unmark
from riftline.models.heads import MODES, STATUSES, TYPES, VOUCHERS, Floats
from riftline.ontology import MODES_OF


def judgement(kind: str, status: str = "happened", mode: str = "") -> Judgement:
    """A model that is sure of one type, status and mode."""

    def sure(names: tuple[str, ...], name: str) -> Floats:
        return np.array([float(n == name) for n in names], dtype=np.float32)

    return Judgement(sure(TYPES, kind), sure(STATUSES, status), sure(VOUCHERS, "author"), sure(MODES, f"{kind} {mode}".rstrip()))


@pytest.mark.parametrize(
    ("judged", "embargo", "kind"),
    [
        (judgement("AID"), False, "AID"),
        (judgement("AID", "planned"), False, "AGREE"),
        (judgement("CONSULT", "negated"), False, "REJECT"),
        (judgement("RETREAT", "background"), False, "RETREAT"),
        (judgement("ASSAULT", "planned"), False, "THREATEN"),
        (judgement("ACCUSE", "planned"), False, "ACCUSE"),
        (judgement("SANCTION", mode="withdraw"), False, "SANCTION"),
        (judgement("SANCTION", mode="convict"), False, "ACCUSE"),
        (judgement("SANCTION", mode="discontinue"), True, "COERCE"),
        (judgement("SANCTION", "planned", "discontinue"), True, "THREATEN"),
        (judgement("NONE"), False, "NONE"),
    ],
)
def test_a_type_that_stands_alone_says_what_status_and_mode_say_elsewhere(judged: Judgement, embargo: bool, kind: str) -> None:
    found = labelled(judged, none=True, embargo=embargo)
    assert (found.type, found.confidence) == (kind, pytest.approx(1.0))
    assert sum(p for _, p in found.ranking) == pytest.approx(1.0)


def test_without_none_one_of_the_sixteen_comes_out() -> None:
    found = labelled(judgement("NONE"), none=False)
    assert found.type != "NONE"
    assert "NONE" not in dict(found.ranking)


def test_tags_are_taken_out_and_their_spans_kept() -> None:
    text, spans = unmark("<s>Chile</s> <a>thanked</a> <t>Peru</t>.")
    assert text == "Chile thanked Peru."
    assert {tag: text[slice(*span)] for tag, span in spans.items()} == {"s": "Chile", "a": "thanked", "t": "Peru"}
    with pytest.raises(ValueError, match="not closed"):
        unmark("<s>Chile")


def test_modes_are_those_of_the_type() -> None:
    judged = judgement("ASSAULT", mode="aerial")
    assert judged.mode_of("ASSAULT") == "aerial"
    assert judged.share_of_mode("ASSAULT", "aerial") == 1
    assert judged.share_of_mode("PROTEST", "riot") == 0
    assert {mode for mode, _ in judged.modes_of("ASSAULT")} == set(MODES_OF["ASSAULT"])

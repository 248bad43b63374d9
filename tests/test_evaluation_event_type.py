import pytest
from evaluation.calibration import calibration_error
from evaluation.event_type import Row, figures, macro_f1, normal
from evaluation.intervals import bootstrap


def test_macro_f1_is_the_mean_over_the_classes_of_the_gold() -> None:
    assert macro_f1([("AID", "AID"), ("AID", "ACCUSE"), ("REJECT", "REJECT")]) == pytest.approx((2 / 3 + 1) / 2)
    assert macro_f1([]) == 0


@pytest.mark.parametrize(
    ("judged", "error"),
    [
        ([(True, 1.0), (True, 1.0)], 0.0),
        ([(False, 0.9), (False, 0.9)], 0.9),
        ([(True, 0.55), (False, 0.55)], 0.05),
        ([(True, 0.95), (False, 0.15)], 0.1),  # each in a bin of its own
    ],
)
def test_calibration_error(judged: list[tuple[bool, float]], error: float) -> None:
    assert calibration_error(judged) == pytest.approx(error)


def test_figures_of_rows() -> None:
    rows = [Row("A gave.", "<s>A</s> gave.", "AID"), Row("B met C.", "<s>B</s> met <t>C</t>.", "CONSULT")]
    found = figures(rows, [("AID", 1.0), ("AID", 0.5)], "unseen_")
    assert found["unseen_rows"] == 2
    assert found["unseen_accuracy"] == 0.5
    assert found["unseen_calibration_error"] == 0.25


def test_sentences_are_compared_by_letters_and_digits() -> None:
    assert normal("“Peru,  2003”") == normal("peru 2003")


def test_the_interval_of_a_score_is_the_same_each_time_and_holds_the_score() -> None:
    items = [0.0, 1.0] * 20
    low, high = bootstrap(items, lambda drawn: sum(drawn) / len(drawn))
    assert low < 0.5 < high
    assert [low, high] == bootstrap(items, lambda drawn: sum(drawn) / len(drawn))
    assert bootstrap([3.0], sum) == [3.0, 3.0]

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.models.classifier import Pair, judge
from riftline.models.encoder import read
from riftline.models.encoding import ACT, CLS, LIMIT, SEP, SOURCE, TARGET, TEXT, marker_run, pieces, text_run

SENTENCE = "Ghana accused Togolese officials of delay."


def test_a_marker_bears_the_positions_of_its_words_and_the_group_of_its_pair() -> None:
    (sentence,) = pieces([SENTENCE])
    run, marks = marker_run(sentence, [((0, 5), (14, 32), (6, 13)), ((14, 32), None, (36, 41))])
    assert run.ids == [SOURCE, TARGET, ACT, SOURCE, ACT]
    assert run.groups == [1, 1, 1, 2, 2]
    assert marks == [(0, 1, 2), (3, None, 4)]
    words = [sentence.offsets[i - 1] for i in (run.first[1], run.last[1])]
    assert (words[0][0], words[1][1]) == (14, 32)
    assert run.first[0] == run.last[0] == 1


def test_a_sentence_stands_between_its_marks() -> None:
    (sentence,) = pieces([SENTENCE])
    run = text_run(sentence)
    assert run.ids == [CLS, *sentence.ids, SEP]
    assert run.first == run.last == list(range(len(run.ids)))
    assert set(run.groups) == {TEXT}


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 400))] * 3), max_size=4))
def test_what_lies_beyond_the_cut_has_no_marker(pairs: list[tuple[int | None, int | None, int | None]]) -> None:
    words = [f"w{i}" for i in range(401)]
    starts = np.cumsum([0, *(len(word) + 1 for word in words)])
    (sentence,) = pieces([" ".join(words)])
    spans = [tuple(None if i is None else (int(starts[i]), int(starts[i]) + len(words[i])) for i in pair) for pair in pairs]
    run, marks = marker_run(sentence, spans)  # type: ignore[arg-type]
    assert len(text_run(sentence).ids) == LIMIT + 2
    assert max([*run.last, 0]) <= LIMIT
    for told, places in zip(spans, marks, strict=True):
        for chars, at in zip(told, places, strict=True):
            assert (at is not None) == (chars is not None and sentence.at(chars)[0] < LIMIT)


def test_a_pair_is_judged_alike_alone_and_among_others() -> None:
    readings = read(pieces([SENTENCE, "Peru's army shelled a village in Chile on Monday, and Chilean troops fired back at the Peruvians."]))
    long = [Pair(readings[1], (0, 11), (33, 38), (12, 19), [0.0] * 16), Pair(readings[1], (54, 68), (83, 96), (69, 74), [0.0] * 16)]
    short = Pair(readings[0], (0, 5), (14, 32), (6, 13), [0.0] * 16)
    together = judge([short, *long, Pair(readings[0], None, None, (36, 41), [0.0] * 16)])
    for pair, among in zip([short, *long], together, strict=False):
        (alone,) = judge([pair])
        assert alone.best == among.best
        assert alone.types == pytest.approx(among.types, abs=0.05)  # 8-bit arithmetic rounds by what stands in the batch
    assert together[0].best == "ACCUSE"
    assert together[1].best == together[2].best == "ASSAULT"
    assert judge([]) == []


def test_a_pair_with_nothing_that_was_read_is_judged_too() -> None:
    (reading,) = read(pieces([SENTENCE]))
    (judgement,) = judge([Pair(reading, None, None, None, [0.0] * 16)])
    assert sum(judgement.types.values()) == pytest.approx(1.0, abs=1e-4)

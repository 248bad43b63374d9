from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.models.classifier import Pair, judge
from riftline.models.encoder import ROW, look_back, read
from riftline.models.encoding import CLS, LIMIT, SEP, pieces

SENTENCE = "Ghana accused Togolese officials of delay."


def test_a_sentence_stands_between_its_marks() -> None:
    (sentence,) = pieces([SENTENCE])
    assert sentence.run == [CLS, *sentence.ids, SEP]


def test_a_stretch_stands_where_its_first_piece_does() -> None:
    (sentence,) = pieces([SENTENCE])
    for chars in ((0, 5), (14, 32), (6, 13)):
        place = sentence.place(chars)
        assert place is not None
        assert sentence.offsets[place - 1][0] == chars[0]
    assert sentence.place(None) is None


@given(st.integers(0, 400))
def test_what_lies_beyond_the_cut_stands_nowhere(word: int) -> None:
    words = [f"w{i}" for i in range(401)]
    starts = np.cumsum([0, *(len(word) + 1 for word in words)])
    (sentence,) = pieces([" ".join(words)])
    assert len(sentence.run) == LIMIT + 2
    chars = int(starts[word]), int(starts[word]) + len(words[word])
    place = sentence.place(chars)
    assert (place is not None) == (sentence.at(chars)[0] < LIMIT)
    assert place is None or sentence.run[place] == sentence.ids[place - 1]


def test_states_of_pairs_come_in_the_order_in_which_they_were_asked_for() -> None:
    readings = read(pieces([SENTENCE, "Peru thanked Chile.", "Armenia rejected the offer that Russia made to both on Tuesday."]))
    owners = [k for k, count in enumerate((ROW + 3, 1, 2 * ROW)) for _ in range(count)]
    told = np.random.default_rng(1).normal(size=(len(owners), 3 * 384 + 16)).astype(np.float32)
    whole = look_back([readings[k] for k in owners], told)
    order = np.random.default_rng(2).permutation(len(owners))
    mixed = look_back([readings[owners[i]] for i in order], told[order])
    assert whole.shape == (len(owners), 384)
    assert whole[order] == pytest.approx(mixed, abs=0.1)  # 8-bit arithmetic rounds by what stands in the batch
    assert min(np.abs(one - other).max() for one, other in pairwise(whole)) > 0.5


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

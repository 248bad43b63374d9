from hypothesis import given
from hypothesis import strategies as st

from riftline.models.encoding import ACT, CLS, LIMIT, SEP, SOURCE, TARGET, TEXT, packed, pieces

SENTENCE = "Ghana accused Togolese officials of delay."


def test_a_marker_bears_the_positions_of_its_words_and_the_group_of_its_pair() -> None:
    (sentence,) = pieces([SENTENCE])
    sequence = packed(sentence, [((0, 5), (14, 32), (6, 13)), ((14, 32), None, (36, 41))])
    length = len(sentence.ids) + 2
    assert sequence.ids[:length] == [CLS, *sentence.ids, SEP]
    assert sequence.groups[:length] == [TEXT] * length
    assert sequence.groups[length:] == [1, 1, 1, 2, 2]
    source, target, act = sequence.markers[0]
    assert (sequence.ids[source], sequence.ids[target], sequence.ids[act]) == (SOURCE, TARGET, ACT)
    words = [sentence.offsets[i - 1] for i in (sequence.first[target], sequence.last[target])]
    assert (words[0][0], words[1][1]) == (14, 32)
    assert sequence.first[source] == sequence.last[source] == 1


def test_an_absent_side_has_no_marker() -> None:
    (sentence,) = pieces([SENTENCE])
    sequence = packed(sentence, [((0, 5), None, None)])
    assert sequence.markers[0][1:] == (0, 0)
    assert TARGET not in sequence.ids


def test_without_pairs_it_is_the_sentence() -> None:
    (sentence,) = pieces([SENTENCE])
    assert packed(sentence).ids == [CLS, *sentence.ids, SEP]


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_long_sentences_are_cut_and_sides_beyond_the_cut_have_no_marker(a: int, b: int, c: int) -> None:
    words = [f"w{i}" for i in range(401)]
    text, starts, at = " ".join(words), [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    (sentence,) = pieces([text])
    first, second, third = [(starts[i], starts[i] + len(words[i])) for i in (a, b, c)]
    sequence = packed(sentence, [(first, second, third)])
    assert len(sequence.ids) <= LIMIT + 5
    assert max(sequence.last) <= LIMIT + 1
    for chars, at in zip((first, second, third), sequence.markers[0]):
        assert (at > 0) == (sentence.at(chars)[0] < LIMIT)

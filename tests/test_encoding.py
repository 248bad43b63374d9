from hypothesis import given
from hypothesis import strategies as st

from riftline.models.encoding import ACT, LIMIT, SOURCE, TARGET, marked, pieces, plain

TEXT = "Ghana accused Togo of delay."


def test_markers_stand_around_the_words() -> None:
    (sentence,) = pieces([TEXT])
    ids, (source, target, act) = marked(sentence, (0, 5), (14, 18), (6, 13))
    assert (ids[source], ids[target], ids[act]) == (SOURCE[0], TARGET[0], ACT[0])
    assert ids[source + 2] == SOURCE[1]
    assert [i for i in ids if i not in (*SOURCE, *TARGET, *ACT)] == plain(sentence)


def test_an_absent_side_has_position_zero() -> None:
    (sentence,) = pieces([TEXT])
    ids, positions = marked(sentence, (0, 5), None, None)
    assert positions[1:] == (0, 0)
    assert TARGET[0] not in ids


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_long_sentences_are_cut_around_what_is_marked(a: int, b: int, c: int) -> None:
    words = [f"w{i}" for i in range(401)]
    text, starts, at = " ".join(words), [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    (sentence,) = pieces([text])
    spans = [(starts[i], starts[i] + len(words[i])) for i in (a, b, c)]
    ids, _ = marked(sentence, spans[0], spans[1], spans[2])
    assert len(ids) <= LIMIT + 2

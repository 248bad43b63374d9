from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from example_coding import coding
from riftline.errors import QueryError
from riftline.records import Article, Coding
from riftline.search.query import parse
from riftline.search.ranking import Found, Narrow, search
from riftline.store.database import opened
from riftline.stories.keeping import keep

TEXTS = {
    "short": "Talks began.",
    "long": "After a long night of waiting in the corridors of a hotel on the lake, during which nobody slept, talks began at dawn.",
    "twice": "Talks about talks began.",
    "both": "Talks on a ceasefire began.",
    "apart": "A ceasefire holds.\nMonths of talks went before it.",
    "phrase": "The prime minister of Grand Fenwick resigned. The minister, in his prime, had a cold.",
    "accents": "Erdoğan’s escalation alarmed Łódź.",
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    path = str(tmp_path_factory.mktemp("search") / "t.duckdb")
    with opened(path, write=True) as writing:
        for number, (name, text) in enumerate(TEXTS.items(), start=1):
            title = "A quarrel over herrings" if name == "short" else None
            keep(writing, Coding(Article(name, text, title, date(2024, 1, number), publisher=f"Paper of {name}")))
        keep(writing, coding())
    with opened(path) as reading:
        yield reading


def ids(found: Found) -> list[str | None]:
    return [hit.article for hit in found.hits]


def test_all_words_first_then_articles_that_have_them_then_the_rest(connection) -> None:  # type: ignore[no-untyped-def]
    found = search(connection, parse("ceasefire talks"))
    assert ids(found)[:3] == ["both", "apart", "apart"]
    assert [hit.all_in for hit in found.hits[:4]] == ["sentence", "article", "article", None]
    assert (found.total, found.whole) == (7, 1)
    assert [hit.rank for hit in found.hits] == list(range(1, 8))


def test_a_word_counts_more_in_a_short_sentence_and_when_repeated_and_when_rare(connection) -> None:  # type: ignore[no-untyped-def]
    found = ids(search(connection, parse("talks")))
    assert found.index("short") < found.index("long")
    assert found.index("twice") < found.index("short")
    assert ids(search(connection, parse("talks fenwick")))[0] == "phrase"


def test_phrases_stand_word_for_word(connection) -> None:  # type: ignore[no-untyped-def]
    found = search(connection, parse('"prime minister"'))
    assert [hit.text for hit in found.hits] == ["The prime minister of Grand Fenwick resigned."]
    assert found.hits[0].marks == ((4, 18),)
    assert not search(connection, parse('"minister prime"')).hits
    assert [hit.text for hit in search(connection, parse('"the minister" in')).hits] == ["The minister, in his prime, had a cold."]


def test_beginnings_exclusions_accents_and_titles(connection) -> None:  # type: ignore[no-untyped-def]
    assert ids(search(connection, parse("escalat* erdogan lodz"))) == ["accents"]
    assert ids(search(connection, parse("talks -began"))) == ["apart", "rur-1"]
    assert ids(search(connection, parse("minister -fenw*"))) == ["phrase"]
    title = search(connection, parse("herring")).hits[0]
    assert (title.article, title.text, title.start, title.end) == ("short", "A quarrel over herrings", None, None)


def test_a_title_that_stands_at_the_head_of_the_text_is_found_once(connection) -> None:  # type: ignore[no-untyped-def]
    found = search(connection, parse("river dams")).hits
    assert [(hit.start, hit.text) for hit in found] == [(0, "Ruritania warns Borduria over river dams")]


def test_hits_that_are_evidence_say_of_which_events(connection) -> None:  # type: ignore[no-untyped-def]
    told = {text: identity for identity, text in connection.execute("SELECT report, text FROM evidence").fetchall()}
    hit = search(connection, parse("shells")).hits[0]
    assert hit.events == (told["Bordurian shells killed 13 soldiers"],)
    assert hit.text.startswith("Bordurian shells killed 13 soldiers")
    condemned = search(connection, parse("condemned"), Narrow(events=True)).hits[0]
    assert len(condemned.events) == 2
    assert ids(search(connection, parse("talks"), Narrow(events=True))) == ["rur-1"]
    assert not search(connection, parse("pact"), Narrow(events=True)).hits


def test_publication_and_publisher_narrow_the_search(connection) -> None:  # type: ignore[no-untyped-def]
    assert ids(search(connection, parse("talks"), Narrow(since=date(2024, 1, 3), until=date(2024, 1, 4)))) == ["twice", "both"]
    assert ids(search(connection, parse("talks"), Narrow(publisher="PAPER of long"))) == ["long"]
    assert not search(connection, parse("talks"), Narrow(publisher="pap")).hits
    assert ids(search(connection, parse("talks"), limit=1)) == ["twice"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(alphabet="talks\"'*-;%_\\() ", max_size=40)))
def test_no_query_breaks_the_search(connection, text: str) -> None:  # type: ignore[no-untyped-def]
    for narrow in (Narrow(), Narrow(publisher=text, events=True)):
        try:
            found = search(connection, parse(text), narrow)
        except QueryError:
            continue
        assert found.total >= len(found.hits)
        assert all(hit.text for hit in found.hits)


def test_queries_are_values_and_never_sql(connection) -> None:  # type: ignore[no-untyped-def]
    for text in ("'); DROP TABLE sentences; --", '"\'); DROP TABLE sentences; --" talks', "talks*' OR 1=1"):
        search(connection, parse(text), Narrow(publisher=text))
    assert search(connection, parse("talks")).total == 6

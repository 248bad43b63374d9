from typing import Any

import pytest
from evaluation.candidates import Way
from evaluation.gold import parse
from evaluation.report.__main__ import main
from evaluation.report.errors import KINDS, Compared, compare
from evaluation.report.page import Examined, page
from evaluation.report.passages import Text, located, passages
from evaluation.report.tables import kind_counts

FIRST = "Norland accused Sudmark of shelling the customs house & a <school>."
SECOND = "Sudmark withdrew its garrison from the island."
TEXT = Text(f"{FIRST} {SECOND}", ((0, len(FIRST)), (len(FIRST) + 1, len(FIRST) + 1 + len(SECOND))))


def gold(**changes: Any) -> dict[str, Any]:
    base = {"types": ["ACCUSE"], "source": ["NOR"], "target": ["SUD"], "date": ["2031-04-02", "2031-04-02"], "status": "happened", "by": "author"}
    return base | {"core": True, "quote": FIRST} | changes


def said(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"type": "ACCUSE", "source": {"code": "NOR"}, "target": {"code": "SUD"}, "status": "happened", "attribution": None}
    evidence = [{"start": 0, "end": len(FIRST), "text": FIRST}]
    return base | {"date": {"start": "2031-04-02", "end": "2031-04-02"}, "evidence": evidence, "reason": "“accused” (active); the model says"} | changes


WEAK = Way("type", (), "active")


def compared(golds: list[dict[str, Any]], events: list[dict[str, Any]], way: Way = WEAK) -> Compared:
    article = parse({"id": "invented", "published": "2031-04-03", "events": golds})
    return compare(article, {"events": events}, [way] * len(golds))


SECOND_EVIDENCE = [{"start": len(FIRST) + 1, "end": len(TEXT.text), "text": SECOND}]


@pytest.mark.parametrize(
    ("golds", "events", "kinds"),
    [
        ([gold()], [said()], []),
        ([gold()], [], ["missed"]),
        ([gold(core=False)], [], []),
        ([], [said()], ["spurious"]),
        ([gold()], [said(), said()], ["spurious"]),
        ([gold()], [said(target={"code": "EAS"})], ["wrong side"]),
        ([gold()], [said(source={"code": "SUD"}, target={"code": "NOR"})], ["swapped sides"]),
        ([gold()], [said(type="ASSAULT")], ["wrong type"]),
        ([gold()], [said(date={"start": "2030-01-01", "end": "2030-01-01"})], ["wrong date"]),
        ([gold()], [said(status="planned")], ["wrong status"]),
        ([gold(by="NOR named")], [said()], ["wrong attribution"]),
        ([gold()], [said(type="ASSAULT", evidence=SECOND_EVIDENCE)], ["missed", "spurious"]),
    ],
)
def test_each_error_has_its_kind(golds: list[dict[str, Any]], events: list[dict[str, Any]], kinds: list[str]) -> None:
    found = compared(golds, events)
    assert [error.kind for error in found.errors] == kinds
    assert sum(kind_counts(found.errors).values()) == len(kinds)
    assert all(error.cause for error in found.errors)


def test_a_missed_event_tells_where_it_was_lost() -> None:
    assert compared([gold()], []).errors[0].cause == "below the threshold"
    assert compared([gold()], [], Way("none", ("target",), "")).errors[0].cause == "target not resolved in the sentence"


def test_the_quote_and_the_evidence_are_marked_in_their_sentence() -> None:
    error = compared([gold(quote="accused Sudmark")], [said(type="ASSAULT")]).errors[0]
    (passage,) = passages(TEXT, error)
    assert "".join(piece.text for piece in passage.pieces) == FIRST
    assert [piece.text for piece in passage.pieces if piece.quoted] == ["accused Sudmark"]
    assert all(piece.evident for piece in passage.pieces)


def test_a_quote_with_words_left_out_is_located() -> None:
    start, end = located(TEXT, "Norland accused Sudmark of the customs house") or (0, 0)
    assert TEXT.text[start:end] == "Norland accused Sudmark of shelling the customs house"
    assert located(TEXT, "nothing of this stands there") is None


def test_the_page_escapes_what_comes_from_texts_and_holds_every_error() -> None:
    found = compared([gold(), gold(types=["RETREAT"], source=["SUD"], target=["NOR"], quote=SECOND)], [said(type="ASSAULT")])
    shown = page("<examples>", [Examined("a<b", TEXT, found)], {"events_f1": 0.5})
    assert "&lt;school" in shown
    assert "<school" not in shown
    assert "a&lt;b" in shown
    assert "Errors of events: &lt;examples&gt;" in shown
    assert shown.count('<article class=error data-kind="') == len(found.errors) == 2


def test_figures_alone_hold_no_text() -> None:
    shown = page("held", [Examined("a", TEXT, compared([gold()], []))], {}, with_texts=False)
    assert "customs house" not in shown
    assert all(kind in shown for kind in KINDS)


@pytest.mark.parametrize("which", ["held", "dispatches-test", "all"])
def test_what_nobody_reads_is_refused(which: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--set", which, "--out", str(tmp_path / "report.html")]) == 2
    assert "--figures-only" in capsys.readouterr().err
    assert not (tmp_path / "report.html").exists()

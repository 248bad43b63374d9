"""Accounts of one event that differ."""

from datetime import date

import pytest

from riftline.extraction.accounts import find_accounts
from riftline.extraction.actors import find_actors
from riftline.extraction.statements import find_statements
from riftline.records import Actor, Article, Event, Span
from riftline.text.parse import parse


def read(text, events=()):
    parsed = parse(Article("a", text, published=date(2020, 3, 3)))
    return parsed, find_accounts(parsed, events, find_statements(parsed, find_actors(parsed)))


def event(text, words, source, target, kind="CONSULT"):
    start = text.index(words)
    span = Span(start, start + len(words), words)
    sides = [Actor(code, code, code, code) for code in (source, target)]
    return Event("e1", kind, None, (), sides[0], sides[1], None, "", None, "", "happened", None, (), 0.9, "", (span,))


def test_two_readouts_of_one_call():
    text = (
        "The presidents of France and Egypt spoke by phone on Monday and agreed on a visit, according to a French readout. "
        "The Egyptian readout mentioned only trade."
    )
    parsed, (account,) = read(text, [event(text, "spoke by phone on Monday", "FRA", "EGY")])
    assert set(account.codes) == {"FRA", "EGY"}
    assert account.event == "e1"
    assert account.versions[1].text == "The Egyptian readout mentioned only trade."
    for version in account.versions:
        assert parsed.article.text[version.evidence.start : version.evidence.end] == version.evidence.text


@pytest.mark.parametrize(
    "text",
    [
        "Greece said that Turkish jets had crossed the border. Turkey denied that its jets had left their base.",
        "Greece said that Turkish jets had crossed the border. Turkey dismissed the claim.",
    ],
)
def test_an_assertion_and_its_denial(text):
    _, accounts = read(text)
    assert [set(a.codes) for a in accounts] == [{"GRC", "TUR"}]


def test_counts_that_exclude_one_another():
    text = "Kenya said that its troops killed 60 fighters in Somalia. Somalia said that Kenyan troops killed four civilians."
    _, accounts = read(text)
    assert {"KEN", "SOM"} in [set(a.codes) for a in accounts]


@pytest.mark.parametrize(
    "text",
    [
        "Greece said that the talks went well. Turkey said that the talks would go on.",
        "Norway rejected the offer of a loan. Sweden said that the loan was fair.",
        "A statement from the French ministry praised the harvest.",
    ],
)
def test_agreement_refusals_and_lone_statements_are_no_differing_accounts(text):
    assert read(text)[1] == ()

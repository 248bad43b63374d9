"""A coding made by hand, for tests of everything that comes after the coder."""

from __future__ import annotations

from datetime import date

from riftline.records import (
    Account,
    Actor,
    AgendaItem,
    Article,
    Attribution,
    Coding,
    Commitment,
    Event,
    Figure,
    Interval,
    Place,
    PlaceMention,
    Span,
    Statement,
    TimeExpression,
    Version,
)

TEXT = (
    "Ruritania warns Borduria over river dams\n\n"
    "Ruritania’s president, Rudolf Elphberg, threatened on Tuesday to close the border with Borduria. "
    "The move was condemned by France, Spain and Gen. Tapioca’s government.\n\n"
    "Bordurian shells killed 13 soldiers near Strelsau on Monday, a Ruritanian official said. "
    "Borduria denied that its guns had fired. “We did not shoot,” the ministry said.\n\n"
    "The two states have a defence pact. Talks are due in Vienna on Thursday."
)


def span(words: str) -> Span:
    """Where `words` stand in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def actor(code: str, name: str, text: str, sectors: tuple[str, ...] = ("GOV",), anonymous: bool = False) -> Actor:
    """An actor of a state."""
    return Actor(code, name, text, code, sectors, anonymous, f"{text} is the only {name} here.")


ELPHBERG = actor("RUR", "Rudolf Elphberg", "Rudolf Elphberg")
RURITANIA = actor("RUR", "Ruritania", "Ruritania", ())
BORDURIA = actor("BOR", "Borduria", "Borduria", ())
FRANCE = actor("FRA", "France", "France", ())
SPAIN = actor("ESP", "Spain", "Spain", ())
TUESDAY = Interval(date(2024, 5, 7), date(2024, 5, 7), "Tuesday", "2024-05-07", "The Tuesday before publication.")
MONDAY = Interval(date(2024, 5, 6), date(2024, 5, 6), "Monday", "2024-05-06", "The Monday before publication.")
THURSDAY = Interval(date(2024, 5, 9), date(2024, 5, 9), "Thursday", "2024-05-09", "The Thursday after publication.")
STRELSAU = Place("Strelsau", -48.2, 16.4, "RUR", "Central", 42, "city", "Only one place has this name.")


def event(number: int, kind: str, source: Actor | None, target: Actor | None, evidence: str, **more: object) -> Event:
    """An event of this article."""
    values: dict[str, object] = {
        "mode": None, "contexts": ("territory",), "date": TUESDAY, "date_reason": "", "place": None,
        "place_reason": "no place is named", "status": "happened", "attribution": None, "figures": (), "confidence": 0.91,
        "reason": "The classifier is sure",
    }  # fmt: skip
    values.update(more)
    return Event(id=f"e{number}", type=kind, source=source, target=target, evidence=(span(evidence),), **values)  # type: ignore[arg-type]


def coding(id: str = "rur-1", text: str = TEXT, **document: object) -> Coding:
    """The coding, of an article of this id."""
    about: dict[str, object] = {
        "title": "Ruritania warns Borduria over river dams", "published": date(2024, 5, 8), "published_from": "metadata",
        "publisher": "The Strelsau Post", "language": "en", "origin": "rur.txt",
    }  # fmt: skip
    about.update(document)
    official = Attribution("RUR", "Ruritanian official", True, None)
    by_borduria = Attribution("BOR", "Borduria")
    shelled, denied = "Bordurian shells killed 13 soldiers", "denied that its guns had fired"
    struck: dict[str, object] = {
        "mode": "heavy-weapons", "date": MONDAY, "place": STRELSAU, "place_reason": "", "attribution": official,
        "figures": (Figure("killed", 13, 13, "13 soldiers"),), "confidence": 0.7,
    }  # fmt: skip
    return Coding(
        Article(id, text, **about),  # type: ignore[arg-type]
        events=(
            event(1, "THREATEN", ELPHBERG, BORDURIA, "threatened on Tuesday to close the border", mode="relations"),
            event(2, "ACCUSE", FRANCE, ELPHBERG, "condemned by France", mode="disapprove", date=None, date_reason="no day is given"),
            event(3, "ACCUSE", SPAIN, ELPHBERG, "condemned by France, Spain", mode="disapprove", date=None, date_reason="no day is given"),
            event(4, "ASSAULT", BORDURIA, RURITANIA, shelled, **struck),
            event(5, "ASSAULT", BORDURIA, RURITANIA, denied, date=MONDAY, status="negated", attribution=by_borduria, confidence=0.4),
            event(6, "CONSULT", RURITANIA, BORDURIA, "Talks are due in Vienna", date=THURSDAY, status="planned"),
        ),
        statements=(
            Statement(
                BORDURIA, "direct", "We did not shoot", span("We did not shoot"), span("said"), None, "the Syldavian News Agency", MONDAY,
                (span("“We did not shoot,” the ministry said."),),
            ),
        ),
        commitments=(Commitment("mutual defence", ("BOR", "RUR"), "in force", (span("have a defence pact"),)),),
        accounts=(Account("e4", ("RUR", "BOR"), (Version("RUR", shelled, span(shelled)), Version("BOR", "denied", span(denied)))),),
        dates=(TimeExpression(span("Tuesday"), "DATE", "2024-05-07", TUESDAY, "The Tuesday before publication."),),
        places=(PlaceMention(span("Strelsau"), STRELSAU, "Only one."), PlaceMention(span("Vienna"), None, "Not in the gazetteer.")),
        agenda=(AgendaItem("Talks in Vienna", THURSDAY, ("RUR", "BOR"), span("Talks are due in Vienna on Thursday")),),
        notes=("A note on the coding.",),
    )

"""The briefing: what one or several articles say, for a person at a terminal.

Events by day with who says so, pacts, accounts that differ, what is due next, statements; each with the
sentence it was read in and the evidence underlined (`_so_` where the output is no terminal).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.text import Text

from riftline.gathering import Told, alike, by_sentence, inside, interval_key, marks_of, order, pair, sides
from riftline.ontology import COOPERATION
from riftline.records import Article, Coding, Span
from riftline.text.sentences import sentence_around
from riftline.wording import actor_name, article_name, code_name, days, figure, headline, listed, merged, voucher

WIDEST = 110
NAMES = 12
"""Width of the column of names where values stand one beneath the other."""
MOST_PER_DAY = 15
MOST_STATEMENTS = 30
"""How much is shown where there are several articles; one article is shown whole."""


def brief(codings: Sequence[Coding], console: Console) -> None:
    """Prints the briefing of the articles."""
    page = Page(console, codings)
    page.opening()
    told = [Told(event, coding.document, i) for i, coding in enumerate(codings, start=1) for event in coding.events]
    recent = [item for item in told if item.event.status != "background"]
    page.events("What happened, day by day", recent)
    page.commitments()
    page.accounts()
    page.agenda()
    page.statements()
    page.events("Told as history", [item for item in told if item.event.status == "background"])
    if not any((coding.events, coding.statements, coding.commitments, coding.agenda) != ((), (), (), ()) for coding in codings):
        page.line("Nothing was found: no event between the actors that Riftline knows, no statement, no pact.")
    page.closing()


class Page:
    """Prints the parts of a briefing on a console."""

    def __init__(self, console: Console, codings: Sequence[Coding]) -> None:
        self.console = console
        self.codings = codings
        self.several = len(codings) > 1
        self.width = min(console.width, WIDEST)
        self.step = 1 if self.width < 50 else 2

    # ── parts ────────────────────────────────────────────────────────────────────────────────────────────────

    def opening(self) -> None:
        """Title, source and date of one article, or the list of several."""
        if not self.several:
            article = self.codings[0].document
            self.line(article_name(article), style="bold")
            self.line(_about(article), style="dim")
            if article.published is None and article.published_reason:
                self.line(article.published_reason, style="dim")
        else:
            dated = [coding.document.published for coding in self.codings if coding.document.published]
            span = f", published {_from_to(min(dated), max(dated))}" if dated else ""
            self.line(f"Briefing on {len(self.codings)} articles{span}", style="bold")
            for i, coding in enumerate(self.codings, start=1):
                article = coding.document
                self.line(f"[{i}] {article_name(article)}", indent=1)
                self.line(_about(article), indent=3, style="dim")
        counted = Counter(pair(event) for coding in self.codings for event in coding.events if pair(event))
        if counted:
            pairs = [f"{listed([code_name(code) for code in codes])} {n}" for codes, n in counted.most_common(4) if codes]
            self.line(f"Most between: {'; '.join(pairs)}.", style="dim")
        for note in dict.fromkeys(note for coding in self.codings for note in coding.notes):
            self.line(f"Note: {note}", style="dim")

    def events(self, title: str, told: Sequence[Told]) -> None:
        """Events by day. Those of one sentence stand together above it."""
        if not told:
            return
        self.heading(title)
        for interval, items in itertools.groupby(sorted(told, key=order), key=lambda item: interval_key(item.event)):
            day = list(items)
            self.line(days(day[0].event.date) if interval else "No day given", style="bold cyan", before=1)
            hidden = max(0, len(day) - MOST_PER_DAY) if self.several else 0
            if hidden:
                keep = sorted(day, key=lambda item: -item.event.confidence)[:MOST_PER_DAY]
                day = [item for item in day if item in keep]
            for sentence, group in by_sentence(day):
                self.group(sentence, group)
            if hidden:
                self.line(f"… and {hidden} more of that day, less certain.", indent=self.step, style="dim")

    def group(self, sentence: Span, told: Sequence[Told]) -> None:
        """The events of one sentence, then the sentence."""
        for items in alike(told):
            event = items[0].event
            sources, targets = sides(items)
            colour = "green" if event.type in COOPERATION else "red"
            weight = "bold" if event.status == "happened" else ""
            text = Text().append("• ", style=colour).append(headline(event, sources, targets), style=weight)
            details = [voucher(event), *(figure(f) for f in event.figures), f"in {event.place.name}" if event.place else ""]
            details += [event.type.lower(), f"{event.confidence:.0%} sure"]
            self.print(text, self.step, hang=2)
            self.line(" · ".join(part for part in details if part), indent=self.step + 2, style="dim")
        marks = [mark for item in told for mark in marks_of(item.event, sentence)]
        self.quote(sentence, marks, told[0].number)

    def commitments(self) -> None:
        """Pacts, memberships, deployments, truces, mediations."""
        found: dict[tuple[str, tuple[str, ...], str], list[tuple[int, Coding, Span]]] = {}
        for i, coding in enumerate(self.codings, start=1):
            for item in coding.commitments:
                found.setdefault((item.kind, item.parties, item.status), []).extend((i, coding, span) for span in item.evidence)
        if not found:
            return
        self.heading("What binds them")
        for (kind, parties, status), spans in found.items():
            text = Text().append(listed([code_name(code) for code in parties]), style="bold").append(f": {kind}, {status}")
            self.print(text, self.step, hang=2, before=1)
            for number, coding, span in spans[:1]:
                sentence = sentence_around(coding.document.text, span.start, span.end)
                self.quote(sentence, inside(sentence, [span]), number)

    def accounts(self) -> None:
        """Where accounts of one event differ."""
        found = [(i, coding, item) for i, coding in enumerate(self.codings, start=1) for item in coding.accounts]
        if not found:
            return
        self.heading("Where accounts differ")
        for number, coding, item in found:
            event = next((event for event in coding.events if event.id == item.event), None)
            what = headline(event) if event else listed([code_name(code) for code in item.codes])
            self.line(what, indent=self.step, style="bold", before=1)
            for version in item.versions:
                self.line(f"{code_name(version.code)}:", indent=self.step + 1)
                sentence = sentence_around(coding.document.text, version.evidence.start, version.evidence.end)
                self.quote(sentence, inside(sentence, [version.evidence]), number, indent=self.step + 1)

    def agenda(self) -> None:
        """What is due next."""
        found = [(i, coding, item) for i, coding in enumerate(self.codings, start=1) for item in coding.agenda]
        if not found:
            return
        self.heading("What is due next")
        for number, coding, item in sorted(found, key=lambda x: x[2].date.start if x[2].date else date.max):
            when = days(item.date) if item.date else "No day given"
            who = f" ({listed([code_name(code) for code in item.actors])})" if item.actors else ""
            text = Text().append(f"{when}: ", style="bold cyan").append(item.what, style="bold").append(who)
            self.print(text, self.step, hang=2, before=1)
            sentence = sentence_around(coding.document.text, item.evidence.start, item.evidence.end)
            self.quote(sentence, inside(sentence, [item.evidence]), number)

    def statements(self) -> None:
        """Who said what, by speaker, in the order in which they first speak."""
        found = [(i, coding, item) for i, coding in enumerate(self.codings, start=1) for item in coding.statements]
        if not found:
            return
        hidden = max(0, len(found) - MOST_STATEMENTS) if self.several else 0
        self.heading("Who says what")
        speakers: dict[str, list[int]] = {}
        for position, (_, _, item) in enumerate(found[: len(found) - hidden]):
            speakers.setdefault(actor_name(item.speaker), []).append(position)
        for name, positions in speakers.items():
            self.line(f"{name[:1].upper()}{name[1:]}", indent=self.step, style="bold", before=1)
            quotes: dict[tuple[int, str | None, Span], list[Span]] = {}
            for number, coding, item in (found[position] for position in positions):
                sentence = sentence_around(coding.document.text, item.content.start, item.content.end)
                quotes.setdefault((number, item.via, sentence), []).append(item.content)
            for i, ((number, via, sentence), contents) in enumerate(quotes.items()):
                if via:
                    self.line(f"through {via}:", indent=self.step, style="dim", before=min(i, 1))
                elif i:
                    self.console.print()
                self.quote(sentence, inside(sentence, contents), number)
        if hidden:
            self.line(f"… and {hidden} more statements (--format json has all).", indent=self.step, style="dim", before=1)

    def closing(self) -> None:
        """Who vouches for how much."""
        events = [event for coding in self.codings for event in coding.events]
        if not events:
            return
        said = Counter(voucher(event).removeprefix("according to ") for event in events)
        own = said.pop("", 0)
        parts = [f"the newsroom itself {own}"] if own else []
        parts += [f"{name} {n}" for name, n in said.most_common(8)]
        self.heading("Who vouches for it")
        self.line(f"{'; '.join(parts)}.", indent=self.step, before=1)

    # ── printing ─────────────────────────────────────────────────────────────────────────────────────────────

    def heading(self, title: str) -> None:
        """A part's title."""
        self.console.print()
        rule = "─" * max(0, self.width - len(title) - 1) if self.console.is_terminal else "-" * max(0, min(self.width, 80) - len(title) - 1)
        self.console.print(Text().append(title.upper(), style="bold").append(f" {rule}", style="dim"), no_wrap=True, overflow="crop")

    def line(self, words: str, indent: int = 0, style: str = "", before: int = 0) -> None:
        """A wrapped line."""
        self.print(Text(words, style=style), indent, before=before)

    def row(self, name: str, words: str, style: str = "cyan") -> None:
        """A named value, its further lines beneath its first."""
        self.print(Text(f"{name:<{NAMES}}", style=style).append(words), 0, hang=NAMES)

    def print(self, text: Text, indent: int, hang: int = 0, before: int = 0) -> None:
        """A text wrapped to the width, its further lines hanging."""
        for _ in range(before):
            self.console.print()
        for i, part in enumerate(text.wrap(self.console, max(20, self.width - indent - hang))):
            part.rstrip()
            self.console.print(Text(" " * (indent + (hang if i else 0))).append_text(part), soft_wrap=True)

    def quote(self, sentence: Span, marks: Iterable[tuple[int, int]], number: int, indent: int | None = None) -> None:
        """The sentence, its evidence underlined, behind a bar; which article it is in where there are several."""
        margin = (self.step if indent is None else indent) + 2
        text = underlined(sentence.text, [(start - sentence.start, end - sentence.start) for start, end in marks], self.console.is_terminal)
        if self.several:
            text.append(f" [{number}]", style="dim")
        bar = "│ " if self.console.is_terminal else "> "
        for part in text.wrap(self.console, max(20, self.width - margin - 2)):
            part.rstrip()
            self.console.print(Text(" " * margin).append(bar, style="dim").append_text(part), soft_wrap=True)


def underlined(sentence: str, marks: Iterable[tuple[int, int]], terminal: bool) -> Text:
    """A sentence with its marked stretches underlined on a terminal, between underscores elsewhere."""
    stretches = merged((max(0, start), min(len(sentence), end)) for start, end in marks)
    text = Text()
    at = 0
    for start, end in stretches:
        text.append(sentence[at:start])
        text.append(sentence[start:end] if terminal else f"_{sentence[start:end]}_", style="underline")
        at = end
    text.append(sentence[at:])
    return text


def _about(article: Article) -> str:
    if article.published:
        how = {"text": ", worked out from the text", "given": ", as given"}.get(article.published_from or "", "")
        dated = f"published {days_of(article.published)}{how}"
    else:
        dated = "no publication date"
    return " · ".join(part for part in (article.publisher, dated, article.url or "") if part)


def days_of(day: date) -> str:
    """A day in words."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _from_to(first: date, last: date) -> str:
    return days_of(first) if first == last else f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"

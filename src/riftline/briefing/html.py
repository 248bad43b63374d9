"""A briefing as one HTML file that needs nothing else: no script, no font, no picture from elsewhere; light, dark and on paper.

Everything that comes from articles is escaped, addresses are links only where they are of the web, and the page forbids
its reader to load anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from riftline.briefing import phrasing, svg
from riftline.briefing.model import Bond, Briefing, Differing, Due, Line, Note, Source, Table, Voucher
from riftline.wording import days

UNSURE = 0.6
"""Confidence below which a line is drawn as unsure."""


def page(found: Briefing) -> str:
    """The whole file."""
    return "\n".join(_Page(found).parts()) + "\n"


class _Page:
    """Writes the page, and remembers which places refer to a note, so that the note leads back to them."""

    def __init__(self, found: Briefing) -> None:
        self.found = found
        self.references: defaultdict[int, int] = defaultdict(int)

    def parts(self) -> Iterator[str]:
        found = self.found
        sections = list(self.sections())
        style = files("riftline").joinpath("data", "briefing", "page.css").read_text(encoding="utf-8")
        yield "<!DOCTYPE html>"
        yield '<html lang="en">'
        yield '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        yield '<meta name="referrer" content="no-referrer">'
        yield f"<title>{text(found.title)} – Riftline briefing</title>\n<style>\n{style}</style>\n</head>\n<body>"
        yield f"<header>\n<h1>{text(found.title)}</h1>"
        if found.scope:
            yield f'<dl class="scope">{"".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in found.scope)}</dl>'
        yield f'<p class="fresh">{text(phrasing.standing(found))}</p>'
        links = "".join(f'<a href="#{anchor}">{text(title)}</a>' for anchor, title, _ in sections)
        yield f'<nav aria-label="Parts">{links}</nav>\n</header>\n<main>'
        for anchor, title, body in sections:
            yield f'<section id="{anchor}">\n<h2>{text(title)}</h2>\n{body}\n</section>'
        yield "</main>\n</body>\n</html>"

    def sections(self) -> Iterator[tuple[str, str, str]]:
        """Anchor, title and body of each part that has something to say, the notes last."""
        found = self.found
        words = " ".join(text(said.text) + self.refs(said.notes) for said in found.summary)
        yield "summary", "Summary", f'<p>{words}</p>\n<p class="dim">{text(" ".join(found.basis))}</p>{svg.chart(found.chart)}'
        if found.main:
            yield "main", "Main events", self.lines(found.main)
        if found.timeline:
            yield "timeline", "Timeline", self.timeline()
        if found.tables:
            yield "counts", "Counts", "\n".join(_table(table) for table in found.tables)
        yield "vouchers", "Who vouches", _vouchers(found)
        if found.accounts:
            yield "accounts", "Differing accounts", "\n".join(self.account(item) for item in found.accounts)
        if found.next or found.past_due or found.undated:
            groups = (("Next", found.next), ("Was due", found.past_due), ("No day given", found.undated))
            yield "agenda", "Agenda", "\n".join(f"<h3>{title}</h3>\n{_list(map(self.due, items), 'lines')}" for title, items in groups if items)
        if found.bonds:
            yield "bonds", "What binds them", _list(map(self.bond, found.bonds), "plain")
        if found.history:
            yield "history", "Told as history", self.lines(found.history)
        if found.doubtful:
            yield "unsure", "Less than half sure", self.lines(found.doubtful)
        if found.sources:
            yield "sources", "Sources", _list(map(_source, found.sources), "plain")
        if found.notes:
            yield "notes", "Notes", f'<ol class="notes">\n{"".join(self.note(note) for note in found.notes)}</ol>'

    def refs(self, notes: Sequence[int]) -> str:
        """The marks of notes, each a link to its note, with a name that the note leads back to."""
        made = []
        for number in notes:
            self.references[number] += 1
            name = f"r{number}-{self.references[number]}"
            made.append(f'<sup><a id="{name}" href="#n{number}" aria-label="note {number}">{number}</a></sup>')
        return "".join(made)

    def timeline(self) -> str:
        hidden = self.found.hidden
        left = f'<p class="dim">{text(phrasing.left_out(hidden))}</p>\n'
        parts = "\n".join(f"<h3>{text(part.heading)}</h3>\n{self.lines(part.lines)}" for part in self.found.timeline)
        return (left if hidden else "") + parts

    def lines(self, lines: Sequence[Line]) -> str:
        return _list(map(self.line, lines), "lines")

    def line(self, line: Line) -> str:
        unsure = " unsure" if line.confidence is not None and line.confidence < UNSURE else ""
        details = "".join(f"; {text(part)}" for part in line.details)
        sure = f" · {line.confidence:.0%} sure" if line.confidence is not None else ""
        words = f'<span class="words">{text(line.words)}</span><span class="details">{details}</span>{self.refs(line.notes)}{_quote(line.quote)}'
        kind = f'<div class="kind">{text(line.type.lower())}{sure}</div>'
        when = text(days(line.days)) if line.days else "–"
        return f'<span class="when">{when}</span><div class="what {line.tone} {text(line.status)}{unsure}">{words}{kind}</div>'

    def account(self, item: Differing) -> str:
        versions = "".join(f"<div><dt>{text(v.who)}</dt><dd>{text(v.text)}{self.refs(v.notes)}</dd></div>" for v in item.versions)
        return f'<div class="account"><h3>{text(item.what)}</h3><dl class="versions">{versions}</dl></div>'

    def due(self, item: Due) -> str:
        who = f' <span class="kind">{text(", ".join(item.who))}</span>' if item.who else ""
        when = text(days(item.when)) if item.when else "–"
        return f'<span class="when">{when}</span><div class="what planned">{text(item.what)}{self.refs(item.notes)}{who}{_quote(item.quote)}</div>'

    def bond(self, item: Bond) -> str:
        return text(phrasing.bond(item)) + self.refs(item.notes)

    def note(self, note: Note) -> str:
        """A note with the evidence marked, where it stands, and a way back to each place that refers to it."""
        uses = self.references[note.number]
        back = "".join(
            f' <a class="back" href="#r{note.number}-{i}" aria-label="back to {i} of {uses}">↩{f"<sup>{i}</sup>" if uses > 1 else ""}</a>'
            for i in range(1, uses + 1)
        )
        words = marked(note.text, note.marks) or "No sentence came with it."
        about = f"{_reference(note)}; {text(phrasing.place_in_text(note))}."
        told = f'<div>{words} <span class="from">– {about}</span>{back}</div>'
        return f'<li id="n{note.number}"><span class="number">{note.number}</span>{told}</li>\n'


def text(words: str) -> str:
    """Words as text in HTML, in an attribute too, whatever stands in them."""
    return escape(" ".join(words.split()), quote=True)


def marked(words: str, marks: Iterable[tuple[int, int]]) -> str:
    """Words with the stretches marked."""
    made, at = [], 0
    for start, end in marks:
        made += [escape(words[at:start]), f"<mark>{escape(words[start:end])}</mark>"]
        at = end
    return "".join([*made, escape(words[at:])]).strip()


def _list(items: Iterable[str], kind: str) -> str:
    return f'<ul class="{kind}">\n{"".join(f"<li>{item}</li>{chr(10)}" for item in items)}</ul>'


def _quote(words: str) -> str:
    return f"<blockquote>“{text(words.strip('“”'))}”</blockquote>" if words else ""


def _table(table: Table) -> str:
    most = max((cell for (_, cells), toned in zip(table.rows, table.tones) for cell in cells if toned), default=0)
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in table.columns)
    made = []
    for (name, cells), toned in zip(table.rows, table.tones):
        columns = "".join(f"<td>{f'{cell:,}' if cell else ''}{svg.bar(cell, most, toned) if toned else ''}</td>" for cell in cells)
        is_sum = ' class="sum"' if toned is None and any(table.tones) else ""
        made.append(f'<tr{is_sum}><th scope="row">{text(name)}</th>{columns}</tr>')
    rows = "\n".join(made)
    return f'<h3>{text(table.title)}</h3>\n<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>'


def _vouchers(found: Briefing) -> str:
    groups: dict[str, list[Voucher]] = {}
    for each in found.vouchers:
        groups.setdefault(each.kind, []).append(each)
    made = []
    for kind, members in groups.items():
        names = "" if kind == "newsroom" else f": {'; '.join(f'{text(phrasing.voucher(each))} {each.events:,}' for each in members)}"
        made.append(f"<strong>{text(phrasing.KINDS[kind].capitalize())}</strong> ({sum(each.events for each in members):,}){names}")
    grades = phrasing.grades(found)
    return _list([*made, *([text(grades)] if grades else [])], "plain")


def _source(source: Source) -> str:
    return f'{_reference(source)} <span class="dim">{text(phrasing.of_source(source))}</span>'


def _reference(found: Note | Source) -> str:
    address = phrasing.link(found.url)
    title = text(phrasing.titled(found))
    linked = f'<a href="{escape(address, quote=True)}" rel="noreferrer noopener">{title}</a>' if address else title
    return ", ".join(part for part in (text(found.publisher or ""), linked, text(phrasing.dated(found))) if part)

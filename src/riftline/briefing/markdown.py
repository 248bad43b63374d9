"""A briefing as Markdown, with footnotes as GitHub, Pandoc and most others read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from riftline.briefing import phrasing
from riftline.briefing.model import Briefing, Due, Line, Note, Source, Table
from riftline.wording import days

MOST_MARKED = 0.85
"""Share of a sentence above which nothing is marked in it: all of it is the evidence."""

_SPECIAL = re.compile(r"[\\`*_\[\]|~$^]")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def markdown(found: Briefing) -> str:
    """The whole file."""
    return "\n".join(_blocks(found)).rstrip("\n") + "\n"


def plain(text: str) -> str:
    """Text that is only text in Markdown, whatever stands in it."""
    text = " ".join(text.split())
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"[&<>]", lambda sign: _MARKUP[sign[0]], text))


def marked(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Text with its marked stretches strong; marks are drawn in to letters and digits, which is where Markdown lets them stand."""
    made, at = [], 0
    for start, end in marks:
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        if start < max(end, at) and start >= at and end > start:
            made += [_kept(text[at:start]), f"**{plain(text[start:end])}**"]
            at = end
    return "".join([*made, _kept(text[at:])]).strip()


def _kept(text: str) -> str:
    """Text whose spaces at its ends stay, as they part it from what is marked."""
    return f"{' ' if text[:1].isspace() else ''}{plain(text)}{' ' if text[-1:].isspace() and text.strip() else ''}"


def _blocks(found: Briefing) -> Iterator[str]:
    yield f"# {plain(found.title)}"
    yield ""
    yield from (f"- {name}: {plain(value)}" for name, value in found.scope)
    yield f"- {phrasing.standing(found)}"
    summary = " ".join(f"{plain(said.text)}{_refs(said.notes)}" for said in found.summary)
    yield from _section("Summary", [summary, "", plain(" ".join(found.basis))])
    if found.main:
        yield from _section("Main events", [_line(line, dated=True) for line in found.main])
    if found.timeline:
        yield from _section("Timeline", _timeline(found))
    for table in found.tables:
        yield from _section(table.title, _table(table))
    yield from _section("Who vouches", _vouchers(found))
    if found.accounts:
        yield from _section("Differing accounts", _accounts(found))
    if found.next or found.past_due or found.undated:
        yield from _section("Agenda", _agenda(found))
    if found.bonds:
        yield from _section("What binds them", [f"- {plain(phrasing.bond(bond))}{_refs(bond.notes)}" for bond in found.bonds])
    if found.history:
        yield from _section("Told as history", [_line(line, dated=True) for line in found.history])
    if found.doubtful:
        yield from _section("Less than half sure", [_line(line, dated=True) for line in found.doubtful])
    if found.sources:
        yield from _section("Sources", [_source(source) for source in found.sources])
    if found.notes:
        yield from _section("Notes", [_note(note) for note in found.notes])


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    yield from lines


def _timeline(found: Briefing) -> Iterator[str]:
    if found.hidden:
        yield phrasing.left_out(found.hidden)
        yield ""
    for i, part in enumerate(found.timeline):
        yield from ([""] if i else [])
        yield from (f"### {part.heading}", "")
        yield from (_line(line, dated=line.days is not None) for line in part.lines)


def _line(line: Line, dated: bool) -> str:
    when = f"**{days(line.days)}** " if dated and line.days else ""
    sure = f", {line.confidence:.0%} sure" if line.confidence is not None else ""
    details = "".join(f"; {plain(part)}" for part in line.details)
    return f"- {when}{plain(line.words)}{details}{_quote(line.quote)}{_refs(line.notes)} ({plain(line.type.lower())}{sure})"


def _quote(words: str) -> str:
    return f" – “{plain(words.strip('“”'))}”" if words else ""


def _refs(notes: Sequence[int]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(plain(name) for name in table.columns)} |"
    yield f"| {' | '.join(['---', *('---:' for _ in table.columns[1:])])} |"
    for name, cells in table.rows:
        yield f"| {plain(name)} | {' | '.join(f'{cell:,}' if cell else '' for cell in cells)} |"


def _vouchers(found: Briefing) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    totals: dict[str, int] = {}
    for each in found.vouchers:
        groups.setdefault(each.kind, []).append(f"{phrasing.voucher(each)} {each.events:,}")
        totals[each.kind] = totals.get(each.kind, 0) + each.events
    for kind, names in groups.items():
        named = "" if kind == "newsroom" else f": {plain('; '.join(names))}"
        yield f"- {phrasing.KINDS[kind].capitalize()} ({totals[kind]:,}){named}"
    if grades := phrasing.grades(found):
        yield f"- {plain(grades)}"


def _accounts(found: Briefing) -> Iterator[str]:
    for account in found.accounts:
        yield f"- {plain(account.what)}"
        for version in account.versions:
            yield f"    - {plain(version.who)}: {plain(version.text)}{_refs(version.notes)}"


def _agenda(found: Briefing) -> Iterator[str]:
    groups = [(title, items) for title, items in (("Next", found.next), ("Was due", found.past_due), ("No day given", found.undated)) if items]
    for i, (title, items) in enumerate(groups):
        yield from ([""] if i else [])
        yield from (f"### {title}", "", *map(_due, items))


def _due(item: Due) -> str:
    when = f"**{days(item.when)}** " if item.when else ""
    who = f" ({plain(', '.join(item.who))})" if item.who else ""
    return f"- {when}{plain(item.what)}{_quote(item.quote)}{who}{_refs(item.notes)}"


def _source(source: Source) -> str:
    return f"- {_reference(source)} – {plain(phrasing.of_source(source))}"


def _reference(found: Note | Source) -> str:
    address = phrasing.link(found.url)
    title = f"[{plain(phrasing.titled(found))}](<{address}>)" if address else plain(phrasing.titled(found))
    return ", ".join(part for part in (plain(found.publisher or ""), title, phrasing.dated(found)) if part)


def _note(note: Note) -> str:
    covered = sum(end - start for start, end in note.marks) > MOST_MARKED * len(note.text)
    text = (plain(note.text) if covered else marked(note.text, note.marks)) or "No sentence came with it."
    return f"[^{note.number}]: {text} – {_reference(note)}; {plain(phrasing.place_in_text(note))}."

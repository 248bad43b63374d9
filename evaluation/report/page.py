"""The report as one HTML page that needs nothing beside it: figures and tables, then every error with its sentence.

Without JavaScript it is a long page; `page.js` adds filters. All that comes from an article or a record is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from evaluation.gold import GoldEvent
from evaluation.report.errors import KINDS, Compared, Error
from evaluation.report.passages import Passage, Text, passages
from evaluation.report.tables import Table, error_construction, kind_counts, tables
from evaluation.scorer import Record, code_of

MEANINGS = {
    "missed": "annotated core events that nothing comes near",
    "spurious": "coded events that fit no annotated one and come near none, and repeats",
    "wrong side": "same words, acceptable type, one side differs",
    "swapped sides": "same words, acceptable type, source and target exchanged",
    "wrong type": "same words, both sides right, type not acceptable",
    "wrong date": "of found events",
    "wrong status": "of found events",
    "wrong attribution": "of found events: who vouches",
}
MOST_ROWS = 24
"""How many rows of a table stand open: the rest of the causes are rare ones."""
_HERE = Path(__file__).parent
_WRONG = {
    "wrong side": ("source", "target"), "swapped sides": ("source", "target"), "wrong type": ("type",), "wrong date": ("date",),
    "wrong status": ("status",), "wrong attribution": ("vouched for by",),
}  # fmt: skip
"""The fields that an error of a kind is about."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An article with all that the page shows of it."""

    id: str
    text: Text
    compared: Compared


def page(which: str, examined: Sequence[Examined], figures: Mapping[str, float | None], with_texts: bool = True) -> str:
    """The page; without texts it ends after the tables."""
    compared = [item.compared for item in examined]
    counts = kind_counts(error for item in compared for error in item.errors)
    head = f"<ul class=figures>{''.join(f'<li><b>{value}</b> {escape(name)}</li>' for name, value in _headline(compared, figures))}</ul>"
    body = head + _kinds(counts, with_texts) + "".join(map(_table, tables(compared)))
    body += _errors(examined, counts) if with_texts else "<p class=note>Figures only: the texts of this set are not shown.</p>"
    template = Template((_HERE / "page.html").read_text(encoding="utf-8"))
    parts = {name: (_HERE / f"page.{name}").read_text(encoding="utf-8") for name in ("css", "js")}
    return template.substitute(title=escape(f"Errors of events: {which}"), body=body, articles=len(examined), **parts)


def _headline(compared: Sequence[Compared], figures: Mapping[str, float | None]) -> list[tuple[str, str]]:
    shown = [(f"events {short}", figures.get(f"events_{key}")) for short, key in (("F1", "f1"), ("precision", "precision"), ("recall", "recall"))]
    shown += [(name, figures.get(key)) for name, key in (("dates", "date"), ("status", "status"), ("attribution", "attribution"))]
    out = [(name, "–" if value is None else f"{value:.3f}") for name, value in shown]
    return [*out, ("events found", str(sum(len(item.found) for item in compared))), ("errors", str(sum(len(item.errors) for item in compared)))]


def _kinds(counts: Mapping[str, int], linked: bool) -> str:
    rows = []
    for kind, count in counts.items():
        name = f'<a href="#{_anchor(kind)}">{kind}</a>' if linked and count else kind
        rows.append(f"<tr><th scope=row>{name}<td class=n>{count}<td>{escape(MEANINGS[kind])}")
    return f"<section><h2>By kind</h2><div class=wide><table><thead><tr><th>kind<th class=n>errors<th>what it is</thead>{''.join(rows)}</table></div></section>"


def _table(table: Table) -> str:
    most = max((n for i, (_, row) in enumerate(table.rows) for j, n in enumerate(row) if (i, j) not in table.right), default=1)
    matrix = len(table.columns) > len(KINDS) + 1
    head = "".join(f"<th class=n><span>{escape(name)}</span>" for name in table.columns)
    rows = []
    for i, (name, cells) in enumerate(table.rows):
        tds = "".join(_cell(n, most, (i, j) in table.right) for j, n in enumerate(cells))
        rows.append(f"<tr><th scope=row>{escape(name)}{tds}")
    top = len(rows) if matrix else MOST_ROWS
    body = _grid("matrix" if matrix else "plain", head, rows[:top])
    if rows[top:]:
        body += f"<details><summary>{len(rows) - top} more</summary>{_grid('plain', head, rows[top:])}</details>"
    return f"<section><h2>{escape(table.title)}</h2><p class=note>{escape(table.note)}</p>{body}</section>"


def _grid(kind: str, head: str, rows: Sequence[str]) -> str:
    return f"<div class=wide><table class={kind}><thead><tr><td>{head}</thead>{''.join(rows)}</table></div>"


def _cell(count: int, most: int, right: bool) -> str:
    if not count:
        return "<td class='n none'>·"
    return f"<td class='n right'>{count}" if right else f'<td class="n" style="--heat:{round(100 * count / max(most, 1))}%">{count}'


def _errors(examined: Sequence[Examined], counts: Mapping[str, int]) -> str:
    everything = [(item, error) for item in examined for error in item.compared.errors]
    types = sorted({name for _, error in everything for name in _types(error)})
    choices = (("kind", [k for k in KINDS if counts[k]]), ("type", types), ("article", [item.id for item in examined if item.compared.errors]))
    selects = "".join(f"<label>{name} <select name={name}><option value=''>all</option>{_options(values)}</select></label>" for name, values in choices)
    form = f"<form id=filters hidden>{selects}<output>{len(everything)} errors</output></form>"
    legend = "<p class=legend><mark class=q>annotated quote</mark> <mark class=e>coded evidence</mark> <mark class='q e'>both</mark></p>"
    sections = []
    for kind in KINDS:
        own = "".join(_error(item, error) for item, error in everything if error.kind == kind)
        if own:
            sections.append(f"<section class=kind id={_anchor(kind)}><h2>{kind} <small>{counts[kind]}: {escape(MEANINGS[kind])}</small></h2>{own}</section>")
    return form + legend + "".join(sections)


def _options(values: Iterable[str]) -> str:
    return "".join(f"<option>{escape(value)}</option>" for value in values)


def _types(error: Error) -> list[str]:
    return sorted({*([error.gold.types[0]] if error.gold else []), *([str(error.coded.get("type"))] if error.coded else [])})


def _error(item: Examined, error: Error) -> str:
    data = f'data-kind="{error.kind}" data-type="{escape(" ".join(_types(error)))}" data-article="{escape(item.id)}"'
    shown = "".join(f"<p class=text>{_marked(passage)}</p>" for passage in passages(item.text, error))
    if error.gold and "class=q" not in shown and "class='q" not in shown:
        shown += f"<p class=text><mark class=q>{escape(error.gold.quote)}</mark> <small>(annotated; not found in the text)</small></p>"
    aside = "" if error.gold is None or error.gold.core else " · not a core event"
    head = f"<h3>{escape(error.cause)}</h3><p class=where>{escape(item.id)} · {escape(error_construction(error))}{aside}</p>"
    reason = f"<p class=note>{escape(str(error.coded.get('reason') or ''))}</p>" if error.coded else ""
    return f"<article class=error {data}>{head}{shown}{_fields(error)}{reason}</article>"


def _marked(passage: Passage) -> str:
    out = []
    for piece in passage.pieces:
        kind = " ".join(name for name, on in (("q", piece.quoted), ("e", piece.evident)) if on)
        text = escape(piece.text)
        out.append(f"<mark class='{kind}'>{text}</mark>" if kind else text)
    return "".join(out)


def _fields(error: Error) -> str:
    gold, coded = _gold_fields(error.gold), _coded_fields(error.coded)
    rows = []
    for name in gold or coded:
        wrong = " class=wrong" if name in _WRONG.get(error.kind, ()) and _differs(error, name) else ""
        rows.append(f"<tr{wrong}><th scope=row>{name}<td>{escape(gold.get(name, '–'))}<td>{escape(coded.get(name, '–'))}")
    return f"<table class=fields><thead><tr><td><th>annotated<th>coded</thead>{''.join(rows)}</table>"


def _differs(error: Error, name: str) -> bool:
    """Whether a field is what is wrong: of two sides perhaps the one only."""
    if error.kind != "wrong side" or error.gold is None or error.coded is None or error.gold.symmetric:
        return True
    return code_of(error.coded.get(name)) not in (error.gold.sources if name == "source" else error.gold.targets)


def _gold_fields(gold: GoldEvent | None) -> dict[str, str]:
    if gold is None:
        return {}
    sides = {"source": _either(gold.sources), "target": _either(gold.targets) + (" (either way round)" if gold.symmetric else "")}
    days = "not asked for" if gold.days is None else _days(*gold.days)
    return {"type": _either(gold.types), **sides, "date": days, "status": gold.status, "vouched for by": gold.by}


def _coded_fields(coded: Record | None) -> dict[str, str]:
    if coded is None:
        return {}
    date, said = coded.get("date") or {}, coded.get("attribution") or {}
    days = _days(str(date.get("start") or ""), str(date.get("end") or "")) if date else "none"
    voucher = f"{code_of(said)} {'anonymous' if said.get('anonymous') else 'named'}" if code_of(said) else "author"
    sides = {name: _actor(coded.get(name)) for name in ("source", "target")}
    return {"type": str(coded.get("type")), **sides, "date": days, "status": str(coded.get("status")), "vouched for by": voucher}


def _actor(side: Record | None) -> str:
    code = code_of(side)
    words = (side or {}).get("text")
    return (f"{code} (“{words}”)" if words else code) if code else "nobody"


def _either(values: Sequence[str]) -> str:
    return " or ".join(value or "nobody" for value in values)


def _days(first: str, last: str) -> str:
    return first if first == last or not last else f"{first} to {last}"


def _anchor(kind: str) -> str:
    return kind.replace(" ", "-")

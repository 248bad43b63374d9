"""`riftline label`: event types for sentences whose sides are marked already."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riftline.cli.common import BAD_INPUT, chosen, guarded, refuse, say

if TYPE_CHECKING:
    from riftline.models.classifier import Labelled

FORMATS = ("jsonl", "tsv")
BATCH = 256
COLUMN = "marked_sentence"
OURS = ("type", "confidence", "next")
_TAG = re.compile(r"<(/?)([sta])>")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the input, or what is wrong with it."""

    number: int
    values: dict[str, Any]
    problem: str | None = None


def label(
    file: Annotated[str, typer.Argument(metavar="FILE", help="TSV with a header, or JSON lines; - is standard input.")],
    form: Annotated[str | None, typer.Option("--format", metavar="jsonl|tsv", help="Form of the output; without it, the input's.")] = None,
    no_none: Annotated[bool, typer.Option("--no-none", help="Always one of the sixteen types, never none.")] = False,
) -> None:
    """Types sentences whose two sides you have marked.

    Each row has a `marked_sentence` with the side that acts between <s> and </s>, the side acted upon
    between <t> and </t> (one of the two will do), and if you like the act between <a> and </a>. Rows come back in the file's order
    with all their columns, and `type`, `confidence` and `next` (the next best). A column of your own that
    is called the same comes back as `type_given` and so on.

    A type stands alone here, without status or mode, and says what they would, by PLOVER's map from CAMEO: cooperation that is
    only announced is AGREE, announced force THREATEN, refused cooperation REJECT, a verdict ACCUSE, sanctions or an embargo COERCE.

    \b
    Examples:
      riftline label marked.tsv > typed.tsv
      riftline label marked.jsonl --no-none
      echo '{"marked_sentence": "<s>Chile</s> thanked <t>Peru</t>."}' | riftline label -
    """
    if form is not None:
        form = chosen(form, FORMATS, "--format")
    failed = False
    with guarded():
        text, notes = _read(file)
        for note in notes:
            say(f"note: {file}: {note}")
        lines = text.splitlines()
        as_json = next((line.lstrip().startswith("{") for line in lines if line.strip()), False)
        if not any(line.strip() for line in lines):
            raise refuse(f"{file}: the file is empty.")
        rows = _json_rows(lines) if as_json else _tsv_rows(text, file)
        writer = _Writer(form or ("jsonl" if as_json else "tsv"))
        for batch in _batches(rows, BATCH):
            for line in batch:
                if line.problem:
                    failed = True
                    say(f"{file}, line {line.number}: {line.problem}")
            good = [line for line in batch if not line.problem]
            if not good:
                continue
            from riftline.extraction.labelling import label as label_marked

            for line, found in zip(good, label_marked([line.values[COLUMN] for line in good], none=not no_none), strict=True):
                writer.write(line.values, found)
    if failed:
        raise typer.Exit(BAD_INPUT)


def _read(file: str) -> tuple[str, list[str]]:
    from riftline.sources.detect import decode

    try:
        if file == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(file, "rb") as stream:
                data = stream.read()
    except FileNotFoundError:
        raise refuse(f"{file}: there is no such file.") from None
    except OSError as problem:
        raise refuse(f"{file}: it cannot be read ({problem.strerror}).") from None
    decoded = decode(data, file)
    return decoded.text, [decoded.note] if decoded.note else []


def _json_rows(lines: Sequence[str]) -> Iterator[Line]:
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            values = json.loads(text)
        except ValueError as problem:
            yield Line(number, {}, f"not valid JSON ({problem}).")
            continue
        if not isinstance(values, dict):
            yield Line(number, {}, "not a JSON object.")
            continue
        yield Line(number, values, _problem(values.get(COLUMN)))


def _tsv_rows(text: str, file: str) -> Iterator[Line]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = [name.strip() for name in next(rows)]
    if COLUMN not in header:
        raise refuse(f"{file}, line 1: the header has no column {COLUMN!r} (its columns: {', '.join(header)[:120]}).")
    for row in rows:
        number = rows.line_num
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            yield Line(number, {}, f"{len(row)} columns, where the header has {len(header)}.")
            continue
        values = dict(zip(header, row, strict=True))
        yield Line(number, values, _problem(values[COLUMN]))


def _problem(sentence: Any) -> str | None:
    """What is wrong with the marks of a sentence; None where nothing is."""
    if not isinstance(sentence, str) or not sentence.strip():
        return f"no {COLUMN!r}."
    opened: set[str] = set()
    sides = 0
    for close, tag in _TAG.findall(sentence):
        if bool(close) != (tag in opened):  # opened twice, or closed before it was opened
            return f"<{close}{tag}> does not fit its pair; mark as <{tag}>…</{tag}>."
        opened ^= {tag}
        sides += tag != "a"
    if opened:
        return f"<{min(opened)}> is not closed."
    return None if sides else "no side is marked; mark who acts as <s>…</s> and to whom as <t>…</t>."


def _batches(rows: Iterable[Line], size: int) -> Iterator[list[Line]]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, size)):
        yield batch


class _Writer:
    """Writes rows with their types; the header of a TSV is that of its first row."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.header: list[str] | None = None

    def write(self, values: dict[str, Any], found: Labelled) -> None:
        kept = {f"{name}_given" if name in OURS else name: value for name, value in values.items()}
        following = [(name, round(score, 4)) for name, score in found.ranking if name != found.type][:3]
        if self.form == "jsonl":
            best = [{"type": name, "confidence": score} for name, score in following]
            ours = {"type": found.type, "confidence": round(found.confidence, 4), "next": best}
            sys.stdout.write(json.dumps(kept | ours, ensure_ascii=False) + "\n")
            return
        if self.header is None:
            self.header = list(kept)
            sys.stdout.write("\t".join([*self.header, *OURS]) + "\n")
        cells = [_cell(kept.get(name)) for name in self.header]
        cells += [found.type, f"{found.confidence:.4f}", " ".join(f"{name}:{score:.4f}" for name, score in following)]
        sys.stdout.write("\t".join(cells) + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\t\r\n]+", " ", text)

"""`riftline code`: articles in, records out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, Map, chosen, console, day, fraction, guarded, limit, mapped, progress, say
from riftline.cli.messages import Messages
from riftline.cli.stopping import stopping

if TYPE_CHECKING:
    from riftline.pipeline import Options
    from riftline.records import Coding
    from riftline.sources.base import Found

FORMATS = ("brief", "json", "jsonl")


def code(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders; - is standard input.")],
    columns: Map = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date of all of them, whatever they say.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="brief|json|jsonl", help="A briefing, or the records.")] = "brief",
    max_megabytes: Annotated[float, typer.Option(metavar="MB", help="Most that one article may have.")] = 50,
    min_confidence: Annotated[float, typer.Option(metavar="0..1", help="Leave out events that are less certain.")] = 0,
) -> None:
    """Codes articles and prints what they say.

    Events, statements, pacts, accounts, dates and places, each with the words it rests on. Reads text,
    Markdown, HTML, JSON, JSON lines, CSV, TSV and Parquet (`text`, and if known `id`, `title`, `published`, `publisher`,
    `url`, `language`, or as --map says), WARC and ninjs, compressed or not. Records come in the order of the input: json is
    one object, or a list of them where there are several articles; jsonl is one line an article, as soon as it is coded.

    \b
    Examples:
      riftline code article.txt
      riftline code page.html --published 2023-09-21 --format json
      riftline code dump.csv.gz --map text=body,published=date --format jsonl
      riftline code examples/ news.jsonl --format jsonl > coded.jsonl
      curl -s https://example.org/story.html | riftline code -
    """
    from riftline.pipeline import Options
    from riftline.sources.reading import Reading

    form = chosen(form, FORMATS, "--format")
    options = Options(day(published, "--published"), limit(max_megabytes), fraction(min_confidence, "--min-confidence"), mapped(columns))
    reading = Reading(paths, options.limit, options.columns)
    messages = Messages()
    failed = False
    with guarded(), stopping() as stop:
        printer = Printer(form)
        with progress(reading, "Coding") as bar:
            try:
                for source in reading.inputs():
                    for found in source.read():
                        with stop.busy():
                            failed = not _code(found, options, printer, messages) or failed
                        bar.advance()
                    messages.passed(source)
            except KeyboardInterrupt:
                failed = True
        messages.close()
        printer.close()
        if stop.signal is not None:
            say(f"stopped in {reading.current.origin if reading.current else 'good time'}; what was coded until then is printed.")
    if stop.signal is not None:
        raise typer.Exit(stop.code)
    if failed:
        raise typer.Exit(BAD_INPUT)


def _code(found: Found, options: Options, printer: Printer, messages: Messages) -> bool:
    """Codes one article and prints it; whether that could be done."""
    from riftline.errors import InputError
    from riftline.pipeline import coded, prepared

    for item in prepared([found], options):
        done = item if isinstance(item, InputError) else coded(item, options)
        if isinstance(done, InputError):
            messages.error(done)
            return False
        for note in done.notes:
            messages.note(done.coding.document.origin, note)
        printer.add(done.coding)
    return True


class Printer:
    """Prints codings as they come (json, jsonl) or all together at the end (brief)."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.held: list[Coding] = []
        self.printed = 0

    def add(self, coding: Coding) -> None:
        """One article more."""
        from riftline.record import line

        if self.form == "jsonl":
            sys.stdout.write(line(coding) + "\n")
            sys.stdout.flush()
            return
        self.held.append(coding)
        if self.form == "json" and len(self.held) > 1:  # several: a list, written as it grows
            sys.stdout.write(("[\n" if not self.printed else ",\n") + self._pretty(self.held.pop(0)))
            self.printed += 1

    def close(self) -> None:
        """Prints what is still held."""
        if self.form == "json" and self.held:
            text = self._pretty(self.held[0])
            sys.stdout.write(f",\n{text}\n]\n" if self.printed else f"{text}\n")
        elif self.form == "brief" and self.held:
            from riftline.brief import brief

            brief(self.held, console())

    @staticmethod
    def _pretty(coding: Coding) -> str:
        import json

        from riftline.record import record

        return json.dumps(record(coding), ensure_ascii=False, indent=2)

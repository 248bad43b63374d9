"""`riftline code`: articles in, records out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, chosen, console, day, fraction, guarded, limit, progress, say

if TYPE_CHECKING:
    from riftline.records import Coding

FORMATS = ("brief", "json", "jsonl")


def code(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders; - is standard input.")],
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date of all of them, whatever they say.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="brief|json|jsonl", help="A briefing, or the records.")] = "brief",
    max_megabytes: Annotated[float, typer.Option(metavar="MB", help="Most that one article may have.")] = 50,
    min_confidence: Annotated[float, typer.Option(metavar="0..1", help="Leave out events that are less certain.")] = 0,
) -> None:
    """Codes articles and prints what they say.

    Events, statements, pacts, accounts, dates and places, each with the words it rests on. Reads text,
    Markdown, HTML, JSON and JSON lines (`text`, and if known `id`, `title`, `published`, `publisher`, `url`,
    `language`). Records come in the order of the input: json is one object, or a list of them where there
    are several articles; jsonl is one line an article, as soon as it is coded.

    \b
    Examples:
      riftline code article.txt
      riftline code page.html --published 2023-09-21 --format json
      riftline code examples/ news.jsonl --format jsonl > coded.jsonl
      curl -s https://example.org/story.html | riftline code -
    """
    from riftline.errors import InputError
    from riftline.pipeline import Options, run

    form = chosen(form, FORMATS, "--format")
    options = Options(day(published, "--published"), limit(max_megabytes), fraction(min_confidence, "--min-confidence"))
    failed = False
    with guarded():
        printer = Printer(form)
        with progress(paths, "Coding") as bar:
            for item in run(paths, options):
                bar.advance()
                if isinstance(item, InputError):
                    failed = True
                    say(str(item))
                    continue
                for note in item.notes:
                    say(f"note: {item.coding.document.origin}: {note}")
                printer.add(item.coding)
        printer.close()
    if failed:
        raise typer.Exit(BAD_INPUT)


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

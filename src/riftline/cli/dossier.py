"""An event of several reports, as `riftline show` prints it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from riftline.cli.common import console

if TYPE_CHECKING:
    from riftline.stories.dossier import Dossier
    from riftline.stories.merged import Told

def as_json(found: Dossier) -> str:
    """The event as `riftline events` lists it, with its reports, its independent sources, and what the reports say differently."""
    from riftline.export.dossier import record

    return json.dumps(record(found), ensure_ascii=False, indent=2)


def show(found: Dossier) -> None:
    """Prints the event: what it is, what it rests on, what its reports say differently, and each report with whom it has it from."""
    from riftline.brief import Page
    from riftline.store.rows import event_of
    from riftline.tables import rows
    from riftline.wording import days, from_to, headline

    row, event = found.event, event_of(found.event)
    out = console()
    page = Page(out, [])
    number = {item.row["id"]: i for i, item in enumerate(found.reports, start=1)}
    meaning = {each["grade"]: each["meaning"] for each in rows("stories/credibility")}
    page.line(headline(event), style="bold")
    kind = f"{row['type']} ({row['mode']})" if row["mode"] else row["type"]
    page.line(f"{kind} · {row['status']} · {row['confidence']:.0%} sure · {row['id']}")
    page.line("", indent=0)
    page.row("When", days(event.date))
    page.row("Where", ", ".join(part for part in (row["place"], row["admin1"], row["country"]) if part) or "No place.")
    for figure in row["figures"] or []:
        page.row(figure["what"].capitalize(), from_to(figure["low"], figure["high"]))
    page.row("Credible", f"{row['credibility']}, {meaning[str(row['credibility'])]}. {row['credibility_reason']}")
    page.row("Sources", f"{len(found.reports)} reports, {len(found.sources)} independent: " + "; ".join(_source(found, ids, number) for ids in found.sources))
    if found.differences:
        page.heading("What reports say differently")
        for item in found.differences:
            versions = "; ".join(f"{value} [{', '.join(str(number[name]) for name in ids)}]" for value, ids in item.versions)
            page.line(f"{item.what}: {versions}", indent=page.step)
    page.heading("Reports")
    for told in found.reports:
        _report(page, found, told, number[told.row["id"]])
    hint = "riftline show REPORT has a report's own evidence; riftline split REPORT takes one out, riftline merge ID ID puts events together."
    page.line(hint, style="dim", before=1)


def _report(page: Any, found: Dossier, item: Told, number: int) -> None:
    row = item.row
    grade = found.grades.get(row["publisher"])
    judged = f" (judged {grade})" if grade else ""
    about = " · ".join(part for part in (f"{row['publisher'] or 'no publisher'}{judged}", str(row["published"] or "no date"), row["id"]) if part)
    page.line(f"[{number}] {about}", indent=page.step, style="bold", before=1)
    page.line(row["title"] or row["article"], indent=page.step + 4)
    page.line(f"“{row['evidence']}”", indent=page.step + 4)
    if row["article"] in found.copies:
        page.line(f"Copies article {found.copies[row['article']][0]}: {found.copies[row['article']][1]}", indent=page.step + 4, style="yellow")
    if row["article"] in found.revisions:
        by, kind, words = found.revisions[row["article"]]
        taken = "Taken back" if kind == "retraction" else "Corrected"
        page.line(f"{taken} by article {by}: “{words}”", indent=page.step + 4, style="yellow")
    if row["joined"]:
        page.line(f"Why here: {row['joined']}", indent=page.step + 4, style="dim")


def _source(found: Dossier, ids: tuple[str, ...], number: dict[str, int]) -> str:
    names = dict.fromkeys(item.row["publisher"] or item.row["article"] for item in found.reports if item.row["id"] in ids)
    return f"{', '.join(names)} [{', '.join(str(number[name]) for name in ids)}]"

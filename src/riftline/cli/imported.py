"""`riftline show` for an event of somebody else's data: what that data says of it, and how it was coded here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from riftline.cli.common import console

if TYPE_CHECKING:
    from riftline.store.queries import Row


def show_imported(row: Row, form: str) -> None:
    """Prints an imported event, for reading or as JSON."""
    if form == "json":
        import json

        from riftline.export.listing import nested

        more = {key: row[key] for key in ("origin_id", "origin_code", "intensity")}
        print(json.dumps(nested(row, []) | more | {"text": row["evidence"]}, ensure_ascii=False, indent=2))
    else:
        _print(row)


def _print(row: Row) -> None:
    from rich.text import Text

    out = console()
    kind = row["type"] or "no PLOVER type"
    mode = f" ({row['mode']})" if row["mode"] else ""
    out.print(Text(f"{_name(row, 'source')} → {_name(row, 'target')}", style="bold"))
    out.print(Text(f"{kind}{mode} · {row['status']} · {row['id']}"))
    out.print()
    width = max(len(name) for name, _ in _lines(row))
    for name, words in _lines(row):
        out.print(Text(f"  {name:<{width}}  ", style="dim").append(words, style="default"), soft_wrap=True)


def _lines(row: Row) -> list[tuple[str, str]]:
    """What is told of an event, by name; what there is nothing to tell of is left out."""
    from riftline.wording import from_to

    around = ", ".join(part for part in (row["place"], row["admin1"] if row["admin1"] != row["place"] else None, row["country"]) if part)
    point = f" ({row['lat']:.3f}, {row['lon']:.3f}; {row['precision'] or 'how exact is not told'})" if row["lat"] is not None else ""
    why = f"; {row['date_reason']}" if row["date_reason"] else ""
    score = f"intensity {row['intensity']:g}" if row["intensity"] is not None else None
    counted = f"{row['reports']:,}" + (f", {row['sources']:,} of them independent" if row["reports"] > 1 else "")
    found = [
        ("Who", _side(row, "source")),
        ("To whom", _side(row, "target")),
        ("When", _days(row["first_day"], row["last_day"]) + why),
        ("Where", f"{around}{point}"),
        ("How many", ", ".join(f"{from_to(item['low'], item['high'])} {item['what']} ({item['text']})" for item in row["figures"] or [])),
        ("Contexts", ", ".join(row["contexts"])),
        ("Its words", row["evidence"] or ""),
        ("Its code", ", ".join(part for part in (f"{row['origin']} {row['origin_code'] or ''}".strip(), score) if part)),
        ("Its id", row["origin_id"] or ""),
        ("Told by", " · ".join(str(part) for part in (row["publisher"], row["title"], row["url"], row["published"]) if part)),
        ("Reports", counted),
        ("Why", row["reason"] or ""),
    ]
    return [(name, words) for name, words in found if words.strip()]


def _name(row: Row, side: str) -> str:
    return row[f"{side}_name"] or row[f"{side}_code"] or "nobody is named"


def _side(row: Row, side: str) -> str:
    if row[f"{side}_code"] is None:
        return "nobody is named"
    code, country = row[f"{side}_code"], row[f"{side}_country"]
    about = [code or "whose is not known", country if country != code else None, *(row[f"{side}_sectors"] or [])]
    said = row[f"{side}_text"]
    words = f"; in the text: “{said}”" if said and said != row[f"{side}_name"] else ""
    return f"{row[f'{side}_name'] or code} ({', '.join(part for part in about if part)}){words}"


def _days(first: date | None, last: date | None) -> str:
    from riftline.records import Interval
    from riftline.wording import days

    return days(Interval(first, last)) if first and last else "No day given"

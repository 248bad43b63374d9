"""`riftline commitments`: what binds actors and what divides them on a day, and the breaches tied to it."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riftline.cli.common import Database, chosen, console, day, guarded, refuse, table
from riftline.cli.filtering import code, several
from riftline.cli.reading import reading

if TYPE_CHECKING:
    from riftline.relations.breaches import Breach
    from riftline.relations.commitments import Bond
    from riftline.relations.standing import Standing

FORMATS = ("table", "json", "csv")
DEFAULT = "riftline.duckdb"
COLUMNS = ("what", "id", "kind", "parties", "treaty", "from", "to", "status", "origin", "through", "source", "note", "articles", "day", "sentence")


def commitments(
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help="Whose: a code (ARM, CSTO) or a state's name; all where it is left out.")] = None,
    other: Annotated[str | None, typer.Option("--with", metavar="WHO", help="Only with this one, also through an organisation of both.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="On this day; else on that of --as-of, or today.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="Only of this kind (mutual defence, war); several with commas.")] = None,
    rivalries: Annotated[bool, typer.Option("--rivalries", help="Only what divides.")] = False,
    broken: Annotated[bool, typer.Option("--breaches", help="Only the breaches.")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Only from articles that were published by this day.")] = None,
    add: Annotated[str | None, typer.Option("--add", metavar="FILE.csv", help="Store commitments or rivalries of your own.")] = None,
    remove: Annotated[str | None, typer.Option("--remove", metavar="ID", help="Take one of your own away.")] = None,
    db: Database = DEFAULT,
    form: Annotated[str, typer.Option("--format", metavar="table|json|csv", help="How to print them.")] = "table",
) -> None:
    """Lists what binds an actor on a day, what divides it from others, and the breaches tied to each, with their sentences.

    Riftline's own tables name the treaty and the source of each. Yours join them from a CSV with the columns
    id, parties (ARM|RUS), kind, treaty, from, to, source, note; dates are 2023, 2023-09 or 2023-09-21. What
    articles tell stands beside them, marked as such. Without a database the tables alone are listed.

    \b
    Examples:
      riftline commitments ARM
      riftline commitments Armenia --with Russia --on 2023-09-18 --as-of 2023-09-18
      riftline commitments CHN --rivalries
      riftline commitments --kind "mutual defence" --on 1995-01-01 --format csv
      riftline commitments --add ours.csv --db news.duckdb
      riftline commitments --remove our-pact --db news.duckdb
    """
    form = chosen(form, FORMATS, "--format")
    if add is not None or remove is not None:
        if add is not None and remove is not None:
            raise refuse("--add and --remove: give one of them.")
        _change(add, remove, db)
        return
    then = day(as_of, "--as-of")
    when = day(on, "--on")
    with guarded():
        import json

        from riftline.relations.commitments import kinds
        from riftline.relations.standing import record, standing

        wanted = several(kind, tuple(kinds()), "--kind")
        there = db != DEFAULT or os.path.exists(db)
        with reading(db) if there else nullcontext() as connection:
            found = standing(connection, _party(who, "WHO"), _party(other, "--with"), when, then, wanted)
        if rivalries:
            found = replace(found, bonds=(), before=())
        if broken:
            found = replace(found, rivalries=())
        if form == "json":
            print(json.dumps(record(found), ensure_ascii=False, indent=2))
        elif form == "csv":
            _csv(found)
        else:
            _table(found, broken)


def _party(name: str | None, option: str) -> str | None:
    """The code of a party. Raises an exit, with a message, where there is none."""
    if name is None:
        return None
    from riftline.relations.commitments import codes

    found = code(name) or ""
    for spelt in (found, found.upper()):
        if spelt in codes():
            return spelt
    raise refuse(f"{option}: {name!r} is no code or state that the actor tables have; write ARM or Armenia.")


def _change(add: str | None, remove: str | None, db: str) -> None:
    from urllib.parse import quote

    from riftline.cli.handing import server_of
    from riftline.relations import commitments_added
    from riftline.store.database import explained, opened

    with guarded():
        given = commitments_added.read(add) if add is not None else []
        if server := server_of(db):
            if remove is not None:
                server.ask("DELETE", f"/commitments/{quote(remove, safe='')}")
                print(f"{db}: {remove} is taken away.")
                return
            told = server.ask("POST", "/commitments", {"rows": given})
            print(f"{db}: {told['new']} added, {told['replaced']} replaced.")
            return
        with opened(db, write=True, make=add is not None) as connection, explained(db):
            if remove is not None:
                commitments_added.remove(connection, remove)
                print(f"{db}: {remove} is taken away.")
                return
            done = commitments_added.add(connection, given)
    print(f"{db}: {done.new} added, {done.replaced} replaced.")


def _csv(found: Standing) -> None:
    import csv

    from riftline.export.listing import safe
    from riftline.relations.standing import bond_record, breach_record, rivalry_record

    out = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
    out.writeheader()

    def put(row: dict[str, Any]) -> None:
        out.writerow({name: safe(value) if isinstance(value, str) else value for name, value in row.items()})

    def breach(each: Breach) -> None:
        row = {"what": "breach", "id": each.bond, "articles": each.article, "parties": f"{each.who}|{each.towards}", "note": each.reason}
        put({**breach_record(each), **row})

    for bond, broken in found.bonds:
        put({**bond_record(bond), "what": "bond", "parties": "|".join(bond.parties), "articles": "|".join(bond.articles)})
        for each in broken:
            breach(each)
    for item in found.rivalries:
        put({**rivalry_record(item), "what": "rivalry", "parties": "|".join(item.parties), "treaty": item.over})
    for each in found.before:
        breach(each)


def _table(found: Standing, broken: bool) -> None:
    from rich.text import Text

    from riftline.wording import day as in_words

    out = console()
    who = found.who
    bonds = [(bond, acts) for bond, acts in found.bonds if acts or not broken]
    if not bonds and not found.rivalries and not found.before:
        out.print(f"Nothing is known on {in_words(found.on)}.")
        return
    if bonds:
        listed = table(out)
        for name in ("Binds", "Kind", "By", "Since", "Until", "Told by", "Id"):
            listed.add_column(name, overflow="fold", no_wrap=name in ("Since", "Until", "Id"))
        for bond, acts in bonds:
            state = "" if bond.status == "in force" else f" ({bond.status})"
            by = bond.treaty + (f" ({bond.source})" if bond.source and bond.origin != "article" else "")
            listed.add_row(_others(bond.parties, who), Text(bond.kind + state), by, _day(bond.start), _day(bond.end), _told_by(bond), bond.id)
            for each in acts:
                listed.add_row(*_breach(each))
        out.print(listed)
    if found.rivalries:
        if bonds:
            out.print()
        listed = table(out)
        for name in ("Divides", "Kind", "Over", "Since", "Until", "Id"):
            listed.add_column(name, overflow="fold", no_wrap=name in ("Since", "Until", "Id"))
        for item in found.rivalries:
            over = item.over + (f" ({item.source})" if item.source else "")
            listed.add_row(_others(item.parties, who), item.kind, over, _day(item.start), _day(item.end), item.id)
        out.print(listed)
    if found.before:
        out.print("\nBreaches of what binds no more:" if bonds or found.rivalries else "Breaches of what binds no more:")
        for each in found.before:
            what, kind, sentence, *_ = _breach(each)
            out.print(f"  {what.strip()}  {kind}  {sentence}  {each.bond}")


def _told_by(bond: Bond) -> str:
    """Whose word it is beside the tables': the user's, that of articles, or of articles alone."""
    from riftline.wording import number

    said = ["you"] if bond.origin == "user" else []
    if bond.articles:
        said.append(f"{number(len(bond.articles), 'article')}{' alone' if bond.origin == 'article' else ''}")
    return ", ".join(said)


def _breach(each: Breach) -> tuple[str, str, str, str, str, str, str]:
    where = each.article or "imported"
    return (f"  ! {each.who} > {each.towards}", each.kind, f"“{each.sentence}” ({where})" if each.sentence else where, _day(each.day), "", "", each.event)


def _others(parties: tuple[str, ...], who: str | None) -> str:
    from riftline.relations.commitments import name_of

    return ", ".join(f"{name_of(party)} ({party})" for party in parties if party != who)


def _day(value: date | None) -> str:
    return value.isoformat() if value else "–"

"""`riftline commitments`: what binds actors and what divides them on a day, and the breaches tied to it."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riftline.cli.common import Database, chosen, console, day, guarded, refuse, table
from riftline.cli.filtering import code, several

if TYPE_CHECKING:
    from riftline.relations.breaches import Breach
    from riftline.relations.commitments import Bond, Rivalry

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
    when = day(on, "--on") or then or date.today()
    with guarded():
        from riftline.relations.commitments import kinds

        wanted = several(kind, tuple(kinds()), "--kind")
        found = _found(_party(who, "WHO"), _party(other, "--with"), when, then, wanted, db)
        if rivalries:
            found = {**found, "bonds": [], "before": []}
        if broken:
            found = {**found, "rivalries": []}
        if form == "json":
            _json(found, when, then)
        elif form == "csv":
            _csv(found)
        else:
            _table(found, when, broken)


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
    from riftline.relations import commitments_added
    from riftline.store.database import explained, opened

    with guarded():
        given = commitments_added.read(add) if add is not None else []
        with opened(db, write=True, make=add is not None) as connection, explained(db):
            if remove is not None:
                commitments_added.remove(connection, remove)
                print(f"{db}: {remove} is taken away.")
                return
            done = commitments_added.add(connection, given)
    print(f"{db}: {done.new} added, {done.replaced} replaced.")


def _found(who: str | None, other: str | None, on: date, as_of: date | None, kinds: tuple[str, ...], db: str) -> dict[str, Any]:
    """The bonds of the day, each with its breaches; the rivalries; and the breaches of what binds no more."""
    from riftline.relations.breaches import breaches, touching
    from riftline.relations.commitments_told import known
    from riftline.store.database import explained, opened

    if who is None and other is not None:
        who, other = other, None
    there = db != DEFAULT or os.path.exists(db)
    with opened(db) if there else nullcontext() as connection, explained(db):
        every = known(connection, as_of)
        told = breaches(connection, as_of, every, [who] if who else []) if connection is not None else ()
    told = tuple(each for each in told if each.day is None or each.day <= on)
    bonds = every.between(who, other, on) if who and other else every.bonds(on, who)
    divided = [each for each in every.all_rivalries if each.holds(on) and {who, other} - {None} <= set(each.parties)]
    listed = [(bond, touching(bond, told)) for bond in bonds if not kinds or bond.kind in kinds]
    before: list[Breach] = []
    if not kinds:
        shown = {each.event for bond in bonds for each in touching(bond, told)}
        before = [each for each in told if each.event not in shown and (other is None or other in (each.who, each.towards))]
    return {"bonds": listed, "rivalries": [each for each in divided if not kinds or each.kind in kinds], "before": before, "who": who}


def _told(breach: Breach) -> dict[str, Any]:
    return {
        "kind": breach.kind, "day": breach.day and breach.day.isoformat(), "known": breach.known and breach.known.isoformat(), "who": breach.who,
        "towards": breach.towards, "bond": breach.bond, "event": breach.event, "article": breach.article, "sentence": breach.sentence,
        "reason": breach.reason, "sure": breach.sure,
    }  # fmt: skip


def _dates(item: Bond | Rivalry) -> dict[str, str | None]:
    return {"from": item.start.isoformat() if item.start else None, "to": item.end.isoformat() if item.end else None}


def _bond(bond: Bond) -> dict[str, Any]:
    return {
        "id": bond.id, "kind": bond.kind, "parties": list(bond.parties), "treaty": bond.treaty, **_dates(bond), "status": bond.status,
        "binds": bond.binds, "origin": bond.origin, "through": bond.through, "source": bond.source, "note": bond.note, "articles": list(bond.articles),
    }  # fmt: skip


def _rivalry(item: Rivalry) -> dict[str, Any]:
    return {
        "id": item.id, "kind": item.kind, "parties": list(item.parties), "over": item.over, **_dates(item), "origin": item.origin, "source": item.source,
        "note": item.note,
    }  # fmt: skip


def _json(found: dict[str, Any], on: date, as_of: date | None) -> None:
    import json

    made = {
        "on": on.isoformat(),
        "as_of": as_of.isoformat() if as_of else None,
        "bonds": [{**_bond(bond), "breaches": [_told(each) for each in broken]} for bond, broken in found["bonds"]],
        "rivalries": [_rivalry(item) for item in found["rivalries"]],
        "breaches_of_what_binds_no_more": [_told(each) for each in found["before"]],
    }
    print(json.dumps(made, ensure_ascii=False, indent=2))


def _csv(found: dict[str, Any]) -> None:
    import csv

    out = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
    out.writeheader()

    def breach(each: Breach) -> None:
        row = {"what": "breach", "id": each.bond, "articles": each.article, "parties": f"{each.who}|{each.towards}", "note": each.reason}
        out.writerow({**_told(each), **row})

    for bond, broken in found["bonds"]:
        out.writerow({**_bond(bond), "what": "bond", "parties": "|".join(bond.parties), "articles": "|".join(bond.articles)})
        for each in broken:
            breach(each)
    for item in found["rivalries"]:
        out.writerow({**_rivalry(item), "what": "rivalry", "parties": "|".join(item.parties), "treaty": item.over})
    for each in found["before"]:
        breach(each)


def _table(found: dict[str, Any], on: date, broken: bool) -> None:
    from rich.text import Text

    from riftline.wording import day as in_words

    out = console()
    who = found["who"]
    bonds = [(bond, acts) for bond, acts in found["bonds"] if acts or not broken]
    if not bonds and not found["rivalries"] and not found["before"]:
        out.print(f"Nothing is known on {in_words(on)}.")
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
    if found["rivalries"]:
        if bonds:
            out.print()
        listed = table(out)
        for name in ("Divides", "Kind", "Over", "Since", "Until", "Id"):
            listed.add_column(name, overflow="fold", no_wrap=name in ("Since", "Until", "Id"))
        for item in found["rivalries"]:
            over = item.over + (f" ({item.source})" if item.source else "")
            listed.add_row(_others(item.parties, who), item.kind, over, _day(item.start), _day(item.end), item.id)
        out.print(listed)
    if found["before"]:
        out.print("\nBreaches of what binds no more:" if bonds or found["rivalries"] else "Breaches of what binds no more:")
        for each in found["before"]:
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

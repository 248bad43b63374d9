"""Two annotators' dispatches made into one gold file each: `python -m training.adjudicate`.

Under `training/dispatches/SET/REGION` lie a text (`NAME.txt`) and what two annotators, who worked apart, found in it
(`NAME.first.ann`, `NAME.second.ann`; `dispatches/GUIDELINES.md` has the format). Written beside them: `NAME.gold.json`, in
the form that `evaluation/` reads. What both found is as the first has it, with the second's type and codes acceptable
too; what only one found is no core event: welcome, and not counted as missed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.gold import GoldArticle, GoldEvent, parse
from evaluation.matching import pairing, share_words

from riftline.tables import rows
from training.corpus import own_codes

FOLDER = Path(__file__).parent / "dispatches"
_SIDES = re.compile(r"(?P<source>[A-Z0-9,-]+) *(?P<how><>|>) *(?P<target>[A-Z0-9,-]+)")

Raw = dict[str, Any]


def read(path: Path) -> Raw:
    """One annotator's file as an object of the gold format. Raises ValueError naming the line that is wrong."""
    text = " ".join(path.with_name(path.name.split(".")[0] + ".txt").read_text(encoding="utf-8").split())
    out: Raw = {"id": path.name.split(".")[0], "events": [], "statements": [], "commitments": [], "dates": [], "places": [], "accounts": []}
    out["coreference"] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        fields = [field.strip() for field in line.split(" | ")]
        if not line.strip():
            continue
        try:
            quotes = _take(out, fields)
            absent = [quote for quote in quotes if " ".join(quote.split()) not in text]
            if absent:
                raise ValueError(f"not in the text: {absent[0]!r}")
        except (ValueError, IndexError) as e:
            raise ValueError(f"{path}:{number}: {e}") from e
    return out


def _take(out: Raw, fields: Sequence[str]) -> list[str]:
    """Adds one line's record; what of it has to occur in the text."""
    kind, rest = fields[0], fields[1:]
    if kind == "published":
        out["published"], out["published_given"] = date.fromisoformat(rest[0]).isoformat(), rest[1] == "given"
        return []
    if kind == "E":
        types, both, days, status, by, core, quote = rest
        sides = _SIDES.fullmatch(both)
        if sides is None:
            raise ValueError(f"sides {both!r}")
        out["events"].append({
            "id": f"e{len(out['events']) + 1:02}", "types": types.split(","), "source": _codes(sides["source"]), "target": _codes(sides["target"]),
            "symmetric": sides["how"] == "<>", "date": _days(days), "status": status, "by": _by(by), "core": core == "core", "quote": quote,
        })  # fmt: skip
        return [quote]
    if kind == "S":
        how, code, speaker, days, quote = rest[:5]
        out["statements"].append({
            "speaker": speaker, "code": _coded(code), "kind": how, "anonymous": "anonymous" in rest[5:], "quote": quote, "date": _days(days),
        })  # fmt: skip
        return [quote]
    if kind == "C":
        out["commitments"].append({"kind": rest[0], "parties": list(map(_coded, rest[1].replace(",", " ").split())), "quote": rest[2]})
        return [rest[2]]
    if kind == "D":
        if _days(rest[0]) is not None:
            out["dates"].append({"text": rest[1], "date": _days(rest[0])})
        return [rest[1]]
    if kind == "P":
        lat, lon = map(float, rest[1].split())
        out["places"].append({"name": rest[0], "lat": lat, "lon": lon, "country": rest[2]} | ({"radius_km": float(rest[3])} if rest[3:] else {}))
        return [rest[0]]
    if kind == "A":
        one, other = (out["events"][int(n) - 1] for n in rest[0].split())
        out["accounts"].append({"event": one["id"], "a": _voice(one), "b": _voice(other), "quote_a": one["quote"], "quote_b": other["quote"]})
        return []
    if kind == "X":
        mentions = [mention.strip() for mention in rest[1].split(" ; ")]
        out["coreference"].append({"code": _coded(rest[0]), "mentions": mentions})
        return mentions
    raise ValueError(f"unknown kind {kind!r}")


@cache
def _as_coded() -> dict[str, str]:
    """Annotators' codes → the coder's: an armed force goes by the state that it belongs to, some bodies by a code of their own."""
    owners = {row["force"]: row["code"] for row in rows("actors/forces")}
    return owners | {own: owners.get(code, code) for own, code in own_codes().items() if code}


def _coded(code: str) -> str:
    return _as_coded().get(code, code)


def _codes(field: str) -> list[str]:
    return [] if field == "-" else list(dict.fromkeys(map(_coded, field.split(","))))


def _by(field: str) -> str:
    code, _, how = field.partition(" ")
    return f"{_coded(code)} {how}" if how else field


def _days(field: str) -> list[str] | None:
    if field == "-":
        return None
    ends = [date.fromisoformat(end).isoformat() for end in field.split("..")]
    return [ends[0], ends[-1]]


def _voice(event: Mapping[str, Any]) -> str:
    """Whose account it is: who vouches, else who acts."""
    return str(event["source"][0] if event["by"] == "author" else event["by"].split()[0])


def as_record(article: GoldArticle, raw: Mapping[str, Any]) -> Raw:
    """An annotation as if a coder had found it: what `evaluation.scorer` takes as the found side."""

    def span(text: str) -> list[Raw]:
        return [{"text": text}]

    events = []
    for e in article.events:
        who, _, how = e.by.partition(" ")
        events.append({
            "type": e.types[0], "source": {"code": e.sources[0]}, "target": {"code": e.targets[0]}, "status": e.status, "evidence": span(e.quote),
            "date": {"start": e.days[0], "end": e.days[1]} if e.days else None,
            "attribution": None if who == "author" else {"code": who, "anonymous": how == "anonymous"},
        })  # fmt: skip
    return {
        "document": {"published": article.published.isoformat()}, "events": events,
        "statements": [{"text": s.quote, "speaker": {"code": s.code, "anonymous": s.anonymous}} for s in article.statements],
        "commitments": [{"kind": c.kind, "parties": sorted(c.parties)} for c in article.commitments],
        "dates": [{"text": d.text, "start": d.days[0], "end": d.days[1]} for d in article.dates],
        "places": [{"name": p["name"], "lat": p["lat"], "lon": p["lon"]} for p in raw["places"]],
        "accounts": [{"codes": sorted(codes)} for codes in article.accounts],
    }  # fmt: skip


def merged(first: Raw, second: Raw) -> Raw:
    """The gold of two annotations: what both saw, and as not core what one saw."""
    one, other = parse(first), parse(second)
    found = pairing(one.events, other.events, _same, lambda a, b: float(share_words(a.quote, b.quote)), lambda a: a.core)
    events = []
    for i, event in enumerate(first["events"]):
        event = dict(event)
        if i in found.pairs:
            twin = second["events"][found.pairs[i]]
            straight = set(event["source"]) & set(twin["source"]) or (not event["source"] and not twin["source"])
            sides = ("source", "target") if straight else ("target", "source")
            event["types"] = _both(event["types"], twin["types"])
            event["source"], event["target"] = _both(event["source"], twin[sides[0]]), _both(event["target"], twin[sides[1]])
            event["symmetric"] = event["symmetric"] or twin["symmetric"]
            if event["date"] and twin["date"]:
                event["date"] = [min(event["date"][0], twin["date"][0]), max(event["date"][1], twin["date"][1])]
        else:
            event["core"] = False
        events.append(event)
    matched = set(found.pairs.values())
    events += [{**e, "core": False, "id": f"s{e['id'][1:]}"} for j, e in enumerate(second["events"]) if j not in matched]
    return {**first, "events": events}


def _both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [*one, *(x for x in other if x not in one)]


def _same(one: GoldEvent, other: GoldEvent) -> bool:
    """Whether two annotators mean one event: a type in common, the sides, and half of the shorter quote's words."""
    straight = set(one.sources) & set(other.sources) and set(one.targets) & set(other.targets)
    crossed = (one.symmetric or other.symmetric) and set(one.sources) & set(other.targets) and set(one.targets) & set(other.sources)
    return bool((straight or crossed) and set(one.types) & set(other.types) and share_words(one.quote, other.quote))


def twice_annotated(folder: Path = FOLDER) -> Iterator[tuple[Path, Raw, Raw]]:
    """Each text's path, with what the first and the second annotator found in it."""
    for text in sorted(folder.glob("*/*/*.txt")):
        yield text, read(text.with_suffix(".first.ann")), read(text.with_suffix(".second.ann"))


def main() -> None:
    """Writes all gold files."""
    for text, first, second in twice_annotated():
        gold = merged(first, second)
        text.with_suffix(".gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

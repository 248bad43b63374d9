"""What an import did, in figures: what was mapped to PLOVER and what was not, whose state is not known, which rows were refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from riftline.readers.staging import SHOWN, Refused


@dataclass(slots=True)
class Report:
    """Figures of one import, added up file by file."""

    format: str
    files: int = 0
    read: int = 0
    """Rows that could be read."""
    imported: int = 0
    """Events that were not there before."""
    present: int = 0
    """Events that were there already and stay as they are."""
    replaced: int = 0
    """Events that were there and had to give way to a row of the same id."""
    repeated: int = 0
    """Rows of an id that another row of the same import has too."""
    differing: int = 0
    """Ids that came with different contents: in the import, or there and in the import."""
    refused: int = 0
    examples: list[Refused] = field(default_factory=list)
    codes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Rows by the origin's code, its words, and the PLOVER type ("" where there is none)."""
    stateless: Counter[str] = field(default_factory=Counter)
    """How often each actor stands as a side of whom neither state nor organisation is known."""
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def mapped(self) -> int:
        """Rows that have a PLOVER type."""
        return sum(count for (_, _, kind), count in self.codes.items() if kind)

    @property
    def unmapped(self) -> list[tuple[str, str, int]]:
        """Codes without a PLOVER type: code, words and rows, the most frequent first."""
        found = [(code, name, count) for (code, name, kind), count in self.codes.items() if not kind]
        return sorted(found, key=lambda item: (-item[2], item[0]))

    def refuse(self, count: int, examples: tuple[Refused, ...]) -> None:
        """Adds rows that could not be read."""
        self.refused += count
        self.examples = [*self.examples, *examples][:SHOWN]

    def note(self, text: str) -> None:
        """Adds what a user should know, once."""
        if text not in self.notes:
            self.notes.append(text)

    def record(self) -> dict[str, Any]:
        """All of it for a machine: plain values, complete lists."""
        return {
            "format": self.format,
            "files": self.files,
            "rows": self.read,
            "imported": self.imported,
            "present": self.present,
            "replaced": self.replaced,
            "repeated": self.repeated,
            "differing": self.differing,
            "refused": self.refused,
            "refused_first": [{"file": item.file, "line": item.line, "why": item.why} for item in self.examples],
            "mapped": self.mapped,
            "unmapped": self.read - self.mapped,
            "types": dict(sorted(self._types().items(), key=lambda item: (-item[1], item[0]))),
            "unmapped_codes": [{"code": code, "name": name, "rows": count} for code, name, count in self.unmapped],
            "stateless": [{"name": name, "sides": count} for name, count in self.stateless.most_common()],
            "notes": self.notes,
            "seconds": round(self.seconds, 3),
        }

    def _types(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for (_, _, kind), count in self.codes.items():
            if kind:
                found[kind] += count
        return found

"""What the owner of a sheet hands in: facts of its record, files it has stored, what a person sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from parks.kernel.words import Bilingual, Text


@dataclass(frozen=True, slots=True)
class FactDetail:
    """How far one line can be trusted: where it is entered, who checked it and when, from which day on it is old."""

    url: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    stale_from: date | None = None

    def stale(self, on: date) -> bool:
        return self.stale_from is not None and self.stale_from <= on

    def stored(self) -> dict[str, Any]:
        return {
            "url": self.url,
            "checked_by": self.checked_by,
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
            "stale_from": self.stale_from.isoformat() if self.stale_from else None,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "FactDetail":
        return cls(
            url=stored["url"],
            checked_by=stored["checked_by"],
            checked_on=date.fromisoformat(stored["checked_on"]) if stored["checked_on"] else None,
            stale_from=date.fromisoformat(stored["stale_from"]) if stored["stale_from"] else None,
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the owner's record: its lines as people read them (none: not known), whence and since when.

    `details` go with the lines, one each, or are none at all.
    """

    lines: tuple[Bilingual, ...] = ()
    source: Bilingual | None = None
    at: date | None = None
    url: str = ""
    details: tuple[FactDetail, ...] = ()

    @property
    def told(self) -> list[tuple[Bilingual, FactDetail]]:
        """Each line with what is known of it."""
        details = self.details or (FactDetail(),) * len(self.lines)
        return list(zip(self.lines, details, strict=True))

    def stored(self) -> dict[str, Any]:
        return {
            "lines": [one.stored() for one in self.lines],
            "source": self.source.stored() if self.source else None,
            "at": self.at.isoformat() if self.at else None,
            "url": self.url,
            "details": [one.stored() for one in self.details],
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Fact":
        return cls(
            lines=tuple(Bilingual.of(one) for one in stored["lines"]),
            source=Bilingual.of(stored["source"]) if stored["source"] else None,
            at=date.fromisoformat(stored["at"]) if stored["at"] else None,
            url=stored["url"],
            details=tuple(FactDetail.of(one) for one in stored.get("details", ())),  # older sheets have none
        )


@dataclass(frozen=True, slots=True)
class FileRef:
    """A stored document that answers a file question."""

    document_id: UUID
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Sent:
    """One answer as it was sent, and the version that its sender had before them (0: none yet)."""

    value: Any
    seen_version: int


def gap_stored(gap: Text | str) -> dict[str, Any]:
    """A sentence of ours keeps its key, so that it is read in each reader's language; an officer's stays as written."""
    if isinstance(gap, str):
        return {"said": gap}
    return {"msgid": gap.msgid, "values": {name: str(value) for name, value in gap.values.items()}}


def gap_of(stored: Mapping[str, Any]) -> Text | str:
    return stored["said"] if "said" in stored else Text(stored["msgid"], stored["values"])

"""The mark on every page of a print pack: which application, which version, and the sum of what stands in it."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parks.kernel.words import Text, _

MARK = re.compile(r"PARKS:([A-Z0-9-]{3,20}):([0-9]{1,5}):([0-9A-F]{16})")
"""Capitals, digits, dash and colon alone: the dense alphabet of a QR code, which stays readable on a worn copy."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`digest`: the first sixteen signs of the SHA-256 of the version."""

    number: str
    version: int
    digest: str

    def __str__(self) -> str:
        return f"PARKS:{self.number}:{self.version}:{self.digest}"


def mark(number: str, version: int, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Mark:
    """Of one version as it was frozen; the same for ever, on whatever machine it is reckoned."""
    plain = json.dumps(
        [number, version, answers, facts], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return Mark(number.upper(), version, hashlib.sha256(plain.encode()).hexdigest()[:16].upper())


def read(text: str) -> Mark | None:
    """The mark in a code, or None where it is another's code (a seal, a parcel, a web address)."""
    found = MARK.fullmatch(text.strip())
    return Mark(found[1], int(found[2]), found[3]) if found else None


def problem(pages: list[list[str]], wanted: Mark) -> Text | None:
    """Why a scan is not of the wanted version, page by page; None where every mark that was read is the right one."""
    read_any = False
    for place, texts in enumerate(pages, start=1):
        for found in (one for one in map(read, texts) if one is not None):
            read_any = True
            if found.number != wanted.number:
                return _(
                    "Page {page} belongs to application {number}. Nothing was kept.", page=place, number=found.number
                )
            if found.version != wanted.version:
                return _(
                    "Page {page} is of version {found}; what is signed here is version {wanted}. Print that one, have"
                    " it signed and sealed, and send its scan.",
                    page=place,
                    found=found.version,
                    wanted=wanted.version,
                )
            if found.digest != wanted.digest:
                return _(
                    "The mark of page {page} is not that of what was sent: the page was not printed here, or was"
                    " changed. Nothing was kept.",
                    page=place,
                )
    if read_any:
        return None
    return _(
        "No mark could be read on any page. Scan whole pages of the print pack, at 200 dots an inch or more, with the"
        " code in the corner in sight."
    )


def matched(pages: list[list[str]], wanted: Mark) -> int:
    """On how many pages the mark was read."""
    return sum(any(read(text) == wanted for text in texts) for texts in pages)

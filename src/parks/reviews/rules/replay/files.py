"""The bytes of a selection file (docs/adr/0072).

JSON Lines: each line is canonical JSON (keys sorted by code point, no spaces, UTF-8 without escapes beyond those that
JSON demands, whole numbers alone, every other figure a text) and ends with one LF. A line has four members: `hash`,
`n` (its number, from 1), `record`, `section`. `hash` is the SHA-256, in hex, of the line before's `hash` (64 noughts
before the first) followed by the canonical JSON of the line without its `hash`. Line 1 is of the section `file` and
counts the lines of all others, which follow in the order of `SECTIONS`; an empty section has its count alone.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parks.reviews.rules.replay.reports import Difference, Problem

FORMAT = "parks-selection/1"
FILE = "file"
SECTIONS = (
    "call",
    "rubric",
    "scoring",
    "draws",
    "assignments",
    "marks",
    "results",
    "ranking",
    "proposal",
    "notice",
)
BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    section: str
    record: Mapping[str, Any]


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(head: Mapping[str, Any], sections: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """The file: `head` goes into line 1 beside format and counts. KeyError where a section is not given."""
    counts = {name: len(sections[name]) for name in SECTIONS}
    records = [(FILE, {**head, "format": FORMAT, "sections": counts})]
    records += [(name, dict(record)) for name in SECTIONS for record in sections[name]]
    return chained(records)


def chained(records: Sequence[tuple[str, Mapping[str, Any]]]) -> bytes:
    lines, last = [], BEFORE_THE_FIRST
    for number, (section, record) in enumerate(records, start=1):
        line: dict[str, Any] = {"n": number, "record": record, "section": section}
        last = line["hash"] = linked(last, line)
        lines.append(canonical(line) + b"\n")
    return b"".join(lines)


def linked(before: str, line: Mapping[str, Any]) -> str:
    """The hash of a line given without its own."""
    return sha256(before.encode() + canonical(line))


def read(data: bytes) -> tuple[list[Line], Difference | None]:
    """The lines that hold, and the first that does not: its spelling, its place, its hash."""
    lines: list[Line] = []
    last = BEFORE_THE_FIRST
    *whole, rest = data.split(b"\n")
    for number, raw in enumerate(whole, start=1):
        try:
            line = _parsed(raw)
        except (ValueError, RecursionError):
            return lines, Difference(number, "", Problem.SPELLING)
        told = line.pop("hash")
        section, computed = line["section"], linked(last, line)
        if computed != told:
            return lines, Difference(number, section, _moved(line, number), "hash", str(told), computed)
        if not _fits(line, number, lines):
            return lines, Difference(number, section, Problem.ORDER)
        lines.append(Line(number, section, line["record"]))
        last = computed
    if rest or not lines:
        return lines, Difference(len(whole) + 1, "", Problem.SPELLING)
    return lines, _counted(lines)


def _parsed(raw: bytes) -> dict[str, Any]:
    """ValueError where it is not a line in its one spelling; a key given twice or a fraction is none either."""
    line = json.loads(raw.decode(), parse_float=_refuse, parse_constant=_refuse)
    if not isinstance(line, dict) or set(line) != {"hash", "n", "record", "section"}:
        raise ValueError
    if not isinstance(line["record"], dict) or not isinstance(line["section"], str) or canonical(line) != raw:
        raise ValueError
    return line


def _refuse(text: str) -> None:
    raise ValueError(text)


def _moved(line: Mapping[str, Any], number: int) -> Problem:
    return Problem.CHAIN if line["n"] == number else Problem.ORDER


def _fits(line: Mapping[str, Any], number: int, before: Sequence[Line]) -> bool:
    if line["n"] is True or line["n"] != number:
        return False
    if not before:
        return bool(line["section"] == FILE and line["record"].get("format") == FORMAT)
    order = (FILE, *SECTIONS)
    if line["section"] not in SECTIONS:
        return False
    return order.index(line["section"]) >= order.index(before[-1].section)


def _counted(lines: Sequence[Line]) -> Difference | None:
    told = lines[0].record.get("sections")
    if not isinstance(told, dict) or set(told) != set(SECTIONS):
        return Difference(1, FILE, Problem.SHAPE)
    place = 1
    for name in SECTIONS:
        count = sum(one.section == name for one in lines)
        place += count
        if told[name] is True or told[name] != count:
            return Difference(place + 1, name, Problem.MISSING)
    return None

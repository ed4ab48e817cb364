"""The walk through a file: first its bytes, then every value that follows from those before it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import InvalidOperation
from typing import Any, TypeVar

from parks.reviews.rules.replay.book import Book, Step, shown
from parks.reviews.rules.replay.files import FILE, SECTIONS, Line, read, sha256
from parks.reviews.rules.replay.reports import Difference, Problem, Report, SectionReport

B = TypeVar("B", bound=Book)

Check = Callable[[B, Mapping[str, Any]], Iterator[Step]]
"""What one record must be, value by value; it notes in the book what later ones rest on."""
After = Callable[[B], Iterator[Step]]
"""What a section must be as a whole, once its last line was read (also where it has none)."""

MALFORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, InvalidOperation, OverflowError)


def verify(
    data: bytes, book: B, checks: Mapping[str, Check[B]], after: Mapping[str, After[B]], expect: str | None = None
) -> Report:
    """Walk the file and stop at the first line that differs; `expect` is the hash that was published.

    Whatever the bytes are, the answer is a report: no file raises.
    """
    hash_ = sha256(data)
    lines, found = read(data)
    values: Counter[str] = Counter()
    good = len(lines)
    if found is None:
        found = _walked(lines, book, checks, after, values)
        good = len(lines) if found is None else found.line - 1
    if found is None and expect is not None and expect.strip().lower() != hash_:
        found = Difference(1, FILE, Problem.HASH, "hash", hash_, expect.strip().lower())
    held = Counter(one.section for one in lines[:good])
    return Report(hash_, good, tuple(SectionReport(one, held[one], values[one]) for one in SECTIONS), found)


def _walked(
    lines: list[Line],
    book: B,
    checks: Mapping[str, Check[B]],
    after: Mapping[str, After[B]],
    values: Counter[str],
) -> Difference | None:
    book.head = lines[0].record
    last = 1
    for name in SECTIONS:
        for line in (one for one in lines if one.section == name):
            last = line.number
            if found := _compared(checks[name](book, line.record), last, name, values):
                return found
        if name in after and (found := _compared(after[name](book), last, name, values)):
            return found
    return None


def _compared(steps: Iterator[Step], line: int, section: str, values: Counter[str]) -> Difference | None:
    try:
        for field, told, computed in steps:
            if type(told) is not type(computed) or told != computed:
                return Difference(line, section, Problem.VALUE, field, shown(told), shown(computed))
            values[section] += 1
    except MALFORMED:
        return Difference(line, section, Problem.SHAPE)
    return None

"""Units as rows over months: what takes each of them when. Pure geometry."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from parks.spaces.rules.names import ALLOCATION_STATUSES
from parks.spaces.rules.plan import PADDING, months_on, shortened
from parks.spaces.states import AllocationKind, UnitStatus

WIDTH, LABEL, HEAD, ROW = 1080, 90, 22, 24
"""Drawing units: the whole, the column of codes, the line of months, a unit's row (a target of 24, WCAG 2.2)."""
SHORTEST = 2
"""A span of one day can still be seen."""


@dataclass(frozen=True, slots=True)
class Span:
    """From its first day to before `until` (None: open), with what stands inside where it has room."""

    kind: AllocationKind
    starts: date
    until: date | None
    word: str
    told: object


@dataclass(frozen=True, slots=True)
class Bar:
    """`open_left` and `open_right` say that it goes on beyond the window."""

    x: int
    w: int
    status: UnitStatus
    word: str
    span: Span
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    url: str
    y: int
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`months`: where each begins; `today` is None where it lies outside the window."""

    width: int
    height: int
    months: Sequence[tuple[int, date]]
    today: int | None
    lines: Sequence[Line]


def drawn(since: date, until: date, today: date, units: Iterable[tuple[str, str, Sequence[Span]]]) -> Drawing:
    """Rows from the top, each unit's spans cut to the window; `units` are code, URL, spans."""
    days = (until - since).days
    room = WIDTH - LABEL

    def at(day: date) -> int:
        return LABEL + (day - since).days * room // days

    lines = [
        Line(code, url, HEAD + number * ROW, [_bar(span, since, until, at) for span in spans])
        for number, (code, url, spans) in enumerate(units)
    ]
    months, month = [], since
    while month < until:
        months.append((at(month), month))
        month = months_on(month, 1)
    return Drawing(WIDTH, HEAD + len(lines) * ROW, months, at(today) if since <= today < until else None, lines)


def _bar(span: Span, since: date, until: date, at: Callable[[date], int]) -> Bar:
    open_left, open_right = span.starts < since, span.until is None or span.until > until
    left = at(since if open_left else span.starts)
    right = at(until if open_right or span.until is None else span.until)
    w = max(right - left, SHORTEST)
    word = shortened(span.word, w) if w > 6 * PADDING else ""
    return Bar(left, w, ALLOCATION_STATUSES[span.kind], word, span, open_left, open_right)

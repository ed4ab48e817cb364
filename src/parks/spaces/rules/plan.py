"""A floor as a drawing: metres to the drawing's own units, and what text fits where. Pure geometry.

The template (templates/spaces/floors/_plan.html) only writes it down. After NetBox's rack elevations: what a reader
may not see is drawn as taken, and every free unit is a link.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from unicodedata import east_asian_width

from parks.kernel.words import Text
from parks.spaces.rules.names import STATUSES
from parks.spaces.states import UnitStatus

WIDTH, LEAST, MOST = 1080, 10, 24
"""How wide a drawing is meant to be, so that its text reads at full width, and the drawing units a metre may have."""

LETTER = Decimal("6.6")
"""Width of a Latin letter at the drawing's text size; a Chinese one takes two."""

LINE = 15
PADDING = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle on its floor, in metres from the upper left corner."""

    x: Decimal
    y: Decimal
    w: Decimal
    h: Decimal

    def within(self, width: Decimal, height: Decimal) -> bool:
        return self.x >= 0 and self.y >= 0 and self.x + self.w <= width and self.y + self.h <= height

    def overlaps(self, other: "Shape") -> bool:
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit to be drawn. `url` is empty where there is nothing to open; `told` is its sentence for screen readers."""

    code: str
    status: UnitStatus
    shape: Shape
    told: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One rectangle as the template writes it; numbers are drawing units. `word` only where it has room."""

    x: int
    y: int
    w: int
    h: int
    text_x: int
    text_y: int
    code: str
    word: Text | None
    status: UnitStatus
    told: Text
    url: str


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: Sequence[Box]
    legend: Sequence[tuple[UnitStatus, Text, int]]
    """Each status on this floor, its word, and how many units stand so."""


def drawn(width: Decimal, height: Decimal, units: Iterable[Placed], language: str) -> Drawing:
    """The drawing of one floor; `language` decides which word is short enough to stand inside."""
    scale = min(max(Decimal(WIDTH) / width, Decimal(LEAST)), Decimal(MOST))
    boxes = [_box(one, scale, language) for one in units]
    seen = {status: sum(box.status is status for box in boxes) for status in UnitStatus}
    legend = [(status, STATUSES[status], count) for status, count in seen.items() if count]
    return Drawing(_units(width, scale), _units(height, scale), boxes, legend)


def _units(metres: Decimal, scale: Decimal) -> int:
    return int((metres * scale).to_integral_value())


def _box(unit: Placed, scale: Decimal, language: str) -> Box:
    x, y, w, h = (_units(side, scale) for side in (unit.shape.x, unit.shape.y, unit.shape.w, unit.shape.h))
    word = STATUSES[unit.status]
    two_lines = h >= 2 * LINE + PADDING and _fits(word, w, language)
    middle = y + h // 2
    return Box(
        x=x,
        y=y,
        w=w,
        h=h,
        text_x=x + w // 2,
        text_y=middle - 2 if two_lines else middle + LINE // 3,
        code=shortened(unit.code, w),
        word=word if two_lines else None,
        status=unit.status,
        told=unit.told,
        url=unit.url,
    )


def _fits(word: Text, width: int, language: str) -> bool:
    # No status has more than four Chinese characters; English words are measured.
    letters = 8 if language == "zh" else len(word.msgid)
    return letters * LETTER + PADDING <= width


def shortened(code: str, width: int) -> str:
    """The code, or as much of it as has room, with a mark that some is missing."""
    room = int((width - PADDING) / LETTER)
    if text_width(code) <= room:
        return code
    while code and text_width(code) + 1 > room:
        code = code[:-1]
    return f"{code}…" if code else ""


def months_on(day: date, by: int) -> date:
    """The same day some months on or back, or the last of that month where it has no such day."""
    month = day.year * 12 + day.month - 1 + by
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def text_width(text: str) -> int:
    """In Latin letters: a Chinese character counts two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)

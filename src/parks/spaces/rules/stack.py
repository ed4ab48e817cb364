"""A park's buildings as stacks of floors: every unit a box as wide as its gross area. Pure geometry.

After stacking plans of letting: floors from the top down, so that it reads as the house stands. All buildings share
one scale, so that a large unit looks large wherever it is; what is too narrow for a pointer is drawn at LEAST.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parks.kernel.words import Bilingual, Text
from parks.spaces.rules.names import STATUSES
from parks.spaces.rules.plan import PADDING, shortened, text_width
from parks.spaces.states import UnitStatus

WIDTH, LABEL = 1080, 110
"""Drawing units: the whole plan, and the column with the floors' names."""
ROW, GAP, LEAST = 40, 4, 30
"""A line's height, the space between two floors, and the narrowest box: three letters, and a target (WCAG 2.2: 24)."""
A_METRE, SMALLEST_METRE = Decimal(2), Decimal("0.2")
"""Most and least drawing units for a m²."""
LINES_OF_A_FLOOR = 3
"""What the scale aims at for the fullest floor; it takes more where its units stand at LEAST."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A unit to be stacked; `url` is empty where there is nothing to open."""

    code: str
    area: Decimal
    status: UnitStatus
    told: Text
    url: str


@dataclass(frozen=True, slots=True)
class Storey:
    building: Bilingual
    name: Bilingual
    url: str
    slots: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    w: int
    text_x: int
    code: str
    word: Text | None
    slot: Slot


@dataclass(frozen=True, slots=True)
class Band:
    """A floor as drawn: `y` and `height` of its line or lines, `name` as much as has room."""

    storey: Storey
    name: str
    y: int
    height: int
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class Stack:
    building: Bilingual
    height: int
    bands: Sequence[Band]


@dataclass(frozen=True, slots=True)
class Stacks:
    width: int
    stacks: Sequence[Stack]
    legend: Sequence[tuple[UnitStatus, Text, int]]
    """Each status in the plan, its word, and how many units stand so."""


def stacked(storeys: Iterable[Storey], language: str) -> Stacks:
    """The plan of all buildings; storeys come by building, from the top floor down."""
    all_of = list(storeys)
    fullest = max((sum((slot.area for slot in one.slots), Decimal(0)) for one in all_of), default=Decimal(0))
    scale = (
        min(max(LINES_OF_A_FLOOR * (WIDTH - LABEL) / fullest, SMALLEST_METRE), A_METRE) if fullest else SMALLEST_METRE
    )
    homes: dict[tuple[str, str], list[Storey]] = {}
    for one in all_of:
        homes.setdefault((one.building.zh, one.building.en), []).append(one)
    # No status has more than four Chinese characters; English words are measured.
    words = {status: 8 if language == "zh" else text_width(STATUSES[status].msgid) for status in UnitStatus}
    counts = dict.fromkeys(UnitStatus, 0)
    for one in all_of:
        for slot in one.slots:
            counts[slot.status] += 1
    return Stacks(
        WIDTH,
        [_stack(floors, scale, words, language) for floors in homes.values()],
        [(status, STATUSES[status], n) for status, n in counts.items() if n],
    )


def _stack(floors: Sequence[Storey], scale: Decimal, words: dict[UnitStatus, int], language: str) -> Stack:
    bands, top = [], 0
    for floor in floors:
        boxes, lines = _boxes(floor.slots, top, scale, words)
        height = lines * ROW
        name = floor.name.zh if language == "zh" else floor.name.en
        bands.append(Band(floor, shortened(name, LABEL - PADDING), top, height, boxes))
        top += height + GAP
    return Stack(floors[0].building, max(top - GAP, ROW), bands)


def _boxes(slots: Sequence[Slot], top: int, scale: Decimal, words: dict[UnitStatus, int]) -> tuple[list[Box], int]:
    """From left to right, on as many lines as they take; a unit wider than a line fills one."""
    boxes, x, line = [], LABEL, 0
    for slot in slots:
        w = min(max(int(slot.area * scale), LEAST), WIDTH - LABEL)
        if x + w > WIDTH and x > LABEL:
            x, line = LABEL, line + 1
        room = int((w - PADDING) / 6.6)
        boxes.append(
            Box(
                x=x,
                y=top + line * ROW,
                w=w,
                text_x=x + w // 2,
                code=shortened(slot.code, w) if text_width(slot.code) <= room or room > 3 else "",
                word=STATUSES[slot.status] if words[slot.status] <= room else None,
                slot=slot,
            )
        )
        x += w
    return boxes, line + 1

"""An estate as rows of a sheet, a unit each with its building and floor: the columns, and what a cell means.

Ids never change, so that old files can be read. The export has the same columns, so that what was taken out can be
corrected, extended and read into another park.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from parks.kernel.words import Bilingual, Text, _
from parks.spaces.rules.names import FEATURES
from parks.spaces.rules.plan import Shape
from parks.spaces.states import UnitKind

MOST_ROWS = 1000
"""Read at once; a park of 600 units is one file."""

HEADS: Mapping[str, tuple[Bilingual, bool]] = {
    "unit.code": (Bilingual("房源编号", "Unit"), True),
    "building.code": (Bilingual("楼宇编号", "Building, code"), True),
    "building.name_zh": (Bilingual("楼宇名称", "Building, Chinese name"), True),
    "building.name_en": (Bilingual("楼宇英文名称", "Building, English name"), True),
    "floor.level": (Bilingual("楼层", "Floor, level (1 is the ground floor)"), True),
    "floor.name_zh": (Bilingual("楼层名称", "Floor, Chinese name"), True),
    "floor.name_en": (Bilingual("楼层英文名称", "Floor, English name"), True),
    "floor.width": (Bilingual("平面宽度(m)", "Floor plan, width (m)"), True),
    "floor.height": (Bilingual("平面深度(m)", "Floor plan, height (m)"), True),
    "unit.kind": (Bilingual("类型", "Kind"), True),
    "unit.gross_area": (Bilingual("建筑面积(m²)", "Gross area (m²)"), True),
    "unit.usable_area": (Bilingual("使用面积(m²)", "Usable area (m²)"), True),
    "unit.seats": (Bilingual("工位数", "Seats"), False),
    "unit.features": (Bilingual("配套(分号隔开)", "Features (parted by semicolons)"), False),
    "unit.price": (Bilingual("标准单价(元/m²·月)", "List price a m² and month (CNY)"), False),
    "unit.valid_from": (Bilingual("启用日期", "In use from"), True),
    "unit.last_day": (Bilingual("停用前最后一天", "Last day in use"), False),
    "unit.x": (Bilingual("左(m)", "On the plan: from the left (m)"), True),
    "unit.y": (Bilingual("上(m)", "On the plan: from the top (m)"), True),
    "unit.w": (Bilingual("宽(m)", "On the plan: width (m)"), True),
    "unit.h": (Bilingual("深(m)", "On the plan: height (m)"), True),
}
"""Each column's label, and whether no row goes without it."""

REFUSED: Mapping[str, str] = {
    "usable_area": "unit.usable_area",
    "features": "unit.features",
    "x": "unit.x",
    "width": "floor.width",
    "code": "unit.code",
}
"""Which column a refused field of the actions stands in."""

LEVELS = range(-20, 201)
LENGTHS: Mapping[str, int] = {"unit.code": 20, "building.code": 20}
LONGEST = 100
METRES, SQUARE, PRICE = Decimal(99_999), Decimal(1_000_000), Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit as a row tells it; `valid_until` is the first day after."""

    building: tuple[str, Bilingual]
    level: int
    floor: Bilingual
    width: Decimal
    height: Decimal
    code: str
    kind: UnitKind
    gross_area: Decimal
    usable_area: Decimal
    seats: int
    features: tuple[str, ...]
    price: Decimal | None
    valid_from: date
    last_day: date | None
    shape: Shape


def listed(cells: Mapping[str, str]) -> tuple[Listed | None, dict[str, Text]]:
    """What the row tells, or None and a sentence for each cell that cannot be taken."""
    wrong: dict[str, Text] = {}
    for column, (_label, needed) in HEADS.items():
        text = cells.get(column, "")
        if needed and not text:
            wrong[column] = _("This is needed.")
        elif len(text) > LENGTHS.get(column, LONGEST):
            wrong[column] = _("Use at most {n} characters.", n=LENGTHS.get(column, LONGEST))
        elif any(one == "\x00" or "\ud800" <= one <= "\udfff" for one in text):
            wrong[column] = _("This text holds a character that cannot be stored.")

    def number(column: str, most: Decimal, *, least: Decimal = Decimal("0.01"), whole: bool = False) -> Decimal:
        """0 where the cell is empty or wrong; at most two places."""
        text = cells.get(column, "").replace(",", "")
        try:
            found = Decimal(text or "0")
            right = not text or (least <= found <= most and found == found.quantize(Decimal(1 if whole else "0.01")))
        except InvalidOperation:
            right = False
        if not right and column not in wrong:
            wrong[column] = _("Write a number from {least} to {most}, with at most two places.", least=least, most=most)
        return found if right else Decimal(0)

    def day(column: str) -> date | None:
        text = cells.get(column, "")
        try:
            found = date.fromisoformat(text.replace("/", "-").replace(".", "-")) if text else None
        except ValueError:
            found = None
        if text and (found is None or not 2000 <= found.year <= 2100):
            wrong.setdefault(column, _("Write the day like 2026-11-22."))
            return None
        return found

    level = number("floor.level", Decimal(LEVELS[-1]), least=Decimal(LEVELS[0]), whole=True)
    sizes = {column: number(column, METRES) for column in ("floor.width", "floor.height", "unit.w", "unit.h")}
    places = {column: number(column, METRES, least=Decimal(0)) for column in ("unit.x", "unit.y")}
    gross, usable = number("unit.gross_area", SQUARE), number("unit.usable_area", SQUARE)
    seats = number("unit.seats", Decimal(10_000), least=Decimal(0), whole=True)
    price = number("unit.price", PRICE, least=Decimal(0))
    first, last = day("unit.valid_from"), day("unit.last_day")
    if first is not None and last is not None and last < first:
        wrong.setdefault("unit.last_day", _("The last day is not before the first."))
    kind, features = cells.get("unit.kind", ""), _features(cells.get("unit.features", ""))
    if kind and kind not in set(UnitKind):
        wrong.setdefault("unit.kind", _unknown(kind))
    if unknown := [one for one in features if one not in FEATURES]:
        wrong.setdefault("unit.features", _unknown(unknown[0]))
    if wrong or first is None:
        return None, wrong
    return Listed(
        (cells["building.code"], Bilingual(cells["building.name_zh"], cells["building.name_en"])),
        int(level),
        Bilingual(cells["floor.name_zh"], cells["floor.name_en"]),
        sizes["floor.width"],
        sizes["floor.height"],
        cells["unit.code"],
        UnitKind(kind),
        gross,
        usable,
        int(seats),
        features,
        price if cells.get("unit.price") else None,
        first,
        last,
        Shape(places["unit.x"], places["unit.y"], sizes["unit.w"], sizes["unit.h"]),
    ), {}


def _features(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.replace("；", ";").split(";") if one.strip()))


def _unknown(text: str) -> Text:
    return _("There is no option “{text}”. The second sheet of the template lists them.", text=text[:60])


def check_once(rows: Sequence[tuple[int, Mapping[str, str]]]) -> dict[int, Text]:
    """No unit stands in two rows: a sentence for the later one, by its number."""
    first: dict[str, int] = {}
    told = {}
    for number, cells in rows:
        if (code := cells.get("unit.code", "")) and first.setdefault(code, number) != number:
            told[number] = _("Row {n} holds the same unit.", n=first[code])
    return told


def cells_of(one: Any) -> dict[str, str]:
    """A unit of the estate as its row: what `listed` reads back. `one`: a row of queries.estate."""
    said = {column: one[column] for column in HEADS}
    return {column: "" if value is None else str(value) for column, value in said.items()}

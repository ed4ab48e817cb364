"""The estate of a park as rows of a sheet (rules.estate_sheet), for who may change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import rows
from parks.adapters.sheets import EXAMPLE, Code, Column, Row
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.rules.estate_sheet import HEADS, cells_of
from parks.spaces.rules.names import FEATURES, UNIT_KINDS

EXAMPLES = (
    *(EXAMPLE, "A", "A 座", "Building A", "3", "三层", "3rd floor", "120", "36", "private_office", "180", "135", "20"),
    *("furnished", "45", "2027-01-01", "", "0", "0", "11", "15"),
)
NOTHING = Bilingual("", "")
COLUMNS = tuple(
    Column(column, label, NOTHING, example, needed)
    for (column, (label, needed)), example in zip(HEADS.items(), EXAMPLES, strict=True)
)
CODES: Sequence[Code] = (
    *(("unit.kind", str(kind), Bilingual(str(kind), name.msgid)) for kind, name in UNIT_KINDS.items()),
    *(("unit.features", feature, Bilingual(feature, name.msgid)) for feature, name in FEATURES.items()),
)


@dataclass(frozen=True, slots=True)
class EstateView:
    park_id: UUID
    park: Bilingual
    rows: Sequence[Row]


async def estate(actor: Actor, park_id: UUID) -> EstateView:
    """The park and its units of all days, by building, floor and code. One statement.

    Hidden (404) from who may not change it: an estate of another park is not there.
    """
    found = await rows(
        """SELECT p.path, p.name, u.code AS "unit.code", b.code AS "building.code", b.name->>'zh' AS "building.name_zh",
              b.name->>'en' AS "building.name_en", f.level AS "floor.level", f.name->>'zh' AS "floor.name_zh",
              f.name->>'en' AS "floor.name_en", f.width AS "floor.width", f.height AS "floor.height",
              u.kind AS "unit.kind", u.gross_area AS "unit.gross_area", u.usable_area AS "unit.usable_area",
              u.seats AS "unit.seats", array_to_string(ARRAY(SELECT jsonb_array_elements_text(u.features)), '; ')
                AS "unit.features",
              u.price_amount AS "unit.price", u.valid_from AS "unit.valid_from", u.valid_until - 1 AS "unit.last_day",
              u.x AS "unit.x", u.y AS "unit.y", u.w AS "unit.w", u.h AS "unit.h"
            FROM park p LEFT JOIN (unit u JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building)
              ON u.park = p.id
            WHERE p.id = $1 ORDER BY b.code, f.level, u.code""",
        park_id,
    )
    if not found or not permissions.may_build(actor, path=found[0]["path"]):
        hidden()
    units = [cells_of(one) for one in found if one["unit.code"] is not None]
    return EstateView(
        park_id, Bilingual.of(found[0]["name"]), [Row(number, cells) for number, cells in enumerate(units, start=3)]
    )

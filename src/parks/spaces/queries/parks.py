"""Parks as everyone may see them; how full one is as its officers may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.scope import LETTABLE, ON, STATUS, TAKEN_BY, who
from parks.spaces.rules.occupancy import Occupancy
from parks.spaces.states import Grade, ParkKind, UnitStatus


@dataclass(frozen=True, slots=True)
class ParkLine:
    """A park in the public list. `vacant` counts the units that could be let today."""

    id: UUID
    name: Bilingual
    kind: ParkKind
    grade: Grade
    area: Decimal
    address: str
    vacant: int


@dataclass(frozen=True, slots=True)
class FloorLine:
    id: UUID
    building: Bilingual
    building_code: str
    name: Bilingual
    level: int
    units: int
    vacant: int


@dataclass(frozen=True, slots=True)
class ParkView:
    """`occupancy` is None for readers who may not know who holds what; `on` is the day of every figure."""

    id: UUID
    organisation_id: UUID
    path: str
    name: Bilingual
    kind: ParkKind
    grade: Grade
    area: Decimal
    address: str
    on: date
    floors: Sequence[FloorLine]
    vacant: int
    occupancy: Occupancy | None
    can_let: bool
    can_build: bool
    can_serve: bool


VACANT_TODAY = f"""(SELECT count(*) FROM unit u WHERE u.park = p.id AND {LETTABLE}
  AND daterange(u.valid_from, u.valid_until) @> parks_today()
  AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.unit = u.id AND a.period @> parks_today()
    AND NOT a.void AND (a.expires_at IS NULL OR a.expires_at > parks_now())))"""


async def parks() -> list[ParkLine]:
    """All parks, largest first. Public: what stands on a park's own website."""
    found = await rows(
        f"SELECT p.id, p.name, p.kind, p.grade, p.area, p.address, {VACANT_TODAY} AS vacant"
        " FROM park p ORDER BY p.area DESC, p.id LIMIT 500"
    )
    return [
        ParkLine(
            one["id"],
            Bilingual.of(one["name"]),
            ParkKind(one["kind"]),
            Grade(one["grade"]),
            one["area"],
            one["address"],
            one["vacant"],
        )
        for one in found
    ]


async def park_choices(actor: Actor | None = None) -> list[tuple[str, Bilingual]]:
    """Parks to choose from: all, or those whose allocations the reader sees."""
    found = await rows(
        "SELECT p.id, p.name FROM park p WHERE $1::text[] IS NULL OR p.path ^@ ANY($1::text[])"
        " ORDER BY p.path LIMIT 500",
        None if actor is None else who(actor)[0],
    )
    return [(str(one["id"]), Bilingual.of(one["name"])) for one in found]


async def park(actor: Actor, park_id: UUID, on: date | None = None) -> ParkView:
    """One park with its floors and, for those who may know, its occupancy on the day. Hidden (404) where there is none.

    One statement: a line for each floor and status.
    """
    found = await rows(
        f"""WITH shown AS (SELECT u.floor, {LETTABLE} AS lettable, {STATUS} AS status
              FROM unit u JOIN park p ON p.id = u.park {TAKEN_BY}
              WHERE u.park = $4)
            SELECT p.*, {ON} AS on_day, b.code AS building_code, b.name AS building, f.id AS floor_id, f.level,
              f.name AS floor_name, s.status, count(s.status) AS units,
              count(*) FILTER (WHERE s.lettable) AS lettable
            FROM park p LEFT JOIN building b ON b.park = p.id LEFT JOIN floor f ON f.building = b.id
            LEFT JOIN shown s ON s.floor = f.id
            WHERE p.id = $4
            GROUP BY p.id, b.id, f.id, s.status ORDER BY b.code, f.level""",
        *who(actor),
        on,
        park_id,
    )
    if not found:
        hidden()
    return _park_view(actor, found)


def _park_view(actor: Actor, found: Sequence[Any]) -> ParkView:
    first = found[0]
    counts = dict.fromkeys(UnitStatus, 0)
    floors: dict[UUID, dict[str, Any]] = {}
    for one in found:
        if one["floor_id"] is None:
            continue
        line = floors.setdefault(
            one["floor_id"],
            {
                "building": Bilingual.of(one["building"]),
                "building_code": one["building_code"],
                "name": Bilingual.of(one["floor_name"]),
                "level": one["level"],
                "units": 0,
                "vacant": 0,
            },
        )
        if one["status"] is None:
            continue
        status = UnitStatus(one["status"])
        counts[status] += one["lettable"]
        line["units"] += one["units"] if status is not UnitStatus.RETIRED else 0
        line["vacant"] += one["units"] if status is UnitStatus.VACANT else 0
    return ParkView(
        id=first["id"],
        organisation_id=first["organisation"],
        path=first["path"],
        name=Bilingual.of(first["name"]),
        kind=ParkKind(first["kind"]),
        grade=Grade(first["grade"]),
        area=first["area"],
        address=first["address"],
        on=first["on_day"],
        floors=[FloorLine(id=floor_id, **line) for floor_id, line in floors.items()],
        vacant=counts[UnitStatus.VACANT],
        occupancy=Occupancy(counts) if permissions.may_read_all(actor, path=first["path"]) else None,
        can_let=bool(permissions.may_let(actor, path=first["path"])),
        can_build=bool(permissions.may_build(actor, path=first["path"])),
        can_serve=bool(permissions.may_serve(actor, path=first["path"])),
    )

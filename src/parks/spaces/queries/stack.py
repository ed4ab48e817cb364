"""All floors of a park on a day, as far as the reader may know how its units stand: what the stacking plan draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.plans import UNIT_COLUMNS, UNIT_JOINS, UnitLine, door, told, unit_line
from parks.spaces.queries.scope import ON, who
from parks.spaces.rules.stack import Slot, Storey


@dataclass(frozen=True, slots=True)
class StackView:
    """`storeys` by building, from the top floor down; `units` in the same order, each with where it leads."""

    park_id: UUID
    park: Bilingual
    on: date
    today: date
    storeys: Sequence[Storey]
    units: Sequence[tuple[UnitLine, str]]
    can_let: bool
    sees_all: bool


async def stack(actor: Actor, park_id: UUID, on: date | None = None) -> StackView:
    """Two statements, however many units: the park, and its units of the day. Hidden (404) where there is no park."""
    heads = await rows(
        "SELECT p.name, p.path, COALESCE($2::date, parks_today()) AS on_day, parks_today() AS today"
        " FROM park p WHERE p.id = $1",
        park_id,
        on,
    )
    if not heads:
        hidden()
    (head,) = heads
    found = await rows(
        f"SELECT {UNIT_COLUMNS} FROM {UNIT_JOINS}"
        f" WHERE u.park = $4 AND daterange(u.valid_from, u.valid_until) @> {ON} ORDER BY b.code, f.level DESC, u.code",
        *who(actor),
        on,
        park_id,
    )
    day = head["on_day"]
    can_let = bool(permissions.may_let(actor, path=head["path"]))
    lines = [unit_line(one) for one in found]
    units = [(line, door(line, day, can_let=can_let)) for line in lines]
    floors: dict[UUID, list[tuple[UnitLine, str]]] = {}
    for one in units:
        floors.setdefault(one[0].floor_id, []).append(one)
    return StackView(
        park_id=park_id,
        park=Bilingual.of(head["name"]),
        on=day,
        today=head["today"],
        storeys=[
            Storey(
                some[0][0].building,
                some[0][0].floor,
                f"/floors/{floor_id}?on={day}",
                [Slot(line.code, line.gross_area, line.status, told(line), url) for line, url in some],
            )
            for floor_id, some in floors.items()
        ],
        units=units,
        can_let=can_let,
        sees_all=permissions.may_read_all(actor, path=head["path"]),
    )

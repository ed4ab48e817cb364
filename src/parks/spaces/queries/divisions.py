"""A unit that is to be split or merged, and its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, hidden
from parks.kernel.words import Bilingual, _
from parks.spaces import permissions
from parks.spaces.queries.scope import ALL_OF_PARK, LIVE, who
from parks.spaces.states import BOOKABLE, UnitKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit with the day from which nobody has it: None where somebody has it with no end agreed."""

    id: UUID
    code: str
    kind: UnitKind
    gross_area: Decimal
    usable_area: Decimal
    seats: int
    features: Sequence[str]
    free_from: date | None


@dataclass(frozen=True, slots=True)
class DivisionView:
    """`others`: units of its floor and kind that are in use as long as it is."""

    unit: Piece
    park_id: UUID
    park: Bilingual
    floor_id: UUID
    building: Bilingual
    floor: Bilingual
    today: date
    others: Sequence[Piece]

    @property
    def possible(self) -> bool:
        return self.unit.kind not in BOOKABLE


async def division(actor: Actor, unit_id: UUID) -> DivisionView:
    """One statement. Hidden (404) for who may not see the park's units, Forbidden (403) for who may not rebuild."""
    found = await rows(
        f"""SELECT u.id, u.code, u.kind, u.gross_area, u.usable_area, u.seats, u.features, u.park, u.floor, p.name,
              p.path,
              b.name AS building, f.name AS floor_name, parks_today() AS today, t.open,
              greatest(parks_today(), t.free) AS free
            FROM unit mine JOIN unit u ON u.floor = mine.floor AND u.kind = mine.kind
              AND u.valid_until IS NOT DISTINCT FROM mine.valid_until
            JOIN park p ON p.id = u.park JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building
            LEFT JOIN LATERAL (SELECT bool_or(a.ends IS NULL) AS open, max(a.ends) AS free FROM allocation a
              WHERE a.unit = u.id AND {LIVE}) t ON TRUE
            WHERE mine.id = $2 AND {ALL_OF_PARK} ORDER BY u.code LIMIT 500""",
        who(actor)[0],
        unit_id,
    )
    if not found:
        hidden()
    mine = next(one for one in found if one["id"] == unit_id)
    if not permissions.may_build(actor, path=mine["path"]):
        raise Forbidden(_("Only this park's manager can change its buildings and units."))
    pieces = [
        Piece(
            one["id"],
            one["code"],
            UnitKind(one["kind"]),
            one["gross_area"],
            one["usable_area"],
            one["seats"],
            tuple(one["features"]),
            None if one["open"] else one["free"],
        )
        for one in found
    ]
    return DivisionView(
        unit=next(one for one in pieces if one.id == unit_id),
        park_id=mine["park"],
        park=Bilingual.of(mine["name"]),
        floor_id=mine["floor"],
        building=Bilingual.of(mine["building"]),
        floor=Bilingual.of(mine["floor_name"]),
        today=mine["today"],
        others=[one for one in pieces if one.id != unit_id],
    )

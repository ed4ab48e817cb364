"""Parks, buildings, floors and units: set up once, changed rarely."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters.database import row, tx
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.spaces import permissions
from parks.spaces.rules.names import FEATURES
from parks.spaces.rules.plan import Shape
from parks.spaces.states import Grade, ParkKind, UnitKind
from parks.spaces.tables.estate import Building, Floor, Park, Unit


async def found_park(
    actor: Actor,
    *,
    organisation_id: UUID,
    name: Bilingual,
    kind: ParkKind,
    area: Decimal,
    grade: Grade = Grade.NONE,
    address: str = "",
) -> UUID:
    """An organisation's park; `area` is its gross floor area in m². One park an organisation."""
    async with tx():
        organisation = await identity.organisation(organisation_id)
        require(permissions.may_found_park(actor, path=organisation.path))
        if area <= 0:
            raise Invalid(fields={"area": _("A park has more than 0 m².")})
        park = Park(
            organisation=organisation_id,
            path=organisation.path,
            name=name.stored(),
            kind=kind,
            grade=grade,
            area=area,
            address=address,
        )
        try:
            async with tx():
                await park.save()
        except asyncpg.UniqueViolationError:
            raise Conflict(_("This organisation already has its park.")) from None
        await audit.record(actor, "park founded", park.id, name=name, kind=kind, area=area)
        return park.id


async def add_building(actor: Actor, park_id: UUID, *, code: str, name: Bilingual) -> UUID:
    async with tx():
        await _may_build(actor, "SELECT path FROM park WHERE id = $1", park_id)
        building = Building(park=park_id, code=code, name=name.stored())
        try:
            async with tx():
                await building.save()
        except asyncpg.UniqueViolationError:
            raise Conflict(_("This park already has a building {code}.", code=code)) from None
        await audit.record(actor, "building added", building.id, park=park_id, code=code)
        return building.id


async def add_floor(
    actor: Actor, building_id: UUID, *, level: int, name: Bilingual, width: Decimal, height: Decimal
) -> UUID:
    """A floor with its plan's size in metres. Level 1 is the ground floor, -1 the first below it."""
    async with tx():
        await _may_build(
            actor, "SELECT p.path FROM building b JOIN park p ON p.id = b.park WHERE b.id = $1", building_id
        )
        if width <= 0 or height <= 0:
            raise Invalid(fields={"width": _("A floor's plan is wider and higher than 0 m.")})
        floor = Floor(building=building_id, level=level, name=name.stored(), width=width, height=height)
        try:
            async with tx():
                await floor.save()
        except asyncpg.UniqueViolationError:
            raise Conflict(_("This building already has a floor {level}.", level=level)) from None
        await audit.record(actor, "floor added", floor.id, building=building_id, level=level)
        return floor.id


async def add_unit(
    actor: Actor,
    floor_id: UUID,
    *,
    code: str,
    kind: UnitKind,
    gross_area: Decimal,
    usable_area: Decimal,
    valid_from: date,
    shape: Shape,
    seats: int = 0,
    features: Sequence[str] = (),
    price: Money | None = None,
    valid_until: date | None = None,
) -> UUID:
    """A unit on its floor. `price` is a m² of gross area and month; its shape lies within the plan, over no other's."""
    async with tx():
        home = await _may_build(
            actor,
            "SELECT p.path, f.width, f.height FROM floor f JOIN building b ON b.id = f.building"
            " JOIN park p ON p.id = b.park WHERE f.id = $1 FOR NO KEY UPDATE OF f",
            floor_id,
        )
        if unknown := sorted(set(features) - set(FEATURES)):
            raise Invalid(fields={"features": _("These features are not known: {names}.", names=", ".join(unknown))})
        if not 0 < usable_area <= gross_area:
            raise Invalid(fields={"usable_area": _("The usable area is more than 0 and not more than the gross area.")})
        if not shape.within(home["width"], home["height"]):
            raise Invalid(fields={"x": _("Unit {code} does not lie within its floor's plan.", code=code)})
        await _room_on_plan(floor_id, code, shape, valid_from, valid_until)
        unit = Unit(
            floor=floor_id,
            park=None,
            code=code,
            kind=kind,
            gross_area=gross_area,
            usable_area=usable_area,
            seats=seats,
            features=list(features),
            price_amount=price.amount if price else None,
            price_currency=price.currency if price else "CNY",
            valid_from=valid_from,
            valid_until=valid_until,
            x=shape.x,
            y=shape.y,
            w=shape.w,
            h=shape.h,
        )
        try:
            async with tx():
                await unit.save()
        except asyncpg.UniqueViolationError:
            raise Conflict(_("This park already has a unit {code}.", code=code)) from None
        await audit.record(actor, "unit added", unit.id, floor=floor_id, code=code, kind=kind, gross_area=gross_area)
        return unit.id


async def _may_build(actor: Actor, sql: str, place_id: UUID) -> Any:
    home = await row(sql, place_id)
    if home is None:
        hidden()
    require(permissions.may_build(actor, path=home["path"]))
    return home


async def _room_on_plan(floor_id: UUID, code: str, shape: Shape, start: date, until: date | None) -> None:
    """Units of the same days do not lie upon each other. The floor is locked: nobody draws at the same time."""
    over = await row(
        "SELECT code FROM unit WHERE floor = $1 AND daterange(valid_from, valid_until) && daterange($2, $3)"
        " AND x < $4::numeric + $6 AND $4 < x + w AND y < $5::numeric + $7 AND $5 < y + h LIMIT 1",
        floor_id,
        start,
        until,
        shape.x,
        shape.y,
        shape.w,
        shape.h,
    )
    if over is not None:
        raise Invalid(fields={"x": _("Unit {code} would lie upon unit {other}.", code=code, other=over["code"])})

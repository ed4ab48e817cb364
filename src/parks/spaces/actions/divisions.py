"""Units split and merged from a day on: the old ones end the day before, new ones begin (docs/adr/0096).

No unit is changed into another: figures and plans of any past day are read from units that lived then. `unit_lineage`
says which unit became which. Locks: the floor first, as with everybody who draws on it, then the units.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.database import execute, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.spaces import permissions
from parks.spaces.actions import taking
from parks.spaces.actions.estate import add_unit
from parks.spaces.rules.division import MOST_PARTS, around, cut
from parks.spaces.rules.plan import Shape
from parks.spaces.states import BOOKABLE, UnitKind


@dataclass(frozen=True, slots=True)
class Part:
    """One of the units that a split makes; areas in m². What is not said of features, price and kind is the unit's."""

    code: str
    gross_area: Decimal
    usable_area: Decimal
    seats: int = 0
    features: Sequence[str] = field(default=())


async def split(actor: Actor, unit_id: UUID, parts: Sequence[Part], on: date, reason: str) -> list[UUID]:
    """A unit becomes several from `on`: the same gross area, no more usable area than it had. Their ids in order.

    Conflict (409) where somebody has it on or after that day.
    """
    async with tx():
        (unit,) = await _locked(actor, [unit_id])
        await _from(actor, [unit], on, reason)
        if not 2 <= len(parts) <= MOST_PARTS:
            raise Invalid(fields={"parts.1.code": _("A unit is split into two to {n} parts.", n=MOST_PARTS)})
        gross, usable = sum(one.gross_area for one in parts), sum(one.usable_area for one in parts)
        if gross != unit["gross_area"]:
            said = _("The parts have {sum} m² together, the unit has {area} m².", sum=gross, area=unit["gross_area"])
            raise Invalid(fields={"parts.0.gross_area": said})
        if usable > unit["usable_area"]:
            said = _(
                "The parts have {sum} m² of usable area, more than the unit's {area} m².",
                sum=usable,
                area=unit["usable_area"],
            )
            raise Invalid(fields={"parts.0.usable_area": said})
        try:
            shapes = cut(_shape(unit), [one.gross_area for one in parts])
        except ValueError:
            raise Invalid(fields={"parts.0.gross_area": _("One part is too small to be drawn on the plan.")}) from None
        await _retire(unit, on)
        made = []
        for place, (part, shape) in enumerate(zip(parts, shapes, strict=True)):
            try:
                made.append(await _begin(actor, unit, part, shape, on))
            except Conflict as refusal:
                raise Invalid(fields={f"parts.{place}.code": refusal.reason}) from None
            except Invalid as refusal:
                raise Invalid(fields={f"parts.{place}.{name}": text for name, text in refusal.fields.items()}) from None
        await _lineage(actor, [unit], made, on, reason)
        await audit.record(actor, "unit split", unit_id, into=[str(one) for one in made], day=on, reason=reason)
        return made


async def merge(actor: Actor, unit_ids: Sequence[UUID], code: str, on: date, reason: str) -> UUID:
    """Neighbours of one floor and kind become one unit from `on`; areas and seats are added, features are all there.

    Its list price a m² is that of the largest. Conflict (409) where somebody has one of them on or after that day.
    """
    async with tx():
        units = await _locked(actor, unit_ids)
        await _from(actor, units, on, reason)
        largest = max(units, key=lambda one: (one["gross_area"], one["code"]))
        if len(units) < 2:
            raise Invalid(fields={"others": _("Choose at least one more unit.")})
        if len({(one["floor"], one["kind"], one["valid_until"]) for one in units}) > 1:
            said = _("Units that are merged lie on one floor, are of one kind and in use as long as each other.")
            raise Invalid(fields={"others": said})
        for unit in units:
            await _retire(unit, on)
        part = Part(
            code,
            sum((one["gross_area"] for one in units), Decimal(0)),
            sum((one["usable_area"] for one in units), Decimal(0)),
            sum(one["seats"] for one in units),
            sorted({feature for one in units for feature in one["features"]}),
        )
        try:
            made = await _begin(actor, largest, part, around(_shape(one) for one in units), on)
        except Conflict as refusal:
            raise Invalid(fields={"code": refusal.reason}) from None
        except Invalid as refusal:  # the rectangle around them holds another unit: they are no neighbours
            raise Invalid(fields={"others": refusal.fields.get("x", refusal.reason)}) from None
        await _lineage(actor, units, [made], on, reason)
        for unit in units:
            await audit.record(actor, "units merged", unit["id"], into=made, day=on, reason=reason)
        return made


async def _locked(actor: Actor, unit_ids: Sequence[UUID]) -> list[Any]:
    """The units in the order asked for, floor and units locked, once this actor may rebuild. Hidden (404) else."""
    floors = await rows(
        "SELECT f.id, p.path FROM floor f JOIN building b ON b.id = f.building JOIN park p ON p.id = b.park"
        " WHERE f.id IN (SELECT floor FROM unit WHERE id = ANY($1::uuid[])) ORDER BY f.id FOR NO KEY UPDATE OF f",
        list(unit_ids),
    )
    for one in floors:
        require(permissions.may_build(actor, path=one["path"]))
    await taking.lock_all(unit_ids)
    found = {one["id"]: one for one in await rows("SELECT * FROM unit WHERE id = ANY($1::uuid[])", list(unit_ids))}
    return [found.get(one) or hidden() for one in dict.fromkeys(unit_ids)]


async def _from(actor: Actor, units: Sequence[Any], on: date, reason: str) -> None:
    """Whether they can end the day before `on`: the day is not past, and nobody has them from then on."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, so that the next reader knows.")})
    if on < await clock.today():
        raise Invalid(fields={"start": _("Past days stay as they were. Choose today or a later day.")})
    for unit in units:
        if UnitKind(unit["kind"]) in BOOKABLE:
            raise Conflict(_("Unit {code} is booked by the hour. It is not split or merged.", code=unit["code"]))
        if on <= unit["valid_from"] or (unit["valid_until"] is not None and on >= unit["valid_until"]):
            raise Invalid(
                fields={"start": _("Unit {code} is not in use before and after that day.", code=unit["code"])}
            )
        ahead = Period(on, unit["valid_until"])
        await taking.give_way(actor, unit["id"], ahead)
        held = await row(
            "SELECT bool_or(ends IS NULL) AS open, max(ends) AS free FROM allocation"
            " WHERE unit = $1 AND NOT void AND period && daterange($2, $3)",
            unit["id"],
            ahead.start,
            ahead.until,
        )
        if held is not None and held["open"]:
            raise Conflict(
                _("Unit {code} is taken with no end agreed. End or move what takes it first.", code=unit["code"])
            )
        if held is not None and held["free"] is not None:
            raise Conflict(
                _(
                    "Unit {code} is taken until {last}. Choose a later day, or end or move what takes it first.",
                    code=unit["code"],
                    last=Period(on, held["free"]).last_day,
                )
            )


async def _retire(unit: Any, on: date) -> None:
    """The trigger `unit_guarded` has the last word: a unit does not end under what it is taken for."""
    try:
        await execute("UPDATE unit SET valid_until = $2 WHERE id = $1", unit["id"], on)
    except asyncpg.CheckViolationError:
        raise Conflict(_("Unit {code} has just been taken. Reload the page.", code=unit["code"])) from None


async def _begin(actor: Actor, former: Any, part: Part, shape: Shape, on: date) -> UUID:
    price = former["price_amount"]
    return await add_unit(
        actor,
        former["floor"],
        code=part.code,
        kind=UnitKind(former["kind"]),
        gross_area=part.gross_area,
        usable_area=part.usable_area,
        valid_from=on,
        valid_until=former["valid_until"],
        shape=shape,
        seats=part.seats,
        features=part.features,
        price=None if price is None else Money(price, former["price_currency"]),
    )


async def _lineage(actor: Actor, sources: Sequence[Any], made: Sequence[UUID], on: date, reason: str) -> None:
    for source in sources:
        for became in made:
            await execute(
                "INSERT INTO unit_lineage (id, source, became, day, reason, made_by, made_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, parks_now())",
                uuid7(),
                source["id"],
                became,
                on,
                reason,
                actor.id,
            )


def _shape(unit: Any) -> Shape:
    return Shape(unit["x"], unit["y"], unit["w"], unit["h"])

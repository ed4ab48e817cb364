"""Bringing in an estate from a sheet: looked at first, then written, all rows or none, each through `add_unit`."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from parks.adapters.database import row, rows, tx
from parks.adapters.sheets import Row
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.spaces import permissions
from parks.spaces.actions.estate import add_building, add_floor, add_unit
from parks.spaces.rules.estate_sheet import REFUSED, Listed, check_once, listed


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of each a sheet adds; `problems` of its cells stand in the rows."""

    buildings: int
    floors: int
    units: int
    problems: int


class _LookedAtError(Exception):
    """Takes back what a preview wrote."""


async def look_at(actor: Actor, park_id: UUID, found: Sequence[Row]) -> Outcome:
    """What `bring_in` would do and refuse, said at the cells; nothing stays written."""
    outcome = Outcome(0, 0, 0, 0)
    with contextlib.suppress(_LookedAtError):
        async with tx():
            outcome = await _write(actor, park_id, found)
            raise _LookedAtError
    return outcome


async def bring_in(actor: Actor, park_id: UUID, found: Sequence[Row]) -> Outcome:
    """Buildings, floors and units of a sheet. Invalid (422) where a cell has a problem: nothing is written then."""
    async with tx():
        outcome = await _write(actor, park_id, found)
        if outcome.problems:
            raise Invalid(_("This file has cells that cannot be taken. Correct them, and choose the file again."))
        await audit.record(actor, "estate brought in", park_id, rows=outcome.units)
    return outcome


async def _write(actor: Actor, park_id: UUID, found: Sequence[Row]) -> Outcome:
    home = await row("SELECT path FROM park WHERE id = $1 FOR NO KEY UPDATE", park_id) or hidden()
    require(permissions.may_build(actor, path=home["path"]))
    for number, problem in check_once([(one.number, one.cells) for one in found]).items():
        next(one for one in found if one.number == number).say("unit.code", problem)
    at = _Places(actor, park_id, *await _standing(park_id))
    units = 0
    for one in found:
        told, wrong = listed(one.cells)
        for column, problem in wrong.items():
            one.say(column, problem)
        if told is None or one.problems:
            continue
        try:
            await _add(actor, await at.floor_of(told), told)
            units += 1
        except Invalid as refusal:
            for name, problem in (refusal.fields or {"code": refusal.reason}).items():
                one.say(REFUSED.get(name, "unit.code"), problem)
        except Conflict as refusal:
            one.say("unit.code", refusal.reason)
    return Outcome(at.buildings_added, at.floors_added, units, sum(len(one.problems) for one in found))


async def _standing(park_id: UUID) -> tuple[dict[str, UUID], dict[tuple[str, int], UUID]]:
    found = await rows(
        "SELECT b.code, b.id AS building, f.level, f.id AS floor FROM building b LEFT JOIN floor f ON f.building = b.id"
        " WHERE b.park = $1",
        park_id,
    )
    floors = {(one["code"], one["level"]): one["floor"] for one in found if one["floor"]}
    return {one["code"]: one["building"] for one in found}, floors


@dataclass(slots=True)
class _Places:
    """The park's buildings and floors, made where a row names one that is not there yet."""

    actor: Actor
    park_id: UUID
    buildings: dict[str, UUID]
    floors: dict[tuple[str, int], UUID]
    buildings_added: int = 0
    floors_added: int = 0

    async def floor_of(self, told: Listed) -> UUID:
        code, name = told.building
        if code not in self.buildings:
            self.buildings[code] = await add_building(self.actor, self.park_id, code=code, name=name)
            self.buildings_added += 1
        if (code, told.level) not in self.floors:
            self.floors[code, told.level] = await add_floor(
                self.actor,
                self.buildings[code],
                level=told.level,
                name=told.floor,
                width=told.width,
                height=told.height,
            )
            self.floors_added += 1
        return self.floors[code, told.level]


async def _add(actor: Actor, floor_id: UUID, told: Listed) -> None:
    await add_unit(
        actor,
        floor_id,
        code=told.code,
        kind=told.kind,
        gross_area=told.gross_area,
        usable_area=told.usable_area,
        valid_from=told.valid_from,
        shape=told.shape,
        seats=told.seats,
        features=told.features,
        price=None if told.price is None else Money(told.price),
        valid_until=None if told.last_day is None else told.last_day + timedelta(days=1),
    )

"""What stands changes: it lasts longer, a company moves, two companies exchange their units (docs/adr/0096).

Giving back early is `allocations.end`. The past is never rewritten: a move begins today or later, the letting that it
ends is shortened to the day before, and the new one names it in `follows`. A letting of which no day would be left is
lifted, and its days are the new one's from the first on. Locks: all units that are touched, in the order of `taking`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, rows, tx
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.spaces import permissions
from parks.spaces.actions import taking
from parks.spaces.events import AllocationEnded
from parks.spaces.states import EXTENDABLE, AllocationKind, Change


async def change(
    actor: Actor,
    allocation_id: UUID,
    *,
    what: Change,
    reason: str,
    until: date | None = None,
    unit_id: UUID | None = None,
    other_id: UUID | None = None,
    on: date | None = None,
) -> UUID:
    """Any of the three changes, as a form or the API asks for one; the id of what stands for the company then."""
    match what:
        case Change.EXTEND if until is not None:
            await extend(actor, allocation_id, until, reason)
            return allocation_id
        case Change.MOVE if unit_id is not None and on is not None:
            return await move(actor, allocation_id, unit_id, on, reason)
        case Change.SWAP if other_id is not None and on is not None:
            return (await swap(actor, allocation_id, other_id, on, reason))[0]
        case _:
            raise Invalid(fields={"what": _("Say what changes, and from which day on.")})


async def extend(actor: Actor, allocation_id: UUID, until: date, reason: str) -> None:
    """A lease, own use or closure lasts longer: to before `until`. What ran out on those days gives way.

    Conflict (409) where the days are taken, it was lifted or has ended; Invalid (422) for a day that is not later.
    """
    async with tx():
        (now,), units = await _locked(actor, [allocation_id])
        unit = units[now["unit"]]
        _reasoned(reason)
        if now["kind"] not in EXTENDABLE:
            raise Conflict(_("A hold or an offer is not extended. Make a new one when it has run out."))
        if now["void"] or (now["ends"] is not None and now["ends"] < await clock.today()):
            raise Conflict(_("This has ended. Take the unit anew: its empty days stay as they were."))
        if now["ends"] is None or until <= now["ends"]:
            raise Invalid(fields={"last_day": _("It lasts until then already. Choose a later day.")})
        more = Period(now["ends"], until)
        lease = now["kind"] == AllocationKind.LEASE
        await taking.give_way(actor, unit["id"], more, now["company"], for_lease=lease)
        await _free(unit, more)
        try:
            await execute("UPDATE allocation SET ends = $2, end_reason = '' WHERE id = $1", allocation_id, until)
        except asyncpg.CheckViolationError as refusal:
            raise Invalid(fields={"last_day": taking.refused(unit, refusal.constraint_name).reason}) from None
        await audit.record(
            actor,
            "allocation extended",
            unit["id"],
            allocation=allocation_id,
            kind=now["kind"],
            before=now["ends"],
            after=until,
            reason=reason,
        )


async def move(actor: Actor, allocation_id: UUID, unit_id: UUID, on: date, reason: str) -> UUID:
    """A company's lease goes on in another unit of the park from `on`, to the same end; the new letting's id."""
    async with tx():
        (now,), units = await _locked(actor, [allocation_id], unit_id)
        _reasoned(reason)
        await movable([now], on)
        into = units.get(unit_id)
        if into is None or into["park"] != units[now["unit"]]["park"]:
            raise Invalid(fields={"unit_id": _("Choose a unit of the same park.")})
        if into["id"] == now["unit"]:
            raise Invalid(fields={"unit_id": _("The company is in this unit already. Choose another.")})
        return await _carry(actor, now, into, on, reason)


async def swap(actor: Actor, first_id: UUID, second_id: UUID, on: date, reason: str) -> tuple[UUID, UUID]:
    """Two companies exchange their units from `on`, each to its own end: the first's new letting, then the second's."""
    async with tx():
        if first_id == second_id:
            raise Invalid(fields={"other_id": _("Choose the letting of another company.")})
        (first, second), units = await _locked(actor, [first_id, second_id])
        _reasoned(reason)
        await movable([first, second], on)
        if units[first["unit"]]["park"] != units[second["unit"]]["park"] or first["unit"] == second["unit"]:
            raise Invalid(fields={"other_id": _("Choose a letting of another unit of the same park.")})
        # Both give their units back before either takes the other's.
        for one in (first, second):
            await shorten(actor, one, on, reason)
        return (
            await take_on(actor, first, units[second["unit"]], on),
            await take_on(actor, second, units[first["unit"]], on),
        )


async def _locked(actor: Actor, ids: Sequence[UUID], *more: UUID) -> tuple[list[Any], dict[UUID, Any]]:
    """The allocations as they stand under the locks of their units and of `more`. Hidden (404) where one is not there.

    The units come first, as with every writer, so what an allocation is must be read again once they are locked.
    """
    named = await rows("SELECT unit FROM allocation WHERE id = ANY($1::uuid[])", list(ids))
    units = await taking.lock_all({*(one["unit"] for one in named), *more})
    for unit_id in {one["unit"] for one in named}:
        require(permissions.may_let(actor, path=units[unit_id]["path"]))
    found = await rows(
        "SELECT id, unit, kind, company, request, starts, ends, note, void FROM allocation WHERE id = ANY($1::uuid[])",
        list(ids),
    )
    by_id = {one["id"]: one for one in found}
    return [by_id.get(one) or hidden() for one in ids], units


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, so that the next reader knows.")})


async def movable(lettings: Sequence[Any], on: date) -> None:
    for one in lettings:
        if one["kind"] != AllocationKind.LEASE:
            raise Conflict(_("Only a company that has a lease is moved. A hold or an offer is made anew."))
        if one["void"] or (one["ends"] is not None and one["ends"] <= on):
            raise Conflict(_("The lease has ended by then. Choose an earlier day, or reload the page."))
        if on < one["starts"]:
            raise Invalid(fields={"start": _("The lease has not begun by then. Choose a later day.")})
    if on < await clock.today():
        raise Invalid(fields={"start": _("Past days stay as they were. Choose today or a later day.")})


async def _free(unit: Any, period: Period) -> None:
    """Conflict that says which days are taken; the unit is locked, so nobody takes them after the look."""
    held = await row(
        "SELECT greatest(starts, $2) AS first, least(ends, $3::date) - 1 AS last FROM allocation"
        " WHERE unit = $1 AND NOT void AND period && daterange($2, $3) ORDER BY starts LIMIT 1",
        unit["id"],
        period.start,
        period.until,
    )
    if held is not None:
        raise Conflict(taking.taken(unit["code"], held["first"], held["last"]))


async def _carry(actor: Actor, now: Any, into: Any, on: date, reason: str) -> UUID:
    await shorten(actor, now, on, reason)
    return await take_on(actor, now, into, on)


async def shorten(actor: Actor, now: Any, on: date, reason: str) -> None:
    void = on <= now["starts"]
    await execute(
        "UPDATE allocation SET void = $2, ends = CASE WHEN $2 THEN ends ELSE $3 END, end_reason = $4 WHERE id = $1",
        now["id"],
        void,
        on,
        reason,
    )
    await audit.record(
        actor, "lease moved away", now["unit"], allocation=now["id"], day=on, before=now["ends"], reason=reason
    )
    await announce(AllocationEnded(now["id"]))


async def take_on(actor: Actor, now: Any, into: Any, on: date) -> UUID:
    """The same company, request and end, in the other unit; the company is told as of any letting."""
    return await taking.lease(
        actor,
        into,
        Period(on, now["ends"]),
        now["company"],
        request_id=now["request"],
        note=now["note"],
        follows=now["id"],
    )

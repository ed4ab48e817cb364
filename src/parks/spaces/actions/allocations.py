"""Taking units and giving them back. The database alone decides who was first; these say it kindly (docs/adr/0040)."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import row, rows, tx, value
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.period import Period
from parks.kernel.words import _
from parks.spaces.actions import offers, requests, taking
from parks.spaces.events import AllocationEnded, OfferWithdrawn
from parks.spaces.states import AllocationKind, OfferOutcome


async def take(
    actor: Actor,
    unit_id: UUID,
    kind: AllocationKind,
    period: Period,
    *,
    company_id: UUID | None = None,
    request_id: UUID | None = None,
    hold_until: date | None = None,
    note: str = "",
) -> UUID:
    """Any of the five ways, as a form or the API asks for one; a request tells its company by itself."""
    if company_id is None and request_id is not None:
        asked = await row("SELECT company FROM unit_request WHERE id = $1", request_id)
        company_id = asked["company"] if asked else None
    match kind:
        case AllocationKind.CLOSURE:
            return await close_unit(actor, unit_id, period, note)
        case AllocationKind.OWN_USE:
            return await use_unit(actor, unit_id, period, note)
        case AllocationKind.HOLD:
            if hold_until is None:
                raise Invalid(fields={"hold_until": _("Say until which day the unit is held.")})
            return await hold(
                actor,
                unit_id,
                period,
                expires_at=_midnight_after(hold_until),
                company_id=company_id,
                request_id=request_id,
                note=note,
            )
        case AllocationKind.OFFER:
            if request_id is None:
                raise Invalid(fields={"request_id": _("Choose the request that the offer answers.")})
            if hold_until is None:
                raise Invalid(fields={"hold_until": _("Say until which day the founder can accept.")})
            return await offers.offer(
                actor, unit_id, request_id, period, expires_at=_midnight_after(hold_until), note=note
            )
        case AllocationKind.LEASE:
            if company_id is None:
                raise Invalid(fields={"request_id": _("Choose a request, or give the company's credit code.")})
            return await let(actor, unit_id, period, company_id, request_id, note)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), clock.BEIJING)


async def let(  # noqa: PLR0917 - the order that docs/plan-issue-2.md promises
    actor: Actor, unit_id: UUID, period: Period, company_id: UUID, request_id: UUID | None = None, note: str = ""
) -> UUID:
    """A lease of one unit to one company; answers its request where there is one. Conflict (409) where it is taken.

    A hold for the very same company gives way to its lease, and so does whatever was offered for the request.
    """
    async with tx():
        if request_id is not None:
            request = await requests.settle(actor, request_id, company_id)
            await taking.lock_units(request_id, unit_id)
        unit = await taking.locked(actor, unit_id)
        if request_id is not None:
            await requests.overrule(actor, request, unit, note)
            await taking.lay_down_offers(actor, request_id, "let")
        return await taking.lease(actor, unit, period, company_id, request_id=request_id, note=note)


async def hold(
    actor: Actor,
    unit_id: UUID,
    period: Period,
    *,
    expires_at: datetime,
    company_id: UUID | None = None,
    request_id: UUID | None = None,
    note: str = "",
) -> UUID:
    """Keep a unit free for somebody until `expires_at`; after that anyone may take it."""
    async with tx():
        unit = await taking.locked(actor, unit_id)
        if expires_at <= await clock.now():
            raise Invalid(fields={"hold_until": _("A hold ends in the future. Choose a later day.")})
        await taking.give_way(actor, unit_id, period)
        allocation_id = await taking.insert(
            actor,
            unit,
            AllocationKind.HOLD,
            period,
            company_id=company_id,
            request_id=request_id,
            expires_at=expires_at,
            note=note,
        )
        await audit.record(
            actor,
            "unit held",
            unit_id,
            allocation=allocation_id,
            company=company_id,
            starts=period.start,
            ends=period.until,
            expires_at=expires_at,
        )
        return allocation_id


async def close_unit(actor: Actor, unit_id: UUID, period: Period, reason: str) -> UUID:
    """Nobody can use it: repairs, inspection, works."""
    return await _keep(actor, unit_id, AllocationKind.CLOSURE, period, reason)


async def use_unit(actor: Actor, unit_id: UUID, period: Period, reason: str) -> UUID:
    """The park uses it itself."""
    return await _keep(actor, unit_id, AllocationKind.OWN_USE, period, reason)


ACTS = {AllocationKind.CLOSURE: "unit closed", AllocationKind.OWN_USE: "unit taken for own use"}


async def _keep(actor: Actor, unit_id: UUID, kind: AllocationKind, period: Period, reason: str) -> UUID:
    async with tx():
        unit = await taking.locked(actor, unit_id)
        if not reason.strip():
            raise Invalid(fields={"note": _("Say why, so that the next reader knows.")})
        await taking.give_way(actor, unit_id, period)
        allocation_id = await taking.insert(actor, unit, kind, period, note=reason)
        await audit.record(
            actor,
            ACTS[kind],
            unit_id,
            allocation=allocation_id,
            starts=period.start,
            ends=period.until,
            reason=reason,
        )
        return allocation_id


async def end(actor: Actor, allocation_id: UUID, on: date, reason: str) -> None:
    """`on` is the first day that no longer belongs to it; on or before its first day nothing of it is left (void)."""
    async with tx():
        # The unit first, as every writer does; then what the allocation is by now.
        unit_id = await value("SELECT unit FROM allocation WHERE id = $1", allocation_id) or hidden()
        await taking.locked(actor, unit_id)
        (now,) = await rows("SELECT kind, starts, ends, void FROM allocation WHERE id = $1", allocation_id)
        if not reason.strip():
            raise Invalid(fields={"reason": _("Say why, so that the next reader knows.")})
        if now["void"] or (now["ends"] is not None and now["ends"] <= on):
            raise Conflict(_("This has already ended by then. Reload the page to see how it stands."))
        offered = now["kind"] == AllocationKind.OFFER
        void = offered or on <= now["starts"]  # an offer stands as it was made, or not at all
        await rows(
            "UPDATE allocation SET void = $2, ends = CASE WHEN $2 THEN ends ELSE $3 END, end_reason = $4,"
            " outcome = $5 WHERE id = $1",
            allocation_id,
            void,
            on,
            reason,
            OfferOutcome.WITHDRAWN if offered else OfferOutcome.OPEN,
        )
        await audit.record(
            actor,
            "allocation ended",
            unit_id,
            allocation=allocation_id,
            kind=now["kind"],
            before=now["ends"],
            after=None if void else on,
            void=void,
            reason=reason,
        )
        await announce(OfferWithdrawn(allocation_id) if offered else AllocationEnded(allocation_id))

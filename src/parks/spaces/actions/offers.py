"""Offers: a unit kept for one founder and one request until a moment, and her answer (docs/adr/0084)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import row, rows, tx
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.spaces import permissions
from parks.spaces.actions import requests, taking
from parks.spaces.events import OfferAccepted, OfferDeclined, OfferExpired, UnitOffered
from parks.spaces.states import REQUEST_LIFE, AllocationKind, OfferOutcome, RequestMove, RequestState


async def offer(
    actor: Actor, unit_id: UUID, request_id: UUID, period: Period, *, expires_at: datetime, note: str = ""
) -> UUID:
    """Offer a unit to the company that asked. Conflict (409) where it is taken or another offer still stands.

    A hold for the very company gives way; an earlier offer for the request that ran out is laid down.
    """
    async with tx():
        request = await requests.locked(request_id)
        require(permissions.may_answer(actor, path=request["path"]))
        REQUEST_LIFE.after(RequestState(request["state"]), RequestMove.LET)  # an answered request is offered nothing
        await taking.lock_units(request_id, unit_id)
        unit = await taking.locked(actor, unit_id)
        await requests.overrule(actor, request, unit, note)
        if expires_at <= await clock.now():
            raise Invalid(fields={"hold_until": _("An offer ends in the future. Choose a later day.")})
        await _one_at_a_time(actor, request_id)
        await taking.give_way(actor, unit_id, period, request["company"])
        allocation_id = await taking.insert(
            actor,
            unit,
            AllocationKind.OFFER,
            period,
            company_id=request["company"],
            request_id=request_id,
            expires_at=expires_at,
            note=note,
        )
        await audit.record(
            actor,
            "unit offered",
            request_id,
            allocation=allocation_id,
            unit=unit_id,
            starts=period.start,
            ends=period.until,
            expires_at=expires_at,
        )
        await announce(UnitOffered(allocation_id))
        return allocation_id


async def _one_at_a_time(actor: Actor, request_id: UUID) -> None:
    """A founder decides about one unit at a time; what ran out unanswered makes room."""
    standing = await row(
        "SELECT u.code, a.expires_at <= parks_now() AS over FROM allocation a JOIN unit u ON u.id = a.unit"
        " WHERE a.request = $1 AND a.kind = 'offer' AND NOT a.void",
        request_id,
    )
    if standing is None:
        return
    if not standing["over"]:
        raise Conflict(
            _("Unit {code} is offered for this request already. End that offer first.", code=standing["code"])
        )
    await taking.lay_down_offers(actor, request_id, "")


async def accept_offer(actor: Actor, allocation_id: UUID) -> UUID:
    """The offer becomes a lease of the same days in this transaction; the id is the lease's.

    Conflict (409) once it ran out, was answered or taken back: the days may be somebody else's by then.
    """
    async with tx():
        standing, request = await _answering(actor, allocation_id)
        await requests.meet(actor, request)
        await _close(allocation_id, OfferOutcome.ACCEPTED, "")
        lease_id = await taking.lease(
            actor,
            await taking.locked_unit(standing["unit"]),
            Period(standing["starts"], standing["ends"]),
            standing["company"],
            request_id=standing["request"],
            note=standing["note"],
        )
        await audit.record(actor, "offer accepted", standing["request"], allocation=allocation_id, lease=lease_id)
        await announce(OfferAccepted(allocation_id))
        return lease_id


async def decline_offer(actor: Actor, allocation_id: UUID, reason: str) -> None:
    """The unit is free again at once; the request goes on waiting, and the park reads why."""
    async with tx():
        standing, _request = await _answering(actor, allocation_id)
        if not reason.strip():
            raise Invalid(fields={"reason": _("Tell the park why, so that the next offer fits better.")})
        await _close(allocation_id, OfferOutcome.DECLINED, reason)
        await audit.record(actor, "offer declined", standing["request"], allocation=allocation_id, reason=reason)
        await announce(OfferDeclined(allocation_id))


async def _answering(actor: Actor, allocation_id: UUID) -> tuple[Any, Any]:
    """The offer and its request, both locked in the house's order, once this actor may answer and still can."""
    named = await row("SELECT request, unit, company FROM allocation WHERE id = $1 AND kind = 'offer'", allocation_id)
    if named is None:
        hidden()
    require(permissions.may_answer_offer(actor, members=await requests.members(named["company"])))
    request = await requests.locked(named["request"])
    await taking.locked_unit(named["unit"])
    standing = await row(
        "SELECT unit, company, request, starts, ends, note, void, outcome, expires_at,"
        " expires_at <= parks_now() AS over FROM allocation WHERE id = $1",
        allocation_id,
    )
    if standing is None:
        hidden()
    if standing["outcome"] == OfferOutcome.EXPIRED or (standing["over"] and not standing["void"]):
        raise Conflict(
            _(
                "This offer ran out on {moment}. Your request goes on waiting, and the park can offer again.",
                moment=standing["expires_at"],
            )
        )
    if standing["void"]:
        raise Conflict(_("This offer no longer stands. Reload the page to see how it ended."))
    return standing, request


async def _close(allocation_id: UUID, outcome: OfferOutcome, reason: str) -> None:
    await rows(
        "UPDATE allocation SET void = TRUE, outcome = $2, end_reason = $3 WHERE id = $1",
        allocation_id,
        outcome,
        reason,
    )


async def sweep_offers() -> int:
    """Lay down the offers that nobody answered in time, and tell so; how many. For the worker's clock; idempotent.

    One transaction an offer, so that a unit that is being let keeps nobody else waiting.
    """
    over = await rows(
        "SELECT id, unit FROM allocation WHERE kind = 'offer' AND NOT void AND expires_at <= parks_now()"
        " ORDER BY expires_at, id LIMIT 500"
    )
    swept = 0
    for one in over:
        async with tx():
            await taking.locked_unit(one["unit"])
            ended = await row(
                "UPDATE allocation SET void = TRUE, outcome = 'expired', end_reason = 'expired'"
                " WHERE id = $1 AND NOT void RETURNING id",
                one["id"],
            )
            if ended is not None:
                await audit.record(SYSTEM, "offer ended", one["unit"], allocation=one["id"], reason="expired")
                await announce(OfferExpired(one["id"]))
                swept += 1
    return swept

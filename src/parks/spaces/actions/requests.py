"""Asking for space, and answering."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters.bus import announce
from parks.adapters.database import execute, row, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.spaces import permissions
from parks.spaces.actions import taking
from parks.spaces.events import RequestDeclined, RequestWithdrawn, UnitRequested
from parks.spaces.rules.fits import missing
from parks.spaces.rules.names import FEATURES
from parks.spaces.states import BOOKABLE, REQUEST_LIFE, RequestMove, RequestState, UnitKind


async def ask_for_unit(
    actor: Actor,
    company_id: UUID,
    park_id: UUID,
    *,
    kind: UnitKind,
    period: Period,
    area_min: Decimal | None = None,
    area_max: Decimal | None = None,
    seats: int = 0,
    must: Sequence[str] = (),
    prefer: Sequence[str] = (),
    budget: Money | None = None,
    note: str = "",
) -> UUID:
    """The founder asks for her own company. Areas are gross m²; `must` and `prefer` name features, the budget is
    a month's rent before relief.
    """
    async with tx():
        require(permissions.may_ask(actor, members=await members(company_id)))
        if kind in BOOKABLE:
            raise Invalid(fields={"kind": _("This kind is booked by the hour, not let.")})
        if area_min is not None and area_max is not None and area_max < area_min:
            raise Invalid(fields={"area_max": _("The largest area is not less than the smallest.")})
        for field, chosen in (("must", must), ("prefer", prefer)):
            if unknown := sorted(set(chosen) - set(FEATURES)):
                names = ", ".join(unknown)
                raise Invalid(fields={field: _("These features are not known: {names}.", names=names)})
        if budget is not None and budget.amount <= 0:
            raise Invalid(fields={"budget": _("The budget is more than nought.")})
        request_id = uuid7()
        try:
            async with tx():
                await execute(
                    "INSERT INTO unit_request (id, company, park, kind, area_min, area_max, seats, must, prefer,"
                    " budget_amount, budget_currency, wanted_from, wanted_until, note, state, asked_by, asked_at,"
                    " answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'asked', $15,"
                    " parks_now(), '')",
                    request_id,
                    company_id,
                    park_id,
                    kind,
                    area_min,
                    area_max,
                    seats,
                    [one for one in FEATURES if one in must],
                    [one for one in FEATURES if one in prefer and one not in must],
                    budget.amount if budget else None,
                    budget.currency if budget else "CNY",
                    period.start,
                    period.until,
                    note,
                    actor.id,
                )
        except asyncpg.ForeignKeyViolationError:
            raise Invalid(fields={"park_id": _("Choose one of the parks.")}) from None
        await audit.record(
            actor, "unit requested", request_id, company=company_id, park=park_id, kind=kind, starts=period.start
        )
        await announce(UnitRequested(request_id))
        return request_id


async def decline(actor: Actor, request_id: UUID, reason: str) -> None:
    """The park cannot help; the founder reads the reason as it is written."""
    async with tx():
        request = await locked(request_id)
        require(permissions.may_answer(actor, path=request["path"]))
        if not reason.strip():
            raise Invalid(fields={"reason": _("Tell the founder why, in a sentence or two.")})
        await _move(request, RequestMove.DECLINE, reason)
        await taking.lock_units(request_id)
        await taking.lay_down_offers(actor, request_id, reason)
        await audit.record(actor, "request declined", request_id, reason=reason)
        await announce(RequestDeclined(request_id))


async def withdraw(actor: Actor, request_id: UUID) -> None:
    async with tx():
        request = await locked(request_id)
        require(permissions.may_withdraw(actor, members=await members(request["company"])))
        await _move(request, RequestMove.WITHDRAW, "")
        await taking.lock_units(request_id)
        await taking.lay_down_offers(actor, request_id, "withdrawn")
        await audit.record(actor, "request withdrawn", request_id)
        await announce(RequestWithdrawn(request_id))


async def settle(actor: Actor, request_id: UUID, company_id: UUID) -> Any:
    """The request, answered by a lease; called by `let` within its transaction, before it locks the unit."""
    request = await locked(request_id)
    require(permissions.may_answer(actor, path=request["path"]))
    if request["company"] != company_id:
        raise Invalid(fields={"request_id": _("This request is another company's or another park's.")})
    await meet(actor, request)
    return request


async def overrule(actor: Actor, request: Any, unit: Any, note: str) -> None:
    """A unit that lacks what the request must have is given only with a reason, and the record keeps it.

    Both are locked. Invalid (422) at `note` where the reason is not there.
    """
    lacking = missing(request["must"], unit["features"])
    if not lacking:
        return
    if not note.strip():
        raise Invalid(
            fields={
                "note": _(
                    "This request must have what unit {code} lacks: {feature}. Say why it is given all the same.",
                    code=unit["code"],
                    feature=FEATURES[lacking[0]],
                )
            }
        )
    await audit.record(actor, "fit overruled", request["id"], unit=unit["id"], lacking=lacking, reason=note)


async def meet(actor: Actor, request: Any) -> None:
    """A locked request is answered by a lease; whether this actor may say so was asked before."""
    await _move(request, RequestMove.LET, "")
    await audit.record(actor, "request met", request["id"])


async def members(company_id: UUID) -> list[UUID]:
    """The accounts that keep a company's record; Hidden (404) where there is no such company."""
    found = await row(
        "SELECT ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.id) AS accounts"
        " FROM company c WHERE c.id = $1",
        company_id,
    )
    accounts: list[UUID] = found["accounts"] if found else hidden()
    return accounts


async def locked(request_id: UUID) -> Any:
    """The request, locked before any unit (the order of locks of docs/adr/0040). Hidden (404) where there is none."""
    found = await row(
        "SELECT r.id, r.state, r.company, r.park, r.must, p.path FROM unit_request r JOIN park p ON p.id = r.park"
        " WHERE r.id = $1 FOR NO KEY UPDATE OF r",
        request_id,
    )
    return found or hidden()


async def _move(request: Any, move: RequestMove, answer: str) -> None:
    state = REQUEST_LIFE.after(RequestState(request["state"]), move)
    await execute(
        "UPDATE unit_request SET state = $2, answered_at = parks_now(), answer = $3 WHERE id = $1",
        request["id"],
        state,
        answer,
    )

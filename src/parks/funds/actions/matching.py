"""Local matching (地方配套): what a locality put beside a grant, with its evidence; struck out, never erased."""

from datetime import date
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import execute, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.documents.actions import Taken
from parks.funds.actions import commitments
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.words import _


async def record(
    actor: Actor,
    commitment_id: UUID,
    *,
    giver: str,
    amount: Money,
    received_on: date,
    note: str = "",
    evidence: Taken | None = None,
) -> UUID:
    """Somebody else's money beside ours; answers its id."""
    today = await clock.today()
    wrong = {}
    if amount.amount <= 0:
        wrong["amount"] = _("Write an amount above nothing.")
    if received_on > today:
        wrong["received_on"] = _("This day is still to come.")
    if not giver.strip():
        wrong["giver"] = _("This is needed.")
    if wrong:
        raise Invalid(fields=wrong)
    async with tx():
        commitment = await commitments.locked(actor, commitment_id)
        if commitment["currency"] != amount.currency:
            raise Invalid(fields={"amount": _("This budget is kept in {currency}.", currency=commitment["currency"])})
        kept = await documents.keep(actor, evidence) if evidence is not None else None
        matching_id = uuid7()
        await execute(
            "INSERT INTO fund_local_matching (id, commitment, giver, amount, received_on, evidence, note, struck,"
            " by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8, parks_now())",
            matching_id,
            commitment_id,
            giver.strip()[:200],
            amount.amount,
            received_on,
            kept.id if kept else None,
            note.strip()[:500],
            actor.name[:200],
        )
        await audit.record(actor, "local matching recorded", commitment_id, giver=giver.strip(), amount=amount)
    return matching_id


async def strike(actor: Actor, matching_id: UUID, reason: str) -> None:
    """A record that was wrong no longer counts; it stays readable, with the reason."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why this record is wrong.")})
    async with tx():
        commitment_id: UUID = (
            await value("SELECT commitment FROM fund_local_matching WHERE id = $1", matching_id) or hidden()
        )
        await commitments.locked(actor, commitment_id)
        await execute(
            "UPDATE fund_local_matching SET struck = TRUE, note = $2 WHERE id = $1", matching_id, reason.strip()[:500]
        )
        await audit.record(actor, "local matching struck out", commitment_id, reason=reason.strip())

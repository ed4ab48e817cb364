"""Money claimed back: demanded with its reason, repaid bit by bit, the rest written off by another officer."""

from datetime import date
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.funds import permissions
from parks.funds.actions import commitments
from parks.funds.actions.ledger import enter
from parks.funds.events import ClawedBack
from parks.funds.states import CLAWBACK_LIFE, ClawbackMove, ClawbackState, CommitmentMove, Entry
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import _


async def demand(actor: Actor, commitment_id: UUID, amount: Money, reason: str, due: date) -> UUID:
    """Claim back what was paid, or a part of it; what is still planned is cancelled. Answers the clawback's id.

    Conflict (409) where a tranche is on its way or nothing was paid; Invalid (422) for more than was paid.
    """
    today = await clock.today()
    wrong = {}
    if not reason.strip():
        wrong["reason"] = _("Say why the money is claimed back. The company reads it.")
    if due <= today:
        wrong["due"] = _("Name a day to come.")
    if wrong:
        raise Invalid(fields=wrong)
    async with tx():
        commitment = await commitments.locked(actor, commitment_id)
        require(permissions.not_own(actor, members=commitment["members"]))
        if not 0 < amount.amount <= commitment["paid"] or amount.currency != commitment["currency"]:
            raise Invalid(
                fields={
                    "amount": _(
                        "Between nothing and what was paid: {paid}.",
                        paid=Money(commitment["paid"], commitment["currency"]),
                    )
                }
            )
        if await value(
            "SELECT 1 FROM fund_tranche WHERE commitment = $1 AND state NOT IN ('paid', 'cancelled') LIMIT 1",
            commitment_id,
        ):
            await commitments.cancel_rest(actor, commitment_id, reason)
            commitment = await commitments.locked(actor, commitment_id)
        await commitments.move(commitment, CommitmentMove.CLAW_BACK)
        clawback_id = uuid7()
        await execute(
            "INSERT INTO fund_clawback (id, commitment, number, reason, amount, repaid, written_off, due, state,"
            " demanded_by, demanded_at, decision)"
            " VALUES ($1, $2, $3, $4, $5, 0, 0, $6, 'demanded', $7, parks_now(), '')",
            clawback_id,
            commitment_id,
            f"{commitment['number']}-ZH",
            reason.strip(),
            amount.amount,
            due,
            actor.id,
        )
        await audit.record(actor, "clawback demanded", commitment_id, amount=amount, reason=reason.strip(), due=due)
        await announce(ClawedBack(clawback_id, commitment["subject_id"]))
    return clawback_id


async def _locked(actor: Actor, clawback_id: UUID) -> tuple[asyncpg.Record, asyncpg.Record]:
    commitment_id: UUID = await value("SELECT commitment FROM fund_clawback WHERE id = $1", clawback_id) or hidden()
    commitment = await commitments.locked(actor, commitment_id)
    found = await row(
        "SELECT id, amount, repaid, written_off, state, demanded_by FROM fund_clawback WHERE id = $1 FOR UPDATE",
        clawback_id,
    )
    clawback: asyncpg.Record = found or hidden()
    return commitment, clawback


async def repay(actor: Actor, clawback_id: UUID, amount: Money, received_on: date, bank_reference: str = "") -> None:
    """Money that came back: it is free in the budget again. Invalid (422) for more than is open."""
    today = await clock.today()
    async with tx():
        commitment, clawback = await _locked(actor, clawback_id)
        if clawback["state"] != ClawbackState.DEMANDED:
            raise Conflict(_("This clawback is settled."))
        still = clawback["amount"] - clawback["repaid"]
        wrong = {}
        if not 0 < amount.amount <= still or amount.currency != commitment["currency"]:
            wrong["amount"] = _(
                "Between nothing and what is still open: {open}.", open=Money(still, commitment["currency"])
            )
        if received_on > today:
            wrong["received_on"] = _("This day is still to come.")
        if wrong:
            raise Invalid(fields=wrong)
        state = ClawbackState.DEMANDED
        if amount.amount == still:
            state = CLAWBACK_LIFE.after(state, ClawbackMove.REPAY)
        await execute(
            "INSERT INTO fund_repayment (id, clawback, amount, received_on, bank_reference, by_name, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, parks_now())",
            uuid7(),
            clawback_id,
            amount.amount,
            received_on,
            bank_reference[:60],
            actor.name[:200],
        )
        await execute(
            "UPDATE fund_clawback SET repaid = repaid + $2, state = $3 WHERE id = $1",
            clawback_id,
            amount.amount,
            state.value,
        )
        await enter(
            actor,
            commitment["budget"],
            Entry.REPAID,
            amount.amount,
            commitment_id=commitment["id"],
            note=bank_reference or "repaid",
        )
        await audit.record(actor, "clawback repaid", commitment["id"], amount=amount, on=received_on)


async def write_off(actor: Actor, clawback_id: UUID, decision: str) -> None:
    """Give up what is still open, by a decision that is named. Forbidden (403) to whoever demanded it."""
    if not decision.strip():
        raise Invalid(fields={"decision": _("Name the decision and why nothing more can be had.")})
    async with tx():
        commitment, clawback = await _locked(actor, clawback_id)
        state = CLAWBACK_LIFE.after(ClawbackState(clawback["state"]), ClawbackMove.WRITE_OFF)
        require(permissions.not_own(actor, members=commitment["members"]))
        if actor.id == clawback["demanded_by"]:
            raise Forbidden(_("You demanded it yourself. Another officer decides on giving it up."))
        still = clawback["amount"] - clawback["repaid"]
        await execute(
            "UPDATE fund_clawback SET written_off = $2, state = $3, decision = $4, decided_by = $5,"
            " decided_at = parks_now() WHERE id = $1",
            clawback_id,
            still,
            state.value,
            decision.strip(),
            actor.id,
        )
        await enter(
            actor, commitment["budget"], Entry.WRITTEN_OFF, still, commitment_id=commitment["id"], note=decision.strip()
        )
        await audit.record(
            actor,
            "clawback written off",
            commitment["id"],
            amount=Money(still, commitment["currency"]),
            decision=decision.strip(),
        )

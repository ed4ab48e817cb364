"""A tranche is released by two persons: one says that its condition holds, another agrees. The database asks too."""

from uuid import UUID

import asyncpg

from parks.adapters.bus import announce
from parks.adapters.database import execute, row, tx, value
from parks.audit import actions as audit
from parks.funds import permissions
from parks.funds.actions.ledger import enter, locked_budget
from parks.funds.events import TrancheReleased
from parks.funds.states import TRANCHE_LIFE, CommitmentState, Entry, TrancheMove, TrancheState
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import _

PAYABLE = frozenset({CommitmentState.COMMITTED, CommitmentState.TRACKING, CommitmentState.ACCEPTED})
"""Nothing is released while something is to be rectified, nor after the end."""


async def locked(actor: Actor, tranche_id: UUID) -> asyncpg.Record:
    """Budget, then tranche and its commitment, all locked, for an officer who keeps the budget."""
    budget_id: UUID = (
        await value(
            "SELECT c.budget FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment WHERE t.id = $1",
            tranche_id,
        )
        or hidden()
    )
    await locked_budget(actor, budget_id)
    found = await row(
        "SELECT t.id, t.position, t.amount, t.state, t.proposed_by, t.due, c.id AS commitment, c.number, c.budget,"
        " c.state AS commitment_state, c.subject_id, c.paid, c.first_paid_on, b.currency, b.path,"
        " ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.company) AS members"
        " FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment JOIN fund_budget b ON b.id = c.budget"
        " WHERE t.id = $1 FOR UPDATE OF t, c",
        tranche_id,
    )
    tranche: asyncpg.Record = found or hidden()
    return tranche


def after(tranche: asyncpg.Record, step: TrancheMove) -> TrancheState:
    return TRANCHE_LIFE.after(TrancheState(tranche["state"]), step)


async def propose(actor: Actor, tranche_id: UUID, reason: str) -> None:
    """Say that the tranche's condition holds, and why. Conflict (409) before the tranches ahead of it are paid."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say what shows that the condition holds.")})
    async with tx():
        tranche = await locked(actor, tranche_id)
        require(permissions.not_own(actor, members=tranche["members"]))
        if tranche["commitment_state"] not in PAYABLE:
            raise Conflict(_("Nothing is paid on this grant now: something is to be rectified, or it is at its end."))
        if await value(
            "SELECT 1 FROM fund_tranche WHERE commitment = $1 AND position < $2 AND state NOT IN ('paid', 'cancelled')"
            " LIMIT 1",
            tranche["commitment"],
            tranche["position"],
        ):
            raise Conflict(_("The tranche before this one is not paid yet."))
        await execute(
            "UPDATE fund_tranche SET state = $2, proposed_by = $3, proposed_at = parks_now(), said = $4 WHERE id = $1",
            tranche_id,
            after(tranche, TrancheMove.PROPOSE).value,
            actor.id,
            reason.strip(),
        )
        await _note(actor, tranche, "release proposed", reason=reason.strip())


async def decline(actor: Actor, tranche_id: UUID, reason: str) -> None:
    """Do not agree: the tranche is planned again, and the reason stands beside it."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why you do not agree.")})
    async with tx():
        tranche = await locked(actor, tranche_id)
        await back(tranche, TrancheMove.DECLINE, reason.strip())
        await _note(actor, tranche, "release declined", reason=reason.strip())


async def approve(actor: Actor, tranche_id: UUID) -> None:
    """Agree: the tranche may be paid. Forbidden (403) to whoever proposed it."""
    async with tx():
        tranche = await locked(actor, tranche_id)
        state = after(tranche, TrancheMove.APPROVE)
        require(
            permissions.may_approve(
                actor, path=tranche["path"], proposed_by=tranche["proposed_by"], members=tranche["members"]
            )
        )
        if tranche["commitment_state"] not in PAYABLE:
            raise Conflict(_("Nothing is paid on this grant now: something is to be rectified, or it is at its end."))
        await execute(
            "UPDATE fund_tranche SET state = $2, approved_by = $3, approved_at = parks_now(), note = '' WHERE id = $1",
            tranche_id,
            state.value,
            actor.id,
        )
        await _enter(actor, tranche, Entry.RELEASED)
        await _note(actor, tranche, "tranche released")
        await announce(TrancheReleased(tranche_id))


async def take_back(actor: Actor, tranche_id: UUID, reason: str) -> None:
    """A release before it went to the bank: the tranche is planned again."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the release is taken back.")})
    async with tx():
        tranche = await locked(actor, tranche_id)
        await back(tranche, TrancheMove.TAKE_BACK, reason.strip())
        await _enter(actor, tranche, Entry.TAKEN_BACK, reason.strip())
        await _note(actor, tranche, "release taken back", reason=reason.strip())


async def back(tranche: asyncpg.Record, step: TrancheMove, note: str) -> None:
    """The tranche is planned again; `note` says why. The caller holds its lock."""
    await execute(
        "UPDATE fund_tranche SET state = $2, proposed_by = NULL, proposed_at = NULL, approved_by = NULL,"
        " approved_at = NULL, paid_on = NULL, note = $3 WHERE id = $1",
        tranche["id"],
        after(tranche, step).value,
        note[:500],
    )


async def _enter(actor: Actor, tranche: asyncpg.Record, kind: Entry, note: str = "") -> None:
    await enter(
        actor,
        tranche["budget"],
        kind,
        tranche["amount"],
        commitment_id=tranche["commitment"],
        tranche_id=tranche["id"],
        note=note or f"{tranche['number']}/{tranche['position']}",
    )


async def _note(actor: Actor, tranche: asyncpg.Record, act: str, **detail: str) -> None:
    await audit.record(
        actor,
        act,
        tranche["commitment"],
        tranche=tranche["position"],
        amount=Money(tranche["amount"], tranche["currency"]),
        **detail,
    )

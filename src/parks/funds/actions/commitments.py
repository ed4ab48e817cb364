"""Money bound for somebody, by tranches; freed again where it will not be paid; and the account it goes to."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

import asyncpg

from parks.adapters import vault
from parks.adapters.bus import announce
from parks.adapters.database import execute, execute_many, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.funds.actions.ledger import enter, locked_budget
from parks.funds.events import CommitmentCancelled, CommitmentClosed, CommitmentMade
from parks.funds.rules.plans import Payee, TranchePlan, UsePlan
from parks.funds.states import (
    COMMITMENT_LIFE,
    TRANCHE_LIFE,
    CommitmentMove,
    CommitmentState,
    Entry,
    TrancheMove,
    TrancheState,
)
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.words import _

LEAST_REASON = 4  # signs of a reason that says anything


async def commit(
    actor: Actor,
    budget_id: UUID,
    subject: SubjectRef,
    payee: Payee,
    tranches: Sequence[TranchePlan],
    *,
    uses: Sequence[UsePlan] = (),
) -> UUID:
    """Bind the tranches' sum for the subject; the payee's account is frozen; answers the commitment's id.

    Conflict (409) where less is free, or the subject has a live commitment of this budget; Invalid (422) for tranches
    of nothing or of another currency.
    """
    async with tx():
        budget = await locked_budget(actor, budget_id)
        if not tranches or any(one.amount.amount <= 0 or one.amount.currency != budget["currency"] for one in tranches):
            raise Invalid(
                fields={"tranches": _("Each tranche is an amount above nothing in the budget's own currency.")}
            )
        if await value(
            "SELECT 1 FROM fund_commitment WHERE budget = $1 AND subject_id = $2 AND state <> 'cancelled'",
            budget_id,
            subject.id,
        ):
            raise Conflict(_("Money of this budget is bound for it already."))
        total = sum((one.amount.amount for one in tranches), Decimal(0))
        commitment_id = uuid7()
        count = await value("SELECT count(*) FROM fund_commitment WHERE budget = $1", budget_id)
        number = f"{budget['number']}-{count + 1:03}"
        await execute(
            "INSERT INTO fund_commitment (id, budget, company, number, subject_kind, subject_id, subject_label,"
            " subject_url, amount, released, paid, returned, state, made_by, made_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 'committed', $9, parks_now())",
            commitment_id,
            budget_id,
            payee.company_id,
            number,
            subject.kind,
            subject.id,
            subject.label[:300],
            subject.url,
            actor.id,
        )
        await _freeze(actor, commitment_id, 1, payee, "")
        await execute_many(
            "INSERT INTO fund_tranche (id, commitment, position, amount, condition_zh, condition_en, due, state, said,"
            " note) VALUES ($1, $2, $3, $4, $5, $6, $7, 'planned', '', '')",
            [
                (uuid7(), commitment_id, place, one.amount.amount, one.condition.zh, one.condition.en, one.due)
                for place, one in enumerate(tranches, start=1)
            ],
        )
        if uses:
            await execute_many(
                "INSERT INTO fund_use_line (id, commitment, position, name_zh, name_en, planned)"
                " VALUES ($1, $2, $3, $4, $5, $6)",
                [
                    (uuid7(), commitment_id, place, one.name.zh, one.name.en, one.planned.amount)
                    for place, one in enumerate(uses, start=1)
                ],
            )
        await enter(actor, budget_id, Entry.COMMITTED, total, commitment_id=commitment_id, note=subject.label)
        await audit.record(
            actor,
            "money committed",
            commitment_id,
            number=number,
            amount=Money(total, budget["currency"]),
            tranches=len(tranches),
            subject=subject.id,
        )
        await announce(CommitmentMade(commitment_id, subject.id))
    return commitment_id


async def _freeze(actor: Actor, commitment_id: UUID, version: int, payee: Payee, reason: str) -> None:
    await execute(
        "INSERT INTO fund_payee_account (id, commitment, version, name, uscc, bank, branch, account_locked,"
        " account_masked, clearing_number, reason, by_name, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, parks_now())",
        uuid7(),
        commitment_id,
        version,
        payee.name,
        payee.uscc,
        payee.bank,
        payee.branch,
        payee.account_locked,
        payee.account_masked,
        payee.clearing_number,
        reason,
        actor.name[:200],
    )


async def locked(actor: Actor, commitment_id: UUID) -> asyncpg.Record:
    """Budget, then commitment, both locked, for an officer who keeps the budget."""
    budget_id: UUID = await value("SELECT budget FROM fund_commitment WHERE id = $1", commitment_id) or hidden()
    await locked_budget(actor, budget_id)
    found = await row(
        "SELECT c.id, c.budget, c.company, c.number, c.subject_id, c.amount, c.released, c.paid, c.returned, c.state,"
        " c.first_paid_on, b.currency, b.path,"
        " ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.company) AS members"
        " FROM fund_commitment c JOIN fund_budget b ON b.id = c.budget WHERE c.id = $1 FOR UPDATE OF c",
        commitment_id,
    )
    commitment: asyncpg.Record = found or hidden()
    return commitment


async def move(commitment: asyncpg.Record, step: CommitmentMove) -> CommitmentState:
    """One legal step of a commitment that `locked` answered. IllegalMove (409)."""
    state = COMMITMENT_LIFE.after(CommitmentState(commitment["state"]), step)
    if state != commitment["state"]:
        await execute("UPDATE fund_commitment SET state = $2 WHERE id = $1", commitment["id"], state.value)
    return state


async def correct_payee(actor: Actor, commitment_id: UUID, payee: Payee, reason: str) -> None:
    """Another account, with the reason: what is paid next goes there, after two persons released it anew.

    Conflict (409) while a tranche is proposed or on its way: nobody changes the account behind an approval.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the account changes. The reason is kept.")})
    async with tx():
        commitment = await locked(actor, commitment_id)
        if payee.company_id != commitment["company"]:
            raise Invalid(fields={"account": _("The account is another company's.")})
        if await value(
            "SELECT 1 FROM fund_tranche WHERE commitment = $1 AND state IN ('proposed', 'released', 'in_payment')"
            " LIMIT 1",
            commitment_id,
        ):
            raise Conflict(_("A tranche is on its way. Take its release back first; then the account can change."))
        version = await value("SELECT max(version) FROM fund_payee_account WHERE commitment = $1", commitment_id)
        await _freeze(actor, commitment_id, version + 1, payee, reason.strip())
        await audit.record(
            actor, "payee account corrected", commitment_id, account=payee.account_masked, reason=reason.strip()
        )


async def unmask_account(actor: Actor, commitment_id: UUID, reason: str) -> str:
    """The whole number of the account that is paid next, once, for the company's officer who keeps the budget.

    The trail holds who looked, at which commitment and why; never the number. Hidden (404) and Forbidden (403) as
    for every act on the commitment; Invalid (422) without a reason.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(fields={"reason": _("Say why you need the whole number. The reason is kept.")})
    async with tx():
        await locked(actor, commitment_id)
        found = (
            await row(
                "SELECT version, account_locked FROM fund_payee_account WHERE commitment = $1"
                " ORDER BY version DESC LIMIT 1",
                commitment_id,
            )
            or hidden()
        )
        await audit.record(
            actor, "payee account unmasked", commitment_id, version=found["version"], reason=reason.strip()[:200]
        )
    return vault.unlock(found["account_locked"])


async def cancel_rest(actor: Actor, commitment_id: UUID, reason: str) -> Decimal:
    """Every tranche that nobody has proposed yet is cancelled, and its money is free again; answers how much.

    Conflict (409) where nothing is left to cancel, or a tranche is proposed or on its way.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why. The company reads it.")})
    async with tx():
        commitment = await locked(actor, commitment_id)
        open_ones = await rows(
            "SELECT id, amount, state FROM fund_tranche WHERE commitment = $1 AND state NOT IN ('paid', 'cancelled')"
            " ORDER BY position FOR UPDATE",
            commitment_id,
        )
        if not open_ones:
            raise Conflict(_("Nothing is left to cancel."))
        for one in open_ones:
            if one["state"] != TrancheState.PLANNED:
                raise Conflict(_("A tranche is on its way. Take its release back first; then it can be cancelled."))
            state = TRANCHE_LIFE.after(TrancheState(one["state"]), TrancheMove.CANCEL)
            await execute(
                "UPDATE fund_tranche SET state = $2, note = $3 WHERE id = $1", one["id"], state.value, reason.strip()
            )
            await enter(
                actor,
                commitment["budget"],
                Entry.CANCELLED,
                one["amount"],
                commitment_id=commitment_id,
                tranche_id=one["id"],
                note=reason.strip(),
            )
        freed = sum((one["amount"] for one in open_ones), Decimal(0))
        if commitment["state"] == CommitmentState.COMMITTED:
            await move(commitment, CommitmentMove.CANCEL)
            await announce(CommitmentCancelled(commitment_id, commitment["subject_id"]))
        await audit.record(
            actor,
            "commitment cancelled",
            commitment_id,
            amount=Money(freed, commitment["currency"]),
            reason=reason.strip(),
        )
    return freed


async def close(actor: Actor, commitment_id: UUID) -> None:
    """The matter is at its end: accepted, and nothing is left to pay or to report."""
    async with tx():
        commitment = await locked(actor, commitment_id)
        if await value(
            "SELECT 1 FROM fund_tranche WHERE commitment = $1 AND state NOT IN ('paid', 'cancelled') LIMIT 1",
            commitment_id,
        ):
            raise Conflict(_("A tranche is still open. Pay or cancel it first."))
        await move(commitment, CommitmentMove.CLOSE)
        await audit.record(actor, "commitment closed", commitment_id)
        await announce(CommitmentClosed(commitment_id, commitment["subject_id"]))


async def reseal() -> int:
    """After a change of keys: account numbers behind payments locked with the present key; answers how many.

    Done twice, it harms nothing. RuntimeError where one opens with neither key.
    """
    async with tx():
        accounts = await rows("SELECT id, account_locked FROM fund_payee_account ORDER BY id FOR UPDATE")
        await execute_many(
            "UPDATE fund_payee_account SET account_locked = $2 WHERE id = $1",
            [(one["id"], vault.lock(vault.unlock(one["account_locked"]))) for one in accounts],
        )
        await audit.record(SYSTEM, "payee accounts locked anew", SYSTEM.id, accounts=len(accounts))
    return len(accounts)

"""Fees of reviews: the rate is set by one officer, what fell due is approved by another, payment is made outside.

A fee falls due with the score (`scores.submit_score`, in its own statement). Everything about the fees of a round
locks the round first.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from parks.adapters import clock, database, vault
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reference.rules import identifiers
from parks.reviews import permissions
from parks.reviews.queries import fees as queries
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.fees import PaymentLine
from parks.reviews.rules.fees import Account
from parks.reviews.states import FEE, FeeMove, FeeState

LEAST_REASON = 4  # signs of a reason that says anything


async def set_rate(actor: Actor, round_id: UUID, rate: Money) -> None:
    """So much a submitted score of the round; scores that were submitted before are due at once.

    Conflict (409) once a fee is due: everybody of a round is paid by one rate.
    """
    if rate.amount <= 0:
        raise Invalid(fields={"amount": _("The amount is above nothing.")})
    async with tx():
        await _run_round(actor, round_id)
        if await database.value("SELECT EXISTS (SELECT FROM expert_fee WHERE review_round = $1)", round_id):
            raise Conflict(_("Fees of this round are due by the rate that stands. It cannot change any more."))
        await database.execute(
            "INSERT INTO round_fee (id, review_round, amount, currency, entered_by, entered_at)"
            " VALUES ($1, $2, $3, $4, $5, parks_now()) ON CONFLICT (review_round) DO UPDATE"
            " SET amount = excluded.amount, currency = excluded.currency, entered_by = excluded.entered_by,"
            " entered_at = excluded.entered_at",
            uuid7(),
            round_id,
            rate.amount,
            rate.currency,
            actor.id,
        )
        seats = await database.rows(
            "SELECT s.id FROM seat s JOIN assessment a ON a.id = s.assessment"
            " WHERE a.review_round = $1 AND s.state = 'scored' ORDER BY s.id",
            round_id,
        )
        await database.execute(
            "INSERT INTO expert_fee (id, review_round, expert, seat, amount, currency, state, due_at, entered_by,"
            " reference, reason) SELECT n.id, $1, s.expert, s.id, $4, $5, 'due', s.scored_at, $6, '', ''"
            " FROM unnest($2::uuid[], $3::uuid[]) AS n(id, seat) JOIN seat s ON s.id = n.seat",
            round_id,
            [uuid7() for _one in seats],
            [one["id"] for one in seats],
            rate.amount,
            rate.currency,
            actor.id,
        )
        await audit.record(actor, "fee rate set", round_id, amount=rate, due=len(seats))


async def approve_fees(actor: Actor, round_id: UUID, expert_ids: Sequence[UUID]) -> int:
    """Approve what is due to these experts; answers how many fees.

    Forbidden (403) for who set the rate, and for one's own. What waits for a score that was given back, or whose
    expert stepped back, stays due.
    """
    async with tx():
        await _run_round(actor, round_id)
        due = await _of(actor, round_id, expert_ids, FeeMove.APPROVE)
        for one in due:
            require(permissions.may_approve_fee(actor, entered_by=one["entered_by"], payee=one["person"]))
        await database.execute(
            "UPDATE expert_fee SET state = 'approved', approved_by = $2, approved_at = parks_now() WHERE id = ANY($1)",
            [one["id"] for one in due],
            actor.id,
        )
        await _told(actor, "fees approved", round_id, due)
    return len(due)


async def refuse_fees(actor: Actor, round_id: UUID, expert_ids: Sequence[UUID], reason: str) -> int:
    """Refuse what is due or approved and not paid, with the reason, which the expert reads; answers how many fees."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why. The expert reads it.")})
    async with tx():
        await _run_round(actor, round_id)
        due = await _of(actor, round_id, expert_ids, FeeMove.REFUSE)
        await database.execute(
            "UPDATE expert_fee SET state = 'refused', reason = $2, settled_by = $3 WHERE id = ANY($1)",
            [one["id"] for one in due],
            reason.strip(),
            actor.id,
        )
        await _told(actor, "fees refused", round_id, due, reason=reason.strip())
    return len(due)


async def note_paid(actor: Actor, round_id: UUID, expert_ids: Sequence[UUID], on: date, reference: str) -> int:
    """Note that what was approved has been paid, outside of Parks, on a day; answers how many fees."""
    if on > await clock.today():
        raise Invalid(fields={"on": _("This day is still to come.")})
    async with tx():
        await _run_round(actor, round_id)
        due = await _of(actor, round_id, expert_ids, FeeMove.PAY)
        await database.execute(
            "UPDATE expert_fee SET state = 'paid', paid_on = $2, reference = $3, settled_by = $4 WHERE id = ANY($1)",
            [one["id"] for one in due],
            on,
            reference.strip()[:100],
            actor.id,
        )
        await _told(actor, "fees noted as paid", round_id, due, paid_on=on)
    return len(due)


async def take_payment_list(actor: Actor, round_id: UUID, reason: str) -> list[PaymentLine]:
    """What is approved and not paid, with whole account numbers, for the office that pays; the trail keeps who took it
    and why, never a number. Invalid (422) without a reason.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(fields={"reason": _("Say why you need the whole numbers. The reason is kept.")})
    async with tx():
        await _run_round(actor, round_id)
        lines = await queries.payment_lines(round_id)
        await audit.record(actor, "payment list taken", round_id, reason=reason.strip()[:200], experts=len(lines))
    return lines


async def keep_account(actor: Actor, account: Account) -> None:
    """The expert's own account for fees; an empty number keeps the one on record. It is stored sealed."""
    number = identifiers.bank_account(account.number) if account.number else ""
    async with tx():
        expert_id = await database.value("SELECT id FROM expert WHERE person = $1 FOR NO KEY UPDATE", actor.id)
        if expert_id is None:
            hidden()
        known = await database.value("SELECT EXISTS (SELECT FROM expert_account WHERE expert = $1)", expert_id)
        if not known and not number:
            raise Invalid(fields={"number": _("This is needed.")})
        await database.execute(
            "INSERT INTO expert_account (id, expert, holder, bank, branch, account_locked, account_masked, kept_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now()) ON CONFLICT (expert) DO UPDATE"
            " SET holder = excluded.holder, bank = excluded.bank, branch = excluded.branch, kept_at = excluded.kept_at,"
            " account_locked = CASE WHEN excluded.account_locked = '' THEN expert_account.account_locked"
            " ELSE excluded.account_locked END,"
            " account_masked = CASE WHEN excluded.account_locked = '' THEN expert_account.account_masked"
            " ELSE excluded.account_masked END",
            uuid7(),
            expert_id,
            account.holder,
            account.bank,
            account.branch,
            vault.lock(number) if number else "",
            identifiers.mask_account(number) if number else "",
        )
        await audit.record(actor, "expert account kept", expert_id, changed=bool(number))


async def reseal_accounts() -> int:
    """After a change of keys: experts' account numbers locked with the present key; answers how many.

    Done twice, it harms nothing. RuntimeError where one opens with neither key.
    """
    async with tx():
        accounts = await database.rows("SELECT id, account_locked FROM expert_account ORDER BY id FOR UPDATE")
        await database.execute_many(
            "UPDATE expert_account SET account_locked = $2 WHERE id = $1",
            [(one["id"], vault.lock(vault.unlock(one["account_locked"]))) for one in accounts],
        )
        await audit.record(SYSTEM, "expert accounts locked anew", SYSTEM.id, accounts=len(accounts))
    return len(accounts)


async def _run_round(actor: Actor, round_id: UUID) -> None:
    """Lock a round, open or closed, for its officer."""
    path = await database.value(
        "SELECT path FROM review_round WHERE id = $1 AND path LIKE ANY($2) FOR NO KEY UPDATE",
        round_id,
        [f"{one}%" for one in permissions.reads_at(actor)],
    )
    if path is None:
        hidden()
    require(permissions.may_run(actor, path))


async def _of(actor: Actor, round_id: UUID, expert_ids: Sequence[UUID], move: FeeMove) -> list[Any]:
    """The fees of these experts that may make this move, locked. Conflict (409) where there is none."""
    takes = [state.value for state in FeeState if FEE.allows(state, move)]
    scored = " AND s.state = 'scored'" if move is FeeMove.APPROVE else ""
    found: list[Any] = await database.rows(
        "SELECT f.id, f.entered_by, f.amount, f.currency, e.person FROM expert_fee f JOIN expert e ON e.id = f.expert"
        " JOIN seat s ON s.id = f.seat JOIN assessment a ON a.id = s.assessment"
        " WHERE f.review_round = $1 AND f.expert = ANY($2) AND f.state = ANY($3)"
        f"{scored} AND NOT {withheld('$4')} ORDER BY f.id FOR UPDATE OF f",
        round_id,
        list(expert_ids),
        takes,
        actor.id,
    )
    if not found:
        raise Conflict(_("Nothing of these experts waits for this step. Reload the page to see where it stands."))
    return found


async def _told(actor: Actor, act: str, round_id: UUID, fees: Sequence[Any], **more: Any) -> None:
    total = Money(sum(one["amount"] for one in fees), fees[0]["currency"])
    await audit.record(actor, act, round_id, amount=total, fees=len(fees), **more)

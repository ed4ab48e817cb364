"""Payment: released tranches on one bank file, settled by what the bank says of each line, or reversed."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import asyncpg

from parks.adapters import clock, vault
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.funds import permissions
from parks.funds.actions import commitments, releases, reports
from parks.funds.actions.ledger import enter, locked_budget
from parks.funds.events import PaymentReversed, TranchePaid, TrancheRefused
from parks.funds.rules import bank_file
from parks.funds.rules.bank_file import BankLine, Outcome
from parks.funds.states import CommitmentMove, CommitmentState, Entry, LineState, TrancheMove, TrancheState
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import Text, _


async def batch(actor: Actor, budget_id: UUID, tranche_ids: Sequence[UUID]) -> UUID:
    """Put released tranches of one budget on a bank file; answers the batch's id.

    Conflict (409) where one of them is not released (any more), or of another budget.
    """
    wanted = list(dict.fromkeys(tranche_ids))
    if not wanted:
        raise Invalid(fields={"tranches": _("Choose at least one released tranche.")})
    async with tx():
        budget = await locked_budget(actor, budget_id)
        found = await rows(
            "SELECT t.id, t.amount, t.state, t.position, c.id AS commitment, c.number,"
            " (SELECT a.id FROM fund_payee_account a WHERE a.commitment = c.id ORDER BY a.version DESC LIMIT 1)"
            " AS account, ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.company) AS members"
            " FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment"
            " WHERE t.id = ANY($1) AND c.budget = $2 ORDER BY c.number, t.position FOR UPDATE OF t",
            wanted,
            budget_id,
        )
        if len(found) != len(wanted) or any(one["state"] != TrancheState.RELEASED for one in found):
            raise Conflict(_("Not everything chosen is released and of this budget. Reload the page and choose again."))
        for one in found:
            require(permissions.not_own(actor, members=one["members"]))
        batch_id = uuid7()
        count = await value("SELECT count(*) FROM fund_payment_batch WHERE budget = $1", budget_id)
        number = f"{budget['number']}-B{count + 1:03}"
        total = sum((one["amount"] for one in found), Decimal(0))
        await execute(
            "INSERT INTO fund_payment_batch (id, budget, number, total, lines, made_by, made_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, parks_now())",
            batch_id,
            budget_id,
            number,
            total,
            len(found),
            actor.id,
        )
        for place, one in enumerate(found, start=1):
            await execute(
                "INSERT INTO fund_payment_line (id, batch, number, tranche, account, amount, state, reason,"
                " bank_reference) VALUES ($1, $2, $3, $4, $5, $6, 'sent', '', '')",
                uuid7(),
                batch_id,
                place,
                one["id"],
                one["account"],
                one["amount"],
            )
            await execute(
                "UPDATE fund_tranche SET state = $2 WHERE id = $1",
                one["id"],
                releases.after(one, TrancheMove.SEND).value,
            )
            await audit.record(actor, "tranche sent to the bank", one["commitment"], batch=number)
        await audit.record(
            actor,
            "payment batch made",
            batch_id,
            number=number,
            lines=len(found),
            total=Money(total, budget["currency"]),
        )
    return batch_id


async def bank_file_of(actor: Actor, batch_id: UUID) -> tuple[str, bytes]:
    """The file's name and bytes, with whole account numbers: that somebody took it is on the record."""
    async with tx():
        found = await _batch(actor, batch_id)
        lines = await rows(
            "SELECT l.id, l.number, l.amount, a.name, a.bank, a.branch, a.account_locked, a.clearing_number,"
            " c.number AS commitment, t.position FROM fund_payment_line l"
            " JOIN fund_payee_account a ON a.id = l.account JOIN fund_tranche t ON t.id = l.tranche"
            " JOIN fund_commitment c ON c.id = t.commitment WHERE l.batch = $1 ORDER BY l.number",
            batch_id,
        )
        await audit.record(actor, "bank file taken", batch_id, number=found["number"])
    content = bank_file.written(
        found["number"],
        [
            BankLine(
                one["number"],
                one["id"],
                one["name"],
                vault.unlock(one["account_locked"]),
                one["bank"],
                one["branch"],
                one["clearing_number"],
                one["amount"],
                found["currency"],
                f"{one['commitment']}/{one['position']}",
            )
            for one in lines
        ],
    )
    return f"{found['number']}.xlsx", content


async def _batch(actor: Actor, batch_id: UUID) -> asyncpg.Record:
    budget_id: UUID = await value("SELECT budget FROM fund_payment_batch WHERE id = $1", batch_id) or hidden()
    await locked_budget(actor, budget_id)
    found = await row(
        "SELECT p.id, p.number, p.budget, b.currency FROM fund_payment_batch p JOIN fund_budget b ON b.id = p.budget"
        " WHERE p.id = $1 FOR UPDATE OF p",
        batch_id,
    )
    made: asyncpg.Record = found or hidden()
    return made


async def settle_by_file(actor: Actor, batch_id: UUID, content: bytes) -> int:
    """Read the bank's answer; all of it counts or nothing. Answers how many lines it settled."""
    return await settle(actor, batch_id, bank_file.read(content))


async def settle(actor: Actor, batch_id: UUID, outcomes: Iterable[Outcome]) -> int:
    """What the bank says of some lines: paid, or refused with its reason. All or none; answers how many.

    Invalid (422) with a sentence for each line that does not fit: unknown, of another amount, settled already.
    """
    told = list(outcomes)
    if not told:
        raise Invalid(fields={"file": _("No line says paid or refused.")})
    async with tx():
        made = await _batch(actor, batch_id)
        today = await clock.today()
        lines = {
            one["id"]: one
            for one in await rows(
                "SELECT l.id, l.number, l.state, l.amount, l.tranche FROM fund_payment_line l"
                " WHERE l.batch = $1 ORDER BY l.number FOR UPDATE",
                batch_id,
            )
        }
        wrong = {f"line-{one.line_id}": text for one in told if (text := _wrong(one, lines, today)) is not None}
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)
        for one in sorted(told, key=lambda outcome: int(lines[outcome.line_id]["number"])):
            await _settle(actor, lines[one.line_id]["tranche"], one, today)
        await execute(
            "UPDATE fund_payment_batch SET settled_at = parks_now() WHERE id = $1 AND settled_at IS NULL AND NOT EXISTS"
            " (SELECT FROM fund_payment_line WHERE batch = $1 AND state = 'sent')",
            batch_id,
        )
        await audit.record(
            actor,
            "payments settled",
            batch_id,
            number=made["number"],
            paid=sum(one.paid for one in told),
            refused=sum(not one.paid for one in told),
        )
    return len(told)


def _wrong(one: Outcome, lines: dict[UUID, asyncpg.Record], today: date) -> Text | None:
    line = lines.get(one.line_id)
    if line is None:
        return _("The file holds a line that is not of this batch: {id}.", id=one.line_id)
    if line["state"] != LineState.SENT:
        return _("Line {n} is settled already.", n=line["number"])
    if one.amount is not None and one.amount != line["amount"]:
        return _(
            "Line {n}: the bank names {told}, the batch {ours}.", n=line["number"], told=one.amount, ours=line["amount"]
        )
    if one.paid and one.paid_on is not None and one.paid_on > today:
        return _("Line {n} cannot have been paid on a day to come.", n=line["number"])
    if not one.paid and not one.reason.strip():
        return _("Say why the bank refused line {n}.", n=line["number"])
    return None


async def _settle(actor: Actor, tranche_id: UUID, outcome: Outcome, today: date) -> None:
    tranche = await releases.locked(actor, tranche_id)
    paid_on = (outcome.paid_on or today) if outcome.paid else None
    await execute(
        "UPDATE fund_payment_line SET state = $2, reason = $3, bank_reference = $4, paid_on = $5, settled_by = $6,"
        " settled_at = parks_now() WHERE id = $1",
        outcome.line_id,
        (LineState.PAID if outcome.paid else LineState.REFUSED).value,
        "" if outcome.paid else outcome.reason.strip()[:500],
        outcome.bank_reference[:60],
        paid_on,
        actor.id,
    )
    note = f"{tranche['number']}/{tranche['position']}"
    where = {"commitment_id": tranche["commitment"], "tranche_id": tranche_id}
    if not outcome.paid:
        await releases.back(tranche, TrancheMove.REFUSE, outcome.reason.strip())
        await enter(actor, tranche["budget"], Entry.REFUSED, tranche["amount"], note=outcome.reason.strip(), **where)
        await audit.record(actor, "payment refused", tranche["commitment"], reason=outcome.reason.strip())
        await announce(TrancheRefused(tranche_id))
        return
    await execute(
        "UPDATE fund_tranche SET state = $2, paid_on = $3 WHERE id = $1",
        tranche_id,
        releases.after(tranche, TrancheMove.PAY).value,
        paid_on,
    )
    await enter(actor, tranche["budget"], Entry.PAID, tranche["amount"], note=note, **where)
    await execute(
        "UPDATE fund_commitment SET first_paid_on = COALESCE(first_paid_on, $2) WHERE id = $1",
        tranche["commitment"],
        paid_on,
    )
    if tranche["commitment_state"] in releases.PAYABLE:  # money on its way may arrive after something was asked
        await commitments.move(await commitments.locked(actor, tranche["commitment"]), CommitmentMove.PAY)
    await reports.plan_next(tranche["commitment"])
    await audit.record(
        actor,
        "tranche paid",
        tranche["commitment"],
        tranche=tranche["position"],
        amount=Money(tranche["amount"], tranche["currency"]),
        on=paid_on,
        reference=outcome.bank_reference,
    )
    await announce(TranchePaid(tranche_id, tranche["subject_id"]))


async def reverse(actor: Actor, line_id: UUID, reason: str) -> None:
    """A payment that came back: the tranche is planned again. Conflict (409) once the matter is past tracking."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the payment came back.")})
    async with tx():
        tranche_id: UUID = await value("SELECT tranche FROM fund_payment_line WHERE id = $1", line_id) or hidden()
        tranche = await releases.locked(actor, tranche_id)
        line = await row("SELECT id, state FROM fund_payment_line WHERE id = $1 FOR UPDATE", line_id) or hidden()
        if line["state"] != LineState.PAID:
            raise Conflict(_("Only a payment that was made can be reversed."))
        nothing_paid = tranche["paid"] == tranche["amount"]
        if tranche["commitment_state"] != CommitmentState.TRACKING and (
            nothing_paid or tranche["commitment_state"] != CommitmentState.ACCEPTED
        ):
            raise Conflict(_("The grant is past payment: what comes back now is a repayment."))
        await execute(
            "UPDATE fund_payment_line SET state = 'reversed', reason = $2 WHERE id = $1", line_id, reason.strip()[:500]
        )
        await releases.back(tranche, TrancheMove.REVERSE, reason.strip())
        await enter(
            actor,
            tranche["budget"],
            Entry.REVERSED,
            tranche["amount"],
            commitment_id=tranche["commitment"],
            tranche_id=tranche_id,
            note=reason.strip(),
        )
        if nothing_paid:
            await commitments.move(await commitments.locked(actor, tranche["commitment"]), CommitmentMove.UNPAY)
            await execute("UPDATE fund_commitment SET first_paid_on = NULL WHERE id = $1", tranche["commitment"])
            await reports.drop_unwritten(tranche["commitment"])
        await audit.record(actor, "payment reversed", tranche["commitment"], reason=reason.strip())
        await announce(PaymentReversed(tranche_id, tranche["subject_id"], nothing_paid))

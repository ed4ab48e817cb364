"""Reports of use: owed twice a year, written with vouchers, sent, returned or accepted; and who is reminded."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.documents.actions import Taken
from parks.funds import permissions
from parks.funds.actions.ledger import locked_budget
from parks.funds.events import ReportDue, UseReported, UseReturned
from parks.funds.rules import reporting
from parks.funds.rules.reporting import Rhythm
from parks.funds.states import REPORT_LIFE, WRITABLE, ReportMove, ReportState
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reference import queries as reference

SWEEP = "reports of use"
OWED = "('tracking', 'rectify')"
"""The states of a commitment in which reports fall due."""


async def rhythm(locality: str, on: date) -> Rhythm:
    """As policy has it at that place on that day. Conflict (409) where no value is in force."""
    found = []
    for key in (reporting.DAYS, reporting.LEAST, reporting.NOTICE):
        policy = await reference.policy(key, locality or "CN", on)
        if policy is None:
            raise Conflict(_("No policy value “{key}” is in force on {day}. Enter it first.", key=key, day=on))
        found.append(policy.value)
    days, least, notice = found
    return Rhythm.of(days, least, notice)


async def plan_next(commitment_id: UUID) -> None:
    """The next report that is owed gets its row; called when money was paid, and by `sweep`."""
    found = await row(
        "SELECT c.first_paid_on, o.region, parks_today() AS today,"
        " (SELECT max(r.due) FROM fund_use_report r WHERE r.commitment = c.id) AS last"
        " FROM fund_commitment c JOIN fund_budget b ON b.id = c.budget JOIN organisation o ON o.id = b.organisation"
        " WHERE c.id = $1",
        commitment_id,
    )
    if (
        found is None
        or found["first_paid_on"] is None
        or (found["last"] is not None and found["last"] >= found["today"])
    ):
        return
    owed = await rhythm(found["region"], found["today"])
    due = owed.first(found["first_paid_on"]) if found["last"] is None else owed.next_after(found["last"])
    while True:
        await execute(
            "INSERT INTO fund_use_report (id, commitment, due, state, text, answer)"
            " VALUES ($1, $2, $3, 'due', '', '') ON CONFLICT (commitment, due) DO NOTHING",
            uuid7(),
            commitment_id,
            due,
        )
        if due >= found["today"]:
            return
        due = owed.next_after(due)


async def drop_unwritten(commitment_id: UUID) -> None:
    """Nothing is paid any more: reports that nobody has begun are not owed."""
    await execute(
        "DELETE FROM fund_use_report r WHERE r.commitment = $1 AND r.state = 'due'"
        " AND NOT EXISTS (SELECT FROM fund_expense e WHERE e.report = r.id)",
        commitment_id,
    )


async def sweep() -> int:
    """Rows for what falls due next, a reminder before the day and one after it; answers how many were told."""
    today = await clock.today()
    waiting = await rows(
        f"SELECT c.id FROM fund_commitment c WHERE c.state IN {OWED} AND NOT EXISTS (SELECT FROM fund_use_report r"
        " WHERE r.commitment = c.id AND r.due >= $1) ORDER BY c.id",
        today,
    )
    for one in waiting:
        async with tx():
            await plan_next(one["id"])
    told = 0
    owed = await rows(
        "SELECT r.id, r.due, o.region, r.reminded_at, r.chased_at FROM fund_use_report r"
        " JOIN fund_commitment c ON c.id = r.commitment JOIN fund_budget b ON b.id = c.budget"
        " JOIN organisation o ON o.id = b.organisation"
        f" WHERE r.state IN ('due', 'returned') AND c.state IN {OWED}"
        " AND (r.reminded_at IS NULL OR (r.chased_at IS NULL AND r.due < $1)) ORDER BY r.due, r.id",
        today,
    )
    rhythms: dict[str, Rhythm] = {}
    for one in owed:
        region = one["region"]
        if region not in rhythms:
            rhythms[region] = await rhythm(region, today)
        overdue = one["due"] < today
        if not overdue and one["due"] - timedelta(days=rhythms[region].notice) > today:
            continue
        column = "chased_at" if overdue else "reminded_at"
        async with tx():
            marked = await value(
                f"UPDATE fund_use_report SET {column} = parks_now() WHERE id = $1 AND {column} IS NULL RETURNING id",
                one["id"],
            )
            if marked is not None:
                await announce(ReportDue(one["id"], overdue))
                told += 1
    return told


async def _own(actor: Actor, report_id: UUID) -> asyncpg.Record:
    """The report, locked, for a member of its company. Hidden (404) to everyone who may not even read it."""
    found = await row(
        "SELECT r.id, r.state, r.due, r.commitment, c.number, c.paid, c.subject_id, c.made_at,"
        " ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.company) AS members"
        " FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment WHERE r.id = $1 FOR UPDATE OF r",
        report_id,
    )
    report: asyncpg.Record = found or hidden()
    require(permissions.may_act_for(actor, members=report["members"]))
    return report


def _writable(report: asyncpg.Record) -> None:
    if report["state"] not in WRITABLE:
        raise Conflict(_("This report has been sent. It can be read, but not changed."))


async def add_expense(
    actor: Actor,
    report_id: UUID,
    *,
    line_id: UUID,
    spent_on: date,
    receiver: str,
    purpose: str,
    amount: Decimal,
    voucher: Taken | None = None,
) -> UUID:
    """One expense with its voucher; answers its id. Invalid (422) where the line is another grant's."""
    async with tx():
        report = await _own(actor, report_id)
        _writable(report)
        wrong = {}
        if not await value(
            "SELECT 1 FROM fund_use_line WHERE id = $1 AND commitment = $2", line_id, report["commitment"]
        ):
            wrong["line"] = _("Choose one of the options.")
        if spent_on > await clock.today():
            wrong["spent_on"] = _("This day is still to come.")
        if amount <= 0:
            wrong["amount"] = _("Write an amount above nothing.")
        if wrong:
            raise Invalid(fields=wrong)
        kept = await documents.keep(actor, voucher) if voucher is not None else None
        expense_id = uuid7()
        await execute(
            "INSERT INTO fund_expense (id, report, line, spent_on, receiver, purpose, amount, voucher, by_name, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, parks_now())",
            expense_id,
            report_id,
            line_id,
            spent_on,
            receiver,
            purpose,
            amount,
            kept.id if kept else None,
            actor.name[:200],
        )
        await audit.record(actor, "expense added", report["commitment"], report=report["due"], amount=amount)
    return expense_id


async def remove_expense(actor: Actor, expense_id: UUID) -> None:
    async with tx():
        report_id: UUID = await value("SELECT report FROM fund_expense WHERE id = $1", expense_id) or hidden()
        report = await _own(actor, report_id)
        _writable(report)
        gone = await row("DELETE FROM fund_expense WHERE id = $1 RETURNING amount, voucher", expense_id)
        if gone is not None and gone["voucher"] is not None:
            await documents.discard(actor, gone["voucher"])
        await audit.record(actor, "expense removed", report["commitment"], report=report["due"])


async def report_use(actor: Actor, report_id: UUID, text: str) -> None:
    """Send the report. Invalid (422) without words, without a voucher beside each expense, or beyond what was paid."""
    async with tx():
        report = await _own(actor, report_id)
        state = REPORT_LIFE.after(ReportState(report["state"]), ReportMove.SUBMIT)
        wrong = {}
        if not text.strip():
            wrong["text"] = _("Say what the money was used for in this half-year, and what comes next.")
        if await value("SELECT 1 FROM fund_expense WHERE report = $1 AND voucher IS NULL LIMIT 1", report_id):
            wrong["expenses"] = _("An expense has no voucher yet. Add it, or remove the expense.")
        spent = await value(
            "SELECT COALESCE(sum(e.amount), 0) FROM fund_expense e JOIN fund_use_report r ON r.id = e.report"
            " WHERE r.commitment = $1",
            report["commitment"],
        )
        if spent > report["paid"]:
            wrong["expenses"] = _(
                "All reports together show {spent}, and {paid} was paid. Leave out what other money paid for.",
                spent=spent,
                paid=report["paid"],
            )
        if wrong:
            raise Invalid(fields=wrong)
        await execute(
            "UPDATE fund_use_report SET state = $2, text = $3, submitted_by = $4, submitted_at = parks_now()"
            " WHERE id = $1",
            report_id,
            state.value,
            text.strip(),
            actor.id,
        )
        await audit.record(actor, "use of funds reported", report["commitment"], report=report["due"])
        await announce(UseReported(report_id, report["subject_id"]))


async def check_report(actor: Actor, report_id: UUID, *, accepted: bool, answer: str = "") -> None:
    """An officer's look: accepted, or returned with what is to be mended."""
    if not accepted and not answer.strip():
        raise Invalid(fields={"answer": _("Say what is to be mended. The company reads it.")})
    async with tx():
        budget_id: UUID = (
            await value(
                "SELECT c.budget FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment WHERE r.id = $1",
                report_id,
            )
            or hidden()
        )
        await locked_budget(actor, budget_id)
        report = (
            await row(
                "SELECT r.id, r.state, r.due, r.commitment, r.submitted_by,"
                " ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.company) AS members"
                " FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment WHERE r.id = $1 FOR UPDATE OF r",
                report_id,
            )
            or hidden()
        )
        if actor.id in report["members"]:
            raise Forbidden(_("This is your own company. Another officer decides on it."))
        step = ReportMove.ACCEPT if accepted else ReportMove.RETURN
        await execute(
            "UPDATE fund_use_report SET state = $2, answer = $3, checked_by = $4, checked_at = parks_now()"
            " WHERE id = $1",
            report_id,
            REPORT_LIFE.after(ReportState(report["state"]), step).value,
            answer.strip(),
            actor.id,
        )
        told = {"report": report["due"], "answer": answer.strip()}
        if accepted:
            await audit.record(actor, "report of use accepted", report["commitment"], **told)
        else:
            await audit.record(actor, "report of use returned", report["commitment"], **told)
            await announce(UseReturned(report_id))

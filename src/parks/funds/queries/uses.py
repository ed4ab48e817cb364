"""Reports of use with their expenses; which commitment a check, a clawback or an expense belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg

from parks.adapters.database import row, rows
from parks.funds import permissions
from parks.funds.queries.scope import BY_PLACE, OWN, SCOPE, who
from parks.funds.states import WRITABLE, ReportState
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual


@dataclass(frozen=True, slots=True)
class ExpenseView:
    id: UUID
    report_id: UUID
    line: Bilingual
    spent_on: date
    receiver: str
    purpose: str
    amount: Money
    voucher_id: UUID | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """`uses` are the lines of the grant's budget as pairs of id and name; `paid` of the whole grant."""

    id: UUID
    commitment_id: UUID
    number: str
    subject: str
    company: Bilingual
    due: date
    state: ReportState
    text: str
    answer: str
    submitted_by: str
    submitted_at: datetime | None
    paid: Money
    uses: tuple[tuple[UUID, Bilingual], ...]
    expenses: Sequence[ExpenseView]
    today: date
    own: bool
    can_check: bool

    @property
    def url(self) -> str:
        return f"/use-reports/{self.id}"

    @property
    def can_write(self) -> bool:
        return self.own and self.state in WRITABLE

    @property
    def spent(self) -> Money:
        return Money(sum((one.amount.amount for one in self.expenses), Decimal(0)), self.paid.currency)


REPORT = f"""
SELECT r.id, r.commitment, c.number, c.subject_label, y.name_zh, COALESCE(NULLIF(y.name_en, ''), y.name_zh) AS name_en,
  r.due, r.state, r.text, r.answer, p.name AS sender, r.submitted_at, c.paid + c.returned AS paid, b.currency, b.path,
  parks_today() AS today, {OWN} AS own,
  (SELECT COALESCE(json_agg(json_build_array(u.id, u.name_zh, u.name_en) ORDER BY u.position), '[]')
    FROM fund_use_line u WHERE u.commitment = c.id) AS uses
FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment JOIN fund_budget b ON b.id = c.budget
JOIN company y ON y.id = c.company LEFT JOIN person p ON p.id = r.submitted_by
"""

EXPENSES = """
SELECT e.id, e.report, u.name_zh, u.name_en, e.spent_on, e.receiver, e.purpose, e.amount, e.voucher, b.currency
FROM fund_expense e JOIN fund_use_line u ON u.id = e.line JOIN fund_commitment c ON c.id = u.commitment
JOIN fund_budget b ON b.id = c.budget
"""


async def report(actor: Actor, report_id: UUID) -> ReportView:
    """Two statements. Hidden (404) to all but the company's own people and officers of the place."""
    one = await row(f"{REPORT} WHERE r.id = $3 AND {SCOPE}", *who(actor), report_id) or hidden()
    expenses = await rows(f"{EXPENSES} WHERE e.report = $1 ORDER BY e.spent_on, e.id LIMIT 500", report_id)
    return ReportView(
        id=one["id"],
        commitment_id=one["commitment"],
        number=one["number"],
        subject=one["subject_label"],
        company=Bilingual(one["name_zh"], one["name_en"]),
        due=one["due"],
        state=ReportState(one["state"]),
        text=one["text"],
        answer=one["answer"],
        submitted_by=one["sender"] or "",
        submitted_at=one["submitted_at"],
        paid=Money(one["paid"], one["currency"]),
        uses=tuple((UUID(line), Bilingual(zh, en)) for line, zh, en in one["uses"]),
        expenses=[_expense(each) for each in expenses],
        today=one["today"],
        own=one["own"],
        can_check=one["state"] == ReportState.SUBMITTED
        and not one["own"]
        and bool(permissions.may_keep(actor, path=one["path"])),
    )


def _expense(one: asyncpg.Record) -> ExpenseView:
    return ExpenseView(
        id=one["id"],
        report_id=one["report"],
        line=Bilingual(one["name_zh"], one["name_en"]),
        spent_on=one["spent_on"],
        receiver=one["receiver"],
        purpose=one["purpose"],
        amount=Money(one["amount"], one["currency"]),
        voucher_id=one["voucher"],
    )


async def expense(actor: Actor, expense_id: UUID) -> ExpenseView:
    """One expense for whoever may see its report; its voucher goes out by the page alone."""
    one = await row(f"{EXPENSES} WHERE e.id = $3 AND {SCOPE}", *who(actor), expense_id)
    return _expense(one or hidden())


@dataclass(frozen=True, slots=True)
class ReportRow:
    id: UUID
    number: str
    company: Bilingual
    due: date
    state: ReportState
    spent: Money
    overdue: bool


async def reports(actor: Actor) -> list[ReportRow]:
    """Reports of use below the reader's places: what is to be checked, then what is owed; at most 500."""
    found = await rows(
        "SELECT r.id, c.number, y.name_zh, COALESCE(NULLIF(y.name_en, ''), y.name_zh) AS name_en, r.due, r.state,"
        " b.currency, r.due < parks_today() AND r.state IN ('due', 'returned') AS overdue,"
        " (SELECT COALESCE(sum(e.amount), 0) FROM fund_expense e WHERE e.report = r.id) AS spent"
        " FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment JOIN fund_budget b ON b.id = c.budget"
        f" JOIN company y ON y.id = c.company WHERE {BY_PLACE}"
        " ORDER BY array_position(ARRAY['submitted', 'returned', 'due', 'accepted'], r.state::text), r.due, r.id"
        " LIMIT 500",
        who(actor)[0],
    )
    return [
        ReportRow(
            one["id"],
            one["number"],
            Bilingual(one["name_zh"], one["name_en"]),
            one["due"],
            ReportState(one["state"]),
            Money(one["spent"], one["currency"]),
            one["overdue"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Whose:
    """A row of a commitment: which one, and the evidence that hangs on it, if any."""

    commitment_id: UUID
    evidence_id: UUID | None = None


async def check(actor: Actor, check_id: UUID) -> Whose:
    found = await row(
        "SELECT k.commitment, k.evidence FROM fund_check k JOIN fund_commitment c ON c.id = k.commitment"
        f" JOIN fund_budget b ON b.id = c.budget WHERE k.id = $3 AND {SCOPE}",
        *who(actor),
        check_id,
    )
    one = found or hidden()
    return Whose(one["commitment"], one["evidence"])


async def clawback_commitment(actor: Actor, clawback_id: UUID) -> Whose:
    found = await row(
        "SELECT w.commitment FROM fund_clawback w JOIN fund_commitment c ON c.id = w.commitment"
        f" JOIN fund_budget b ON b.id = c.budget WHERE w.id = $2 AND {BY_PLACE}",
        who(actor)[0],
        clawback_id,
    )
    return Whose((found or hidden())["commitment"])

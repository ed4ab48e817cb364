"""Payment batches with their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from parks.adapters.database import row, rows
from parks.funds import permissions
from parks.funds.queries.scope import BY_PLACE, who
from parks.funds.states import LineState
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money


@dataclass(frozen=True, slots=True)
class LineView:
    id: UUID
    batch_id: UUID
    number: int
    payee: str
    bank: str
    account: str
    amount: Money
    state: LineState
    reason: str
    bank_reference: str
    paid_on: date | None
    commitment_id: UUID
    commitment: str


@dataclass(frozen=True, slots=True)
class BatchView:
    id: UUID
    number: str
    budget_id: UUID
    budget: str
    total: Money
    made_by: str
    made_at: datetime
    settled_at: datetime | None
    lines: Sequence[LineView]
    today: date
    can_keep: bool

    @property
    def url(self) -> str:
        return f"/payments/{self.id}"

    @property
    def open(self) -> int:
        return sum(one.state is LineState.SENT for one in self.lines)


LINES = """
SELECT l.id, l.batch, l.number, a.name, concat_ws(' ', a.bank, a.branch) AS bank, a.account_masked, l.amount, l.state,
  l.reason, l.bank_reference, l.paid_on, c.id AS commitment, c.number AS commitment_number, b.currency
FROM fund_payment_line l JOIN fund_payee_account a ON a.id = l.account JOIN fund_tranche t ON t.id = l.tranche
JOIN fund_commitment c ON c.id = t.commitment JOIN fund_budget b ON b.id = c.budget
"""


async def batch(actor: Actor, batch_id: UUID) -> BatchView:
    """Two statements. Hidden (404) to all but officers and auditors of its place."""
    found = (
        await row(
            "SELECT p.id, p.number, b.id AS budget, b.number AS budget_number, b.currency, b.path, p.total, q.name,"
            " p.made_at, p.settled_at, parks_today() AS today FROM fund_payment_batch p"
            " JOIN fund_budget b ON b.id = p.budget JOIN person q ON q.id = p.made_by"
            f" WHERE p.id = $2 AND {BY_PLACE}",
            who(actor)[0],
            batch_id,
        )
        or hidden()
    )
    lines = await rows(f"{LINES} WHERE l.batch = $1 ORDER BY l.number", batch_id)
    return BatchView(
        id=found["id"],
        number=found["number"],
        budget_id=found["budget"],
        budget=found["budget_number"],
        total=Money(found["total"], found["currency"]),
        made_by=found["name"],
        made_at=found["made_at"],
        settled_at=found["settled_at"],
        lines=[_line(one) for one in lines],
        today=found["today"],
        can_keep=bool(permissions.may_keep(actor, path=found["path"])),
    )


def _line(one: asyncpg.Record) -> LineView:
    return LineView(
        id=one["id"],
        batch_id=one["batch"],
        number=one["number"],
        payee=one["name"],
        bank=one["bank"],
        account=one["account_masked"],
        amount=Money(one["amount"], one["currency"]),
        state=LineState(one["state"]),
        reason=one["reason"],
        bank_reference=one["bank_reference"],
        paid_on=one["paid_on"],
        commitment_id=one["commitment"],
        commitment=one["commitment_number"],
    )


async def line(actor: Actor, line_id: UUID) -> LineView:
    found = await row(f"{LINES} WHERE l.id = $2 AND {BY_PLACE}", who(actor)[0], line_id)
    return _line(found or hidden())

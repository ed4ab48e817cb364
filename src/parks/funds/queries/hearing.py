"""Who hears of money, and what a message may say: the company's own people. For notifications, which ask no reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.errors import hidden
from parks.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Hearing:
    """`people` are ids; `due`, `amount` and `text` as far as the fact has them."""

    people: Sequence[UUID]
    subject: str
    url: str
    due: date | None = None
    amount: Money | None = None
    text: str = ""


MEMBERS = "ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = c.company) AS people, c.subject_label"


async def report(report_id: UUID) -> Hearing:
    one = (
        await row(
            f"SELECT {MEMBERS}, r.due, r.answer FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment"
            " WHERE r.id = $1",
            report_id,
        )
        or hidden()
    )
    return Hearing(one["people"], one["subject_label"], f"/use-reports/{report_id}", due=one["due"], text=one["answer"])


async def tranche(tranche_id: UUID) -> Hearing:
    one = (
        await row(
            f"SELECT {MEMBERS}, c.id, t.amount, t.paid_on, b.currency FROM fund_tranche t"
            " JOIN fund_commitment c ON c.id = t.commitment JOIN fund_budget b ON b.id = c.budget WHERE t.id = $1",
            tranche_id,
        )
        or hidden()
    )
    amount = Money(one["amount"], one["currency"])
    return Hearing(one["people"], one["subject_label"], f"/commitments/{one['id']}", due=one["paid_on"], amount=amount)


async def rectification(check_id: UUID) -> Hearing:
    one = (
        await row(
            f"SELECT {MEMBERS}, c.id, k.due, COALESCE(NULLIF(k.judged, ''), k.text) AS text FROM fund_check k"
            " JOIN fund_commitment c ON c.id = k.commitment WHERE k.id = $1",
            check_id,
        )
        or hidden()
    )
    return Hearing(one["people"], one["subject_label"], f"/commitments/{one['id']}", due=one["due"], text=one["text"])


async def clawback(clawback_id: UUID) -> Hearing:
    one = (
        await row(
            f"SELECT {MEMBERS}, c.id, w.due, w.amount, w.reason, b.currency FROM fund_clawback w"
            " JOIN fund_commitment c ON c.id = w.commitment JOIN fund_budget b ON b.id = c.budget WHERE w.id = $1",
            clawback_id,
        )
        or hidden()
    )
    amount = Money(one["amount"], one["currency"])
    return Hearing(
        one["people"], one["subject_label"], f"/commitments/{one['id']}", one["due"], amount, text=one["reason"]
    )

"""Fees of a round for its officers and auditors; an expert's own; what the office that pays needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters import vault
from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.conflicts import withheld
from parks.reviews.states import FeeState


@dataclass(frozen=True, slots=True)
class FeeLine:
    """Fees of one expert in one state. `waits`: of those due, how many wait for a score given back or left."""

    expert_id: UUID
    name: str
    state: str
    reviews: int
    total: Money
    waits: int
    account: str
    bank: str
    approved_by: str
    paid_on: date | None
    reference: str
    reason: str

    @property
    def open(self) -> bool:
        return self.state in {FeeState.DUE, FeeState.APPROVED}


@dataclass(frozen=True, slots=True)
class RoundFees:
    """A round's rate and what came of it. `can_set`: no fee is due by another rate yet."""

    round_id: UUID
    title: Bilingual
    rate: Money | None
    entered_by: str
    lines: tuple[FeeLine, ...]
    can_run: bool
    can_approve: bool

    @property
    def can_set(self) -> bool:
        return self.can_run and not self.lines

    @property
    def totals(self) -> list[tuple[str, Money]]:
        """What each state comes to."""
        found: dict[str, Money] = {}
        for one in self.lines:
            found[one.state] = found[one.state] + one.total if one.state in found else one.total
        return [(state.value, found[state]) for state in FeeState if state in found]

    @property
    def approved(self) -> bool:
        return any(one.state == FeeState.APPROVED for one in self.lines)


LINES = f"""
SELECT f.expert, e.name, f.state, count(*) AS reviews, sum(f.amount) AS total, f.currency,
  count(*) FILTER (WHERE f.state = 'due' AND s.state <> 'scored') AS waits,
  COALESCE(x.account_masked, '') AS account, COALESCE(x.bank || ' ' || x.branch, '') AS bank,
  COALESCE(string_agg(DISTINCT p.name, ', '), '') AS approved_by, f.paid_on, f.reference, f.reason
FROM expert_fee f JOIN expert e ON e.id = f.expert JOIN seat s ON s.id = f.seat JOIN assessment a ON a.id = s.assessment
LEFT JOIN expert_account x ON x.expert = f.expert LEFT JOIN person p ON p.id = f.approved_by
WHERE f.review_round = $1 AND NOT {withheld("$2")}
GROUP BY f.expert, e.name, e.name_order, f.state, f.currency, x.account_masked, x.bank, x.branch, f.paid_on,
  f.reference, f.reason
ORDER BY array_position(ARRAY['due', 'approved', 'paid', 'refused']::varchar[], f.state), e.name_order, f.expert,
  f.paid_on LIMIT 1000
"""


async def round_fees(actor: Actor, round_id: UUID) -> RoundFees:
    """Two statements. Hidden (404) outside the actor's places."""
    found = await row(
        "SELECT r.title, r.path, f.amount, f.currency, f.entered_by, p.name FROM review_round r"
        " LEFT JOIN round_fee f ON f.review_round = r.id LEFT JOIN person p ON p.id = f.entered_by"
        " WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    can_run = bool(permissions.may_run(actor, found["path"]))
    return RoundFees(
        round_id,
        Bilingual.of(found["title"]),
        None if found["amount"] is None else Money(found["amount"], found["currency"]),
        found["name"] or "",
        tuple(map(_line, await rows(LINES, round_id, actor.id))),
        can_run,
        can_run and found["entered_by"] not in {None, actor.id},
    )


def _line(one: Any) -> FeeLine:
    return FeeLine(
        one["expert"],
        one["name"],
        one["state"],
        one["reviews"],
        Money(one["total"], one["currency"]),
        one["waits"],
        one["account"],
        one["bank"],
        one["approved_by"],
        one["paid_on"],
        one["reference"],
        one["reason"],
    )


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One transfer: everything that is approved and not paid of one expert in one round. `number` is the whole one,
    empty where the expert has told no account.
    """

    name: str
    holder: str
    bank: str
    branch: str
    number: str
    amount: Decimal
    currency: str
    reviews: int


async def payment_lines(round_id: UUID) -> list[PaymentLine]:
    """Opens the numbers: for `actions.take_payment_list` alone, which asks for the reason."""
    found = await rows(
        "SELECT e.name, COALESCE(x.holder, '') AS holder, COALESCE(x.bank, '') AS bank,"
        " COALESCE(x.branch, '') AS branch, COALESCE(x.account_locked, '') AS locked, sum(f.amount) AS amount,"
        " f.currency, count(*) AS reviews FROM expert_fee f JOIN expert e ON e.id = f.expert"
        " LEFT JOIN expert_account x ON x.expert = f.expert WHERE f.review_round = $1 AND f.state = 'approved'"
        " GROUP BY e.id, e.name, e.name_order, x.holder, x.bank, x.branch, x.account_locked, f.currency"
        " ORDER BY e.name_order, e.id",
        round_id,
    )
    return [
        PaymentLine(
            one["name"],
            one["holder"],
            one["bank"],
            one["branch"],
            vault.unlock(one["locked"]) if one["locked"] else "",
            one["amount"],
            one["currency"],
            one["reviews"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class MyFee:
    """Fees of one round in one state, as their expert sees them."""

    round: Bilingual
    state: str
    reviews: int
    total: Money
    paid_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class MyFees:
    """An expert's own fees, and the account they go to, masked."""

    lines: Sequence[MyFee]
    holder: str
    bank: str
    branch: str
    account: str


async def my_fees(actor: Actor) -> MyFees:
    """The actor's own; two statements. Hidden (404) for who is in no pool."""
    account = await row(
        "SELECT e.name, x.holder, x.bank, x.branch, x.account_masked FROM expert e"
        " LEFT JOIN expert_account x ON x.expert = e.id WHERE e.person = $1",
        actor.id,
    )
    found = await rows(
        "SELECT r.title, f.state, count(*) AS reviews, sum(f.amount) AS total, f.currency, f.paid_on, f.reason"
        " FROM expert_fee f JOIN expert e ON e.id = f.expert JOIN review_round r ON r.id = f.review_round"
        " WHERE e.person = $1 GROUP BY r.id, r.title, f.state, f.currency, f.paid_on, f.reason"
        " ORDER BY max(f.due_at) DESC, f.state LIMIT 200",
        actor.id,
    )
    return MyFees(
        [
            MyFee(
                Bilingual.of(one["title"]),
                one["state"],
                one["reviews"],
                Money(one["total"], one["currency"]),
                one["paid_on"],
                one["reason"],
            )
            for one in found
        ],
        (account and (account["holder"] or account["name"])) or "",
        (account and account["bank"]) or "",
        (account and account["branch"]) or "",
        (account and account["account_masked"]) or "",
    )

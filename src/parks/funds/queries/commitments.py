"""A commitment with everything that hangs on it; a company's own grants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters.database import row, rows
from parks.funds import permissions
from parks.funds.queries.scope import OWN, SCOPE, who
from parks.funds.rules.reporting import utilisation
from parks.funds.states import (
    COMMITMENT_LIFE,
    CheckKind,
    CheckOutcome,
    ClawbackState,
    CommitmentMove,
    CommitmentState,
    RectificationState,
    ReportState,
    TrancheState,
)
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual


@dataclass(frozen=True, slots=True)
class TrancheView:
    """`can_approve`: the reader is an officer of the place and did not propose it."""

    id: UUID
    position: int
    amount: Money
    condition: Bilingual
    due: date | None
    state: TrancheState
    proposed_by: str
    proposed_at: datetime | None
    said: str
    approved_by: str
    approved_at: datetime | None
    note: str
    paid_on: date | None
    can_approve: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    id: UUID
    due: date
    state: ReportState
    spent: Money
    overdue: bool


@dataclass(frozen=True, slots=True)
class CheckLine:
    id: UUID
    kind: CheckKind
    outcome: CheckOutcome
    text: str
    by: str
    at: datetime
    due: date | None
    rectification: RectificationState | None
    answer: str
    judged: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class RepaymentLine:
    amount: Money
    received_on: date
    bank_reference: str


@dataclass(frozen=True, slots=True)
class ClawbackLine:
    id: UUID
    number: str
    reason: str
    amount: Money
    repaid: Money
    written_off: Money
    due: date
    state: ClawbackState
    decision: str
    repayments: tuple[RepaymentLine, ...]
    can_write_off: bool

    @property
    def open(self) -> Money:
        return self.amount - self.repaid - self.written_off


@dataclass(frozen=True, slots=True)
class MatchingLine:
    id: UUID
    giver: str
    amount: Money
    received_on: date
    note: str
    struck: bool


@dataclass(frozen=True, slots=True)
class UseLineView:
    id: UUID
    name: Bilingual
    planned: Money
    spent: Money


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """`own`: the reader keeps the company's record; `can_keep`: an officer of the budget's place, and not its own."""

    id: UUID
    number: str
    budget_id: UUID
    budget_number: str
    subject: str
    subject_url: str
    company: Bilingual
    company_id: UUID
    amount: Money
    released: Money
    paid: Money
    returned: Money
    state: CommitmentState
    payee: str
    bank: str
    account: str
    account_version: int
    tranches: tuple[TrancheView, ...]
    reports: tuple[ReportLine, ...]
    uses: tuple[UseLineView, ...]
    checks: tuple[CheckLine, ...]
    clawback: ClawbackLine | None
    matching: tuple[MatchingLine, ...]
    today: date
    own: bool
    can_keep: bool

    @property
    def url(self) -> str:
        return f"/commitments/{self.id}"

    @property
    def spent(self) -> Money:
        return Money(sum((one.spent.amount for one in self.uses), Decimal(0)), self.amount.currency)

    @property
    def utilisation(self) -> Decimal | None:
        return utilisation(self.spent.amount, (self.paid + self.returned).amount)

    @property
    def matched(self) -> Money:
        total = sum((one.amount.amount for one in self.matching if not one.struck), Decimal(0))
        return Money(total, self.amount.currency)

    @property
    def open_check(self) -> CheckLine | None:
        return next((one for one in self.checks if one.rectification not in {None, RectificationState.DONE}), None)

    def allows(self, move: str) -> bool:
        return COMMITMENT_LIFE.allows(self.state, CommitmentMove(move))


COMMITMENT = f"""
SELECT c.id, c.number, c.budget, b.number AS budget_number, c.subject_label, c.subject_url, c.company, y.name_zh,
  COALESCE(NULLIF(y.name_en, ''), y.name_zh) AS name_en, c.amount, c.released, c.paid, c.returned, c.state, b.currency,
  b.path, parks_today() AS today, {OWN} AS own,
  a.name AS payee, concat_ws(' ', a.bank, a.branch) AS bank, a.account_masked, a.version AS account_version,
  (SELECT COALESCE(json_agg(json_build_object('id', k.id, 'kind', k.kind, 'outcome', k.outcome, 'text', k.text,
    'by', k.by_name, 'at', k.at, 'due', k.due, 'rectification', k.rectification, 'answer', k.answer,
    'judged', k.judged, 'evidence', k.evidence IS NOT NULL) ORDER BY k.at DESC, k.id), '[]')
    FROM fund_check k WHERE k.commitment = c.id) AS checks,
  (SELECT COALESCE(json_agg(json_build_object('id', g.id, 'giver', g.giver, 'amount', g.amount::text,
    'received_on', g.received_on, 'note', g.note, 'struck', g.struck) ORDER BY g.received_on, g.id), '[]')
    FROM fund_local_matching g WHERE g.commitment = c.id) AS matching,
  (SELECT json_build_object('id', w.id, 'number', w.number, 'reason', w.reason, 'amount', w.amount::text,
    'repaid', w.repaid::text, 'written_off', w.written_off::text, 'due', w.due, 'state', w.state,
    'decision', w.decision, 'demanded_by', w.demanded_by, 'repayments', (SELECT COALESCE(json_agg(json_build_object(
    'amount', r.amount::text, 'received_on', r.received_on, 'bank_reference', r.bank_reference) ORDER BY r.at), '[]')
    FROM fund_repayment r WHERE r.clawback = w.id)) FROM fund_clawback w WHERE w.commitment = c.id) AS clawback,
  (SELECT COALESCE(json_agg(json_build_object('id', u.id, 'zh', u.name_zh, 'en', u.name_en, 'planned', u.planned::text,
    'spent', (SELECT COALESCE(sum(e.amount), 0)::text FROM fund_expense e WHERE e.line = u.id)) ORDER BY u.position),
    '[]') FROM fund_use_line u WHERE u.commitment = c.id) AS uses,
  (SELECT COALESCE(json_agg(json_build_object('id', r.id, 'due', r.due, 'state', r.state, 'spent',
    (SELECT COALESCE(sum(e.amount), 0)::text FROM fund_expense e WHERE e.report = r.id)) ORDER BY r.due), '[]')
    FROM fund_use_report r WHERE r.commitment = c.id) AS reports
FROM fund_commitment c JOIN fund_budget b ON b.id = c.budget JOIN company y ON y.id = c.company
JOIN LATERAL (SELECT * FROM fund_payee_account p WHERE p.commitment = c.id ORDER BY p.version DESC LIMIT 1) a ON TRUE
"""

TRANCHES = """
SELECT t.id, t.commitment, t.position, t.amount, t.condition_zh, t.condition_en, t.due, t.state, t.proposed_by,
  q.name AS proposer, t.proposed_at, t.said, r.name AS approver, t.approved_at, t.note, t.paid_on
FROM fund_tranche t LEFT JOIN person q ON q.id = t.proposed_by LEFT JOIN person r ON r.id = t.approved_by
WHERE t.commitment = ANY($1) ORDER BY t.commitment, t.position
"""


async def commitment(actor: Actor, commitment_id: UUID) -> CommitmentView:
    """Everything about one, in two statements. Hidden (404) to all but its place's officers and its own company."""
    one = await row(f"{COMMITMENT} WHERE c.id = $3 AND {SCOPE}", *who(actor), commitment_id) or hidden()
    return _view(actor, one, await rows(TRANCHES, [commitment_id]))


async def grants(actor: Actor) -> list[CommitmentView]:
    """What the reader's own companies receive, the newest first; two statements."""
    return await _several(actor, OWN, [])


async def commitments_of(actor: Actor, subject_ids: Sequence[UUID]) -> list[CommitmentView]:
    """What is bound for these subjects, as far as the reader may see it; two statements."""
    return await _several(actor, f"c.subject_id = ANY($3) AND {SCOPE}", [list(subject_ids)])


async def _several(actor: Actor, where: str, values: list[Any]) -> list[CommitmentView]:
    found = await rows(
        f"{COMMITMENT} WHERE {where} AND $1::text[] IS NOT NULL ORDER BY c.made_at DESC, c.id LIMIT 100",
        *who(actor),
        *values,
    )
    parts: dict[UUID, list[asyncpg.Record]] = {}
    for one in await rows(TRANCHES, [one["id"] for one in found]):
        parts.setdefault(one["commitment"], []).append(one)
    return [_view(actor, one, parts.get(one["id"], [])) for one in found]


def _view(actor: Actor, one: asyncpg.Record, tranches: Sequence[asyncpg.Record]) -> CommitmentView:
    currency, today = one["currency"], one["today"]
    keeps = bool(permissions.may_keep(actor, path=one["path"])) and not one["own"]
    return CommitmentView(
        id=one["id"],
        number=one["number"],
        budget_id=one["budget"],
        budget_number=one["budget_number"],
        subject=one["subject_label"],
        subject_url=one["subject_url"],
        company=Bilingual(one["name_zh"], one["name_en"]),
        company_id=one["company"],
        amount=Money(one["amount"], currency),
        released=Money(one["released"], currency),
        paid=Money(one["paid"], currency),
        returned=Money(one["returned"], currency),
        state=CommitmentState(one["state"]),
        payee=one["payee"],
        bank=one["bank"],
        account=one["account_masked"],
        account_version=one["account_version"],
        tranches=tuple(_tranche(actor, part, currency, keeps=keeps) for part in tranches),
        reports=tuple(_report(told, currency, today) for told in one["reports"]),
        uses=tuple(_use(told, currency) for told in one["uses"]),
        checks=tuple(_check(told) for told in one["checks"]),
        clawback=_clawback(actor, one["clawback"], currency, keeps=keeps) if one["clawback"] else None,
        matching=tuple(
            MatchingLine(
                UUID(told["id"]),
                told["giver"],
                Money(Decimal(told["amount"]), currency),
                date.fromisoformat(told["received_on"]),
                told["note"],
                told["struck"],
            )
            for told in one["matching"]
        ),
        today=today,
        own=one["own"],
        can_keep=keeps,
    )


def _tranche(actor: Actor, one: asyncpg.Record, currency: str, *, keeps: bool) -> TrancheView:
    return TrancheView(
        id=one["id"],
        position=one["position"],
        amount=Money(one["amount"], currency),
        condition=Bilingual(one["condition_zh"], one["condition_en"]),
        due=one["due"],
        state=TrancheState(one["state"]),
        proposed_by=one["proposer"] or "",
        proposed_at=one["proposed_at"],
        said=one["said"],
        approved_by=one["approver"] or "",
        approved_at=one["approved_at"],
        note=one["note"],
        paid_on=one["paid_on"],
        can_approve=keeps and one["state"] == TrancheState.PROPOSED and one["proposed_by"] != actor.id,
    )


def _report(told: Mapping[str, Any], currency: str, today: date) -> ReportLine:
    due, state = date.fromisoformat(told["due"]), ReportState(told["state"])
    return ReportLine(
        UUID(told["id"]),
        due,
        state,
        Money(Decimal(told["spent"]), currency),
        due < today and state in {ReportState.DUE, ReportState.RETURNED},
    )


def _use(told: Mapping[str, Any], currency: str) -> UseLineView:
    return UseLineView(
        UUID(told["id"]),
        Bilingual(told["zh"], told["en"]),
        Money(Decimal(told["planned"]), currency),
        Money(Decimal(told["spent"]), currency),
    )


def _check(told: Mapping[str, Any]) -> CheckLine:
    return CheckLine(
        id=UUID(told["id"]),
        kind=CheckKind(told["kind"]),
        outcome=CheckOutcome(told["outcome"]),
        text=told["text"],
        by=told["by"],
        at=datetime.fromisoformat(told["at"]),
        due=date.fromisoformat(told["due"]) if told["due"] else None,
        rectification=RectificationState(told["rectification"]) if told["rectification"] else None,
        answer=told["answer"],
        judged=told["judged"],
        evidence=told["evidence"],
    )


def _clawback(actor: Actor, told: Mapping[str, Any], currency: str, *, keeps: bool) -> ClawbackLine:
    state = ClawbackState(told["state"])
    return ClawbackLine(
        id=UUID(told["id"]),
        number=told["number"],
        reason=told["reason"],
        amount=Money(Decimal(told["amount"]), currency),
        repaid=Money(Decimal(told["repaid"]), currency),
        written_off=Money(Decimal(told["written_off"]), currency),
        due=date.fromisoformat(told["due"]),
        state=state,
        decision=told["decision"],
        repayments=tuple(
            RepaymentLine(
                Money(Decimal(one["amount"]), currency), date.fromisoformat(one["received_on"]), one["bank_reference"]
            )
            for one in told["repayments"]
        ),
        can_write_off=keeps and state is ClawbackState.DEMANDED and UUID(told["demanded_by"]) != actor.id,
    )

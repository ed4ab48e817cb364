"""/api/v1 of public money: the same actions, queries and permissions as the pages."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict, Field

from parks.funds import queries
from parks.funds.actions import budgets, checks, clawbacks, commitments, payments, releases, reports
from parks.funds.forms import Answer, Change, Check, Decision, Demand, LineResult, Reason, Repaid, ReportDecision
from parks.funds.forms import ReportText as Text
from parks.funds.permissions import KEEPERS, READERS
from parks.funds.queries.budgets import BudgetView, LedgerLine
from parks.funds.queries.commitments import CommitmentView
from parks.funds.queries.payments import BatchView
from parks.funds.rules.bank_file import Outcome
from parks.kernel.money import Money
from parks.web import access

READ = {"access": access.only(*READERS)}
KEEP = {"access": access.only(*KEEPERS)}
SIGNED_IN = {"access": access.SIGNED_IN}


@dataclass(frozen=True, slots=True)
class Made:
    id: UUID


@dataclass(frozen=True, slots=True)
class BudgetOut:
    """Amounts as decimals in text; `amount` = `committed` + `free`."""

    id: UUID
    number: str
    year: int
    source: str
    subject: dict[str, str]
    currency: str
    amount: str
    committed: str
    free: str
    released: str
    paid: str


@dataclass(frozen=True, slots=True)
class EntryOut:
    """A line of the ledger, and the budget after it."""

    position: int
    at: datetime
    kind: str
    amount: str
    commitment: UUID | None
    note: str
    committed: str
    free: str
    released: str
    paid: str


@dataclass(frozen=True, slots=True)
class AccountOut:
    account: str


@dataclass(frozen=True, slots=True)
class LedgerOut:
    """`next` is the address of the following page, empty on the last."""

    items: list[EntryOut]
    next: str


@dataclass(frozen=True, slots=True)
class TrancheOut:
    id: UUID
    position: int
    amount: str
    condition: dict[str, str]
    due: date | None
    state: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class ReportLineOut:
    id: UUID
    due: date
    state: str
    spent: str


@dataclass(frozen=True, slots=True)
class CommitmentOut:
    """`utilisation` in percent of what was paid, None before anything was; the account as people may read it."""

    id: UUID
    number: str
    subject: str
    company: dict[str, str]
    state: str
    currency: str
    amount: str
    paid: str
    account: str
    utilisation: str | None
    tranches: list[TrancheOut]
    reports: list[ReportLineOut]


@dataclass(frozen=True, slots=True)
class LineOut:
    id: UUID
    number: int
    payee: str
    account: str
    amount: str
    state: str
    reason: str
    paid_on: date | None
    commitment: UUID


@dataclass(frozen=True, slots=True)
class BatchOut:
    id: UUID
    number: str
    budget: UUID
    total: str
    lines: list[LineOut]


@dataclass(frozen=True, slots=True)
class ExpenseOut:
    id: UUID
    use: dict[str, str]
    spent_on: date
    receiver: str
    purpose: str
    amount: str
    has_voucher: bool


@dataclass(frozen=True, slots=True)
class ReportOut:
    id: UUID
    commitment: UUID
    due: date
    state: str
    text: str
    answer: str
    spent: str
    expenses: list[ExpenseOut]


class BatchIn(BaseModel):
    """Released tranches of one budget."""

    model_config = ConfigDict(extra="forbid")

    budget: UUID
    tranches: list[UUID] = Field(min_length=1, max_length=2000)


class ResultIn(LineResult):
    line: UUID


class ResultsIn(BaseModel):
    """What the bank says of some lines of a batch; all of it counts or nothing."""

    model_config = ConfigDict(extra="forbid")

    results: list[ResultIn] = Field(min_length=1, max_length=2000)


def _plain(money: Money) -> str:
    return f"{money.amount:f}"


def _budget(one: BudgetView) -> BudgetOut:
    return BudgetOut(
        id=one.id,
        number=one.number,
        year=one.year,
        source=one.source,
        subject=one.subject.stored(),
        currency=one.currency,
        amount=_plain(one.amount),
        committed=_plain(one.committed),
        free=_plain(one.free),
        released=_plain(one.released),
        paid=_plain(one.paid),
    )


def _entry(one: LedgerLine) -> EntryOut:
    return EntryOut(
        position=one.position,
        at=one.at,
        kind=one.kind,
        amount=_plain(one.amount),
        commitment=one.commitment_id,
        note=one.note,
        committed=_plain(one.committed),
        free=_plain(one.free),
        released=_plain(one.released),
        paid=_plain(one.paid),
    )


def _commitment(one: CommitmentView) -> CommitmentOut:
    return CommitmentOut(
        id=one.id,
        number=one.number,
        subject=one.subject,
        company=one.company.stored(),
        state=one.state,
        currency=one.amount.currency,
        amount=_plain(one.amount),
        paid=_plain(one.paid),
        account=one.account,
        utilisation=None if one.utilisation is None else str(one.utilisation),
        tranches=[
            TrancheOut(t.id, t.position, _plain(t.amount), t.condition.stored(), t.due, t.state, t.paid_on)
            for t in one.tranches
        ],
        reports=[ReportLineOut(r.id, r.due, r.state, _plain(r.spent)) for r in one.reports],
    )


def _batch(one: BatchView) -> BatchOut:
    return BatchOut(
        one.id,
        one.number,
        one.budget_id,
        _plain(one.total),
        [
            LineOut(
                line.id,
                line.number,
                line.payee,
                line.account,
                _plain(line.amount),
                line.state,
                line.reason,
                line.paid_on,
                line.commitment_id,
            )
            for line in one.lines
        ],
    )


class FundsApi(Controller):
    path = "/api/v1"
    tags = ("funds",)

    @get("/budgets", name="api:budgets:list", opt=READ)
    async def budgets(self, request: HTMXRequest) -> list[BudgetOut]:
        return [_budget(one) for one in await queries.budgets(request.user)]

    @get("/budgets/{budget_id:uuid}", name="api:budget:show", opt=READ)
    async def budget(self, request: HTMXRequest, budget_id: FromPath[UUID]) -> BudgetOut:
        return _budget(await queries.budget(request.user, budget_id))

    @put("/budgets/{budget_id:uuid}/amount", name="api:budget:change", opt=KEEP)
    async def change(self, request: HTMXRequest, budget_id: FromPath[UUID], data: JSONBody[Change]) -> BudgetOut:
        found = await queries.budget(request.user, budget_id)
        do = budgets.lower_by if data.lower else budgets.raise_by
        await do(request.user, budget_id, Money(data.amount, found.currency), data.decision)
        return _budget(await queries.budget(request.user, budget_id))

    @get("/budgets/{budget_id:uuid}/ledger", name="api:ledger:show", opt=READ)
    async def ledger(self, request: HTMXRequest, budget_id: FromPath[UUID]) -> LedgerOut:
        """Takes the query parameters of the page's list: `q`, `kind`, `sort`, `size`, `after`."""
        await queries.budget(request.user, budget_id)
        page = await queries.ledger(request.user, budget_id, queries.ledger_grid.read(request))
        return LedgerOut([_entry(one) for one in page.rows], page.next)

    @get("/grants", name="api:grants:list", opt=SIGNED_IN)
    async def grants(self, request: HTMXRequest) -> list[CommitmentOut]:
        """What the caller's own companies receive."""
        return [_commitment(one) for one in await queries.grants(request.user)]

    @get("/commitments/{commitment_id:uuid}", name="api:commitment:show", opt=SIGNED_IN)
    async def commitment(self, request: HTMXRequest, commitment_id: FromPath[UUID]) -> CommitmentOut:
        return _commitment(await queries.commitment(request.user, commitment_id))

    @post("/commitments/{commitment_id:uuid}/account", name="api:commitment:account", opt=KEEP, status_code=200)
    async def account(self, request: HTMXRequest, commitment_id: FromPath[UUID], data: JSONBody[Reason]) -> AccountOut:
        """The whole number of the payee's account, once; the reason stands in the trail."""
        await queries.commitment(request.user, commitment_id)
        return AccountOut(await commitments.unmask_account(request.user, commitment_id, data.reason))

    @post("/commitments/{commitment_id:uuid}/checks", name="api:check:post", opt=KEEP)
    async def check(self, request: HTMXRequest, commitment_id: FromPath[UUID], data: JSONBody[Check]) -> Made:
        await queries.commitment(request.user, commitment_id)
        return Made(await checks.check(request.user, commitment_id, data.kind, data.outcome, data.text, due=data.due))

    @put("/checks/{check_id:uuid}/answer", name="api:check:answer", opt=SIGNED_IN)
    async def answer(self, request: HTMXRequest, check_id: FromPath[UUID], data: JSONBody[Answer]) -> CommitmentOut:
        whose = await queries.check(request.user, check_id)
        await checks.answer_rectification(request.user, check_id, data.text)
        return _commitment(await queries.commitment(request.user, whose.commitment_id))

    @post("/commitments/{commitment_id:uuid}/clawback", name="api:clawback:post", opt=KEEP)
    async def demand(self, request: HTMXRequest, commitment_id: FromPath[UUID], data: JSONBody[Demand]) -> Made:
        found = await queries.commitment(request.user, commitment_id)
        money = Money(data.amount, found.amount.currency)
        return Made(await clawbacks.demand(request.user, commitment_id, money, data.reason, data.due))

    @post("/clawbacks/{clawback_id:uuid}/repayments", name="api:repayment:post", opt=KEEP)
    async def repay(self, request: HTMXRequest, clawback_id: FromPath[UUID], data: JSONBody[Repaid]) -> CommitmentOut:
        whose = await queries.clawback_commitment(request.user, clawback_id)
        found = await queries.commitment(request.user, whose.commitment_id)
        money = Money(data.amount, found.amount.currency)
        await clawbacks.repay(request.user, clawback_id, money, data.received_on, data.bank_reference)
        return _commitment(await queries.commitment(request.user, whose.commitment_id))

    @put("/clawbacks/{clawback_id:uuid}/write-off", name="api:write-off:put", opt=KEEP)
    async def write_off(
        self, request: HTMXRequest, clawback_id: FromPath[UUID], data: JSONBody[Decision]
    ) -> CommitmentOut:
        whose = await queries.clawback_commitment(request.user, clawback_id)
        await clawbacks.write_off(request.user, clawback_id, data.decision)
        return _commitment(await queries.commitment(request.user, whose.commitment_id))

    @put("/tranches/{tranche_id:uuid}/proposal", name="api:tranche:propose", opt=KEEP)
    async def propose(self, request: HTMXRequest, tranche_id: FromPath[UUID], data: JSONBody[Reason]) -> CommitmentOut:
        back = await queries.tranche_commitment(request.user, tranche_id)
        await releases.propose(request.user, tranche_id, data.reason)
        return _commitment(await queries.commitment(request.user, back))

    @put("/tranches/{tranche_id:uuid}/approval", name="api:tranche:approve", opt=KEEP)
    async def approve(self, request: HTMXRequest, tranche_id: FromPath[UUID]) -> CommitmentOut:
        back = await queries.tranche_commitment(request.user, tranche_id)
        await releases.approve(request.user, tranche_id)
        return _commitment(await queries.commitment(request.user, back))

    @put("/tranches/{tranche_id:uuid}/refusal", name="api:tranche:decline", opt=KEEP)
    async def decline(self, request: HTMXRequest, tranche_id: FromPath[UUID], data: JSONBody[Reason]) -> CommitmentOut:
        back = await queries.tranche_commitment(request.user, tranche_id)
        await releases.decline(request.user, tranche_id, data.reason)
        return _commitment(await queries.commitment(request.user, back))

    @delete("/tranches/{tranche_id:uuid}/approval", name="api:tranche:take-back", opt=KEEP, status_code=200)
    async def take_back(
        self, request: HTMXRequest, tranche_id: FromPath[UUID], reason: FromQuery[str]
    ) -> CommitmentOut:
        """`reason` in the query."""
        back = await queries.tranche_commitment(request.user, tranche_id)
        await releases.take_back(request.user, tranche_id, reason[:500])
        return _commitment(await queries.commitment(request.user, back))

    @post("/payments", name="api:payments:post", opt=KEEP)
    async def batch(self, request: HTMXRequest, data: JSONBody[BatchIn]) -> BatchOut:
        await queries.budget(request.user, data.budget)
        made = await payments.batch(request.user, data.budget, data.tranches)
        return _batch(await queries.batch(request.user, made))

    @get("/payments/{batch_id:uuid}", name="api:payment:show", opt=READ)
    async def payment(self, request: HTMXRequest, batch_id: FromPath[UUID]) -> BatchOut:
        return _batch(await queries.batch(request.user, batch_id))

    @put("/payments/{batch_id:uuid}/result", name="api:payment:settle", opt=KEEP)
    async def settle(self, request: HTMXRequest, batch_id: FromPath[UUID], data: JSONBody[ResultsIn]) -> BatchOut:
        await queries.batch(request.user, batch_id)
        told = [Outcome(one.line, one.paid, one.paid_on, one.bank_reference, one.reason) for one in data.results]
        await payments.settle(request.user, batch_id, told)
        return _batch(await queries.batch(request.user, batch_id))

    @put("/payment-lines/{payment_line_id:uuid}/reversal", name="api:payment-line:reverse", opt=KEEP)
    async def reverse(self, request: HTMXRequest, payment_line_id: FromPath[UUID], data: JSONBody[Reason]) -> BatchOut:
        found = await queries.line(request.user, payment_line_id)
        await payments.reverse(request.user, payment_line_id, data.reason)
        return _batch(await queries.batch(request.user, found.batch_id))

    @get("/use-reports/{use_report_id:uuid}", name="api:use-report:show", opt=SIGNED_IN)
    async def report(self, request: HTMXRequest, use_report_id: FromPath[UUID]) -> ReportOut:
        return await _report(request, use_report_id)

    @put("/use-reports/{use_report_id:uuid}/submission", name="api:use-report:submit", opt=SIGNED_IN)
    async def submit(self, request: HTMXRequest, use_report_id: FromPath[UUID], data: JSONBody[Text]) -> ReportOut:
        await queries.report(request.user, use_report_id)
        await reports.report_use(request.user, use_report_id, data.text)
        return await _report(request, use_report_id)

    @put("/use-reports/{use_report_id:uuid}/decision", name="api:use-report:decide", opt=KEEP)
    async def decide(
        self, request: HTMXRequest, use_report_id: FromPath[UUID], data: JSONBody[ReportDecision]
    ) -> ReportOut:
        await queries.report(request.user, use_report_id)
        await reports.check_report(request.user, use_report_id, accepted=data.accepted, answer=data.answer)
        return await _report(request, use_report_id)


async def _report(request: HTMXRequest, use_report_id: UUID) -> ReportOut:
    one = await queries.report(request.user, use_report_id)
    return ReportOut(
        id=one.id,
        commitment=one.commitment_id,
        due=one.due,
        state=one.state,
        text=one.text,
        answer=one.answer,
        spent=_plain(one.spent),
        expenses=[
            ExpenseOut(
                e.id, e.line.stored(), e.spent_on, e.receiver, e.purpose, _plain(e.amount), e.voucher_id is not None
            )
            for e in one.expenses
        ],
    )

"""The small decisions on money, each a page of its own with the few fields it takes: what is typed is never lost.

One table says what each act asks and does; a GET shows its form, a POST does it and goes back to what it was about.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.funds import forms as shapes
from parks.funds import queries
from parks.funds.actions import budgets, checks, clawbacks, commitments, matching, payments, releases
from parks.funds.permissions import KEEPERS
from parks.funds.rules import names
from parks.funds.rules.bank_file import Outcome
from parks.funds.rules.plans import Payee
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.words import Text, _
from parks.startups import queries as startups
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, screen, see_other

PAGE = "funds/acts/new.html"
OFFICERS = {"access": access.only(*KEEPERS)}
SIGNED_IN = {"access": access.SIGNED_IN}


@dataclass(frozen=True, slots=True)
class Ask:
    """A field: `kind` text, area, money, date or select."""

    kind: str
    name: str
    label: Text
    hint: Text | str = ""
    required: bool = True
    choices: tuple[tuple[str, Text], ...] = ()


Do = Callable[[Actor, UUID, Any], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """What a page of this kind says, asks and does; `done` is what is told afterwards."""

    title: Text
    lead: Text
    label: Text
    done: Text
    shape: type[BaseModel]
    do: Do
    asks: tuple[Ask, ...] = ()
    danger: bool = False


REASON = Ask("area", "reason", _("Reason"))
DUE = Ask("date", "due", _("By when"), _("Only where something is to be rectified."), required=False)
YES_NO = (("true", _("Yes")), ("false", _("No")))


async def _change(actor: Actor, budget_id: UUID, typed: shapes.Change) -> None:
    found = await queries.budget(actor, budget_id)
    change = budgets.lower_by if typed.lower else budgets.raise_by
    await change(actor, budget_id, Money(typed.amount, found.currency), typed.decision)


BUDGETS: Mapping[str, Act] = {
    "change": Act(
        _("Raise or lower the budget"),
        _("The decision stands in the ledger. A budget is never lowered below what is committed."),
        _("Change the budget"),
        _("The budget is changed."),
        shapes.Change,
        _change,
        (
            Ask("money", "amount", _("Amount")),
            Ask("select", "lower", _("Direction"), choices=(("false", _("Raise")), ("true", _("Lower")))),
            Ask("text", "decision", _("Decision"), _("The document that this rests on, with its number.")),
        ),
    ),
}


async def _demand(actor: Actor, commitment_id: UUID, typed: shapes.Demand) -> None:
    found = await queries.commitment(actor, commitment_id)
    money = Money(typed.amount, found.amount.currency)
    await clawbacks.demand(actor, commitment_id, money, typed.reason, typed.due)


async def _match(actor: Actor, commitment_id: UUID, typed: shapes.Matching) -> None:
    found = await queries.commitment(actor, commitment_id)
    await matching.record(
        actor,
        commitment_id,
        giver=typed.giver,
        amount=Money(typed.amount, found.amount.currency),
        received_on=typed.received_on,
        note=typed.note,
    )


async def _payee(actor: Actor, commitment_id: UUID, typed: shapes.Reason) -> None:
    found = await queries.commitment(actor, commitment_id)
    known = await startups.payee(found.company_id)
    if known is None:
        raise Conflict(_("The company has no bank account on its record."))
    payee = Payee(**{slot: getattr(known, slot) for slot in Payee.__slots__})
    await commitments.correct_payee(actor, commitment_id, payee, typed.reason)


COMMITMENTS: Mapping[str, Act] = {
    "checks": Act(
        _("Check this grant"),
        _("A passed acceptance ends the tracking. What is to be rectified stops payments until it is."),
        _("Record the check"),
        _("The check is on record; the company is told."),
        shapes.Check,
        lambda actor, it, typed: checks.check(actor, it, typed.kind, typed.outcome, typed.text, due=typed.due),
        (
            Ask("select", "kind", _("Kind"), choices=tuple((str(k), v) for k, v in names.CHECKS.items())),
            Ask("select", "outcome", _("Outcome"), choices=tuple((str(k), v) for k, v in names.OUTCOMES.items())),
            Ask("area", "text", _("What you found")),
            DUE,
        ),
    ),
    "clawback": Act(
        _("Claim the grant back"),
        _("What is still planned is cancelled. The company reads the reason and the day."),
        _("Claim back"),
        _("The grant is claimed back; the company is told."),
        shapes.Demand,
        _demand,
        (Ask("money", "amount", _("Amount")), REASON, Ask("date", "due", _("By when"))),
        danger=True,
    ),
    "cancellation": Act(
        _("Cancel what is not paid yet"),
        _("Every planned tranche is cancelled and its money is free in the budget again."),
        _("Cancel the rest"),
        _("Cancelled. The money is free again."),
        shapes.Reason,
        lambda actor, it, typed: commitments.cancel_rest(actor, it, typed.reason),
        (REASON,),
        danger=True,
    ),
    "payee": Act(
        _("Take the account on record"),
        _("The next payment goes to the account that the company has on its record now. Two persons release it anew."),
        _("Take this account"),
        _("The account is corrected."),
        shapes.Reason,
        _payee,
        (REASON,),
    ),
    "matching": Act(
        _("Record local matching"),
        _("Money that a locality put beside this grant. It is recorded here and moves nothing in the budget."),
        _("Put on record"),
        _("The matching money is on record."),
        shapes.Matching,
        _match,
        (
            Ask("text", "giver", _("Given by")),
            Ask("money", "amount", _("Amount")),
            Ask("date", "received_on", _("Received on")),
            Ask("text", "note", _("Note"), required=False),
        ),
    ),
    "closure": Act(
        _("Close this grant"),
        _("It has been accepted, and nothing is left to pay."),
        _("Close"),
        _("Closed."),
        shapes.Nothing,
        lambda actor, it, _typed: commitments.close(actor, it),
    ),
}

TRANCHES: Mapping[str, Act] = {
    "proposal": Act(
        _("Propose the release"),
        _("Say that the tranche's condition holds. Another officer agrees, or does not."),
        _("Propose"),
        _("Proposed. Another officer is to agree."),
        shapes.Reason,
        lambda actor, it, typed: releases.propose(actor, it, typed.reason),
        (Ask("area", "reason", _("What shows that the condition holds")),),
    ),
    "approval": Act(
        _("Agree to the release"),
        _("You are the second of the two persons. After this the tranche can go to the bank."),
        _("Agree to it"),
        _("Released. It can go on a bank file now."),
        shapes.Nothing,
        lambda actor, it, _typed: releases.approve(actor, it),
    ),
    "refusal": Act(
        _("Do not agree to the release"),
        _("The tranche is planned again, and your reason stands beside it."),
        _("Do not agree to it"),
        _("The tranche is planned again."),
        shapes.Reason,
        lambda actor, it, typed: releases.decline(actor, it, typed.reason),
        (REASON,),
    ),
    "withdrawal": Act(
        _("Take the release back"),
        _("Possible until it goes to the bank. Two persons release it anew."),
        _("Take back"),
        _("The tranche is planned again."),
        shapes.Reason,
        lambda actor, it, typed: releases.take_back(actor, it, typed.reason),
        (REASON,),
    ),
}

CHECKS: Mapping[str, Act] = {
    "answer": Act(
        _("Say what you have mended"),
        _("The officer reads it and decides whether it is enough."),
        _("Send"),
        _("Sent. You are told when it is decided."),
        shapes.Answer,
        lambda actor, it, typed: checks.answer_rectification(actor, it, typed.text),
        (Ask("area", "text", _("What you have mended")),),
    ),
    "judgement": Act(
        _("Judge the rectification"),
        _("Rectified: tracking goes on. Not yet: name a further day."),
        _("Put on record"),
        _("Recorded; the company is told."),
        shapes.Judgement,
        lambda actor, it, typed: checks.judge_rectification(actor, it, done=typed.done, text=typed.text, due=typed.due),
        (Ask("select", "done", _("Rectified?"), choices=YES_NO), Ask("area", "text", _("What you found")), DUE),
    ),
}


async def _repay(actor: Actor, clawback_id: UUID, typed: shapes.Repaid) -> None:
    whose = await queries.clawback_commitment(actor, clawback_id)
    found = await queries.commitment(actor, whose.commitment_id)
    money = Money(typed.amount, found.amount.currency)
    await clawbacks.repay(actor, clawback_id, money, typed.received_on, typed.bank_reference)


CLAWBACKS: Mapping[str, Act] = {
    "repayments": Act(
        _("Record a repayment"),
        _("What comes back is free in the budget again."),
        _("Put on record"),
        _("The repayment is on record."),
        shapes.Repaid,
        _repay,
        (
            Ask("money", "amount", _("Amount")),
            Ask("date", "received_on", _("Received on")),
            Ask("text", "bank_reference", _("Bank reference"), required=False),
        ),
    ),
    "write-off": Act(
        _("Write the rest off"),
        _("By a decision, and by another officer than the one who claimed it back."),
        _("Write off"),
        _("Written off."),
        shapes.Decision,
        lambda actor, it, typed: clawbacks.write_off(actor, it, typed.decision),
        (Ask("area", "decision", _("Decision"), _("Name the decision and why nothing more can be had.")),),
        danger=True,
    ),
}


async def _settle(actor: Actor, line_id: UUID, typed: shapes.LineResult) -> None:
    found = await queries.line(actor, line_id)
    outcome = Outcome(line_id, typed.paid, typed.paid_on, typed.bank_reference, typed.reason)
    await payments.settle(actor, found.batch_id, [outcome])


LINES: Mapping[str, Act] = {
    "result": Act(
        _("What the bank says"),
        _("Refused, the tranche is planned again and two persons look at it anew."),
        _("Put on record"),
        _("Recorded."),
        shapes.LineResult,
        _settle,
        (
            Ask(
                "select",
                "paid",
                _("Outcome"),
                choices=(("true", _("Paid")), ("false", _("Refused by the bank"))),
            ),
            Ask("date", "paid_on", _("Paid on"), required=False),
            Ask("text", "bank_reference", _("Bank reference"), required=False),
            Ask("text", "reason", _("Why the bank refused it"), required=False),
        ),
    ),
    "reversal": Act(
        _("A payment that came back"),
        _("The tranche is planned again."),
        _("Reverse the payment"),
        _("Reversed."),
        shapes.Reason,
        lambda actor, it, typed: payments.reverse(actor, it, typed.reason),
        (REASON,),
        danger=True,
    ),
}


def _known(table: Mapping[str, Act], noun: str) -> Act:
    return table.get(noun) or hidden()


async def _show(
    request: HTMXRequest, act: Act, action: str, back: str, *, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    selects = {one.name: [Choice(value, label) for value, label in one.choices] for one in act.asks if one.choices}
    return screen(
        request, PAGE, None, status=status, act=act, action=action, back=back, form=form or blank(), selects=selects
    )


async def _do(request: HTMXRequest, act: Act, subject: UUID, action: str, back: str) -> Response[Any]:
    form = await read(request, act.shape)
    status = 422
    if form.ok:
        try:
            await act.do(request.user, subject, form.data)
        except (Invalid, Conflict, Forbidden) as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return see_other(request, back, act.done)
    return await _show(request, act, action, back, form=form, status=status)


class BudgetActs(Controller):
    path = "/budgets/{budget_id:uuid}/{noun:str}"
    include_in_schema = False
    opt = OFFICERS

    @get("/new", name="budget-act:new")
    async def new(self, request: HTMXRequest, budget_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, found = _known(BUDGETS, noun), await queries.budget(request.user, budget_id)
        return await _show(request, act, f"{found.url}/{noun}", found.url)

    @post(name="budget-act:post")
    async def do(self, request: HTMXRequest, budget_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, found = _known(BUDGETS, noun), await queries.budget(request.user, budget_id)
        return await _do(request, act, budget_id, f"{found.url}/{noun}", found.url)


class CommitmentActs(Controller):
    path = "/commitments/{commitment_id:uuid}/{noun:str}"
    include_in_schema = False
    opt = OFFICERS

    @get("/new", name="commitment-act:new")
    async def new(self, request: HTMXRequest, commitment_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, found = _known(COMMITMENTS, noun), await queries.commitment(request.user, commitment_id)
        return await _show(request, act, f"{found.url}/{noun}", found.url)

    @post(name="commitment-act:post")
    async def do(self, request: HTMXRequest, commitment_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, found = _known(COMMITMENTS, noun), await queries.commitment(request.user, commitment_id)
        return await _do(request, act, commitment_id, f"{found.url}/{noun}", found.url)


class TrancheActs(Controller):
    path = "/tranches/{tranche_id:uuid}/{noun:str}"
    include_in_schema = False
    opt = OFFICERS

    @get("/new", name="tranche-act:new")
    async def new(self, request: HTMXRequest, tranche_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, back = _known(TRANCHES, noun), await queries.tranche_commitment(request.user, tranche_id)
        return await _show(request, act, f"/tranches/{tranche_id}/{noun}", f"/commitments/{back}")

    @post(name="tranche-act:post")
    async def do(self, request: HTMXRequest, tranche_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, back = _known(TRANCHES, noun), await queries.tranche_commitment(request.user, tranche_id)
        return await _do(request, act, tranche_id, f"/tranches/{tranche_id}/{noun}", f"/commitments/{back}")


class CheckActs(Controller):
    path = "/checks/{check_id:uuid}/{noun:str}"
    include_in_schema = False
    opt = SIGNED_IN

    @get("/new", name="check-act:new")
    async def new(self, request: HTMXRequest, check_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, whose = _known(CHECKS, noun), await queries.check(request.user, check_id)
        return await _show(request, act, f"/checks/{check_id}/{noun}", f"/commitments/{whose.commitment_id}")

    @post(name="check-act:post")
    async def do(self, request: HTMXRequest, check_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, whose = _known(CHECKS, noun), await queries.check(request.user, check_id)
        return await _do(request, act, check_id, f"/checks/{check_id}/{noun}", f"/commitments/{whose.commitment_id}")


class ClawbackActs(Controller):
    path = "/clawbacks/{clawback_id:uuid}/{noun:str}"
    include_in_schema = False
    opt = OFFICERS

    @get("/new", name="clawback-act:new")
    async def new(self, request: HTMXRequest, clawback_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, whose = _known(CLAWBACKS, noun), await queries.clawback_commitment(request.user, clawback_id)
        return await _show(request, act, f"/clawbacks/{clawback_id}/{noun}", f"/commitments/{whose.commitment_id}")

    @post(name="clawback-act:post")
    async def do(self, request: HTMXRequest, clawback_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, whose = _known(CLAWBACKS, noun), await queries.clawback_commitment(request.user, clawback_id)
        back = f"/commitments/{whose.commitment_id}"
        return await _do(request, act, clawback_id, f"/clawbacks/{clawback_id}/{noun}", back)


class LineActs(Controller):
    path = "/payment-lines/{payment_line_id:uuid}/{noun:str}"
    include_in_schema = False
    opt = OFFICERS

    @get("/new", name="payment-line-act:new")
    async def new(self, request: HTMXRequest, payment_line_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, found = _known(LINES, noun), await queries.line(request.user, payment_line_id)
        return await _show(request, act, f"/payment-lines/{payment_line_id}/{noun}", f"/payments/{found.batch_id}")

    @post(name="payment-line-act:post")
    async def do(self, request: HTMXRequest, payment_line_id: FromPath[UUID], noun: FromPath[str]) -> Response[Any]:
        act, found = _known(LINES, noun), await queries.line(request.user, payment_line_id)
        return await _do(
            request, act, payment_line_id, f"/payment-lines/{payment_line_id}/{noun}", f"/payments/{found.batch_id}"
        )

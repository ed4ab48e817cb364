"""Fees of a round for its officers, and an expert's own with the account they go to."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import AccountIn, FeeAct, FeeRate, Reason
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries.fees import FeeLine, PaymentLine
from parks.reviews.rules import names
from parks.reviews.rules.fees import CURRENCIES
from parks.reviews.states import FeeState
from parks.web import access, exports, forms
from parks.web.rendering import Choice, language_of, screen, see_other

READ, RUN, EXPERTS = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT)
HEADS = (
    _("Full name"),
    _("State"),
    _("Reviews"),
    _("Amount"),
    _("Currency"),
    _("Bank"),
    _("Account number"),
    _("Approved by"),
    _("Paid on"),
    _("Reference"),
)
IDS = tuple(
    f"fee.{one}"
    for one in (
        "name",
        "state",
        "reviews",
        "amount",
        "currency",
        "bank",
        "account",
        "approved_by",
        "paid_on",
        "reference",
    )
)
TRANSFERS = (
    _("Full name"),
    _("Account holder"),
    _("Bank"),
    _("Branch"),
    _("Account number"),
    _("Amount"),
    _("Currency"),
    _("Reviews"),
)
TRANSFER_IDS = tuple(
    f"transfer.{one}" for one in ("name", "holder", "bank", "branch", "account", "amount", "currency", "reviews")
)
DONE = {
    "approve": _("Approved: {n} fees."),
    "pay": _("Noted as paid: {n} fees."),
    "refuse": _("Refused: {n} fees. The expert reads the reason."),
}


class FeePages(Controller):
    path = "/rounds/{round_id:uuid}/fees"
    include_in_schema = False

    @get(name="fees:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        return await _fees(request, round_id)

    @get("/export", name="fees:export", opt={"access": READ})
    async def export(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[bytes]:
        """The list as it stands, account numbers masked."""
        found = await queries.round_fees(request.user, round_id)
        kind = request.query_params.get("kind", "xlsx")
        lines = [_cells(one) for one in found.lines]
        return await exports.download(kind, "review-fees", HEADS, lines, language_of(request), ids=IDS)

    @put("/rate", name="fee-rate:put", opt={"access": RUN})
    async def set_rate(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, FeeRate)
        if form.ok:
            try:
                await actions.set_rate(request.user, round_id, form.data.money)
            except (Invalid, Conflict) as refusal:
                return await _fees(request, round_id, rate=form.refuse(refusal), status=refusal.status)
            return see_other(request, f"/rounds/{round_id}/fees", flash=_("The rate is set."))
        return await _fees(request, round_id, rate=form, status=422)

    @put(name="fees:put", opt={"access": RUN})
    async def act(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        """Approve, note as paid, or refuse what the chosen experts are due."""
        form = await forms.read(request, FeeAct)
        if form.ok:
            try:
                count = await act_on(request, round_id, form.data)
            except (Invalid, Conflict, Forbidden) as refusal:
                return await _fees(request, round_id, act=form.refuse(refusal), status=refusal.status)
            told = DONE[form.data.do]
            return see_other(request, f"/rounds/{round_id}/fees", flash=type(told)(told.msgid, {"n": count}))
        return await _fees(request, round_id, act=form, status=422)

    @post("/payment-list", name="fees:payment-list", opt={"access": RUN}, status_code=200)
    async def payment_list(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        """What is approved, with whole account numbers, for the office that pays."""
        form = await forms.read(request, Reason)
        try:
            found = await actions.take_payment_list(request.user, round_id, form.data.reason)
        except Invalid as refusal:
            return await _fees(request, round_id, taking=form.refuse(refusal), status=refusal.status)
        lines = [_transfer(one) for one in found]
        lang = language_of(request)
        answer = await exports.download("xlsx", "review-fees-payment", TRANSFERS, lines, lang, ids=TRANSFER_IDS)
        answer.headers["cache-control"] = "private, no-store"
        return answer


async def act_on(request: HTMXRequest, round_id: UUID, act: FeeAct) -> int:
    """One of the three acts; answers how many fees it moved."""
    match act.do:
        case "approve":
            return await actions.approve_fees(request.user, round_id, act.experts)
        case "refuse":
            return await actions.refuse_fees(request.user, round_id, act.experts, act.reason)
        case _:
            return await actions.note_paid(request.user, round_id, act.experts, act.paid_on, act.reference)


async def _fees(
    request: HTMXRequest,
    round_id: UUID,
    *,
    rate: forms.Form[Any] | None = None,
    act: forms.Form[Any] | None = None,
    taking: forms.Form[Any] | None = None,
    status: int = 200,
) -> Response[str]:
    found = await queries.round_fees(request.user, round_id)
    known = {"amount": str(found.rate.amount), "currency": found.rate.currency} if found.rate else {"currency": "CNY"}
    return screen(
        request,
        "reviews/fees/show.html",
        status=status,
        fees=found,
        names=names,
        rate=rate or forms.blank(known),
        act=act or forms.blank(),
        taking=taking or forms.blank(),
        currencies=[Choice(one, one) for one in CURRENCIES],
        experts=[
            Choice(str(one.expert_id), f"{one.name} · {one.total.amount} {one.total.currency}")
            for one in found.lines
            if one.open
        ],
        acts=[Choice(key, text) for key, text in names.FEE_ACTS.items() if key != "approve" or found.can_approve],
    )


def _cells(one: FeeLine) -> list[Any]:
    return [
        one.name,
        names.FEE_STATES[FeeState(one.state)],
        one.reviews,
        one.total.amount,
        one.total.currency,
        one.bank,
        one.account,
        one.approved_by,
        one.paid_on,
        one.reference,
    ]


def _transfer(one: PaymentLine) -> list[Any]:
    return [one.name, one.holder, one.bank, one.branch, one.number, one.amount, one.currency, one.reviews]


class MyFeePages(Controller):
    path = "/desk/fees"
    include_in_schema = False

    @get(name="my-fees:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest) -> Response[str]:
        return await _mine(request)

    @put("/account", name="my-account:put", opt={"access": EXPERTS})
    async def keep(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, AccountIn)
        if form.ok:
            try:
                await actions.keep_account(request.user, form.data.account)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(
                    request, "/desk/fees", flash=_("The account is kept. Fees approved from now go there.")
                )
        form.values.pop("number", None)  # never sent back into a page
        return await _mine(request, form, 422)


async def _mine(request: HTMXRequest, form: forms.Form[Any] | None = None, status: int = 200) -> Response[str]:
    found = await queries.my_fees(request.user)
    known = {"holder": found.holder, "bank": found.bank, "branch": found.branch}
    return screen(
        request, "reviews/desk/fees.html", status=status, fees=found, names=names, form=form or forms.blank(known)
    )

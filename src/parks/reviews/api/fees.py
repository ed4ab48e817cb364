"""Fees for programs: a round's rate and what falls due, an expert's own with their account."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from litestar import Controller, get, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.kernel.money import Money
from parks.reviews import actions, queries
from parks.reviews.api.reviewing import Named
from parks.reviews.forms import AccountIn, FeeAct, FeeRate
from parks.reviews.permissions import OFFICERS, READERS
from parks.web import access

EXPERTS, READ, RUN = access.only(Role.EXPERT), access.only(*READERS), access.only(*OFFICERS)


class MoneyOut(BaseModel):
    amount: Decimal
    currency: str

    @classmethod
    def of(cls, money: Money) -> "MoneyOut":
        return cls(amount=money.amount, currency=money.currency)


class FeeLineOut(BaseModel):
    """Fees of one expert in one state; `waits` of them for a score that was given back or left. `account` is masked."""

    expert_id: UUID
    name: str
    state: str
    reviews: int
    total: MoneyOut
    waits: int
    account: str
    paid_on: date | None
    reference: str
    reason: str


class RoundFeesOut(BaseModel):
    """`rate` a review, null where the round pays none."""

    rate: MoneyOut | None
    lines: list[FeeLineOut]


class MyFeeOut(BaseModel):
    round: Named
    state: str
    reviews: int
    total: MoneyOut
    paid_on: date | None
    reason: str


class MyFeesOut(BaseModel):
    """One's own; `account` masked, empty where none is on record."""

    lines: list[MyFeeOut]
    holder: str
    bank: str
    branch: str
    account: str


async def _fees(request: HTMXRequest, round_id: UUID) -> RoundFeesOut:
    found = await queries.round_fees(request.user, round_id)
    return RoundFeesOut(
        rate=MoneyOut.of(found.rate) if found.rate else None,
        lines=[
            FeeLineOut(
                expert_id=one.expert_id,
                name=one.name,
                state=one.state,
                reviews=one.reviews,
                total=MoneyOut.of(one.total),
                waits=one.waits,
                account=one.account,
                paid_on=one.paid_on,
                reference=one.reference,
                reason=one.reason,
            )
            for one in found.lines
        ],
    )


async def _mine(request: HTMXRequest) -> MyFeesOut:
    found = await queries.my_fees(request.user)
    return MyFeesOut(
        lines=[
            MyFeeOut(
                round=Named.of(one.round),
                state=one.state,
                reviews=one.reviews,
                total=MoneyOut.of(one.total),
                paid_on=one.paid_on,
                reason=one.reason,
            )
            for one in found.lines
        ],
        holder=found.holder,
        bank=found.bank,
        branch=found.branch,
        account=found.account,
    )


class FeeApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/rounds/{round_id:uuid}/fees", name="api-fees:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, round_id: FromPath[UUID]) -> RoundFeesOut:
        return await _fees(request, round_id)

    @put("/rounds/{round_id:uuid}/fees/rate", name="api-fee-rate:put", opt={"access": RUN})
    async def set_rate(self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[FeeRate]) -> RoundFeesOut:
        """409 once a fee is due by the rate that stands."""
        await actions.set_rate(request.user, round_id, data.money)
        return await _fees(request, round_id)

    @put("/rounds/{round_id:uuid}/fees", name="api-fees:put", opt={"access": RUN})
    async def act(self, request: HTMXRequest, round_id: FromPath[UUID], data: JSONBody[FeeAct]) -> RoundFeesOut:
        """Approve (never who set the rate), note as paid on a day, or refuse with the reason."""
        match data.do:
            case "approve":
                await actions.approve_fees(request.user, round_id, data.experts)
            case "refuse":
                await actions.refuse_fees(request.user, round_id, data.experts, data.reason)
            case _:
                await actions.note_paid(request.user, round_id, data.experts, data.paid_on, data.reference)
        return await _fees(request, round_id)

    @get("/desk/fees", name="api-my-fees:show", opt={"access": EXPERTS})
    async def mine(self, request: HTMXRequest) -> MyFeesOut:
        return await _mine(request)

    @put("/desk/fees/account", name="api-my-account:put", opt={"access": EXPERTS})
    async def keep(self, request: HTMXRequest, data: JSONBody[AccountIn]) -> MyFeesOut:
        await actions.keep_account(request.user, data.account)
        return await _mine(request)

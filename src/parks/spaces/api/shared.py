"""Shapes that several doors answer with."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.spaces import queries
from parks.spaces.states import AllocationKind


class Named(BaseModel):
    """A name in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, name: Bilingual) -> "Named":
        return cls(zh=name.zh, en=name.en)


class Price(BaseModel):
    amount: Decimal
    currency: str

    @classmethod
    def of(cls, money: Money | None) -> "Price | None":
        return None if money is None else cls(amount=money.amount, currency=money.currency)


class AllocationOut(BaseModel):
    id: UUID
    unit_id: UUID
    kind: AllocationKind
    company_id: UUID | None
    request_id: UUID | None
    follows: UUID | None
    start: date
    last_day: date | None
    void: bool


async def allocation_out(request: HTMXRequest, allocation_id: UUID) -> AllocationOut:
    one = await queries.allocation(request.user, allocation_id)
    return AllocationOut(
        id=one.id,
        unit_id=one.unit_id,
        kind=one.kind,
        company_id=one.company_id,
        request_id=one.request_id,
        follows=one.follows,
        start=one.period.start,
        last_day=one.period.last_day,
        void=one.void,
    )

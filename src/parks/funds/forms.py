"""What people type and clients send about public money. Amounts in the budget's currency."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from parks.funds.states import CheckKind, CheckOutcome

Sum = Annotated[Decimal, Field(gt=0, lt=Decimal(10) ** 13, max_digits=16, decimal_places=2)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
Said = Annotated[str, Field(min_length=2, max_length=500)]
Long = Annotated[str, Field(min_length=2, max_length=4000)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Nothing(_Sent):
    """An act that needs no words."""


class Reason(_Sent):
    reason: Said


class Change(_Sent):
    """More or less money, by a decision; `lower` takes it away."""

    amount: Sum
    decision: Said
    lower: bool = False


class Check(_Sent):
    kind: CheckKind
    outcome: CheckOutcome
    text: Long
    due: Day | None = None


class Judgement(_Sent):
    done: bool
    text: Long
    due: Day | None = None


class Answer(_Sent):
    text: Long


class Demand(_Sent):
    amount: Sum
    reason: Long
    due: Day


class Repaid(_Sent):
    amount: Sum
    received_on: Day
    bank_reference: str = Field(default="", max_length=60)


class Decision(_Sent):
    decision: Long


class Matching(_Sent):
    giver: Annotated[str, Field(min_length=2, max_length=200)]
    amount: Sum
    received_on: Day
    note: str = Field(default="", max_length=500)


class LineResult(_Sent):
    """What the bank says of one line."""

    paid: bool
    paid_on: Day | None = None
    bank_reference: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=500)


class Unmasking(_Sent):
    """Why somebody needs the whole account number; the trail keeps it."""

    reason: str = Field(default="", max_length=500)


class Batch(_Sent):
    """Released tranches for one bank file."""

    budget: UUID
    tranche: list[UUID] = Field(min_length=1, max_length=2000)


class ExpenseInput(_Sent):
    line: UUID
    spent_on: Day
    receiver: Annotated[str, Field(min_length=1, max_length=200)]
    purpose: Annotated[str, Field(min_length=1, max_length=300)]
    amount: Sum
    no_secrets: bool = False


class ReportText(_Sent):
    text: Long


class ReportDecision(_Sent):
    accepted: bool
    answer: str = Field(default="", max_length=4000)

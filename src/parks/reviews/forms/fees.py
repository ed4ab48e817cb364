"""What experts are paid, and where to."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from parks.kernel.money import Money
from parks.kernel.words import _
from parks.reference.rules import identifiers
from parks.reviews.forms.shared import Hundred, Paragraph
from parks.reviews.rules.fees import Account
from parks.web.forms import SaidError


class FeeRate(BaseModel):
    """So much a review, in one currency."""

    amount: Decimal = Field(gt=0, le=1_000_000, decimal_places=2)
    currency: Literal["CNY", "USD", "EUR", "HKD"] = "CNY"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class FeeAct(BaseModel):
    """What an officer does with the fees of these experts: `on` and `reference` of a payment, `reason` of a refusal."""

    do: Literal["approve", "pay", "refuse"]
    experts: list[UUID] = Field(min_length=1, max_length=1000)
    on: date | None = None
    reference: Hundred = ""
    reason: Paragraph = ""

    @field_validator("on")
    @classmethod
    def _of_a_payment(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day is None and info.data.get("do") == "pay":
            raise SaidError(_("Say on which day it was paid."))
        return day

    @property
    def paid_on(self) -> date:
        return self.on or date.min

    model_config = ConfigDict(validate_default=True)


def _account_number(text: str) -> str:
    return identifiers.bank_account(text) if text.strip() else ""


class AccountIn(BaseModel):
    """The account that an expert's fees go to; an empty number keeps the one on record."""

    holder: Hundred = Field(min_length=1)
    bank: Hundred = Field(min_length=1)
    branch: Hundred = Field(min_length=1)
    number: Annotated[str, Field(max_length=60), AfterValidator(_account_number)] = ""

    @property
    def account(self) -> Account:
        return Account(self.holder, self.bank, self.branch, self.number)

"""What is handed in when money is bound: to whom, and in which tranches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from parks.kernel.money import CENT, Money
from parks.kernel.words import Bilingual


@dataclass(frozen=True, slots=True)
class Payee:
    """The company and the account that is frozen; `account_locked` is the number as `adapters.vault` locked it."""

    company_id: UUID
    name: str
    uscc: str
    bank: str
    branch: str
    account_locked: str
    account_masked: str
    clearing_number: str


@dataclass(frozen=True, slots=True)
class TranchePlan:
    """One payment to come; `condition` is what must hold before it, `due` the day it is meant for (None: none set)."""

    amount: Money
    condition: Bilingual
    due: date | None = None


@dataclass(frozen=True, slots=True)
class UsePlan:
    """A line of what the grant is for, e.g. research and development."""

    name: Bilingual
    planned: Money


def parts(total: Money, percents: Sequence[Decimal]) -> list[Money]:
    """The total cut by percentages that add up to 100: whole cents, the last part takes what rounding left.

    >>> [str(one.amount) for one in parts(Money(Decimal("100.00")), [Decimal(33), Decimal(33), Decimal(34)])]
    ['33.00', '33.00', '34.00']
    """
    if sum(percents) != 100 or any(one <= 0 for one in percents):
        raise ValueError("percentages are more than nothing and add up to 100")
    cut = [(total.amount * one / 100).quantize(CENT, rounding=ROUND_DOWN) for one in percents[:-1]]
    return [Money(one, total.currency) for one in [*cut, total.amount - sum(cut, Decimal(0))]]

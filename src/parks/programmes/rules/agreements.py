"""The terms of an agreement: what is paid when, what it is for, what is promised. Frozen by the first signature."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from parks.funds.rules.plans import parts
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.rules.tranches import TierTranche
from parks.programmes.states import Measure

USES: Mapping[str, Bilingual] = {
    "research": Bilingual("研究开发", "Research and development"),
    "market": Bilingual("市场开拓", "Reaching the market"),
    "interest": Bilingual("贷款利息", "Interest on loans"),
    "staff": Bilingual("人员安置", "Settling staff"),
    "team": Bilingual("团队建设", "Building the team"),
}
"""What a grant may be used for (domain.md §2.7): the lines of its budget and of each report of use."""

MEASURES: Mapping[Measure, Bilingual] = {
    Measure.HEADCOUNT: Bilingual("从业人数（人）", "People employed"),
    Measure.REVENUE: Bilingual("营业收入（元）", "Revenue (yuan)"),
    Measure.IP: Bilingual("有效知识产权（件）", "Intellectual property in force (number)"),
    Measure.TAX: Bilingual("纳税额（元）", "Taxes paid (yuan)"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One payment: its sum, its condition, and after how many months it is due."""

    amount: Money
    condition: Bilingual
    months: int


@dataclass(frozen=True, slots=True)
class Terms:
    """`uses` by key of USES; `promises` by year, then measure; `account` is the payee's, masked."""

    amount: Money
    parts: tuple[Part, ...]
    uses: Mapping[str, Money]
    promises: Mapping[int, Mapping[Measure, Decimal]]
    account: str = ""

    def stored(self) -> dict[str, Any]:
        return {
            "amount": f"{self.amount.amount:f}",
            "currency": self.amount.currency,
            "account": self.account,
            "parts": [
                {"amount": f"{one.amount.amount:f}", "condition": one.condition.stored(), "months": one.months}
                for one in self.parts
            ],
            "uses": {key: f"{one.amount:f}" for key, one in self.uses.items()},
            "promises": {
                str(year): {measure.value: f"{value:f}" for measure, value in told.items()}
                for year, told in self.promises.items()
            },
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Terms":
        currency = stored["currency"]
        return cls(
            amount=Money(Decimal(stored["amount"]), currency),
            parts=tuple(
                Part(Money(Decimal(one["amount"]), currency), Bilingual.of(one["condition"]), one["months"])
                for one in stored["parts"]
            ),
            uses={key: Money(Decimal(stored["uses"][key]), currency) for key in USES if key in stored["uses"]},
            promises={
                int(year): {Measure(measure): Decimal(value) for measure, value in told.items()}
                for year, told in sorted(stored["promises"].items())
            },
            account=stored.get("account", ""),
        )

    def digest(self) -> str:
        """SHA-256 over the terms in one canonical form, in hex: what both signatures stand under."""
        text = json.dumps(self.stored(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def told(self, uses: Mapping[str, Money], promises: Mapping[int, Mapping[Measure, Decimal]]) -> "Terms":
        """The same grant with what the company fills in."""
        return replace(self, uses=dict(uses), promises={year: dict(told) for year, told in promises.items()})


def drafted(
    amount: Money, tranches: Sequence[TierTranche], years: Sequence[int], known: Mapping[Measure, Decimal]
) -> Terms:
    """The terms as an officer drafts them: all of it for research until the company says otherwise; promises begin
    with what the record knows today.
    """
    cut = parts(amount, [one.percent for one in tranches])
    nothing = Money(Decimal(0), amount.currency)
    return Terms(
        amount=amount,
        parts=tuple(
            Part(sum_, one.condition, one.months) for sum_, one in zip(cut, tranches, strict=True) if sum_.amount
        ),
        uses=dict.fromkeys(USES, nothing) | {"research": amount},
        promises={year: {one: known.get(one, Decimal(0)) for one in Measure} for year in years},
    )


def problems(terms: Terms) -> dict[str, Text]:
    """What keeps the company from signing, by field."""
    wrong: dict[str, Text] = {}
    if set(terms.uses) - set(USES) or any(one.amount < 0 for one in terms.uses.values()):
        wrong["uses"] = _("Write an amount, or nothing, for each use.")
    elif sum((one.amount for one in terms.uses.values()), Decimal(0)) != terms.amount.amount:
        wrong["uses"] = _(
            "The uses add up to {sum}; the grant is {amount}.",
            sum=Money(sum((one.amount for one in terms.uses.values()), Decimal(0)), terms.amount.currency),
            amount=terms.amount,
        )
    for year, told in terms.promises.items():
        for measure, value in told.items():
            if value < 0 or (measure in {Measure.HEADCOUNT, Measure.IP} and value != value.to_integral_value()):
                wrong[f"{measure.value}-{year}"] = _("Write a number from 0 up.")
    if not any(value > 0 for told in terms.promises.values() for value in told.values()):
        wrong.setdefault("promises", _("Say what is to be reached in each year; at least one figure is above nothing."))
    return wrong


def reached(promised: Decimal, found: Decimal | None) -> Decimal | None:
    """How much of a promise was reached, in whole percent; None where nothing was promised or told."""
    if found is None or not promised:
        return None
    return (found * 100 / promised).quantize(Decimal(1))

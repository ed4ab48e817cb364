"""What founders and managers type about space. People name the last day of a span; `period` is half-open."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar.connection import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from parks.kernel.money import CENT, Money
from parks.kernel.period import Period
from parks.kernel.words import _
from parks.spaces.rules.estate_sheet import MOST_ROWS
from parks.spaces.rules.rents import Band, Relief, Step, Terms, months_on
from parks.spaces.states import AllocationKind, UnitKind
from parks.web.forms import SaidError

Area = Annotated[Decimal, Field(gt=0, le=1_000_000, max_digits=9, decimal_places=2)]
Note = Annotated[str, Field(max_length=2000)]
Reason = Annotated[str, Field(min_length=2, max_length=500)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
Features = list[Annotated[str, Field(max_length=40)]]
TO_THE_END_OF = timedelta(days=1)


class Span(BaseModel):
    """`start` and the last day inside; no last day means no end."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    start: Day
    last_day: Day | None = None

    @field_validator("last_day")
    @classmethod
    def _in_order(cls, last_day: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if start is not None and last_day is not None and last_day < start:
            raise SaidError(_("The last day is not before the first."))
        return last_day

    @property
    def period(self) -> Period:
        return Period(self.start, None if self.last_day is None else self.last_day + TO_THE_END_OF)


class AskForUnit(Span):
    """A founder's request. Areas are gross m²; `budget` is yuan a month before relief, `must` and `prefer` features."""

    company_id: UUID
    park_id: UUID
    kind: UnitKind
    area_min: Area | None = None
    area_max: Area | None = None
    seats: Annotated[int, Field(ge=0, le=10_000)] = 0
    must: Features = []
    prefer: Features = []
    budget: Annotated[Decimal, Field(gt=0, le=100_000_000, max_digits=11, decimal_places=2)] | None = None
    note: Note = ""

    @property
    def monthly(self) -> Money | None:
        return None if self.budget is None else Money(self.budget)


class TakeUnit(Span):
    """A manager's form for a unit: let it, offer it, hold it, use it, close it."""

    kind: AllocationKind = AllocationKind.LEASE
    request_id: UUID | None = None
    uscc: Annotated[str, Field(max_length=30)] = ""
    hold_until: Day | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class EndAllocation(BaseModel):
    """The last day on which it still stands, and why it ends."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    last_day: Day
    reason: Reason

    @property
    def on(self) -> date:
        return self.last_day + TO_THE_END_OF


class DeclineOffer(BaseModel):
    """Why the founder does not want the unit."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Reason


class Decline(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Annotated[str, Field(min_length=2, max_length=2000)]


class NewAllocation(Span):
    """The API's way to take a unit. A lease names its company or its request, an offer its request; a hold and
    an offer say their own last day.
    """

    unit_id: UUID
    kind: AllocationKind = AllocationKind.LEASE
    company_id: UUID | None = None
    request_id: UUID | None = None
    hold_until: Day | None = None
    note: Annotated[str, Field(max_length=500)] = ""


Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
PerMetre = Annotated[Decimal, Field(ge=0, le=100_000, max_digits=8, decimal_places=2)]
HUNDRED = Decimal(100)


class LeaseTerms(BaseModel):
    """What was agreed on a letting. Prices are yuan a gross m² and month, areas gross m²; `share_1` to `share_5` are
    the percentages of the rent that are relieved in each year, none after the fifth.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    price: PerMetre
    increase: Percent = Decimal(0)
    rent_free_months: Annotated[int, Field(ge=0, le=36)] = 0
    deposit_months: Annotated[int, Field(ge=0, le=12)] = 2
    scheme: Annotated[str, Field(max_length=100)] = ""
    funder: Annotated[str, Field(max_length=100, validate_default=True)] = ""
    share_1: Percent = Decimal(0)
    share_2: Percent = Decimal(0)
    share_3: Percent = Decimal(0)
    share_4: Percent = Decimal(0)
    share_5: Percent = Decimal(0)
    relief_area: Area | None = None
    price_cap: PerMetre | None = None
    ceiling: Annotated[Decimal, Field(gt=0, le=100_000_000, max_digits=11, decimal_places=2)] | None = None
    stay: Annotated[int, Field(ge=0, le=120)] = 0
    clawback: Percent = Decimal(0)
    version: Annotated[int, Field(ge=0)] = 0

    @field_validator("funder")
    @classmethod
    def _named(cls, funder: str, info: ValidationInfo) -> str:
        if bool(funder) != bool(info.data.get("scheme")):
            raise SaidError(_("Name the scheme and who pays for it, or leave both empty."))
        return funder

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "LeaseTerms | None":
        """As they stand on record."""
        return cls.model_validate(stored) if stored else None

    @property
    def shares(self) -> tuple[Decimal, ...]:
        return (self.share_1, self.share_2, self.share_3, self.share_4, self.share_5)

    def agreed(self, period: Period, area: Decimal) -> Terms:
        """The terms over these days. ValueError where the days have no end."""
        return Terms(period, area, self._steps(period), self._free(period), self.deposit_months)

    def _steps(self, period: Period) -> tuple[Step, ...]:
        years = 1 if period.until is None else period.until.year - period.start.year + 1
        factor = 1 + self.increase / HUNDRED
        return tuple(Step(year, (self.price * factor ** (year - 1)).quantize(CENT)) for year in range(1, years + 1))

    def _free(self, period: Period) -> tuple[Period, ...]:
        return (Period(period.start, months_on(period.start, self.rent_free_months)),) if self.rent_free_months else ()

    @property
    def reliefs(self) -> tuple[Relief, ...]:
        if not self.scheme:
            return ()
        bands = [Band(year, one / HUNDRED, self.relief_area, self.price_cap) for year, one in enumerate(self.shares, 1)]
        ceiling = None if self.ceiling is None else Money(self.ceiling)
        ended = (*bands, Band(len(bands) + 1))
        return (Relief(self.scheme, self.funder, ended, ceiling, self.stay, self.clawback / HUNDRED),)


def asked_day(request: Request[Any, Any, Any]) -> date | None:
    """`?on=2026-11-22`; anything else means today."""
    try:
        day = date.fromisoformat(request.query_params.get("on", ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def asked_month(request: Request[Any, Any, Any]) -> date | None:
    """`?month=24334`: the first day of a month counted from the year 0, as a slider sends it; anything else is None."""
    text = request.query_params.get("month", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
    return date(number // 12, number % 12 + 1, 1) if 2000 * 12 <= number < 2101 * 12 else None


def _unpacked(sent: Any) -> Any:
    """A form sends the rows as one text, in a list of one as web.forms reads a list; programs send them plain."""
    if not (isinstance(sent, list) and len(sent) == 1 and isinstance(sent[0], str)):
        return sent
    try:
        return json.loads(sent[0])
    except (ValueError, RecursionError):
        raise ValueError("no JSON") from None


class EstateRow(BaseModel):
    """A row of the sheet: its number there, and the cells by their column's id."""

    model_config = ConfigDict(extra="forbid")

    number: int
    cells: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=2000)]]


class EstateRows(BaseModel):
    """What was looked at, as the page carries it to its confirmation: each row's number and cells. Checked anew."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[
        list[EstateRow],
        BeforeValidator(_unpacked),
        Field(min_length=1, max_length=MOST_ROWS),
    ]

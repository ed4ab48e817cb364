"""What founders and managers type about space. People name the last day of a span; `period` is half-open."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar.connection import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from parks.kernel.period import Period
from parks.kernel.words import _
from parks.spaces.states import AllocationKind, UnitKind
from parks.web.forms import SaidError

Area = Annotated[Decimal, Field(gt=0, le=1_000_000, max_digits=9, decimal_places=2)]
Note = Annotated[str, Field(max_length=2000)]
Reason = Annotated[str, Field(min_length=2, max_length=500)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
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
    """A founder's request. Areas are gross m²."""

    company_id: UUID
    park_id: UUID
    kind: UnitKind
    area_min: Area | None = None
    area_max: Area | None = None
    seats: Annotated[int, Field(ge=0, le=10_000)] = 0
    note: Note = ""


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


def asked_day(request: Request[Any, Any, Any]) -> date | None:
    """`?on=2026-11-22`; anything else means today."""
    try:
        day = date.fromisoformat(request.query_params.get("on", ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None

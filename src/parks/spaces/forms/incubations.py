"""What founders and managers type about a stay in a park."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from parks.spaces.forms import Day, Note
from parks.spaces.states import Assessment, Condition, Ground, IncubationMove


def _empty(value: Any) -> Any:
    """A field of a plain form that was left alone."""
    return None if value == "" else value


EMPTY = BeforeValidator(_empty)
Amount = Annotated[Decimal, Field(ge=0, le=100_000_000, max_digits=11, decimal_places=2)]
Several = Annotated[str, Field(max_length=2000)]


class Apply(BaseModel):
    """A company turns to a park: with a question first (`enquiry`), or with its application."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    company_id: UUID
    park_id: UUID
    enquiry: bool = False
    words: Annotated[str, Field(min_length=2, max_length=2000)]


class TakeStep(BaseModel):
    """One step over the version that was seen; which fields it needs, `rules.incubations.NEEDS` says."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    move: IncubationMove
    version: Annotated[int, Field(ge=1, le=1_000_000)]
    words: Note = ""
    days: Annotated[int | None, EMPTY, Field(ge=1, le=60)] = None
    months: Annotated[int | None, EMPTY, Field(ge=1, le=120)] = None
    amount: Annotated[Amount | None, EMPTY] = None
    items: Several = ""
    meters: Several = ""
    keys: Annotated[int | None, EMPTY, Field(ge=0, le=1000)] = None
    year: Annotated[int | None, EMPTY, Field(ge=2000, le=2100)] = None
    result: Annotated[Assessment | None, EMPTY] = None
    condition: Annotated[Condition | None, EMPTY] = None
    ground: Annotated[Ground | None, EMPTY] = None
    last_day: Annotated[Day | None, EMPTY] = None

    @property
    def typed(self) -> dict[str, date | Decimal | int | str | None]:
        return self.model_dump(exclude={"move", "version"})

"""What tenants and parks type about services."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from parks.spaces.rules.services import MOST_DAYS
from parks.spaces.states import ServiceKind

Words = Annotated[str, Field(min_length=2, max_length=2000)]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)] | None


class Typed(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AskService(Typed):
    """`unit` is the code of a unit that the company has; empty where it is about none."""

    park_id: UUID
    company_id: UUID
    kind: ServiceKind
    unit: Annotated[str, Field(max_length=20)] = ""
    words: Words


class AnswerService(Typed):
    """`done` closes it; else the park says what happens next."""

    words: Words
    done: bool


class RateService(Typed):
    rating: Annotated[int, Field(ge=1, le=5)]
    words: Annotated[str, Field(max_length=2000)] = ""


class ReopenService(Typed):
    reason: Words


class SetPromises(Typed):
    """Working days by kind; empty promises no day."""

    repair: Days = None
    cleaning: Days = None
    network: Days = None
    registration: Days = None
    tax_and_agency: Days = None
    training: Days = None
    project_filing: Days = None
    legal_and_finance: Days = None
    investment: Days = None
    other: Days = None

    @property
    def days(self) -> dict[ServiceKind, int | None]:
        return {kind: getattr(self, kind) for kind in ServiceKind}

"""Ties and conflicts of interest."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator

from parks.kernel.words import _
from parks.reviews.actions.conflicts import NewConflict
from parks.reviews.forms.shared import LastDay, Line, Paragraph, storable
from parks.reviews.rules.conflicts import Tie
from parks.reviews.states import ConflictKind, ConflictSource, TieKind, TieSource
from parks.web.forms import SaidError


class NewTie(BaseModel):
    """A tie as it is typed: `last_day` is the last day on which it held."""

    kind: TieKind
    party: Line = Field(min_length=1)
    key: Annotated[str, AfterValidator(storable), Field(max_length=64)] = ""
    percent: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=2)
    since: date | None = None
    until: date | None = None
    source: TieSource = TieSource.DECLARED

    @property
    def tie(self) -> Tie:
        return Tie(self.kind, self.party, self.key, self.percent, self.since, self.until, self.source)


class Spanned(BaseModel):
    """Days as they are typed: `last_day` is the last one on which the tie holds."""

    kind: ConflictKind
    party: Line = Field(min_length=1)
    since: date | None = None
    last_day: LastDay | None = None

    @field_validator("last_day")
    @classmethod
    def _in_order(cls, day: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if day and since and day < since:
            raise SaidError(_("The end comes after the beginning."))
        return day

    @property
    def until(self) -> date | None:
        return self.last_day + timedelta(days=1) if self.last_day else None


class ConflictIn(Spanned):
    """A conflict of an expert of the pool, as an officer notes it."""

    expert: UUID
    source: ConflictSource = ConflictSource.ENTERED
    evidence: Paragraph = ""

    @property
    def new(self) -> NewConflict:
        return NewConflict(self.kind, self.party, self.evidence, self.since, self.until)


class InterestIn(Spanned):
    """An interest in a whole company, as somebody declares it of themselves."""

    uscc: Annotated[str, AfterValidator(storable), Field(max_length=18)] = ""

    @property
    def new(self) -> NewConflict:
        return NewConflict(self.kind, self.party, "", self.since, self.until)


class PinIn(BaseModel):
    reason: Paragraph = ""
    pinned: bool = True

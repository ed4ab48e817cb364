"""A round as it is opened, its deadline, and how proposals are shared out."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, field_validator

from parks.kernel.words import Bilingual
from parks.reviews.forms.shared import Line, Paragraph, end_of
from parks.reviews.rules.scoring import FEWEST_TO_DROP, TRIM_FROM, Drop
from parks.reviews.states import ExpertKind


class Adding(BaseModel):
    """How a round's scores are added up; what nobody asks for is as in domain.md §6.3."""

    drop: Drop = "total"
    drop_from: int = Field(default=TRIM_FROM, ge=FEWEST_TO_DROP, le=15)
    places: int = Field(default=2, ge=0, le=2)
    spread: Decimal | None = Field(default=None, gt=0, le=100, decimal_places=2, description="In points of 100.")
    sigmas: Decimal | None = Field(default=None, gt=0, le=5, decimal_places=2, description="Standard deviations.")

    @property
    def scoring(self) -> Mapping[str, Any]:
        """As `rules.scoring.Policy` is stored."""
        bounds = {name: getattr(self, name) for name in ("spread", "sigmas")}
        return {
            "drop": self.drop,
            "drop_from": self.drop_from,
            "round_panel": self.places,
            **{name: None if one is None else str(one) for name, one in bounds.items()},
        }


class NewRound(Adding):
    """`closes` is a day; the round closes at its end in Beijing."""

    organisation: UUID
    rubric: UUID
    title_zh: Line = Field(min_length=1)
    title_en: Line = Field(min_length=1)
    seats: int = Field(ge=1, le=15)
    closes: date

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_zh, self.title_en)

    @property
    def deadline(self) -> datetime:
        return end_of(self.closes)


class AssignmentAsked(BaseModel):
    """What an assignment is asked for. `floor`: auto, none, or the least sum of a proposal."""

    max_load: int = Field(ge=1, le=1000)
    min_load: int = Field(default=0, ge=0, le=1000)
    floor: Literal["auto", "none"] | Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = "auto"
    every_panel: ExpertKind | Literal[""] = ""

    @property
    def mix(self) -> dict[ExpertKind, int]:
        return {self.every_panel: 1} if self.every_panel else {}


class AssignmentRunNamed(BaseModel):
    """The run that was read: another one may have taken its place since."""

    run: UUID


class AssignmentEdit(AssignmentRunNamed):
    assessment: UUID
    out: UUID | None = None
    into: UUID | None = None

    @field_validator("out", "into", mode="before")
    @classmethod
    def _nobody(cls, value: Any) -> Any:
        return None if value == "" else value


class NewDeadline(BaseModel):
    closes: date
    reason: Paragraph = Field(min_length=1)

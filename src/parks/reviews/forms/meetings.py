"""The committee's meeting, from its call to its resolutions."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from parks.kernel.words import Text
from parks.reviews.actions.meetings import Plan
from parks.reviews.forms.shared import BEIJING, Clock, LastDay, Line, Paragraph, storable
from parks.reviews.rules.meeting import Count
from parks.reviews.rules.sheets import mark_of
from parks.reviews.states import MeetingMove, MeetingRole, Resolution
from parks.web.forms import SaidError


class NewMeeting(BaseModel):
    """`day` and `time` are Beijing's; minutes of presentation and of questions."""

    place: Line = Field(min_length=1)
    day: LastDay
    time: Clock
    quorum: int = Field(ge=1, le=99)
    vote: Literal["approval", "score"] = "approval"
    majority: Literal["simple", "two_thirds"] = "simple"
    present: int = Field(default=8, ge=0, le=120)
    answer: int = Field(default=7, ge=0, le=120)
    by_lot: bool = False
    best: int | None = Field(default=None, ge=1, le=100_000)
    panel: bool = False

    @property
    def plan(self) -> Plan:
        return Plan(
            self.place,
            datetime.combine(self.day, self.time.replace(tzinfo=None), BEIJING),
            self.quorum,
            self.vote,
            self.majority,
            self.present * 60,
            self.answer * 60,
            self.by_lot,
            self.best,
            self.panel,
        )


class NewDate(BaseModel):
    """`day` and `time` are Beijing's."""

    day: LastDay
    time: Clock
    place: Line = Field(min_length=1)
    reason: Paragraph = Field(min_length=1)

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.day, self.time.replace(tzinfo=None), BEIJING)


class NewMember(BaseModel):
    person: UUID
    role: MeetingRole


class MeetingStep(BaseModel):
    move: MeetingMove


class ItemStep(BaseModel):
    move: Literal["call", "questions", "open vote", "close vote", "put back"]


class Presence(BaseModel):
    """`member` is left out by who signs in themselves."""

    member: UUID | None = None
    present: bool


class VoteIn(BaseModel):
    """Marks come as `mark-<criterion>` beside it."""

    choice: Literal["approve", "reject", "abstain"] | None = None


def marks_of(values: Mapping[str, Any]) -> tuple[dict[UUID, Decimal], dict[str, Text]]:
    """The marks of a slip, and what cannot be read of it."""
    marks: dict[UUID, Decimal] = {}
    errors: dict[str, Text] = {}
    for name, typed in values.items():
        kind, _dash, rest = name.partition("-")
        if kind != "mark":
            continue
        try:
            value = mark_of(str(typed))
        except SaidError as error:
            errors[name] = error.text
            continue
        try:
            criterion = UUID(rest)
        except ValueError:
            continue
        if value is not None:
            marks[criterion] = value
    return marks, errors


class CountIn(BaseModel):
    """What somebody counted of the slips."""

    approve: int = Field(default=0, ge=0, le=999)
    reject: int = Field(default=0, ge=0, le=999)
    abstain: int = Field(default=0, ge=0, le=999)
    scored: int = Field(default=0, ge=0, le=999)
    points: Decimal = Field(default=Decimal(0), ge=0, le=99_900, decimal_places=2)

    @property
    def count(self) -> Count:
        return Count(self.approve, self.reject, self.abstain, self.scored, self.points)


class ResolutionIn(BaseModel):
    resolution: Resolution
    reason: Annotated[str, AfterValidator(storable), Field(max_length=1000)] = ""

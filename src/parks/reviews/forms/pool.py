"""The pool: experts, posts, applications, terms, invitations, grades."""

from datetime import date, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator, model_validator

from parks.kernel.words import _
from parks.reviews.actions.applications import NewApplication
from parks.reviews.forms.shared import Hundred, LastDay, Line, Paragraph, of_the_twelve, storable
from parks.reviews.rules.experts import Post, Service
from parks.reviews.states import ExpertKind, Grade
from parks.web.forms import SaidError

MONTHS_OF_TERM = 120


class ExpertEntry(BaseModel):
    """What the pool keeps of an expert. `term_last` is the last day of the term."""

    kind: ExpertKind
    fields: list[Annotated[str, AfterValidator(of_the_twelve)]] = Field(min_length=1)
    title: Hundred = ""
    employer: Line = Field(min_length=1)
    region: Hundred = ""
    languages: list[Literal["zh", "en", "de", "fr", "ja"]] = []
    capacity: int | None = Field(default=None, ge=1, le=500)
    term_from: date | None = None
    term_last: LastDay | None = None

    @property
    def serves(self) -> Service:
        return Service(
            self.region,
            tuple(self.languages),
            self.capacity,
            self.term_from,
            self.term_last + timedelta(days=1) if self.term_last else None,
        )


class NewExpert(ExpertEntry):
    organisation: UUID
    name: Hundred = Field(min_length=1)
    email: Line = Field(min_length=3)
    employed_since: date | None = None


class NewPost(BaseModel):
    """A post as it is typed: `until` is the first day on which it no longer held."""

    employed_by: Line = Field(min_length=1)
    key: Annotated[str, AfterValidator(storable), Field(max_length=64)] = ""
    post: Hundred = ""
    since: date | None = None
    until: date | None = None

    @property
    def record(self) -> Post:
        return Post(self.employed_by, self.key, self.post, self.since, self.until)


class PoolList(BaseModel):
    """For whose pool a list of experts is read."""

    organisation: UUID


POSTS = 3
"""Posts that the application's form has rows for; more are noted after the appointment."""


class PoolApplication(BaseModel):
    """What a person types who asks to judge: `employer_1`, `title_1`, `since_1`, `until_1` and so on are posts."""

    organisation: UUID
    kind: ExpertKind
    fields: list[Annotated[str, AfterValidator(of_the_twelve)]] = Field(min_length=1)
    title: Hundred = ""
    employer: Line = Field(min_length=1)
    region: Hundred = ""
    languages: list[Literal["zh", "en", "de", "fr", "ja"]] = []
    capacity: int | None = Field(default=None, ge=1, le=500)
    words: Annotated[str, AfterValidator(storable), Field(max_length=2000)] = ""
    employer_1: Line = ""
    employer_2: Line = ""
    employer_3: Line = ""
    title_1: Hundred = ""
    title_2: Hundred = ""
    title_3: Hundred = ""
    since_1: date | None = None
    since_2: date | None = None
    since_3: date | None = None
    until_1: date | None = None
    until_2: date | None = None
    until_3: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "PoolApplication":
        for one in self.posts:
            if one.since and one.until and one.until <= one.since:
                raise SaidError(_("A post at {employer} ends before it begins.", employer=one.employer))
        return self

    @property
    def posts(self) -> tuple[Post, ...]:
        """The employer of today is one of them, since when is not asked twice."""
        rows = [
            Post(name, "", getattr(self, f"title_{n}"), getattr(self, f"since_{n}"), getattr(self, f"until_{n}"))
            for n in range(1, POSTS + 1)
            if (name := getattr(self, f"employer_{n}"))
        ]
        if all(one.employer != self.employer for one in rows):
            rows.insert(0, Post(self.employer, "", self.title))
        return tuple(rows)

    @property
    def told(self) -> NewApplication:
        return NewApplication(
            self.organisation,
            self.kind,
            tuple(self.fields),
            self.employer,
            self.title,
            Service(self.region, tuple(self.languages), self.capacity),
            self.posts,
            self.words,
        )


class PoolTerm(BaseModel):
    """The appointment: `last` is the last day of the term."""

    first: date
    last: LastDay
    capacity: int | None = Field(default=None, ge=1, le=500)

    @field_validator("last")
    @classmethod
    def _after(cls, value: date, info: ValidationInfo) -> date:
        if (first := info.data.get("first")) and value < first:
            raise SaidError(_("The end comes after the beginning."))
        return value

    @property
    def until(self) -> date:
        return self.last + timedelta(days=1)


class YearGrade(BaseModel):
    """An officer's grade of a year; a poor one says why."""

    grade: Grade
    words: Paragraph = ""


class PostEnd(BaseModel):
    until: date


class RoundInvitations(BaseModel):
    experts: list[UUID] = Field(min_length=1, max_length=200)
    due: date


class InvitationAnswer(BaseModel):
    accept: bool
    reason: Paragraph = ""

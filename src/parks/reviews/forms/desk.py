"""What an expert types on the desk, and what an officer sends to it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from parks.kernel.words import Text, _
from parks.reviews.actions.scores import NewMark
from parks.reviews.forms.shared import Paragraph, storable
from parks.reviews.rules.layout import LEAST, MOST
from parks.reviews.rules.sheets import COMMENT_MAX, comment_of, mark_of
from parks.reviews.states import QueryKind
from parks.web.forms import SaidError


class Pledge(BaseModel):
    """Both are ticked, or the seat does not open."""

    confidential: bool = False
    no_conflict: bool = False

    @field_validator("confidential", "no_conflict")
    @classmethod
    def _given(cls, value: bool) -> bool:
        if not value:
            raise SaidError(_("Tick this to go on; or declare a conflict below."))
        return value

    model_config = ConfigDict(validate_default=True)


class MarkQueryIn(BaseModel):
    """An officer's question about a mark; the expert reads `words`, never who asks."""

    criterion: UUID
    kind: QueryKind
    words: Paragraph = ""


class MarkAnswerIn(BaseModel):
    """`mark` left out keeps the mark."""

    words: Annotated[str, AfterValidator(storable), Field(max_length=COMMENT_MAX)] = ""
    mark: Decimal | None = Field(default=None, ge=0, le=1000)


class SeatOffer(BaseModel):
    expert: UUID


class DeskLayout(BaseModel):
    """What is left out stays as it is."""

    split: int | None = Field(
        default=None, ge=LEAST, le=MOST, description="The proposal's share of the desk's width, in per cent."
    )
    keys: Literal["on", "off"] | None = Field(default=None, description="The switch of the single keys.")

    @property
    def switch(self) -> bool | None:
        return None if self.keys is None else self.keys == "on"


class MarkIn(BaseModel):
    """One criterion as a program sends it."""

    criterion_id: UUID
    mark: Decimal | None = None
    not_applicable: bool = Field(default=False, description="The criterion does not apply; there is no mark then.")
    comment: Annotated[str, AfterValidator(storable), Field(max_length=COMMENT_MAX)] = ""
    seen: str = Field(
        default="",
        max_length=64,
        description="The `version` that was read; left out, the mark was empty. Another one by now is a 409.",
    )


class MarksIn(BaseModel):
    marks: list[MarkIn] = Field(min_length=1, max_length=50)


def sheet(values: Mapping[str, Any]) -> tuple[list[NewMark], dict[str, Text]]:
    """The marks out of a form's `mark-<criterion>`, `waived-<criterion>` (a tick: it does not apply),
    `comment-<criterion>` and `seen.<criterion>`, and what cannot be read of it.
    """
    found: list[NewMark] = []
    errors: dict[str, Text] = {}
    for name, typed in values.items():
        kind, _dash, rest = name.partition("-")
        if kind != "comment" or not isinstance(typed, str):
            continue
        try:
            criterion = UUID(rest)
        except ValueError:
            continue
        try:
            comment = comment_of(typed)
        except SaidError as refused:
            errors[name] = refused.text
            continue
        try:
            mark = mark_of(str(values.get(f"mark-{rest}", "")))
        except SaidError as refused:
            errors[f"mark-{rest}"] = refused.text
            continue
        waived = f"waived-{rest}" in values
        found.append(NewMark(criterion, mark, comment, str(values.get(f"seen.{rest}", "")), waived))
    return found, errors

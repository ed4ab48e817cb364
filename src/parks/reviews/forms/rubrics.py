"""Rubrics and their criteria."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from parks.adapters.ids import uuid7
from parks.kernel.words import Bilingual, Text, _
from parks.reviews.forms.shared import Line, storable
from parks.reviews.rules import bands
from parks.reviews.rules.rubric import NewCriterion
from parks.web.forms import parse

CRITERIA_MAX = 12


class NewRubric(BaseModel):
    """The head of a rubric. `first` and `second` number the criteria by which equals are told apart."""

    organisation: UUID
    key: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")] | None = None
    title_zh: Line = Field(min_length=1)
    title_en: Line = Field(min_length=1)
    comment_min: int = Field(ge=0, le=500)
    first: int = Field(ge=1, le=CRITERIA_MAX)
    second: int = Field(ge=1, le=CRITERIA_MAX)

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_zh, self.title_en)

    @property
    def series(self) -> str:
        """The key under which its versions follow one another: the former version's, or one of its own."""
        return self.key or uuid7().hex


class CriterionIn(BaseModel):
    """One row of the rubric's form."""

    title_zh: Line = Field(min_length=1)
    title_en: Line = Field(min_length=1)
    hint_zh: Line = ""
    hint_en: Line = ""
    part: Line = ""
    bands_zh: Annotated[str, AfterValidator(storable), Field(max_length=1000)] = ""
    bands_en: Annotated[str, AfterValidator(storable), Field(max_length=1000)] = ""
    weight: Decimal = Field(default=Decimal(0), ge=0, le=100, decimal_places=2)
    maximum: Decimal = Field(gt=0, le=1000, decimal_places=2)
    step: Decimal = Field(gt=0, le=1000, decimal_places=2)
    bonus: bool = False
    may_not_apply: bool = False


def criteria_of(values: Mapping[str, Any], head: NewRubric | None) -> tuple[list[NewCriterion], dict[str, Text]]:
    """The criteria out of `title_zh-1`, `weight-1` and so on, and what cannot be read of them.

    A row without title and weight is left out; the figures of the whole are `rules.rubric.problems`' to judge.
    """
    found: list[NewCriterion] = []
    errors: dict[str, Text] = {}
    ties = {head.first: 1, head.second: 2} if head else {}
    for number in range(1, CRITERIA_MAX + 1):
        row = {name: str(values.get(f"{name}-{number}", "")) for name in CriterionIn.model_fields}
        if not any(row[name].strip() for name in ("title_zh", "title_en", "weight")):
            continue
        form = parse(CriterionIn, row)
        errors |= {f"{name}-{number}": sentence for name, sentence in form.errors.items()}
        if (one := form.parsed) is not None and not one.weight and not one.bonus:
            errors[f"weight-{number}"] = _("Give it a weight above 0, or tick that it is a bonus.")
        if one is not None:
            hint = Bilingual(one.hint_zh, one.hint_en or one.hint_zh)
            title = Bilingual(one.title_zh, one.title_en)
            try:
                named = bands.typed(one.bands_zh, one.bands_en)
            except ValueError:
                errors[f"bands_zh-{number}"] = _(
                    "Write a band a line: lowest mark, name, what it means; the same marks in both languages."
                )
                named = ()
            found.append(
                NewCriterion(
                    title,
                    one.weight,
                    hint,
                    one.maximum,
                    one.step,
                    ties.get(number),
                    one.part,
                    named,
                    one.bonus,
                    one.may_not_apply,
                )
            )
    return found, errors

"""What a manager types to split a unit or to merge some."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from parks.kernel.words import _
from parks.spaces.actions import Part
from parks.spaces.forms import Area, Day, Features, Reason
from parks.spaces.rules.division import MOST_PARTS
from parks.spaces.rules.names import FEATURES
from parks.web.forms import SaidError

Code = Annotated[str, Field(min_length=1, max_length=20)]
COLUMNS = ("code", "gross_area", "usable_area", "seats", "features")


class PartIn(BaseModel):
    """One of the new units; areas in m²."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: Code
    gross_area: Area
    usable_area: Area
    seats: Annotated[int, Field(ge=0, le=10_000)] = 0
    features: Features = []

    @field_validator("features")
    @classmethod
    def _known(cls, features: list[str]) -> list[str]:
        if unknown := sorted(set(features) - set(FEATURES)):
            raise SaidError(_("These features are not known: {names}.", names=", ".join(unknown)))
        return features

    @property
    def part(self) -> Part:
        return Part(self.code, self.gross_area, self.usable_area, self.seats, tuple(self.features))


class SplitUnit(BaseModel):
    """The parts that a unit becomes from `start` on, along the longer side of its place on the plan."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    start: Day
    reason: Reason
    parts: Annotated[list[PartIn], Field(min_length=2, max_length=MOST_PARTS)]


class MergeUnits(BaseModel):
    """The other units that become one with it from `start` on, and its code."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    start: Day
    reason: Reason
    code: Code
    others: Annotated[list[UUID], Field(min_length=1, max_length=20)]


def nested(sent: Mapping[str, Any]) -> dict[str, Any]:
    """`parts.0.code` and the like of a form as the `parts` that programs send; rows after the last filled are none."""
    flat = {name: value for name, value in sent.items() if not name.startswith("parts.")}
    rows: list[dict[str, Any]] = [{} for _each in range(MOST_PARTS)]
    for place, row in enumerate(rows):
        for column in COLUMNS:
            if (value := sent.get(f"parts.{place}.{column}")) not in (None, "", []):
                row[column] = value
    while rows and not rows[-1]:
        rows.pop()
    return flat | {"parts": rows}

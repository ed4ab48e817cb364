"""What a manager types to change what takes a unit."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from parks.kernel.words import Text, _
from parks.spaces.forms import TO_THE_END_OF, Day, Reason
from parks.spaces.states import Change
from parks.web.forms import SaidError

NEEDED: dict[Change, tuple[str, Text]] = {
    Change.EXTEND: ("last_day", _("Choose the new last day.")),
    Change.MOVE: ("unit_id", _("Choose the unit the company moves to.")),
    Change.SWAP: ("other_id", _("Choose the company to exchange with.")),
}


class ChangeAllocation(BaseModel):
    """`extend` needs the new `last_day`; `move` a `unit_id`, `swap` the `other_id` of a lease, both from `start` on."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    what: Change
    last_day: Day | None = Field(default=None, validate_default=True)
    unit_id: UUID | None = Field(default=None, validate_default=True)
    other_id: UUID | None = Field(default=None, validate_default=True)
    start: Day | None = Field(default=None, validate_default=True)
    reason: Reason

    @field_validator("last_day", "unit_id", "other_id")
    @classmethod
    def _given(cls, value: date | UUID | None, info: ValidationInfo) -> date | UUID | None:
        what = info.data.get("what")
        if value is None and what is not None and NEEDED[what][0] == info.field_name:
            raise SaidError(NEEDED[what][1])
        return value

    @field_validator("start")
    @classmethod
    def _from_a_day(cls, start: date | None, info: ValidationInfo) -> date | None:
        if start is None and info.data.get("what") in {Change.MOVE, Change.SWAP}:
            raise SaidError(_("Choose the day from which it holds."))
        return start

    @property
    def asked(self) -> dict[str, Any]:
        """What `actions.change` takes besides the actor and the allocation."""
        until = None if self.last_day is None else self.last_day + TO_THE_END_OF
        return {
            "what": self.what,
            "until": until,
            "unit_id": self.unit_id,
            "other_id": self.other_id,
            "on": self.start,
            "reason": self.reason,
        }

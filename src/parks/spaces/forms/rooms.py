"""What people type about rooms, bookings and visitors. Times are Beijing's, written as 09:30."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from parks.kernel.words import Bilingual, _
from parks.spaces.actions import RoomSettings
from parks.spaces.forms import Day
from parks.spaces.rules.bookings import minutes
from parks.spaces.states import Repeat
from parks.web.forms import SaidError

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Name = Annotated[str, Field(min_length=1, max_length=60)]
WEEKDAYS = "1234567"


class Hour(BaseModel):
    """Some hours of one day."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    day: Day
    begins: Clock
    ends: Clock
    purpose: Annotated[str, Field(min_length=2, max_length=200)]

    @field_validator("ends")
    @classmethod
    def _in_order(cls, ends: str, info: ValidationInfo) -> str:
        begins = info.data.get("begins")
        if begins is not None and ends <= begins:
            raise SaidError(_("It ends after it begins."))
        return ends

    @property
    def hour(self) -> dict[str, Any]:
        """What blocks the room: the four fields above, whatever else a form has."""
        return {name: getattr(self, name) for name in Hour.model_fields}


class BookRoom(Hour):
    """`company_id` empty: for the park itself. `skip`: leave out the dates that cannot be had."""

    company_id: UUID | None = None
    repeat: Repeat = Repeat.NONE
    until: Day | None = None
    skip: bool = False


class BlockRoom(Hour):
    """The keeper takes the room out of use."""


class AnswerBooking(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    accepted: bool
    reason: Annotated[str, Field(max_length=500)] = ""


class CancelBooking(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Annotated[str, Field(max_length=500)] = ""


class SetRoom(BaseModel):
    """A room's settings. `companies`: codes of those who alone book it, one a line; none for all tenants."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name_zh: Name
    name_en: Name
    opens: Clock
    closes: Clock
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    approval: bool = False
    notice_hours: Annotated[int, Field(ge=0, le=720)] = 0
    monthly_hours: Annotated[int, Field(ge=1, le=744)] | None = None
    companies: Annotated[str, Field(max_length=4000)] = ""
    new_feed: bool = False

    @field_validator("closes")
    @classmethod
    def _in_order(cls, closes: str, info: ValidationInfo) -> str:
        opens = info.data.get("opens")
        if opens is not None and closes <= opens:
            raise SaidError(_("The room closes after it opens."))
        return closes

    @property
    def settings(self) -> RoomSettings:
        return RoomSettings(
            name=Bilingual(self.name_zh, self.name_en),
            opens=minutes(self.opens),
            closes=minutes(self.closes),
            weekdays="".join(str(one) for one in sorted(set(self.weekdays))),
            approval=self.approval,
            notice_hours=self.notice_hours,
            monthly_hours=self.monthly_hours,
            companies=tuple(self.companies.upper().split()),
            new_feed=self.new_feed,
        )


class AnnounceVisitor(BaseModel):
    """`company_id` empty: the park's own visitor."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    park_id: UUID
    company_id: UUID | None = None
    name: Annotated[str, Field(min_length=1, max_length=100)]
    day: Day

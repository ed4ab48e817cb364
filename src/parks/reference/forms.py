"""A day of the calendar as an officer enters it."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, Field


class Worked(StrEnum):
    YES = "yes"
    NO = "no"


class SettledYear(BaseModel):
    """The notice of a year: a day or a span a line (`rules.notices.read_days`), and the notice's number or title."""

    free: str = Field(default="", max_length=5000)
    worked: str = Field(default="", max_length=5000)
    source: str = Field(default="", max_length=200)


class SettledDay(BaseModel):
    """`source` names the notice that says so; `name` the holiday, if there is one."""

    works: Worked
    name: str = Field(default="", max_length=60)
    source: str = Field(max_length=200)


class EnteredPolicy(BaseModel):
    """A new policy value as it is typed; `until` is its last day, empty until another follows."""

    value: str = Field(default="", max_length=5000)
    since: date
    until: date | None = None
    source: str = Field(default="", max_length=300)
    clause: str = Field(default="", max_length=300)

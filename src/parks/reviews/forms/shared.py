"""What several forms are made of: lines, paragraphs, days, reasons."""

from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, Field

from parks.kernel.words import _
from parks.reviews.rules import names
from parks.web.forms import SaidError

BEIJING = ZoneInfo("Asia/Shanghai")


def storable(text: str) -> str:
    if "\x00" in text:
        raise SaidError(_("This text holds a character that cannot be stored."))
    return text.strip()


Line = Annotated[str, AfterValidator(storable), Field(max_length=200)]


Paragraph = Annotated[str, AfterValidator(storable), Field(max_length=500)]


FARTHEST = date(9000, 1, 1)


def _countable(day: date) -> date:
    """A term's end is the day after its last: the calendar itself has to have one."""
    if day > FARTHEST:
        raise SaidError(_("This day is too far away."))
    return day


LastDay = Annotated[date, AfterValidator(_countable)]


class Reason(BaseModel):
    reason: Paragraph = ""


def end_of(day: date) -> datetime:
    """23:59 of that day in Beijing."""
    return datetime.combine(day, time(23, 59), BEIJING)


def of_the_twelve(field: str) -> str:
    if field not in names.FIELDS:
        raise SaidError(_("Choose one of the options."))
    return field


class Words(BaseModel):
    """What is added to a draw by who confirms it; its length is the action's to judge."""

    words: Paragraph = ""


Clock = time
"""The class, where a field is called so."""


Hundred = Annotated[str, AfterValidator(storable), Field(max_length=100)]

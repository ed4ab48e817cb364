"""What waits for one person, out of every context, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from parks.adapters.clock import BEIJING
from parks.kernel.actor import Actor
from parks.kernel.to_do import Asking, ToDo
from parks.kernel.words import Text, _

NEAR = timedelta(days=3)
SHOWN = 100

TO_DO: list[Asking] = []
"""Whom to ask; the app fills it, for it alone knows every context."""


def furnish(asked: Sequence[Asking]) -> None:
    TO_DO[:] = asked


@dataclass(frozen=True, slots=True)
class Waiting:
    """A to-do with how urgent it is: `tone` danger past its day, warning when near."""

    one: ToDo
    tone: str
    urgency: Text | None


async def to_do(actor: Actor, now: datetime) -> list[Waiting]:
    """Everything that waits for this actor: what has a day by its day, then the rest. At most `SHOWN`."""
    found = list(chain.from_iterable([await ask(actor) for ask in TO_DO]))
    found.sort(key=lambda one: (one.due is None, _day(one.due) if one.due else date.max))
    return [_weighed(one, now) for one in found[:SHOWN]]


def _day(due: date | datetime) -> date:
    return due.astimezone(BEIJING).date() if isinstance(due, datetime) else due


def _weighed(one: ToDo, now: datetime) -> Waiting:
    if one.due is None:
        return Waiting(one, "neutral", None)
    today, day = now.astimezone(BEIJING).date(), _day(one.due)
    if (now >= one.due) if isinstance(one.due, datetime) else today > day:
        return Waiting(one, "danger", _("Overdue"))
    if day == today:
        return Waiting(one, "warning", _("Due today"))
    return Waiting(one, "warning", _("Due soon")) if day - today <= NEAR else Waiting(one, "neutral", None)

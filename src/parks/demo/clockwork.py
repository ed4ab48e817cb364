"""Moving the demo's clock: where a visitor may want to go, and the move itself, on the record."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import tx
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Hidden, Invalid
from parks.kernel.words import Text, _
from parks.programmes.queries import calls, notices
from parks.settings import settings

CLOCK = UUID(int=2)
"""What the trail's lines about the clock stand with."""

LAST = datetime(2028, 12, 31, tzinfo=clock.BEIJING)
"""As far as the calendar of working days is known, by law if not by notice."""

BEFORE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Stop:
    """A moment that a button leads to."""

    key: str
    label: Text
    at: datetime


async def stops(actor: Actor, now: datetime) -> list[Stop]:
    """A little on, to the next deadline (before it and past it), past the end of a notice that stands."""
    found = [
        Stop("hour", _("One hour on"), now + timedelta(hours=1)),
        Stop("day", _("One day on"), now + timedelta(days=1)),
        Stop("five-days", _("Five days on"), now + timedelta(days=5)),
    ]
    for call in [one for one in await calls.calls(actor) if one.taking][:1]:
        found += [
            Stop("before-deadline", _("Five minutes before the call closes"), call.closes_at - BEFORE),
            Stop("deadline", _("The moment the call closes"), call.closes_at),
        ]
    for notice in [one for one in await notices.notices() if one.stands][:1]:
        after = datetime.combine(notice.last_day + timedelta(days=1), time(9), clock.BEIJING)
        found.append(Stop("notice", _("The morning after the public notice"), after))
    return [one for one in found if one.at > now]


async def move_to(actor: Actor, moment: datetime) -> datetime:
    """Set the demo's clock forwards to this moment; answers where it stood. Hidden (404) outside the demo.

    Invalid (422) for a moment that is past: what has happened is on the record, and the record runs one way.
    """
    if not settings().demo:
        raise Hidden(_("The clock can be moved in the demo alone."))
    async with tx():
        before = await clock.now()
        if moment <= before:
            raise Invalid(fields={"to": _("The clock goes forwards alone. Choose a later day.")})
        if moment > LAST:
            raise Invalid(fields={"to": _("The calendar of working days is known up to the end of 2028.")})
        await clock.move(await clock.shift() + (moment - before))
        await audit.record(actor, "clock moved", CLOCK, before=before, after=moment)
    return before

"""Reminders before a deadline, by the working calendar; and the rules of a call.

The row that a reminder was sent is unique and written in the transaction that tells it: two workers remind once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import execute, execute_many, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.notifications.actions.outbox import tell
from parks.notifications.queries import letters, reminding
from parks.notifications.rules.reminding import LONGEST, About, days_in, rule_due
from parks.programmes.queries import recipients
from parks.programmes.queries.recipients import Deadline
from parks.reference import queries as reference
from parks.reference.rules.working_days import Calendar, working_days_left

REMIND = "remind of deadlines"
HOURS = range(8, 20)  # of Beijing: nobody is reminded at night
TEMPLATES = {About.CLOSING: "notifications/closing", About.CORRECTION: "notifications/correction_due"}


async def remind() -> int:
    """Remind everyone whose deadline has come near; answers how many. Regular, and safe to run at any time."""
    now = await clock.now()
    if now.hour not in HOURS:
        return 0
    waiting = [(About.CLOSING, one) for one in await recipients.draft_deadlines()]
    waiting += [(About.CORRECTION, one) for one in await recipients.correction_deadlines()]
    if not waiting:
        return 0
    today = now.date()
    last = max(one.until for _about, one in waiting)
    calendar = await reference.calendar(today, (last - today).days + 1)
    rules = await reminding.rules({one.call_id for _about, one in waiting}, today)
    return sum([await _remind(about, one, today, calendar, rules[one.call_id, about]) for about, one in waiting])


async def _remind(about: About, one: Deadline, today: date, calendar: Calendar, rules: Sequence[int]) -> int:
    left = working_days_left(today, one.until, calendar)
    days = rule_due(left, rules)
    if days is None:
        return 0
    async with tx():
        fresh = await value(
            "INSERT INTO reminder (id, application, about, until, days, at) VALUES ($1, $2, $3, $4, $5, parks_now())"
            " ON CONFLICT DO NOTHING RETURNING TRUE",
            uuid7(),
            one.application_id,
            about.value,
            one.until,
            days,
        )
        if not fresh:
            return 0
        await tell(
            one.person_id,
            TEMPLATES[about],
            one.url,
            call=one.call,
            left=left,
            until=one.until,
            provisional=any(calendar.is_provisional(day) for day in _days(today, one.until)),
            number=one.number,
            letter=one.letter,
        )
    return 1


def _days(start: date, until: date) -> Iterable[date]:
    return (start + timedelta(number) for number in range((until - start).days + 1))


async def set_reminders(actor: Actor, call_id: UUID, wanted: Mapping[About, str]) -> None:
    """When a call reminds: `10, 3, 1` working days before, nothing for the usual, `0` for never."""
    rules, wrong = {}, {}
    for about, text in wanted.items():
        try:
            rules[about] = (0,) if text.strip() == "0" else days_in(text)
        except ValueError:
            wrong[about.value] = _(
                "Write working days from 1 to {most} with commas between, like 10, 3, 1.", most=LONGEST
            )
    if wrong:
        raise Invalid(fields=wrong)
    async with tx():
        await letters.run_by(actor, call_id)
        for about, days in rules.items():
            await execute("DELETE FROM reminder_rule WHERE call = $1 AND about = $2", call_id, about.value)
            await execute_many(
                "INSERT INTO reminder_rule (id, call, about, days) VALUES ($1, $2, $3, $4)",
                [(uuid7(), call_id, about.value, one) for one in days],
            )
        await audit.record(
            actor, "reminders set", call_id, **{about.value: list(days) for about, days in rules.items()}
        )

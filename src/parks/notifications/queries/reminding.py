"""When a call reminds: its own days, or the usual ones of the policy value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.notifications.queries import letters
from parks.notifications.rules.reminding import About, days_in
from parks.programmes.queries.recipients import RUN, CallRun, run_of
from parks.reference import queries as reference


@dataclass(frozen=True, slots=True)
class Rules:
    """`own` as it was typed: empty for the usual days of the policy value, `0` for never."""

    call: CallRun
    own: Mapping[About, str]


async def of_call(actor: Actor, call_id: UUID) -> Rules:
    """For whoever runs the call, in one statement. Hidden (404), Forbidden (403)."""
    found = await row(
        f"SELECT {RUN}, (SELECT COALESCE(json_object_agg(r.about, r.days), '{{}}') FROM"
        " (SELECT about, string_agg(days::text, ', ' ORDER BY days DESC) AS days FROM reminder_rule WHERE call = k.id"
        " GROUP BY about) r) AS own FROM call k JOIN organisation o ON o.id = k.organisation WHERE k.id = $1",
        call_id,
    )
    one = found or hidden()
    return Rules(letters.run(actor, run_of(one)), {about: one["own"].get(about.value, "") for about in About})


async def rules(calls: Iterable[UUID], today: date) -> dict[tuple[UUID, About], Sequence[int]]:
    """The working days before each deadline of these calls; 0 alone stands for never."""
    wanted = list(calls)
    kept: dict[tuple[UUID, About], list[int]] = {}
    for one in await rows("SELECT call, about, days FROM reminder_rule WHERE call = ANY($1)", wanted):
        kept.setdefault((one["call"], About(one["about"])), []).append(one["days"])
    usual = {about: await usual_days(about, today) for about in About}
    return {(call, about): kept.get((call, about), usual[about]) for call in wanted for about in About}


async def usual_days(about: About, on: date) -> Sequence[int]:
    """Where a call says nothing: the policy value `reminder.closing.days` or `reminder.correction.days`."""
    policy = await reference.policy(f"reminder.{about.value}.days", "CN", on)
    return days_in(str(policy.value)) if policy else ()

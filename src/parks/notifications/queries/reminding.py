"""When a call reminds: its own days, or the usual ones of the policy value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.notifications.queries import letters
from parks.notifications.rules.reminding import About, days_in
from parks.programmes.queries.recipients import CallRun
from parks.reference import queries as reference


@dataclass(frozen=True, slots=True)
class Rules:
    """`own` as it was typed: empty for the usual days of the policy value, `0` for never."""

    call: CallRun
    own: Mapping[About, str]


async def of_call(actor: Actor, call_id: UUID) -> Rules:
    """For whoever runs the call. Hidden (404), Forbidden (403)."""
    call = await letters.run_by(actor, call_id)
    kept = await rows(
        "SELECT about, string_agg(days::text, ', ' ORDER BY days DESC) AS days FROM reminder_rule WHERE call = $1"
        " GROUP BY about",
        call_id,
    )
    own = {About(one["about"]): one["days"] for one in kept}
    return Rules(call, {about: own.get(about, "") for about in About})


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

"""Who waits in a park and where each could go best: the proposal for all at once, which nobody is bound by."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.spaces.queries.requests import COLUMNS, JOINS, OFFERED, RequestView, view
from parks.spaces.queries.scope import ALL_OF_PARK, LETTABLE, LIVE, who
from parks.spaces.rules import planning
from parks.spaces.rules.fits import Candidate, Reason, reasons
from parks.spaces.states import AllocationKind, UnitKind

MOST = 60
"""Requests that are planned at once, the longest waiting first: sixty by sixty are proven in under two seconds."""


@dataclass(frozen=True, slots=True)
class Placed:
    request: RequestView
    unit: Candidate
    period: Period
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Proposal:
    """`left`: who waits and is given nothing. `more`: others wait, beyond the sixty that were planned."""

    placed: Sequence[Placed]
    left: Sequence[RequestView]
    plan: planning.Plan
    more: bool


async def proposal(actor: Actor, park_id: UUID) -> Proposal:
    """Two statements. Whole requests only: a unit must be free on every day that is asked for, from today on.

    Requests to which a unit is offered already are not planned.
    """
    asked, today, more = await waiting(actor, park_id)
    if not asked:
        return Proposal((), (), planning.best([]), more=False)
    units = await units_ahead(park_id)
    told: dict[tuple[UUID, UUID], Placed] = {}
    options = []
    for request in asked.values():
        period = ahead(request.period, today)
        if period is None:
            continue
        for unit, valid, taken in units:
            if unit.kind is not request.kind or not free(period, valid, [one.period for one in taken]):
                continue
            why = reasons(request.want, unit)
            if (value := planning.worth(why, request.days_waiting)) is not None:
                told[request.id, unit.unit_id] = Placed(request, unit, period, why)
                options.append(planning.Option(request.id, unit.unit_id, period, value))
    plan = await asyncio.to_thread(planning.best, options)  # seconds at worst: nobody else waits for them
    placed = [told[one.request_id, one.unit_id] for one in plan.chosen]
    given = {one.request.id for one in placed}
    return Proposal(placed, [one for one in asked.values() if one.id not in given], plan, more=more)


async def waiting(actor: Actor, park_id: UUID) -> tuple[dict[UUID, RequestView], date, bool]:
    """Requests to which nothing is offered, longest waiting first, today, and whether there are more than MOST."""
    found = await rows(
        f"""SELECT * FROM (SELECT {COLUMNS}, {OFFERED}, parks_today() AS today FROM {JOINS}
              WHERE r.park = $3 AND r.state = 'asked' AND {ALL_OF_PARK}) w
            WHERE NOT w.offered ORDER BY w.asked_at, w.id LIMIT {MOST + 1}""",
        who(actor)[0],
        None,
        park_id,
    )
    asked = {one["id"]: view(actor, one) for one in found[:MOST]}
    return asked, found[0]["today"] if found else date.min, len(found) > MOST


def ahead(asked: Period, today: date) -> Period | None:
    """What of the days asked for is not past; None where all is."""
    if asked.until is not None and asked.until <= today:
        return None
    return Period(max(asked.start, today), asked.until)


def free(period: Period, valid: Period, taken: Sequence[Period]) -> bool:
    inside = valid.start <= period.start and (
        valid.until is None or (period.until is not None and period.until <= valid.until)
    )
    return inside and not any(one.overlaps(period) for one in taken)


@dataclass(frozen=True, slots=True)
class Taken:
    """An allocation that stands from today on."""

    id: UUID
    kind: AllocationKind
    period: Period


def _taken(found: list[str]) -> Taken:
    starts, ends, allocation_id, kind = found
    period = Period(date.fromisoformat(starts), date.fromisoformat(ends) if ends else None)
    return Taken(UUID(allocation_id), AllocationKind(kind), period)


async def units_ahead(park_id: UUID) -> list[tuple[Candidate, Period, list[Taken]]]:
    """Every unit that can be let, the days of its life, and those from today on that are taken."""
    found = await rows(
        f"""SELECT u.*, concat_ws(' · ', b.code, f.level) AS place,
              COALESCE((SELECT jsonb_agg(jsonb_build_array(a.starts, a.ends, a.id, a.kind)) FROM allocation a
                WHERE a.unit = u.id AND {LIVE} AND (a.ends IS NULL OR a.ends > parks_today())), '[]') AS taken
            FROM unit u JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building
            WHERE u.park = $1 AND {LETTABLE} AND (u.valid_until IS NULL OR u.valid_until > parks_today())
            ORDER BY u.code, u.id""",
        park_id,
    )
    return [
        (
            Candidate(
                unit_id=one["id"],
                floor_id=one["floor"],
                code=one["code"],
                place=one["place"],
                kind=UnitKind(one["kind"]),
                gross_area=one["gross_area"],
                usable_area=one["usable_area"],
                seats=one["seats"],
                price=None if one["price_amount"] is None else Money(one["price_amount"], one["price_currency"]),
                free_until=None,
                features=tuple(one["features"]),
            ),
            Period(one["valid_from"], one["valid_until"]),
            [_taken(each) for each in one["taken"]],
        )
        for one in found
    ]

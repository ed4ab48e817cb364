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
from parks.spaces.states import UnitKind

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
    found = await rows(
        f"""SELECT * FROM (SELECT {COLUMNS}, {OFFERED}, parks_today() AS today FROM {JOINS}
              WHERE r.park = $3 AND r.state = 'asked' AND {ALL_OF_PARK}) w
            WHERE NOT w.offered ORDER BY w.asked_at, w.id LIMIT {MOST + 1}""",
        who(actor)[0],
        None,
        park_id,
    )
    asked = {one["id"]: view(actor, one) for one in found[:MOST]}
    if not asked:
        return Proposal((), (), planning.best([]), more=False)
    units = await _units(park_id)
    told: dict[tuple[UUID, UUID], Placed] = {}
    options = []
    for request in asked.values():
        period = _ahead(request.period, found[0]["today"])
        if period is None:
            continue
        for unit, valid, taken in units:
            if unit.kind is not request.kind or not _free(period, valid, taken):
                continue
            why = reasons(request.want, unit)
            if (value := planning.worth(why, request.days_waiting)) is not None:
                told[request.id, unit.unit_id] = Placed(request, unit, period, why)
                options.append(planning.Option(request.id, unit.unit_id, period, value))
    plan = await asyncio.to_thread(planning.best, options)  # seconds at worst: nobody else waits for them
    placed = [told[one.request_id, one.unit_id] for one in plan.chosen]
    given = {one.request.id for one in placed}
    return Proposal(placed, [one for one in asked.values() if one.id not in given], plan, more=len(found) > MOST)


def _ahead(asked: Period, today: date) -> Period | None:
    """What of the days asked for is not past; None where all is."""
    if asked.until is not None and asked.until <= today:
        return None
    return Period(max(asked.start, today), asked.until)


def _free(period: Period, valid: Period, taken: Sequence[Period]) -> bool:
    inside = valid.start <= period.start and (
        valid.until is None or (period.until is not None and period.until <= valid.until)
    )
    return inside and not any(one.overlaps(period) for one in taken)


async def _units(park_id: UUID) -> list[tuple[Candidate, Period, list[Period]]]:
    """Every unit that can be let, the days of its life, and those from today on that are taken."""
    found = await rows(
        f"""SELECT u.*, concat_ws(' · ', b.code, f.level) AS place,
              COALESCE((SELECT jsonb_agg(jsonb_build_array(a.starts, a.ends)) FROM allocation a
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
            [Period(date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in one["taken"]],
        )
        for one in found
    ]

"""Scenarios: the future that one is planned from, the list to compare, and one with its moves."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, hidden
from parks.kernel.period import Period
from parks.kernel.words import Bilingual, _
from parks.spaces import permissions
from parks.spaces.queries.planning import MOST, ahead, free, units_ahead, waiting
from parks.spaces.queries.scope import ALL_OF_PARK, COMPANY, who
from parks.spaces.rules import planning
from parks.spaces.rules.fits import Candidate, reasons
from parks.spaces.states import AllocationKind, ScenarioState


@dataclass(frozen=True, slots=True)
class Future:
    """The best plan from a day on: requests that get a unit, leases that go on in another one."""

    plan: planning.Plan
    placed: Sequence[planning.Option]
    moved: Sequence[planning.Option]


async def future(actor: Actor, park_id: UUID, day: date, move_cost: int) -> Future:
    """Two statements and the solver. A company moves only into a unit of its kind, no smaller and with all it has now.

    Movable are the leases of `day` in units of the kinds that are asked for, sixty at most; all else stays as it is.
    """
    asked, _today, _more = await waiting(actor, park_id)
    kinds = {one.kind for one in asked.values()}
    units = [one for one in await units_ahead(park_id) if one[0].kind in kinds]
    leases = {
        each.id: (unit, each.period)
        for unit, _valid, taken in units
        for each in taken
        if each.kind is AllocationKind.LEASE and day in each.period
    }
    leases = dict(list(leases.items())[:MOST])
    options, staying = [], []
    for unit, valid, taken in units:
        held = [one.period for one in taken if one.id not in leases]
        for request in asked.values():
            period = ahead(request.period, day)
            if period is None or unit.kind is not request.kind or not free(period, valid, held):
                continue
            worth = planning.worth(reasons(request.want, unit), request.days_waiting)
            if worth is not None:
                options.append(planning.Option(request.id, unit.unit_id, period, worth))
        for lease_id, (home, period) in leases.items():
            left = Period(day, period.until)
            if home.unit_id == unit.unit_id:
                staying.append(planning.Option(lease_id, unit.unit_id, left, 0))
            elif _as_good(unit, home) and free(left, valid, held):
                options.append(planning.Option(lease_id, unit.unit_id, left, -move_cost))
    plan = await asyncio.to_thread(planning.best, [*staying, *options], settled=frozenset(leases), start=staying)
    return Future(
        plan,
        [one for one in plan.chosen if one.request_id not in leases],
        [one for one in plan.chosen if one.request_id in leases and one not in staying],
    )


def _as_good(unit: Candidate, home: Candidate) -> bool:
    return (
        unit.kind is home.kind
        and unit.gross_area >= home.gross_area
        and unit.seats >= home.seats
        and set(home.features) <= set(unit.features)
    )


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One of a park's scenarios beside today: what it adds. Areas gross m², `rent` yuan a month by the list."""

    id: UUID
    name: str
    day: date
    state: ScenarioState
    area: Decimal
    rent: Decimal
    moves: int
    placed: int


@dataclass(frozen=True, slots=True)
class ScenariosView:
    """`area` and `rent` of the leases that stand today; each line adds its own to them."""

    park_id: UUID
    park: Bilingual
    today: date
    area: Decimal
    rent: Decimal
    lines: Sequence[ScenarioLine]


DIFFERENCE = """COALESCE(sum(n.gross_area - COALESCE(h.gross_area, 0)), 0) AS area,
  round(COALESCE(sum(n.gross_area * COALESCE(n.price_amount, 0)
    - COALESCE(h.gross_area * COALESCE(h.price_amount, 0), 0)), 0), 2) AS rent,
  count(m.allocation) AS moves, count(m.request) AS placed"""
MOVES = """scenario s LEFT JOIN scenario_move m ON m.scenario = s.id LEFT JOIN unit n ON n.id = m.unit
  LEFT JOIN allocation a ON a.id = m.allocation LEFT JOIN unit h ON h.id = a.unit"""


async def scenarios(actor: Actor, park_id: UUID) -> ScenariosView:
    """Two statements. Hidden (404) outside the reader's places, Forbidden (403) for who does not let there."""
    one = await row(
        f"""SELECT p.name, p.path, parks_today() AS today, t.area, t.rent FROM park p CROSS JOIN LATERAL (
              SELECT COALESCE(sum(u.gross_area), 0) AS area,
                round(COALESCE(sum(u.gross_area * COALESCE(u.price_amount, 0)), 0), 2) AS rent
              FROM unit u JOIN allocation a ON a.unit = u.id AND a.kind = 'lease' AND NOT a.void
                AND a.period @> parks_today() WHERE u.park = p.id) t
            WHERE p.id = $2 AND {ALL_OF_PARK}""",
        who(actor)[0],
        park_id,
    )
    if one is None:
        hidden()
    _keeper(actor, one["path"])
    found = await rows(
        f"SELECT s.id, s.name, s.day, s.state, {DIFFERENCE} FROM {MOVES} WHERE s.park = $1"
        " GROUP BY s.id ORDER BY s.made_at DESC, s.id LIMIT 200",
        park_id,
    )
    return ScenariosView(
        park_id, Bilingual.of(one["name"]), one["today"], one["area"], one["rent"], [_line(each) for each in found]
    )


def _keeper(actor: Actor, path: str) -> None:
    if not permissions.may_let(actor, path=path):
        raise Forbidden(_("Only this park's manager can let, hold, close or end a unit."))


def _line(one: Any) -> ScenarioLine:
    return ScenarioLine(
        one["id"],
        one["name"],
        one["day"],
        ScenarioState(one["state"]),
        one["area"],
        one["rent"],
        one["moves"],
        one["placed"],
    )


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A company that gets a unit (`request_id`) or goes on in another one (`from_code`)."""

    id: UUID
    company: Bilingual
    request_id: UUID | None
    allocation_id: UUID | None
    from_code: str
    from_area: Decimal | None
    unit_id: UUID
    code: str
    area: Decimal
    period: Period


@dataclass(frozen=True, slots=True)
class ScenarioView:
    line: ScenarioLine
    park_id: UUID
    park: Bilingual
    move_cost: int
    worth: int
    bound: int
    moves: Sequence[MoveLine]

    @property
    def draft(self) -> bool:
        return self.line.state is ScenarioState.DRAFT


async def scenario(actor: Actor, scenario_id: UUID) -> ScenarioView:
    """Two statements. Hidden (404) outside the reader's places, Forbidden (403) for who does not let there."""
    one = await row(
        f"""SELECT s.id, s.name, s.day, s.state, s.move_cost, s.worth, s.bound, s.park, p.name AS park_name, p.path,
              {DIFFERENCE} FROM {MOVES} JOIN park p ON p.id = s.park
            WHERE s.id = $2 AND {ALL_OF_PARK} GROUP BY s.id, p.id""",
        who(actor)[0],
        scenario_id,
    )
    if one is None:
        hidden()
    _keeper(actor, one["path"])
    found = await rows(
        f"""SELECT m.id, m.request, m.allocation, m.starts, m.ends, m.unit, n.code, n.gross_area, h.code AS from_code,
              h.gross_area AS from_area, {COMPANY} AS company
            FROM {MOVES} LEFT JOIN unit_request r ON r.id = m.request
            JOIN company c ON c.id = COALESCE(a.company, r.company)
            WHERE s.id = $1 ORDER BY m.request IS NULL, n.code""",
        scenario_id,
    )
    return ScenarioView(
        _line(one),
        one["park"],
        Bilingual.of(one["park_name"]),
        one["move_cost"],
        one["worth"],
        one["bound"],
        [
            MoveLine(
                each["id"],
                Bilingual.of(each["company"]),
                each["request"],
                each["allocation"],
                each["from_code"] or "",
                each["from_area"],
                each["unit"],
                each["code"],
                each["gross_area"],
                Period(each["starts"], each["ends"]),
            )
            for each in found
        ],
    )

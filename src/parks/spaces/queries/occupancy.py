"""How full a park is: one definition for pages, files, programs, and for every day, month, building and unit.

A unit counts on a day when it lives then and can be let; it is leased when a lease takes it on that day. Nothing is
stored: every figure is read from the allocations, and a past day's holds stand as they stood (scope.stood), so that
a figure of the past stays what it was until somebody changes the past itself (docs/adr/0085).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.spaces.queries.scope import ALL_OF_PARK, LETTABLE, ON, STOOD_THROUGH, status, taken_by, who
from parks.spaces.rules.occupancy import Occupancy, month_ends
from parks.spaces.rules.plan import months_on
from parks.spaces.states import UnitKind, UnitStatus


@dataclass(frozen=True, slots=True)
class BuildingFigures:
    building: Bilingual
    figures: Occupancy
    vacant_days: int


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit on the day; `vacant_days` of the `lived_days` of the twelve months, in which nothing took it."""

    id: UUID
    code: str
    building: Bilingual
    kind: UnitKind
    gross_area: Decimal
    status: UnitStatus
    lived_days: int
    vacant_days: int


@dataclass(frozen=True, slots=True)
class OccupancyView:
    """`months`: at each month's end, and on `on`; `since` is the first day that vacant days are counted from."""

    park_id: UUID
    park: Bilingual
    on: date
    today: date
    since: date
    whole: Occupancy
    months: Sequence[tuple[date, Occupancy]]
    buildings: Sequence[BuildingFigures]
    units: Sequence[UnitFigures]

    @property
    def vacant_days(self) -> int:
        return sum(one.vacant_days for one in self.units)

    @property
    def lived_days(self) -> int:
        return sum(one.lived_days for one in self.units)


async def occupancy(actor: Actor, park_id: UUID, on: date | None = None) -> OccupancyView:
    """Three statements: the park, its twelve months, its units. Hidden (404) from who may not know who has what."""
    heads = await rows(
        f"SELECT p.name, {ON} AS on_day, parks_today() AS today FROM park p"
        f" WHERE p.id = $4 AND {ALL_OF_PARK} AND $2::uuid IS NOT NULL",
        *who(actor),
        on,
        park_id,
    )
    if not heads:
        hidden()
    (head,) = heads
    day: date = head["on_day"]
    since = months_on(day.replace(day=1), -11)
    units = [_unit(one) for one in await _units(actor, park_id, day, since)]
    months = await _months(actor, park_id, month_ends(day))
    by_building: dict[tuple[str, str], list[UnitFigures]] = {}
    for one in units:
        by_building.setdefault((one.building.zh, one.building.en), []).append(one)
    return OccupancyView(
        park_id=park_id,
        park=Bilingual.of(head["name"]),
        on=day,
        today=head["today"],
        since=since,
        whole=dict(months)[day],
        months=months,
        buildings=[
            BuildingFigures(some[0].building, counted(some), sum(one.vacant_days for one in some))
            for some in by_building.values()
        ],
        units=units,
    )


def counted(units: Sequence[UnitFigures]) -> Occupancy:
    counts: dict[UnitStatus, int] = {}
    areas: dict[UnitStatus, Decimal] = {}
    for one in units:
        counts[one.status] = counts.get(one.status, 0) + 1
        areas[one.status] = areas.get(one.status, Decimal(0)) + one.gross_area
    return Occupancy(counts, areas)


async def _months(actor: Actor, park_id: UUID, days: Sequence[date]) -> list[tuple[date, Occupancy]]:
    found = await rows(
        f"""SELECT d.day, {status("d.day")} AS status, count(*) AS units, sum(u.gross_area) AS area
            FROM unnest($3::date[]) AS d (day)
            JOIN unit u ON u.park = $4 AND {LETTABLE}
              AND daterange(u.valid_from, u.valid_until) @> d.day
            JOIN park p ON p.id = u.park {taken_by("d.day")} GROUP BY 1, 2""",
        *who(actor),
        list(days),
        park_id,
    )
    return [(day, _of_day(one for one in found if one["day"] == day)) for day in days]


def _of_day(found: Any) -> Occupancy:
    lines: Mapping[UnitStatus, Any] = {UnitStatus(one["status"]): one for one in found}
    return Occupancy(
        {known: one["units"] for known, one in lines.items()}, {known: one["area"] for known, one in lines.items()}
    )


async def _units(actor: Actor, park_id: UUID, day: date, since: date) -> Sequence[Any]:
    """Units that can be let and live on the day, with the days they lived and were taken from `since` to the day."""
    return await rows(
        f"""SELECT u.id, u.code, u.kind, u.gross_area, b.name AS building, {status("$3::date")} AS status,
              upper(w.lived) - lower(w.lived) AS lived_days, COALESCE(t.days, 0) AS taken_days
            FROM unit u JOIN park p ON p.id = u.park JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building
            {taken_by("$3::date")}
            CROSS JOIN LATERAL (
              SELECT daterange(u.valid_from, u.valid_until) * daterange($5::date, $3::date + 1) AS lived) w
            LEFT JOIN LATERAL (
              SELECT sum(upper(o.days) - lower(o.days)) AS days
              FROM (SELECT {STOOD_THROUGH} * w.lived AS days FROM allocation a
                    WHERE a.unit = u.id AND NOT a.void AND a.period && w.lived) o) t ON TRUE
            WHERE u.park = $4 AND {LETTABLE} AND daterange(u.valid_from, u.valid_until) @> $3::date
            ORDER BY b.code, u.code""",
        *who(actor),
        day,
        park_id,
        since,
    )


def _unit(one: Any) -> UnitFigures:
    return UnitFigures(
        id=one["id"],
        code=one["code"],
        building=Bilingual.of(one["building"]),
        kind=UnitKind(one["kind"]),
        gross_area=one["gross_area"],
        status=UnitStatus(one["status"]),
        lived_days=one["lived_days"],
        vacant_days=one["lived_days"] - one["taken_days"],
    )

"""What takes units, as a list (leases that end soon among them) and by unit over the months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.period import Period
from parks.kernel.words import Bilingual
from parks.spaces.queries.plans import bilingual
from parks.spaces.queries.scope import ALL_OF_PARK, COMPANY, LIVE, ON, STOOD_THROUGH, Keys, place, who
from parks.spaces.rules.plan import months_on
from parks.spaces.states import AllocationKind, UnitKind
from parks.web.paging import CAP, ListState, Page, page

ORDERS: Keys = {
    "ends": [("COALESCE(a.ends, 'infinity'::date)", "date")],
    "starts": [("a.starts", "date")],
    "unit": [("p.path", "text"), ("u.code", "text")],
    "company": [("COALESCE(c.name_zh, '')", "text")],
    "area": [("u.gross_area", "numeric")],
}


@dataclass(frozen=True, slots=True)
class Taking:
    """One allocation in the list. `days_left` counts today and the last day; None where no end is agreed."""

    id: UUID
    unit_id: UUID
    code: str
    park: Bilingual
    building: Bilingual
    floor: Bilingual
    kind: AllocationKind
    company_id: UUID | None
    company: Bilingual | None
    gross_area: Decimal
    period: Period
    days_left: int | None
    key: str


async def allocations(actor: Actor, state: ListState) -> Page:
    """What stands or stood below the reader's places; what was lifted is left out. One statement.

    `ending` keeps what stands today and has its last day within so many days from today.
    """
    at = place(state, ORDERS, "a.id", 8)
    ending = int(state.chosen.get("ending", 0) or 0)
    found = await rows(
        f"""WITH listed AS (
              SELECT a.id, a.unit, u.code, p.name AS park, b.name AS building, f.name AS floor_name, a.kind, a.company,
                CASE WHEN c.id IS NOT NULL THEN {COMPANY} END AS tenant, u.gross_area, a.starts, a.ends,
                a.ends - parks_today() AS days_left, {at.key} AS key, {at.condition} AS follows,
                row_number() OVER (ORDER BY {at.order}) AS place
              FROM allocation a JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park
              JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building
              LEFT JOIN company c ON c.id = a.company
              WHERE {ALL_OF_PARK} AND $2::uuid IS NOT NULL AND {LIVE} AND ($3::uuid IS NULL OR u.park = $3)
                AND ($4 = '' OR a.kind = $4)
                AND CASE $5 WHEN 'now' THEN a.period @> parks_today() WHEN 'next' THEN a.starts > parks_today()
                  WHEN 'over' THEN a.ends <= parks_today() ELSE TRUE END
                AND ($6 = 0 OR a.period @> parks_today() AND a.ends - 1 <= parks_today() + $6::int)
                AND ($7 = '' OR strpos(lower(concat_ws(' ', u.code, b.name->>'zh', b.name->>'en', c.words)),
                  lower($7)) > 0))
            SELECT *, (SELECT count(*) FROM (SELECT 1 FROM listed LIMIT {CAP + 1}) AS capped) AS total
            FROM listed WHERE follows ORDER BY place LIMIT {state.limit}""",
        *who(actor),
        park_chosen(state),
        state.chosen.get("what", ""),
        state.chosen.get("when", ""),
        ending,
        state.q,
        *at.values,
    )
    lines = [_taking(one) for one in found]
    return page(state, lines, found[0]["total"] if found else 0, key=lambda line: (line.key, line.id))


def _taking(one: Any) -> Taking:
    return Taking(
        id=one["id"],
        unit_id=one["unit"],
        code=one["code"],
        park=Bilingual.of(one["park"]),
        building=Bilingual.of(one["building"]),
        floor=Bilingual.of(one["floor_name"]),
        kind=AllocationKind(one["kind"]),
        company_id=one["company"],
        company=bilingual(one["tenant"]),
        gross_area=one["gross_area"],
        period=Period(one["starts"], one["ends"]),
        days_left=one["days_left"],
        key=one["key"],
    )


def park_chosen(state: ListState) -> UUID | None:
    """The park that a list is filtered by."""
    try:
        return UUID(state.chosen.get("park", ""))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Taken:
    """One span of a unit's row: the whole allocation, of which the window shows a part. `until` as it stood."""

    kind: AllocationKind
    company: Bilingual | None
    starts: date
    until: date | None

    @property
    def last_day(self) -> date | None:
        return None if self.until is None else self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    unit_id: UUID
    code: str
    building: Bilingual
    kind: UnitKind
    taken: Sequence[Taken]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Units that live in the window `since` to before `until`, each with what takes it there, oldest first."""

    park_id: UUID
    park: Bilingual
    on: date
    today: date
    since: date
    until: date
    rows: Sequence[Row]


BACK, AHEAD = 12, 24
"""Months shown before and after the month of the day."""


async def timeline(actor: Actor, park_id: UUID, on: date | None = None) -> TimelineView:
    """Two statements, however many leases. Hidden (404) from who may not know who has what."""
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
    first = head["on_day"].replace(day=1)
    since, until = months_on(first, -BACK), months_on(first, AHEAD)
    found = await rows(
        f"""SELECT u.id, u.code, u.kind, b.name AS building, a.kind AS taken, lower(s.days) AS starts,
              upper(s.days) AS until, CASE WHEN c.id IS NOT NULL THEN {COMPANY} END AS tenant
            FROM unit u JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building
            LEFT JOIN (allocation a CROSS JOIN LATERAL (SELECT {STOOD_THROUGH} AS days) s)
              ON a.unit = u.id AND NOT a.void AND s.days && daterange($2, $3)
            LEFT JOIN company c ON c.id = a.company
            WHERE u.park = $1 AND daterange(u.valid_from, u.valid_until) && daterange($2, $3)
            ORDER BY b.code, f.level DESC, u.code, u.id, a.starts""",
        park_id,
        since,
        until,
    )
    spans: dict[UUID, list[Taken]] = {}
    for one in found:
        row = spans.setdefault(one["id"], [])
        if one["taken"] is not None:
            row.append(Taken(AllocationKind(one["taken"]), bilingual(one["tenant"]), one["starts"], one["until"]))
    units = {one["id"]: one for one in found}
    return TimelineView(
        park_id=park_id,
        park=Bilingual.of(head["name"]),
        on=head["on_day"],
        today=head["today"],
        since=since,
        until=until,
        rows=[
            Row(unit, units[unit]["code"], Bilingual.of(units[unit]["building"]), UnitKind(units[unit]["kind"]), taken)
            for unit, taken in spans.items()
        ],
    )

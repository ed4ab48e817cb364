"""Units: the list on a day, one with its timeline, and what is let to the reader's own companies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.period import Period
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.plans import UNIT_COLUMNS, UNIT_JOINS, UnitLine, bilingual, unit_line
from parks.spaces.queries.scope import ALL_OF_PARK, COMPANY, LIVE, SCOPE, Keys, place, who
from parks.spaces.rules.fits import Candidate
from parks.spaces.rules.waiting import gap
from parks.spaces.states import EXTENDABLE, AllocationKind
from parks.web.paging import CAP, ListState, Page, page

ORDERS: Keys = {
    "code": [("p.path", "text"), ("u.code", "text")],
    "kind": [("u.kind", "text"), ("u.code", "text")],
    "area": [("u.gross_area", "numeric")],
    "seats": [("u.seats", "numeric")],
}


async def units(actor: Actor, state: ListState, on: date | None = None) -> Page:
    """Units below the reader's places, with how each stands on the day. One statement.

    Search finds a part of a code, a building's or floor's name or the tenant's, from one Chinese character up.
    """
    at = place(state, ORDERS, "u.id", 9)
    found = await rows(
        f"""WITH listed AS (
              SELECT {UNIT_COLUMNS}, {at.key} AS key, row_number() OVER (ORDER BY {at.order}) AS place,
                {at.condition} AS follows
              FROM {UNIT_JOINS}
              WHERE {ALL_OF_PARK} AND ($4::uuid IS NULL OR u.park = $4) AND ($5 = '' OR u.kind = $5)
                AND ($6 = '' OR strpos(lower(concat_ws(' ', u.code, b.name->>'zh', b.name->>'en', f.name->>'zh',
                  f.name->>'en', c.words)), lower($6)) > 0))
            SELECT *, (SELECT count(*) FROM (SELECT 1 FROM listed WHERE $7 = '' OR status = $7
                LIMIT {CAP + 1}) AS capped)
              AS total
            FROM listed WHERE ($7 = '' OR status = $7) AND follows ORDER BY place LIMIT $8""",
        *who(actor),
        on,
        _uuid(state.chosen.get("park", "")),
        state.chosen.get("unit_kind", ""),
        state.q,
        state.chosen.get("status", ""),
        state.limit,
        *at.values,
    )
    lines = [unit_line(one, one["key"]) for one in found]
    return page(state, lines, found[0]["total"] if found else 0, key=lambda line: (line.key, line.id))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """One taking of a unit, as a timeline shows it. `expired` marks a hold that anyone may take over."""

    id: UUID
    kind: AllocationKind
    company: Bilingual | None
    period: Period
    expires_at: datetime | None
    expired: bool
    void: bool
    note: str
    end_reason: str
    made_at: datetime
    request_id: UUID | None
    can_end: bool
    came_from: tuple[UUID, str] | None = None

    @property
    def can_change(self) -> bool:
        """Whether the form of changes has something for it: what runs out by itself is made anew."""
        return self.can_end and self.kind in EXTENDABLE


@dataclass(frozen=True, slots=True)
class Kin:
    """A unit that this one was until `day`, or became on it, by a split or a merger."""

    id: UUID
    code: str
    day: date


def _kin(found: Any) -> list[Kin]:
    return [Kin(UUID(one["id"]), one["code"], date.fromisoformat(one["day"])) for one in found or ()]


def _lineage(known: str, told: str) -> str:
    """Units on the other end of the lineage, as JSON; `known` and `told` are its columns."""
    return f"""(SELECT jsonb_agg(jsonb_build_object('id', k.id, 'code', k.code, 'day', l.day) ORDER BY k.code)
      FROM unit_lineage l JOIN unit k ON k.id = l.{told} WHERE l.{known} = u.id)"""


LINEAGE = f"{_lineage('became', 'source')} AS was, {_lineage('source', 'became')} AS became"


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit today; `timeline` holds what the reader may know of it, newest first."""

    line: UnitLine
    valid: Period
    today: date
    timeline: Sequence[AllocationLine]
    can_let: bool
    sees_all: bool
    was: Sequence[Kin] = ()
    became: Sequence[Kin] = ()

    @property
    def gap(self) -> Period | None:
        """The first days from today on that nobody has, as far as the timeline reaches; None where there are none."""
        taken = [one.period for one in self.timeline if not one.void and not one.expired]
        return gap(self.valid, taken, self.today)

    @property
    def candidate(self) -> Candidate:
        """The unit as the rules of fit see it."""
        line = self.line
        return Candidate(
            line.id,
            line.floor_id,
            line.code,
            "",
            line.kind,
            line.gross_area,
            line.usable_area,
            line.seats,
            line.price,
            None,
            line.features,
        )


async def unit(actor: Actor, unit_id: UUID, on: date | None = None) -> UnitView:
    """Two statements: the unit, and those of its allocations that this reader may see."""
    one = await row(
        f"SELECT {UNIT_COLUMNS}, u.valid_from, u.valid_until, p.path, parks_today() AS today, {LINEAGE}"
        f" FROM {UNIT_JOINS}"
        " WHERE u.id = $4",
        *who(actor),
        on,
        unit_id,
    )
    if one is None:
        hidden()
    can_let = bool(permissions.may_let(actor, path=one["path"]))
    found = await rows(
        f"""SELECT a.*, CASE WHEN c.id IS NOT NULL THEN {COMPANY} END AS tenant, NOT ({LIVE}) AND NOT a.void AS expired,
              v.id AS former_id, v.code AS former_code
            FROM allocation a JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park
            LEFT JOIN company c ON c.id = a.company
            LEFT JOIN allocation o ON o.id = a.follows LEFT JOIN unit v ON v.id = o.unit
            WHERE a.unit = $3 AND {SCOPE} ORDER BY a.starts DESC, a.made_at DESC LIMIT 200""",
        *who(actor),
        unit_id,
    )
    timeline = [
        AllocationLine(
            id=each["id"],
            kind=AllocationKind(each["kind"]),
            company=bilingual(each["tenant"]),
            period=Period(each["starts"], each["ends"]),
            expires_at=each["expires_at"],
            expired=each["expired"],
            void=each["void"],
            note=each["note"],
            end_reason=each["end_reason"],
            made_at=each["made_at"],
            request_id=each["request"],
            can_end=can_let and not each["void"] and (each["ends"] is None or each["ends"] > one["today"]),
            came_from=(each["former_id"], each["former_code"]) if each["former_id"] else None,
        )
        for each in found
    ]
    return UnitView(
        line=unit_line(one),
        valid=Period(one["valid_from"], one["valid_until"]),
        today=one["today"],
        timeline=timeline,
        can_let=can_let,
        sees_all=permissions.may_read_all(actor, path=one["path"]),
        was=_kin(one["was"]),
        became=_kin(one["became"]),
    )


@dataclass(frozen=True, slots=True)
class AllocationView:
    """One allocation for who may see it: the API's answer to who made or ended it."""

    id: UUID
    unit_id: UUID
    unit_code: str
    kind: AllocationKind
    company_id: UUID | None
    request_id: UUID | None
    follows: UUID | None
    period: Period
    void: bool


async def allocation(actor: Actor, allocation_id: UUID) -> AllocationView:
    one = await row(
        f"""SELECT a.id, a.unit, u.code, a.kind, a.company, a.request, a.follows, a.starts, a.ends, a.void
            FROM allocation a JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park
            LEFT JOIN company c ON c.id = a.company WHERE a.id = $3 AND {SCOPE}""",
        *who(actor),
        allocation_id,
    )
    if one is None:
        hidden()
    return AllocationView(
        one["id"],
        one["unit"],
        one["code"],
        AllocationKind(one["kind"]),
        one["company"],
        one["request"],
        one["follows"],
        Period(one["starts"], one["ends"]),
        one["void"],
    )


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit let to one of the reader's companies."""

    allocation_id: UUID
    unit_id: UUID
    floor_id: UUID
    code: str
    park: Bilingual
    building: Bilingual
    floor: Bilingual
    company: Bilingual
    period: Period
    over: bool


async def my_units(actor: Actor) -> list[OwnUnit]:
    """What is, was or will be let to the companies whose record the reader keeps."""
    found = await rows(
        f"""SELECT a.id, a.unit, a.starts, a.ends, a.ends <= parks_today() AS over, u.code, u.floor, p.name AS park,
             b.name AS building, f.name AS floor_name, {COMPANY} AS company
           FROM company_member m JOIN company c ON c.id = m.company
           JOIN allocation a ON a.company = c.id JOIN unit u ON u.id = a.unit
           JOIN park p ON p.id = u.park JOIN floor f ON f.id = u.floor JOIN building b ON b.id = f.building
           WHERE m.account_id = $1 AND a.kind = 'lease' AND NOT a.void ORDER BY a.starts DESC LIMIT 100""",
        actor.id,
    )
    return [
        OwnUnit(
            one["id"],
            one["unit"],
            one["floor"],
            one["code"],
            Bilingual.of(one["park"]),
            Bilingual.of(one["building"]),
            Bilingual.of(one["floor_name"]),
            Bilingual.of(one["company"]),
            Period(one["starts"], one["ends"]),
            bool(one["over"]),
        )
        for one in found
    ]

"""One allocation as its manager changes it: what it is, the units it could move to, whom it could exchange with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, hidden
from parks.kernel.period import Period
from parks.kernel.words import Bilingual, _
from parks.spaces import permissions
from parks.spaces.queries.plans import bilingual
from parks.spaces.queries.scope import COMPANY, LETTABLE, LIVE, SCOPE, who
from parks.spaces.states import EXTENDABLE, AllocationKind, UnitKind


@dataclass(frozen=True, slots=True)
class Room:
    """A unit that is free for all the days that are left."""

    unit_id: UUID
    code: str
    kind: UnitKind
    gross_area: Decimal


@dataclass(frozen=True, slots=True)
class Partner:
    """Another company's lease that stands and could be exchanged with."""

    allocation_id: UUID
    code: str
    company: Bilingual
    gross_area: Decimal


@dataclass(frozen=True, slots=True)
class ChangeView:
    """`first` is the first day on which it could change: today, or its own first day."""

    id: UUID
    unit_id: UUID
    code: str
    park: Bilingual
    kind: AllocationKind
    company: Bilingual | None
    gross_area: Decimal
    period: Period
    void: bool
    first: date
    free: Sequence[Room]
    partners: Sequence[Partner]

    @property
    def extendable(self) -> bool:
        return self.kind in EXTENDABLE and self.period.until is not None and not self.void

    @property
    def movable(self) -> bool:
        return self.kind is AllocationKind.LEASE and not self.void and self.first in self.period


async def change(actor: Actor, allocation_id: UUID) -> ChangeView:
    """Three statements. Hidden (404) to who may not know of it, Forbidden (403) to who may not change it."""
    one = await row(
        f"""SELECT a.id, a.unit, a.kind, a.starts, a.ends, a.void, greatest(a.starts, parks_today()) AS first, u.code,
              u.gross_area, u.park, p.name AS park_name, p.path, CASE WHEN c.id IS NOT NULL THEN {COMPANY} END AS tenant
            FROM allocation a JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park
            LEFT JOIN company c ON c.id = a.company WHERE a.id = $3 AND {SCOPE}""",
        *who(actor),
        allocation_id,
    )
    if one is None:
        hidden()
    if not permissions.may_let(actor, path=one["path"]):
        raise Forbidden(_("Only this park's manager can let, hold, close or end a unit."))
    left = (one["park"], one["unit"], one["first"], one["ends"])
    ended = one["void"] or (one["ends"] is not None and one["ends"] <= one["first"])
    free = (
        ()
        if ended
        else await rows(
            f"""SELECT u.id, u.code, u.kind, u.gross_area FROM unit u
            WHERE u.park = $1 AND u.id <> $2 AND {LETTABLE}
              AND daterange($3, $4::date) <@ daterange(u.valid_from, u.valid_until)
              AND NOT EXISTS (SELECT FROM allocation a WHERE a.unit = u.id AND {LIVE}
                AND a.period && daterange($3, $4::date))
            ORDER BY u.code LIMIT 500""",
            *left,
        )
    )
    partners = (
        ()
        if ended
        else await rows(
            f"""SELECT a.id, u.code, u.gross_area, {COMPANY} AS tenant FROM allocation a JOIN unit u ON u.id = a.unit
            JOIN company c ON c.id = a.company
            WHERE u.park = $1 AND u.id <> $2 AND a.kind = 'lease' AND NOT a.void AND a.period && daterange($3, $4::date)
            ORDER BY u.code, a.starts LIMIT 500""",
            *left,
        )
    )
    return ChangeView(
        id=one["id"],
        unit_id=one["unit"],
        code=one["code"],
        park=Bilingual.of(one["park_name"]),
        kind=AllocationKind(one["kind"]),
        company=bilingual(one["tenant"]),
        gross_area=one["gross_area"],
        period=Period(one["starts"], one["ends"]),
        void=one["void"],
        first=one["first"],
        free=[Room(each["id"], each["code"], UnitKind(each["kind"]), each["gross_area"]) for each in free],
        partners=[
            Partner(each["id"], each["code"], Bilingual.of(each["tenant"]), each["gross_area"]) for each in partners
        ],
    )

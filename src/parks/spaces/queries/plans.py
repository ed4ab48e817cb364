"""A floor on a day: what stands where, and how, as far as the reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text, _
from parks.spaces import permissions
from parks.spaces.queries.scope import COMPANY, KNOWN, ON, STATUS, TAKEN_BY, who
from parks.spaces.rules.names import STATUSES, UNIT_KINDS
from parks.spaces.rules.occupancy import monthly_rent
from parks.spaces.rules.plan import Placed, Shape
from parks.spaces.states import UnitKind, UnitStatus


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit on a day. `tenant`, `since`, `until` (half-open) are empty where the reader may not know them."""

    id: UUID
    code: str
    kind: UnitKind
    park_id: UUID
    park: Bilingual
    floor_id: UUID
    building: Bilingual
    floor: Bilingual
    gross_area: Decimal
    usable_area: Decimal
    seats: int
    features: Sequence[str]
    price: Money | None
    status: UnitStatus
    tenant: Bilingual | None
    since: date | None
    until: date | None
    key: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day of what takes it, as people say it."""
        return None if self.until is None else self.until - timedelta(days=1)

    @property
    def rent(self) -> Money | None:
        return monthly_rent(self.gross_area, self.price)


@dataclass(frozen=True, slots=True)
class Sibling:
    id: UUID
    building: Bilingual
    name: Bilingual


@dataclass(frozen=True, slots=True)
class FloorView:
    id: UUID
    park_id: UUID
    park: Bilingual
    building: Bilingual
    name: Bilingual
    level: int
    width: Decimal
    height: Decimal
    on: date
    units: Sequence[UnitLine]
    placed: Sequence[Placed]
    siblings: Sequence[Sibling]
    can_let: bool
    sees_all: bool


UNIT_COLUMNS = f"""u.id, u.code, u.kind, u.park AS park_id, p.name AS park, u.floor AS floor_id, b.name AS building,
  f.name AS floor_name, u.gross_area, u.usable_area, u.seats, u.features, u.price_amount, u.price_currency,
  {STATUS} AS status,
  CASE WHEN c.id IS NOT NULL AND {KNOWN} THEN {COMPANY} END AS tenant,
  CASE WHEN {KNOWN} THEN a.starts END AS since,
  CASE WHEN {KNOWN} THEN a.ends END AS until"""

UNIT_JOINS = f"""unit u JOIN park p ON p.id = u.park JOIN floor f ON f.id = u.floor
  JOIN building b ON b.id = f.building {TAKEN_BY}"""


async def floor(actor: Actor, floor_id: UUID, on: date | None = None) -> FloorView:
    """Two statements: the floors of its park (this one among them), and this one's units of the day."""
    floors = await rows(
        """SELECT f.id, f.level, f.name, f.width, f.height, b.name AS building, p.id AS park_id, p.name AS park, p.path,
              COALESCE($2::date, parks_today()) AS on_day
            FROM floor mine JOIN building home ON home.id = mine.building
            JOIN building b ON b.park = home.park JOIN floor f ON f.building = b.id JOIN park p ON p.id = b.park
            WHERE mine.id = $1 ORDER BY b.code, f.level""",
        floor_id,
        on,
    )
    if not floors:
        hidden()
    head = next(one for one in floors if one["id"] == floor_id)
    units = await rows(
        f"SELECT {UNIT_COLUMNS}, u.x, u.y, u.w, u.h FROM {UNIT_JOINS}"
        f" WHERE u.floor = $4 AND daterange(u.valid_from, u.valid_until) @> {ON} ORDER BY u.code",
        *who(actor),
        on,
        floor_id,
    )
    can_let = bool(permissions.may_let(actor, path=head["path"]))
    lines = [unit_line(one) for one in units]
    shapes = [Shape(one["x"], one["y"], one["w"], one["h"]) for one in units]
    return FloorView(
        id=floor_id,
        park_id=head["park_id"],
        park=Bilingual.of(head["park"]),
        building=Bilingual.of(head["building"]),
        name=Bilingual.of(head["name"]),
        level=head["level"],
        width=head["width"],
        height=head["height"],
        on=head["on_day"],
        units=lines,
        placed=[
            Placed(line.code, line.status, shape, told(line), door(line, head["on_day"], can_let=can_let))
            for line, shape in zip(lines, shapes, strict=True)
        ],
        siblings=[Sibling(one["id"], Bilingual.of(one["building"]), Bilingual.of(one["name"])) for one in floors],
        can_let=can_let,
        sees_all=permissions.may_read_all(actor, path=head["path"]),
    )


def door(line: UnitLine, on: date, *, can_let: bool) -> str:
    """Where a unit on the plan leads: a vacant one to the filled-in form, a known one to its page, others nowhere."""
    match line.status:
        case UnitStatus.VACANT if can_let:
            return f"/units/{line.id}/allocations/new?start={on}"
        case UnitStatus.VACANT:
            return f"/space/new?park_id={line.park_id}&kind={line.kind}&start={on}&area_min={line.gross_area}"
        case UnitStatus.TAKEN | UnitStatus.RETIRED:
            return ""
        case _:
            return f"/units/{line.id}"


def told(line: UnitLine) -> Text:
    """A unit in one sentence, for who cannot see the drawing."""
    about = {"code": line.code, "kind": UNIT_KINDS[line.kind], "area": line.gross_area, "status": STATUSES[line.status]}
    if line.tenant and line.until:
        return _(
            "{code}, {kind}, {area} m²: {status}, {tenant}, until {day}",
            **about,
            tenant=line.tenant,
            day=line.last_day,
        )
    if line.tenant:
        return _("{code}, {kind}, {area} m²: {status}, {tenant}", **about, tenant=line.tenant)
    return _("{code}, {kind}, {area} m²: {status}", **about)


def bilingual(stored: Any) -> Bilingual | None:
    return None if stored is None else Bilingual.of(stored)


def unit_line(one: Any, key: str = "") -> UnitLine:
    """A row of UNIT_COLUMNS."""
    return UnitLine(
        id=one["id"],
        code=one["code"],
        kind=UnitKind(one["kind"]),
        park_id=one["park_id"],
        park=Bilingual.of(one["park"]),
        floor_id=one["floor_id"],
        building=Bilingual.of(one["building"]),
        floor=Bilingual.of(one["floor_name"]),
        gross_area=one["gross_area"],
        usable_area=one["usable_area"],
        seats=one["seats"],
        features=tuple(one["features"]),
        price=None if one["price_amount"] is None else Money(one["price_amount"], one["price_currency"]),
        status=UnitStatus(one["status"]),
        tenant=bilingual(one["tenant"]),
        since=one["since"],
        until=one["until"],
        key=key,
    )

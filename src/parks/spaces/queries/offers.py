"""Offers: one for its founder and its park's officers, those that wait for the reader, and who hears of one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.identity import queries as identity
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.period import Period
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.requests import Hearing
from parks.spaces.queries.scope import COMPANY, MEMBERS, SCOPE, who
from parks.spaces.rules.occupancy import monthly_rent
from parks.spaces.states import OfferOutcome, UnitKind


@dataclass(frozen=True, slots=True)
class OfferView:
    """A unit offered to a company. `standing`: not answered, not taken back, not run out at `now`.

    Areas are gross m²; `rent` is the list rent a month before relief, None where the unit has no list price.
    """

    id: UUID
    unit_id: UUID
    unit_code: str
    kind: UnitKind
    park: Bilingual
    building: Bilingual
    floor: Bilingual
    floor_id: UUID
    gross_area: Decimal
    seats: int
    features: tuple[str, ...]
    rent: Money | None
    company: Bilingual
    request_id: UUID
    period: Period
    expires_at: datetime
    now: datetime
    note: str
    outcome: OfferOutcome
    reason: str
    standing: bool
    can_answer: bool
    sees_all: bool


COLUMNS = f"""a.id, a.unit AS unit_id, u.code, u.kind, u.gross_area, u.seats, u.features, u.price_amount,
  u.price_currency, u.floor AS floor_id, p.name AS park, p.path, b.name AS building, f.name AS floor,
  {COMPANY} AS company, {MEMBERS} AS members, a.request, a.starts, a.ends, a.expires_at, parks_now() AS now, a.note,
  CASE WHEN a.outcome = '' AND a.expires_at <= parks_now() THEN 'expired' ELSE a.outcome END AS outcome,
  a.end_reason, NOT a.void AND a.expires_at > parks_now() AS standing"""

JOINS = """allocation a JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park JOIN floor f ON f.id = u.floor
  JOIN building b ON b.id = f.building JOIN company c ON c.id = a.company"""


async def offer(actor: Actor, allocation_id: UUID) -> OfferView:
    """Hidden (404) for everybody but the company's members and the park's officers. One statement."""
    one = await row(
        f"SELECT {COLUMNS} FROM {JOINS} WHERE a.id = $3 AND a.kind = 'offer' AND {SCOPE}", *who(actor), allocation_id
    )
    return _view(actor, one) if one else hidden()


async def my_offers(actor: Actor) -> list[OfferView]:
    """What stands offered to the companies whose record the reader keeps, the soonest end first. One statement."""
    found = await rows(
        f"""SELECT {COLUMNS} FROM {JOINS} WHERE a.kind = 'offer' AND NOT a.void AND a.expires_at > parks_now()
              AND c.id IN (SELECT m.company FROM company_member m WHERE m.account_id = $1)
            ORDER BY a.expires_at, a.id LIMIT 100""",
        actor.id,
    )
    return [_view(actor, one) for one in found]


def _view(actor: Actor, one: Any) -> OfferView:
    price = None if one["price_amount"] is None else Money(one["price_amount"], one["price_currency"])
    return OfferView(
        id=one["id"],
        unit_id=one["unit_id"],
        unit_code=one["code"],
        kind=UnitKind(one["kind"]),
        park=Bilingual.of(one["park"]),
        building=Bilingual.of(one["building"]),
        floor=Bilingual.of(one["floor"]),
        floor_id=one["floor_id"],
        gross_area=one["gross_area"],
        seats=one["seats"],
        features=tuple(one["features"]),
        rent=monthly_rent(one["gross_area"], price),
        company=Bilingual.of(one["company"]),
        request_id=one["request"],
        period=Period(one["starts"], one["ends"]),
        expires_at=one["expires_at"],
        now=one["now"],
        note=one["note"],
        outcome=OfferOutcome(one["outcome"]),
        reason=one["end_reason"],
        standing=one["standing"],
        can_answer=one["standing"] and bool(permissions.may_answer_offer(actor, members=one["members"])),
        sees_all=permissions.may_read_all(actor, path=one["path"]),
    )


async def who_hears_of_offer(allocation_id: UUID) -> tuple[Hearing, Hearing]:
    """An offer's founders, and its park's managers: (founder's, managers'), for notifications."""
    one = await row(f"SELECT {COLUMNS} FROM {JOINS} WHERE a.id = $1", allocation_id) or hidden()
    managers = await identity.holders(Role.PARK_MANAGER, one["path"])

    def hearing(people: list[UUID]) -> Hearing:
        return Hearing(
            people=people,
            url=f"/offers/{allocation_id}",
            company=Bilingual.of(one["company"]),
            park=Bilingual.of(one["park"]),
            kind=UnitKind(one["kind"]),
            period=Period(one["starts"], one["ends"]),
            answer=one["end_reason"],
            unit_code=one["code"],
            until=one["expires_at"],
        )

    return hearing(one["members"]), hearing([person.id for person in managers])

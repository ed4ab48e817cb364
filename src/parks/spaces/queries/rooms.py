"""Rooms as their readers may see them: the park's people, and tenants that may book them; what takes them, by day.

What others booked is shown as taken and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters import tokens
from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.scope import ALL_OF_PARK, COMPANY, who
from parks.spaces.rules.bookings import BEIJING, SEARCHED, Hours, Slot, at, nearest
from parks.spaces.states import BookingKind, BookingState

TENANTS = """FROM company_member m JOIN company t ON t.id = m.company WHERE m.account_id = $2::uuid
  AND EXISTS (SELECT FROM allocation a JOIN unit au ON au.id = a.unit WHERE a.company = m.company
    AND au.park = p.id AND a.kind = 'lease' AND NOT a.void AND a.period @> parks_today())"""
"""The reader's companies that have space in the park `p` today."""

LISTED = """(NOT EXISTS (SELECT FROM room_company l WHERE l.room = r.id)
  OR EXISTS (SELECT FROM room_company l WHERE l.room = r.id AND l.company = m.company))"""

SEEN = f"({ALL_OF_PARK} OR EXISTS (SELECT {TENANTS} AND {LISTED}))"
TAKES = "b.state IN ('asked', 'confirmed')"
KNOWN = f"""({ALL_OF_PARK} OR b.booked_by = $2::uuid
  OR EXISTS (SELECT FROM company_member m WHERE m.company = b.company AND m.account_id = $2::uuid))"""

COLUMNS = f"""r.id, r.unit, r.name, r.opens, r.closes, r.weekdays, r.approval, r.notice_hours, r.monthly_hours,
  r.feed, u.code, u.seats, u.gross_area, u.floor, p.id AS park_id, p.name AS park, p.path, parks_now() AS now,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'zh', t.name_zh,
    'en', COALESCE(NULLIF(t.name_en, ''), t.name_zh)) ORDER BY t.name_zh) {TENANTS} AND {LISTED}), '[]') AS companies"""
JOINS = "bookable_room r JOIN unit u ON u.id = r.unit JOIN park p ON p.id = u.park"


@dataclass(frozen=True, slots=True)
class RoomBooking:
    """What takes a room. `known`: whether the reader may read whose it is and what for; else both are empty."""

    id: UUID
    room_id: UUID
    slot: Slot
    kind: BookingKind
    state: BookingState
    known: bool
    company: Bilingual | None
    purpose: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """`companies`: the reader's own that may book it, as (id, name); `feed` the path of its calendar, for keepers."""

    id: UUID
    unit_id: UUID
    name: Bilingual
    code: str
    seats: int
    area: Decimal
    floor_id: UUID
    park_id: UUID
    park: Bilingual
    hours: Hours
    approval: bool
    notice_hours: int
    monthly_hours: int | None
    companies: tuple[tuple[UUID, Bilingual], ...]
    can_keep: bool
    feed: str
    now: datetime
    bookings: Sequence[RoomBooking] = ()

    @property
    def url(self) -> str:
        return f"/rooms/{self.id}"


@dataclass(frozen=True, slots=True)
class Offered:
    """What is free instead: slots of this room near the wish, and other rooms of the park at that time."""

    slots: Sequence[Slot]
    rooms: Sequence[RoomView]


async def rooms(actor: Actor, day: date | None = None) -> list[RoomView]:
    """The rooms that the reader may book or reads over, with what takes them on the day. Two statements."""
    found = await rows(f"SELECT {COLUMNS} FROM {JOINS} WHERE {SEEN} ORDER BY p.path, u.code LIMIT 200", *who(actor))
    views = [_view(actor, one) for one in found]
    if not views:
        return []
    on = day or views[0].now.astimezone(BEIJING).date()
    taken = await _bookings(actor, [one.id for one in views], Slot(at(on, 0), at(on, 24 * 60)))
    return [replace(one, bookings=[each for each in taken if each.room_id == one.id]) for one in views]


async def room(actor: Actor, room_id: UUID, day: date | None = None) -> RoomView:
    """One room with what takes it in the seven days from that day on. Hidden (404) where it is not the reader's to
    book or to read over. Two statements.
    """
    one: Any = await row(f"SELECT {COLUMNS} FROM {JOINS} WHERE r.id = $3 AND {SEEN}", *who(actor), room_id) or hidden()
    view = _view(actor, one)
    on = day or view.now.astimezone(BEIJING).date()
    week = Slot(at(on, 0), at(on + timedelta(days=7), 0))
    return replace(view, bookings=await _bookings(actor, [room_id], week))


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A bookable unit and how it is booked; `settings` as the form takes them, None before the first time."""

    unit_id: UUID
    code: str
    park_id: UUID
    park: Bilingual
    room_id: UUID | None
    settings: dict[str, Any] | None


async def room_settings(actor: Actor, unit_id: UUID) -> SettingsView:
    """For the park's people; hidden (404) from others, and for units that are let. One statement."""
    one = await row(
        f"""SELECT u.id, u.code, p.id AS park_id, p.name AS park, r.id AS room, r.name, r.opens, r.closes, r.weekdays,
              r.approval, r.notice_hours, r.monthly_hours, (SELECT string_agg(c.uscc, E'\\n' ORDER BY c.uscc)
                FROM room_company l JOIN company c ON c.id = l.company WHERE l.room = r.id) AS companies
            FROM unit u JOIN park p ON p.id = u.park LEFT JOIN bookable_room r ON r.unit = u.id
            WHERE u.id = $2 AND u.kind = 'roadshow_hall' AND {ALL_OF_PARK}""",
        actor.paths(*permissions.KEEPERS),
        unit_id,
    )
    if one is None:
        hidden()
    known = None
    if one["room"] is not None:
        known = {name: one[name] for name in ("opens", "closes", "weekdays", "approval", "notice_hours")} | {
            "name_zh": one["name"]["zh"],
            "name_en": one["name"]["en"],
            "monthly_hours": one["monthly_hours"] or "",
            "companies": one["companies"] or "",
        }
    return SettingsView(one["id"], one["code"], one["park_id"], Bilingual.of(one["park"]), one["room"], known)


async def instead(actor: Actor, view: RoomView, wish: Slot) -> Offered:
    """What a full room's page offers. Three statements."""
    around = timedelta(days=SEARCHED + 1)
    taken = await _bookings(actor, [view.id], Slot(wish.start - around, wish.end + around))
    slots = nearest(wish, view.hours, [one.slot for one in taken], view.now)
    others = [one for one in await rooms(actor, wish.start.astimezone(BEIJING).date()) if one.park_id == view.park_id]
    free = [
        one
        for one in others
        if one.id != view.id and one.hours.hold(wish) and not any(each.slot.overlaps(wish) for each in one.bookings)
    ]
    return Offered(slots, free)


async def _bookings(actor: Actor, ids: Sequence[UUID], within: Slot) -> list[RoomBooking]:
    found = await rows(
        f"""SELECT b.id, b.room, b.starts, b.ends, b.kind, b.state, {KNOWN} AS known,
              CASE WHEN {KNOWN} AND c.id IS NOT NULL THEN {COMPANY} END AS company,
              CASE WHEN {KNOWN} THEN b.purpose ELSE '' END AS purpose
            FROM booking b JOIN bookable_room r ON r.id = b.room JOIN unit u ON u.id = r.unit
            JOIN park p ON p.id = u.park LEFT JOIN company c ON c.id = b.company
            WHERE b.room = ANY($3) AND {TAKES} AND b.during && tstzrange($4, $5) ORDER BY b.starts, b.id""",
        *who(actor),
        list(ids),
        within.start,
        within.end,
    )
    return [
        RoomBooking(
            one["id"],
            one["room"],
            Slot(one["starts"].astimezone(BEIJING), one["ends"].astimezone(BEIJING)),
            BookingKind(one["kind"]),
            BookingState(one["state"]),
            one["known"],
            Bilingual.of(one["company"]) if one["company"] else None,
            one["purpose"],
        )
        for one in found
    ]


def room_mark(room_id: UUID, number: int) -> str:
    """The secret part of a room's calendar address."""
    return tokens.seal("room feed", f"{room_id}:{number}")[:40]


def _view(actor: Actor, one: Any) -> RoomView:
    keeps = bool(permissions.may_keep_room(actor, path=one["path"]))
    return RoomView(
        id=one["id"],
        unit_id=one["unit"],
        name=Bilingual.of(one["name"]),
        code=one["code"],
        seats=one["seats"],
        area=one["gross_area"],
        floor_id=one["floor"],
        park_id=one["park_id"],
        park=Bilingual.of(one["park"]),
        hours=Hours(one["opens"], one["closes"], one["weekdays"]),
        approval=one["approval"],
        notice_hours=one["notice_hours"],
        monthly_hours=one["monthly_hours"],
        companies=tuple((UUID(each["id"]), Bilingual.of(each)) for each in one["companies"]),
        can_keep=keeps,
        feed=f"/rooms/{one['id']}/calendar/{room_mark(one['id'], one['feed'])}" if keeps else "",
        now=one["now"],
    )

"""A person's bookings, those that wait for a keeper, and both as calendars under a secret address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from parks.adapters import tokens
from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.rooms import room_mark
from parks.spaces.queries.scope import COMPANY
from parks.spaces.rules.bookings import BEIJING, Slot
from parks.spaces.states import BOOKING_LIFE, BookingMove, BookingState


@dataclass(frozen=True, slots=True)
class BookingView:
    """`mine`: booked by the reader or for a company of theirs; else it waits for their answer as the room's keeper."""

    id: UUID
    room_id: UUID
    room: Bilingual
    park: Bilingual
    company: Bilingual | None
    purpose: str
    slot: Slot
    state: BookingState
    answer: str
    repeats: bool
    mine: bool
    can_cancel: bool
    can_answer: bool


@dataclass(frozen=True, slots=True)
class CalendarLine:
    id: UUID
    slot: Slot
    title: Bilingual
    place: Bilingual
    note: str
    asked: bool


@dataclass(frozen=True, slots=True)
class CalendarView:
    name: Bilingual
    now: datetime
    lines: Sequence[CalendarLine]


MINE = """(b.booked_by = $2::uuid
  OR EXISTS (SELECT FROM company_member m WHERE m.company = b.company AND m.account_id = $2::uuid))"""
JOINS = """booking b JOIN bookable_room r ON r.id = b.room JOIN unit u ON u.id = r.unit JOIN park p ON p.id = u.park
  LEFT JOIN company c ON c.id = b.company"""
COLUMNS = f"""b.id, b.room AS room_id, r.name AS room, p.name AS park, p.path, b.purpose, b.starts, b.ends, b.state,
  b.answer, b.series, r.notice_hours, parks_now() AS now, {MINE} AS mine,
  CASE WHEN c.id IS NOT NULL THEN {COMPANY} END AS company"""


async def my_bookings(actor: Actor) -> list[BookingView]:
    """What the reader or their companies have booked and is not over, and what waits for them as keeper, by time;
    what was called off or declined in the last days stays to be read. One statement.
    """
    found = await rows(
        f"""SELECT {COLUMNS} FROM {JOINS} WHERE b.kind = 'booking' AND b.ends > parks_now()
              AND ({MINE} OR (b.state = 'asked' AND p.path ^@ ANY($1::text[])))
            ORDER BY b.starts, b.id LIMIT 300""",
        actor.paths(*permissions.KEEPERS),
        actor.id,
    )
    return [_view(actor, one) for one in found]


async def booking(actor: Actor, booking_id: UUID) -> BookingView:
    """One, whatever its state and time; hidden (404) from those who neither booked it nor read over the park."""
    one = await row(
        f"SELECT {COLUMNS} FROM {JOINS} WHERE b.id = $3 AND ({MINE} OR p.path ^@ ANY($1::text[]))",
        actor.paths(*permissions.READERS),
        actor.id,
        booking_id,
    )
    return _view(actor, one) if one else hidden()


async def room_calendar(room_id: UUID, mark: str) -> CalendarView:
    """A room's hours that are taken, for whoever has its address: companies by name, never what they meet about."""
    one = await row(
        "SELECT r.name, r.feed, p.name AS park, parks_now() AS now FROM bookable_room r JOIN unit u ON u.id = r.unit"
        " JOIN park p ON p.id = u.park WHERE r.id = $1",
        room_id,
    )
    if one is None or not tokens.compare(mark, room_mark(room_id, one["feed"])):
        hidden()
    found = await rows(
        f"""SELECT b.id, b.starts, b.ends, b.state, CASE WHEN c.id IS NOT NULL THEN {COMPANY} ELSE p.name END AS title
            FROM {JOINS} WHERE b.room = $1 AND b.state IN ('asked', 'confirmed') AND b.ends > parks_now() - $2::interval
            ORDER BY b.starts, b.id LIMIT 1000""",
        room_id,
        timedelta(days=31),
    )
    place = Bilingual.of(one["park"])
    name = Bilingual.of(one["name"])
    return CalendarView(name, one["now"], [_line(each, Bilingual.of(each["title"]), place, "") for each in found])


async def my_calendar(person_id: UUID, mark: str) -> CalendarView:
    """What a person booked, for whoever has that person's address."""
    one: Any = await row(
        "SELECT COALESCE((SELECT number FROM booking_feed WHERE id = $1), 1) AS number, parks_now() AS now", person_id
    )
    if not tokens.compare(mark, person_mark(person_id, one["number"])):
        hidden()
    found = await rows(
        f"""SELECT b.id, b.starts, b.ends, b.state, b.purpose, r.name AS title, p.name AS place FROM {JOINS}
            WHERE b.booked_by = $1 AND b.kind = 'booking' AND b.state IN ('asked', 'confirmed')
              AND b.ends > parks_now() - $2::interval ORDER BY b.starts, b.id LIMIT 1000""",
        person_id,
        timedelta(days=31),
    )
    lines = [_line(each, Bilingual.of(each["title"]), Bilingual.of(each["place"]), each["purpose"]) for each in found]
    return CalendarView(Bilingual("我的会议室预订", "My bookings"), one["now"], lines)


async def my_feed(actor: Actor) -> str:
    """The path of the reader's own calendar. One statement."""
    one: Any = await row("SELECT COALESCE((SELECT number FROM booking_feed WHERE id = $1), 1) AS number", actor.id)
    return f"/bookings/calendar/{actor.id}/{person_mark(actor.id, one['number'])}"


def person_mark(person_id: UUID, number: int) -> str:
    """The secret part of a person's calendar address."""
    return tokens.seal("booking feed", f"{person_id}:{number}")[:40]


def _line(one: Any, title: Bilingual, place: Bilingual, note: str) -> CalendarLine:
    slot = Slot(one["starts"].astimezone(BEIJING), one["ends"].astimezone(BEIJING))
    return CalendarLine(one["id"], slot, title, place, note, one["state"] == BookingState.ASKED)


def _view(actor: Actor, one: Any) -> BookingView:
    state = BookingState(one["state"])
    ahead = one["now"] < one["ends"]
    in_time = one["now"] <= one["starts"] - timedelta(hours=one["notice_hours"])
    may_cancel = permissions.may_cancel_booking(actor, path=one["path"], theirs=one["mine"], in_time=in_time)
    keeps = permissions.may_keep_room(actor, path=one["path"])
    return BookingView(
        id=one["id"],
        room_id=one["room_id"],
        room=Bilingual.of(one["room"]),
        park=Bilingual.of(one["park"]),
        company=Bilingual.of(one["company"]) if one["company"] else None,
        purpose=one["purpose"],
        slot=Slot(one["starts"].astimezone(BEIJING), one["ends"].astimezone(BEIJING)),
        state=state,
        answer=one["answer"],
        repeats=one["series"] is not None,
        mine=one["mine"],
        can_cancel=ahead and BOOKING_LIFE.allows(state, BookingMove.CANCEL) and bool(may_cancel),
        can_answer=ahead and BOOKING_LIFE.allows(state, BookingMove.CONFIRM) and bool(keeps),
    )

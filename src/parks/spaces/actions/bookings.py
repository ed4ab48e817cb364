"""Booking a room, answering, calling off, blocking: everything that takes hours goes through `_take`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters.database import execute, execute_many, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.spaces import permissions
from parks.spaces.rules.bookings import MOST, Hours, Slot, at, dates, minutes, month, unbookable
from parks.spaces.states import BOOKING_LIFE, BookingKind, BookingMove, BookingState, Repeat

ROOM = """SELECT r.id, r.unit, r.opens, r.closes, r.weekdays, r.approval, r.notice_hours, r.monthly_hours, u.park,
    p.path, u.valid_from, u.valid_until, parks_now() AS now,
    ARRAY(SELECT m.company FROM company_member m WHERE m.account_id = $2 AND EXISTS (
        SELECT FROM allocation a JOIN unit au ON au.id = a.unit WHERE a.company = m.company AND au.park = u.park
          AND a.kind = 'lease' AND NOT a.void AND a.period @> parks_today())
      AND (NOT EXISTS (SELECT FROM room_company l WHERE l.room = r.id)
        OR EXISTS (SELECT FROM room_company l WHERE l.room = r.id AND l.company = m.company))) AS companies
  FROM bookable_room r JOIN unit u ON u.id = r.unit JOIN park p ON p.id = u.park"""

TAKES = "b.state IN ('asked', 'confirmed')"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A slot of a series that was not booked, and why."""

    slot: Slot
    reason: Text


@dataclass(frozen=True, slots=True)
class Booked:
    """What came of it: the bookings' ids in the order of their days, what was skipped, and whether the park answers."""

    ids: tuple[UUID, ...]
    skipped: tuple[Skipped, ...]
    state: BookingState


async def book(
    actor: Actor,
    room_id: UUID,
    *,
    day: date,
    begins: str,
    ends: str,
    purpose: str,
    company_id: UUID | None = None,
    repeat: Repeat = Repeat.NONE,
    until: date | None = None,
    skip: bool = False,
) -> Booked:
    """Book the room on `day` and whenever it repeats, from `begins` to `ends` (`09:30`, Beijing).

    Conflict (409) where any of it cannot be had; with `skip` only where nothing can, and the rest is told. All or
    nothing but for what was skipped on purpose.
    """
    async with tx():
        room = await _locked(actor, room_id)
        require(permissions.may_book(actor, path=room["path"], companies=room["companies"], company_id=company_id))
        slots = _slots(day, begins, ends, repeat, until)
        free, skipped = await _sorted(room, slots, company_id)
        if skipped and not (skip and free):
            first = skipped[0]
            raise Conflict(
                first.reason if len(slots) == 1 else _n_taken(first, len(skipped), len(slots)),
                slots=[one.slot.start.isoformat() for one in skipped],
            )
        asked = room["approval"] and not permissions.may_keep_room(actor, path=room["path"])
        state = BookingState.ASKED if asked else BookingState.CONFIRMED
        ids = await _take(actor, room, BookingKind.BOOKING, free, purpose=purpose, state=state, company_id=company_id)
        await audit.record(
            actor,
            "room booked",
            room_id,
            unit=room["unit"],
            company=company_id,
            state=state,
            first=free[0].start,
            count=len(ids),
            skipped=len(skipped),
        )
        return Booked(ids, tuple(skipped), state)


async def block(actor: Actor, room_id: UUID, *, day: date, begins: str, ends: str, purpose: str) -> UUID:
    """The park takes the room out of use for some hours. Conflict (409) where bookings stand in the way."""
    async with tx():
        room = await _locked(actor, room_id)
        require(permissions.may_keep_room(actor, path=room["path"]))
        slots = _slots(day, begins, ends, Repeat.NONE, None)
        taken = await _taken(room_id, slots)
        if taken:
            raise Conflict(_("Bookings stand in the way. Cancel them first, so that those people are told by you."))
        (made,) = await _take(actor, room, BookingKind.BLOCKING, slots, purpose=purpose)
        await audit.record(actor, "room blocked", room_id, unit=room["unit"], start=slots[0].start, reason=purpose)
        return made


async def answer_booking(actor: Actor, booking_id: UUID, *, accepted: bool, reason: str = "") -> None:
    """The park's answer where the room asks for one; a refusal says why."""
    async with tx():
        found = await _booking(actor, booking_id)
        require(permissions.may_keep_room(actor, path=found["path"]))
        if not accepted and not reason.strip():
            raise Invalid(fields={"reason": _("Say in a sentence why it cannot be had.")})
        await _move(actor, found, BookingMove.CONFIRM if accepted else BookingMove.DECLINE, reason)
        await audit.record(
            actor, "booking confirmed" if accepted else "booking declined", found["room"], booking=booking_id
        )


async def cancel_booking(actor: Actor, booking_id: UUID, reason: str = "") -> None:
    """Called off by who booked, or by a colleague, until the room's notice begins; by the park at any time."""
    async with tx():
        found = await _booking(actor, booking_id)
        in_time = found["now"] <= found["starts"] - timedelta(hours=found["notice_hours"])
        require(
            permissions.may_cancel_booking(actor, path=found["path"], theirs=found["theirs"], in_time=in_time),
        )
        await _move(actor, found, BookingMove.CANCEL, reason)
        await audit.record(actor, "booking cancelled", found["room"], booking=booking_id, reason=reason)


async def renew_feed(actor: Actor) -> None:
    """The person's calendar has a new address; the one before answers 404 from now on."""
    async with tx():
        await execute(
            "INSERT INTO booking_feed (id, number) VALUES ($1, 2)"
            " ON CONFLICT (id) DO UPDATE SET number = booking_feed.number + 1",
            actor.id,
        )
        await audit.record(actor, "calendar address renewed", actor.id)


async def _locked(actor: Actor, room_id: UUID) -> Any:
    """The room, locked: bookings of one room are written one after the other. Hidden (404) where there is none."""
    return await row(f"{ROOM} WHERE r.id = $1 FOR NO KEY UPDATE OF r", room_id, actor.id) or hidden()


def _slots(day: date, begins: str, ends: str, repeat: Repeat, until: date | None) -> list[Slot]:
    if minutes(ends) <= minutes(begins):
        raise Invalid(fields={"ends": _("It ends after it begins.")})
    if repeat is not Repeat.NONE and until is None:
        raise Invalid(fields={"until": _("Say the last day on which it may repeat.")})
    days = dates(day, repeat, until)
    if not days:
        raise Invalid(fields={"until": _("The last day is not before the first.")})
    if len(days) > MOST:
        raise Invalid(fields={"until": _("At most {n} times at once. Choose an earlier last day.", n=MOST)})
    return [Slot(at(one, minutes(begins)), at(one, minutes(ends))) for one in days]


async def _sorted(room: Any, slots: Sequence[Slot], company_id: UUID | None) -> tuple[list[Slot], list[Skipped]]:
    """What can be had, and what cannot with its reason."""
    hours = Hours(room["opens"], room["closes"], room["weekdays"])
    taken = await _taken(room["id"], slots)
    closed = await _closed(room, slots)
    used = await _used(room, slots, company_id)
    free, skipped = [], []
    for slot in slots:
        reason = unbookable(slot, hours, room["now"])
        if reason is None and slot.start.date() in closed:
            reason = _("The room is closed on this day.")
        if reason is None and any(slot.overlaps(one) for one in taken):
            reason = _("The room is taken then.")
        if reason is None and room["monthly_hours"] is not None and company_id is not None:
            hours_then = used.get(month(slot), 0.0) + slot.hours
            if hours_then > room["monthly_hours"]:
                reason = _("Your company has at most {n} hours of this room in a month.", n=room["monthly_hours"])
            else:
                used[month(slot)] = hours_then
        if reason is None:
            free.append(slot)
        else:
            skipped.append(Skipped(slot, reason))
    return free, skipped


async def _taken(room_id: UUID, slots: Sequence[Slot]) -> list[Slot]:
    found = await rows(
        f"SELECT b.starts, b.ends FROM booking b WHERE b.room = $1 AND {TAKES} AND b.during && tstzrange($2, $3)",
        room_id,
        slots[0].start,
        slots[-1].end,
    )
    return [slot for one in found if any((slot := Slot(one["starts"], one["ends"])).overlaps(each) for each in slots)]


async def _closed(room: Any, slots: Sequence[Slot]) -> set[date]:
    """The days on which the unit does not live, or is closed or used by the park as a whole."""
    days = [slot.start.date() for slot in slots]
    found = await rows(
        "SELECT d FROM unnest($2::date[]) d WHERE NOT daterange($3, $4) @> d OR EXISTS (SELECT FROM allocation a"
        " WHERE a.unit = $1 AND NOT a.void AND a.period @> d)",
        room["unit"],
        days,
        room["valid_from"],
        room["valid_until"],
    )
    return {one["d"] for one in found}


async def _used(room: Any, slots: Sequence[Slot], company_id: UUID | None) -> dict[tuple[int, int], float]:
    """The company's hours of this room by month, in the months that the slots touch."""
    if room["monthly_hours"] is None or company_id is None:
        return {}
    found = await rows(
        f"""SELECT extract(year FROM b.starts AT TIME ZONE 'Asia/Shanghai')::int AS year,
              extract(month FROM b.starts AT TIME ZONE 'Asia/Shanghai')::int AS month,
              (sum(extract(epoch FROM b.ends - b.starts)) / 3600)::float8 AS hours
            FROM booking b WHERE b.room = $1 AND b.company = $2 AND {TAKES}
              AND b.starts >= $3::timestamptz - interval '31 days' AND b.starts < $4::timestamptz + interval '31 days'
            GROUP BY 1, 2""",
        room["id"],
        company_id,
        slots[0].start,
        slots[-1].end,
    )
    return {(one["year"], one["month"]): one["hours"] for one in found}


async def _take(
    actor: Actor,
    room: Any,
    kind: BookingKind,
    slots: Sequence[Slot],
    *,
    purpose: str,
    state: BookingState = BookingState.CONFIRMED,
    company_id: UUID | None = None,
) -> tuple[UUID, ...]:
    """The one way to a row of `booking`. Conflict (409) where the database finds the hours taken after all."""
    ids = tuple(uuid7() for _each in slots)
    series = ids[0] if len(ids) > 1 else None
    try:
        async with tx():
            await execute_many(
                "INSERT INTO booking (id, room, kind, company, purpose, starts, ends, state, series, booked_by,"
                " booked_at, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, parks_now(), '')",
                [
                    (one, room["id"], kind, company_id, purpose, slot.start, slot.end, state, series, actor.id)
                    for one, slot in zip(ids, slots, strict=True)
                ],
            )
    except asyncpg.ExclusionViolationError:
        raise Conflict(_("The room is taken then.")) from None
    return ids


async def _booking(actor: Actor, booking_id: UUID) -> Any:
    """The booking, its room locked before it. Hidden (404) for those who may not know of it."""
    place: Any = await row("SELECT room FROM booking WHERE id = $1", booking_id) or hidden()
    await execute("SELECT FROM bookable_room WHERE id = $1 FOR NO KEY UPDATE", place["room"])
    found = await row(
        """SELECT b.id, b.room, b.state, b.starts, b.ends, r.notice_hours, p.path, parks_now() AS now,
             b.booked_by = $2 OR EXISTS (SELECT FROM company_member m WHERE m.company = b.company
               AND m.account_id = $2) AS theirs
           FROM booking b JOIN bookable_room r ON r.id = b.room JOIN unit u ON u.id = r.unit
           JOIN park p ON p.id = u.park WHERE b.id = $1""",
        booking_id,
        actor.id,
    )
    if found is None or not (found["theirs"] or permissions.may_read_all(actor, path=found["path"])):
        hidden()
    return found


async def _move(actor: Actor, found: Any, move: BookingMove, answer: str) -> None:
    if found["now"] >= found["ends"]:
        raise Conflict(_("This booking is over."))
    state = BOOKING_LIFE.after(BookingState(found["state"]), move)
    await execute(
        "UPDATE booking SET state = $2, answer = $3, settled_by = $4, settled_at = parks_now() WHERE id = $1",
        found["id"],
        state,
        answer,
        actor.id,
    )


def _n_taken(first: Skipped, count: int, slots: int) -> Text:
    return _(
        "{count} of {slots} dates cannot be had, the first on {day}. Choose to skip them, or another time.",
        count=count,
        slots=slots,
        day=first.slot.start.date(),
    )

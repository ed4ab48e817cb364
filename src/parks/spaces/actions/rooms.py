"""A room's settings: from the first setting on, its unit can be booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.adapters.database import execute, execute_many, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.spaces import permissions
from parks.spaces.states import BOOKABLE


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """`opens`, `closes` in minutes of the day; `companies`: the unified social credit codes of those who alone book
    it, none for every tenant of the park.
    """

    name: Bilingual
    opens: int
    closes: int
    weekdays: str
    approval: bool = False
    notice_hours: int = 0
    monthly_hours: int | None = None
    companies: Sequence[str] = ()
    new_feed: bool = False


async def set_room(actor: Actor, unit_id: UUID, settings: RoomSettings) -> UUID:
    """Set up how a unit is booked, or change it; bookings that stand are not touched. Answers the room's id."""
    async with tx():
        unit: Any = (
            await row(
                "SELECT u.kind, p.path FROM unit u JOIN park p ON p.id = u.park WHERE u.id = $1 FOR NO KEY UPDATE OF u",
                unit_id,
            )
            or hidden()
        )
        require(permissions.may_keep_room(actor, path=unit["path"]))
        if unit["kind"] not in BOOKABLE:
            raise Conflict(_("Units of this kind are let, not booked by the hour."))
        if settings.closes <= settings.opens:
            raise Invalid(fields={"closes": _("The room closes after it opens.")})
        companies = await _companies(settings.companies)
        room: Any = await row(
            "INSERT INTO bookable_room (id, unit, name, opens, closes, weekdays, approval, notice_hours,"
            " monthly_hours, feed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) ON CONFLICT (unit) DO UPDATE SET"
            " name = EXCLUDED.name, opens = EXCLUDED.opens, closes = EXCLUDED.closes, weekdays = EXCLUDED.weekdays,"
            " approval = EXCLUDED.approval, notice_hours = EXCLUDED.notice_hours,"
            " monthly_hours = EXCLUDED.monthly_hours, feed = bookable_room.feed + $10::int RETURNING id",
            uuid7(),
            unit_id,
            settings.name.stored(),
            settings.opens,
            settings.closes,
            settings.weekdays,
            settings.approval,
            settings.notice_hours,
            settings.monthly_hours,
            int(settings.new_feed),
        )
        room_id: UUID = room["id"]
        await execute("DELETE FROM room_company WHERE room = $1", room_id)
        await execute_many(
            "INSERT INTO room_company (id, room, company) VALUES ($1, $2, $3)",
            [(uuid7(), room_id, one) for one in companies],
        )
        await audit.record(
            actor,
            "room set up",
            unit_id,
            room=room_id,
            opens=settings.opens,
            closes=settings.closes,
            weekdays=settings.weekdays,
            approval=settings.approval,
            notice_hours=settings.notice_hours,
            monthly_hours=settings.monthly_hours,
            companies=len(companies),
        )
        return room_id


async def _companies(codes: Sequence[str]) -> list[UUID]:
    wanted = sorted(set(codes))
    found = await rows("SELECT id, uscc FROM company WHERE uscc = ANY($1)", wanted) if wanted else []
    unknown = sorted(set(wanted) - {one["uscc"] for one in found})
    if unknown:
        raise Invalid(fields={"companies": _("No company here has the code {code}.", code=unknown[0])})
    return [one["id"] for one in found]

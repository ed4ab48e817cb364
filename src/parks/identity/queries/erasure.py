"""Sessions whose time as a log is over (Cybersecurity Law art. 21: six months at least)."""

from datetime import date

from parks.adapters import database
from parks.kernel.records import Due


async def invitations_due(before: date, limit: int) -> list[Due]:
    """Answered, withdrawn or lapsed before that day; held with whoever was asked and with what they were asked for."""
    found = await database.rows(
        "SELECT id, person, asked_by, subject_id,"
        " (COALESCE(replied_at, until) AT TIME ZONE 'Asia/Shanghai')::date AS since FROM invitation"
        " WHERE COALESCE(replied_at, until) < ($1::date)::timestamp AT TIME ZONE 'Asia/Shanghai'"
        " ORDER BY COALESCE(replied_at, until), id LIMIT $2",
        before,
        limit,
    )
    return [
        Due(one["id"], "invitation", one["since"], (one["person"], one["asked_by"], one["subject_id"])) for one in found
    ]


async def sessions_due(before: date, limit: int) -> list[Due]:
    """Ended or run out before that day; held with their person."""
    found = await database.rows(
        "SELECT id, person, (seen_at AT TIME ZONE 'Asia/Shanghai')::date AS since FROM session"
        " WHERE seen_at < ($1::date)::timestamp AT TIME ZONE 'Asia/Shanghai'"
        " AND (ended_at IS NOT NULL OR expires_at < now()) ORDER BY seen_at, id LIMIT $2",
        before,
        limit,
    )
    return [Due(one["id"], "session", one["since"], (one["person"],)) for one in found]

"""Messages whose time is over."""

from datetime import date

from parks.adapters.database import rows
from parks.kernel.records import Due


async def messages_due(before: date, limit: int) -> list[Due]:
    """Told before that day; held with the person they were told to."""
    found = await rows(
        "SELECT id, person, template, (told_at AT TIME ZONE 'Asia/Shanghai')::date AS since FROM message"
        " WHERE told_at < ($1::date)::timestamp AT TIME ZONE 'Asia/Shanghai' ORDER BY told_at, id LIMIT $2",
        before,
        limit,
    )
    return [Due(one["id"], one["template"], one["since"], (one["person"],)) for one in found]

"""What an expert arranges for themselves: the order of the queue and the look of the desk. No audit line, as nothing
of it touches a score.
"""

from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.verdict import require
from parks.reviews import permissions
from parks.reviews.actions.seats import out_of_conflict, own_seat


async def skip(actor: Actor, seat_id: UUID) -> None:
    """Put the seat last in the actor's own queue; nobody asks why. 409 for one that is scored."""
    async with tx():
        found = await own_seat(actor, seat_id)
        await out_of_conflict(found)
        require(permissions.may_skip(found["state"]))
        await database.execute("UPDATE seat SET skipped_at = parks_now() WHERE id = $1", seat_id)


async def take_up(actor: Actor, seat_id: UUID) -> None:
    """Give a skipped seat its place in the queue again; nothing where it was not skipped, or is not the actor's."""
    await database.execute(
        "UPDATE seat SET skipped_at = NULL WHERE id = $1 AND skipped_at IS NOT NULL"
        " AND expert IN (SELECT id FROM expert WHERE person = $2) AND state IN ('offered', 'declared')",
        seat_id,
        actor.id,
    )


async def keep_layout(actor: Actor, *, split: int | None = None, keys: bool | None = None) -> None:
    """Keep what is given of the actor's desk; None leaves it as it was."""
    await database.execute(
        "INSERT INTO desk_state (id, person, split, keys) VALUES ($1, $2, $3, $4) ON CONFLICT (person) DO UPDATE"
        " SET split = COALESCE(EXCLUDED.split, desk_state.split), keys = COALESCE(EXCLUDED.keys, desk_state.keys)",
        uuid7(),
        actor.id,
        split,
        keys,
    )

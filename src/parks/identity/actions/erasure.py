"""Sessions taken away for good, and the tries to sign in of their time."""

from collections.abc import Sequence
from uuid import UUID

from parks.adapters import database


async def erase_invitations(ids: Sequence[UUID]) -> int:
    """Names and addresses as they were typed to ask somebody in. Answers how many."""
    return len(await database.rows("DELETE FROM invitation WHERE id = ANY($1) RETURNING id", list(ids)))


async def erase_sessions(ids: Sequence[UUID]) -> int:
    """Answers how many sessions. Tries (keyed digests, no person) go with them, as far back as the newest of these."""
    gone = await database.rows("DELETE FROM session WHERE id = ANY($1) RETURNING seen_at", list(ids))
    if gone:
        await database.execute("DELETE FROM sign_in_try WHERE at < $1", max(one["seen_at"] for one in gone))
    return len(gone)

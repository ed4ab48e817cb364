"""Messages taken away for good."""

from collections.abc import Sequence
from uuid import UUID

from parks.adapters.database import rows


async def erase_messages(ids: Sequence[UUID]) -> int:
    """Answers how many."""
    return len(await rows("DELETE FROM message WHERE id = ANY($1) RETURNING id", list(ids)))

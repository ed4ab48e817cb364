"""What the state publishes, put back as it was: tests keep the tables of `reference` from one to the next."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parks.adapters.database import execute, rows, tx


@asynccontextmanager
async def policies_kept() -> AsyncIterator[None]:
    """Policy values entered inside are taken away afterwards: the one who may is who stands above the triggers."""
    before = [one["id"] for one in await rows("SELECT id FROM reference_policy_value")]
    try:
        yield
    finally:
        async with tx():
            await execute("SET LOCAL session_replication_role = replica")
            await execute("DELETE FROM reference_policy_value WHERE NOT (id = ANY($1))", before)

"""How many SQL statements a piece of work takes: every list is run with 1 and with 3 rows under one count."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parks.adapters import database

DRIVERS_OWN = ("typeinfo_tree", "'jit'")
"""What asyncpg asks of its own, once a connection, when it meets a type for the first time."""


@asynccontextmanager
async def counted() -> AsyncIterator[list[str]]:
    """The statements of what runs inside, BEGIN, COMMIT and the like left out: `assert len(seen) <= 4` after it."""
    seen: list[str] = []
    token = database.statements.set(seen)
    try:
        yield seen
    finally:
        database.statements.reset(token)
        seen[:] = [
            sql
            for sql in seen
            if not sql.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET "))
            and not any(mark in sql for mark in DRIVERS_OWN)
        ]

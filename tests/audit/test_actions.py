"""The trail is append-only, chained, and a changed line is found."""

from uuid import uuid4

import asyncpg
import pytest

from parks.adapters import database
from parks.adapters.database import tx
from parks.audit import actions as audit
from parks.audit import queries
from parks.kernel.actor import SYSTEM


async def _three_lines() -> None:
    for number in range(3):
        async with tx():
            await audit.record(SYSTEM, "unit let", uuid4(), number=number)


async def test_the_chain_of_what_was_recorded_holds(db: None) -> None:
    await _three_lines()
    verification = await queries.verify()
    assert (verification.lines, verification.holds) == (3, True)


async def test_a_line_cannot_be_changed_or_removed(db: None) -> None:
    await _three_lines()
    for sql in ("UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry, audit_link"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)


@pytest.mark.parametrize(
    ("tampering", "position"),
    [
        ("UPDATE audit_entry SET detail = '{\"number\": 9}' WHERE detail->>'number' = '1'", 2),
        ("DELETE FROM audit_entry WHERE detail->>'number' = '2'", 3),
        ("DELETE FROM audit_link WHERE position = 2", 2),
    ],
)
async def test_tampering_past_the_triggers_is_found(db: None, tampering: str, position: int) -> None:
    await _three_lines()
    async with database.connection() as connection:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(tampering)
        await connection.execute("SET session_replication_role = DEFAULT")
    verification = await queries.verify()
    assert verification.broken_at == position


async def test_an_act_that_is_undone_leaves_no_line(db: None) -> None:
    with pytest.raises(ZeroDivisionError):
        async with tx():
            await audit.record(SYSTEM, "unit let", uuid4())
            raise ZeroDivisionError
    assert (await queries.verify()).lines == 0

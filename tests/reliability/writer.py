"""Writes without pause and notes each write that was acknowledged: `python -m tests.reliability.writer FILE`."""

import asyncio
import os
import sys
from uuid import uuid4

import asyncpg

from parks import app
from parks.adapters import jobs, object_store
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM
from parks.kernel.errors import Refusal

JOB = "kill test"
ACT = "kill test written"


async def _matters(note: int) -> None:
    """An act, its audit line and its job, as every action of ours writes them: all in one transaction."""
    while True:
        subject = uuid7()
        try:
            async with tx():
                await audit.record(SYSTEM, ACT, subject, text="园" * 200)
                await jobs.enqueue(JOB, {"id": str(subject)})
        except (Refusal, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await asyncio.sleep(0.05)
            continue
        os.write(note, f"matter {subject}\n".encode())


async def _files(note: int) -> None:
    while True:
        key = str(uuid4())
        try:
            kept = await object_store.put_bytes("documents", key, os.urandom(150_000))
        except Refusal:
            await asyncio.sleep(0.05)
            continue
        os.write(note, f"file {key} {kept.sha256}\n".encode())


async def main(path: str) -> None:
    note = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    async with app.standing(), asyncio.TaskGroup() as group:
        for write in (_matters, _matters, _matters, _files, _files):
            group.create_task(write(note))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))

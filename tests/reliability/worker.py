"""The worker with one job more, whose effect can be counted: `python -m tests.reliability.worker`."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.reliability.writer import JOB

from parks import app
from parks.adapters import database, jobs


async def _mark(payload: Mapping[str, Any]) -> None:
    await database.execute(
        "INSERT INTO kill_test (id) VALUES ($1::uuid) ON CONFLICT (id) DO UPDATE SET runs = kill_test.runs + 1",
        payload["id"],
    )


async def main() -> None:
    # A killed worker's jobs wait this long; the real half minute would only make the test longer.
    jobs.SILENCE = timedelta(seconds=3)
    async with app.standing():
        await jobs.work({**app.JOBS, JOB: _mark})


if __name__ == "__main__":
    asyncio.run(main())

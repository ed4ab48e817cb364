"""The worker as it runs for real, but for one number: `python -m tests.reliability.worker`."""

import asyncio
from datetime import timedelta

from parks import app
from parks.adapters import jobs


async def main() -> None:
    # A killed worker's jobs wait this long; the real half minute would only make the test longer.
    jobs.SILENCE = timedelta(seconds=3)
    await app.work()


if __name__ == "__main__":
    asyncio.run(main())

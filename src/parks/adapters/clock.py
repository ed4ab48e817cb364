"""Time comes from the database, so that every process and every deadline agrees.

`parks_now()` is `now()` shifted by the demo's one row; outside the demo that row cannot exist for long:
`refuse_shift()` stops the start (docs/adr/0006). Days are Beijing days.
"""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parks.adapters.database import execute, value
from parks.kernel.errors import Hidden
from parks.kernel.words import _
from parks.settings import settings

BEIJING = ZoneInfo("Asia/Shanghai")


async def now() -> datetime:
    """The moment, aware, in Beijing time."""
    moment: datetime = await value("SELECT parks_now()")
    return moment.astimezone(BEIJING)


async def today() -> date:
    """The day in Beijing."""
    return (await now()).date()


def tick() -> float:
    """A mark for `moment_of`: taken where a request comes in, before anything is waited for."""
    return time.perf_counter()


async def moment_of(mark: float) -> datetime:
    """When that mark was taken, by the database's clock alone; asked within the transaction that decides by it.

    What was waited since then, for a connection or a lock, is our delay and nobody else's. The mark is subtracted
    before the database looks at its clock, so that the answer is never earlier than it truly was.
    """
    waited = timedelta(seconds=time.perf_counter() - mark)
    moment: datetime = await value("SELECT clock_timestamp() + (parks_now() - now())")
    return moment.astimezone(BEIJING) - waited


async def shift() -> timedelta:
    moved: timedelta = await value("SELECT COALESCE((SELECT by FROM clock_shift), interval '0')")
    return moved


async def move(by: timedelta) -> None:
    """Set how far the demo's clock runs ahead of the real one. Hidden (404) outside the demo."""
    if not settings().demo:
        raise Hidden(_("The clock can be moved in the demo alone."))
    await execute("INSERT INTO clock_shift (one, by) VALUES (TRUE, $1) ON CONFLICT (one) DO UPDATE SET by = $1", by)


async def refuse_shift() -> None:
    """Outside the demo a shifted clock would falsify deadlines: refuse to start."""
    if not settings().demo and await shift() != timedelta(0):
        raise RuntimeError("the database's clock is shifted (table clock_shift), which only a demo may do")

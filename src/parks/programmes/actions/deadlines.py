"""Days that were reckoned by a year without its notice, reckoned anew once its calendar is settled."""

from datetime import date
from typing import Any

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import execute, rows, tx
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM
from parks.programmes.events import DeadlineMoved
from parks.reference import queries as reference
from parks.reference.rules import working_days
from parks.reference.rules.working_days import Deadline

OPEN = {
    "correction": """
SELECT k.id, k.application AS about, k.due AS day, (k.at AT TIME ZONE 'Asia/Shanghai')::date AS start,
  c.correction_days AS days, FALSE AS include
FROM correction k JOIN application a ON a.id = k.application JOIN call c ON c.id = a.call
WHERE k.provisional AND k.corrected_at IS NULL ORDER BY k.id FOR UPDATE OF k
""",
    "notice": """
SELECT n.id, n.id AS about, n.last_day AS day, n.starts_on AS start, c.notice_days AS days,
  c.include_start_day AS include
FROM public_notice n JOIN selection s ON s.id = n.selection JOIN call c ON c.id = s.call
WHERE n.provisional AND n.closed_at IS NULL AND n.last_day >= parks_today() ORDER BY n.id FOR UPDATE OF n
""",
}
"""What still hangs on a provisional day: letters without an answer, notices that stand."""

KEEP = {
    "correction": "UPDATE correction SET due = $2, provisional = $3 WHERE id = $1",
    "notice": "UPDATE public_notice SET last_day = $2, provisional = $3 WHERE id = $1",
}


async def reckon() -> int:
    """Reckon every open provisional day by the calendar as it is now; answers how many moved.

    A day that moves is audited and told to those who wait for it; one that merely becomes firm is audited. Nobody's
    time ends on a day that is over already: then today is the last. Idempotent, so that it runs after every settled
    day and once an hour besides (a new release of the library settles a year without anyone at hand).
    """
    moved = 0
    async with tx():
        today = await clock.today()
        for subject, asked in OPEN.items():
            for one in await rows(asked):
                moved += await _reckon(subject, one, today)
    return moved


async def _reckon(subject: str, one: Any, today: date) -> bool:
    calendar = await reference.calendar(one["start"], one["days"] * 4 + 60)
    found = working_days.last_day(one["start"], one["days"], calendar, include_start=one["include"])
    ends = Deadline(max(found.day, min(today, one["day"])), found.provisional)
    if ends == Deadline(one["day"], provisional=True):
        return False
    await execute(KEEP[subject], one["id"], ends.day, ends.provisional)
    await audit.record(
        SYSTEM,
        f"{subject} reckoned anew",
        one["about"],
        before=one["day"],
        until=ends.day,
        provisional=ends.provisional,
    )
    if ends.day == one["day"]:
        return False
    await announce(DeadlineMoved(subject, one["id"], one["day"]))
    return True

"""The clock of the office that has an application: started at each move, stopped while the applicant corrects.

Called inside the transaction of the move, on a row that is locked.
"""

from datetime import date
from uuid import UUID

from parks.adapters import clock, database
from parks.programmes.rules import queue
from parks.programmes.rules.ladder import Ladder, Rung
from parks.programmes.states import AT_LEVEL, ApplicationState
from parks.reference import queries as reference

LONGEST_SEARCH = 3  # calendar days asked for each working day wanted: the longest holidays fit
SPARE = 40


async def start(application_id: UUID, rung: Rung) -> None:
    """It has come to an office: the office has the days of its rung, and nobody has taken it yet."""
    await _run(application_id, await _clock(await clock.today(), rung.days, rung.days), "assigned_to = NULL")


async def stop(application_id: UUID) -> None:
    """It has left the ladder, or is the applicant's again."""
    await database.execute(
        "UPDATE application SET decide_from = NULL, decide_days = NULL, decide_by = NULL, decide_soon = NULL,"
        " decide_provisional = FALSE, assigned_to = NULL WHERE id = $1",
        application_id,
    )


async def pause(application_id: UUID) -> None:
    """The applicant corrects: what is left stands still, and the colleague who reads it keeps it."""
    by: date | None = await database.value("SELECT decide_by FROM application WHERE id = $1", application_id)
    today = await clock.today()
    days = 0
    if by is not None and by > today:
        days = queue.left(by, today, await reference.calendar(today, (by - today).days + 1))
    await database.execute(
        "UPDATE application SET decide_from = NULL, decide_days = $2, decide_by = NULL, decide_soon = NULL,"
        " decide_provisional = FALSE WHERE id = $1",
        application_id,
        days,
    )


async def go_on(application_id: UUID, rung: Rung) -> None:
    """The correction has come: the clock goes on with what was left."""
    days: int | None = await database.value("SELECT decide_days FROM application WHERE id = $1", application_id)
    await _run(application_id, await _clock(await clock.today(), rung.days if days is None else days, rung.days))


async def reckon_anew(day: date, until: date | None = None) -> int:
    """A day (or all of them up to `until`) is worked or free now: every running clock that counts over one of them."""
    found = await database.rows(
        "SELECT a.id, a.state, a.decide_from, a.decide_days, c.ladder FROM application a JOIN call c ON c.id = a.call"
        " WHERE a.decide_by >= $1 AND a.decide_from <= $2 ORDER BY a.id FOR UPDATE OF a",
        day,
        until or day,
    )
    known: dict[tuple[date, int, int], queue.Clock] = {}
    for one in found:
        rung = Ladder.of(one["ladder"]).rung(AT_LEVEL[ApplicationState(one["state"])])
        key = (one["decide_from"], one["decide_days"], rung.days if rung else one["decide_days"])
        if key not in known:
            known[key] = await _clock(*key)
        await _run(one["id"], known[key])
    return len(found)


async def _clock(since: date, days: int, whole: int) -> queue.Clock:
    calendar = await reference.calendar(since, days * LONGEST_SEARCH + SPARE)
    return queue.clock(since, days, calendar, whole=whole)


async def _run(application_id: UUID, to: queue.Clock, also: str = "") -> None:
    await database.execute(
        "UPDATE application SET decide_from = $2, decide_days = $3, decide_by = $4, decide_soon = $5,"
        f" decide_provisional = $6{', ' + also if also else ''} WHERE id = $1",
        application_id,
        to.start,
        to.days,
        to.by,
        to.soon,
        to.provisional,
    )

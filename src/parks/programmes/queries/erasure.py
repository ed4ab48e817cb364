"""Applications whose time is over (domain.md §10): drafts that were never sent, and what was not selected."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from parks.adapters.database import rows
from parks.kernel.records import Due
from parks.programmes.states import OVER, ApplicationState

MIDNIGHT = "($1::date)::timestamp AT TIME ZONE 'Asia/Shanghai'"
UNSELECTED = sorted(state.value for state in OVER - {ApplicationState.AWARDED})


async def drafts_due(before: date, limit: int) -> list[Due]:
    """Never sent, untouched since that day, in calls that take nothing any more."""
    found = await rows(
        "SELECT a.id, 'draft ' || left(a.id::text, 13) AS label, a.company, a.applicant,"
        " (GREATEST(a.moved_at, a.begun_at) AT TIME ZONE 'Asia/Shanghai')::date AS since FROM application a"
        " WHERE a.submitted_at IS NULL AND a.sheet IS NOT NULL"
        f" AND GREATEST(a.moved_at, call_deadline(a.call, a.company)) < {MIDNIGHT}"
        " ORDER BY a.moved_at, a.id LIMIT $2",
        before,
        limit,
    )
    return _due(found)


async def unselected_due(before: date, limit: int) -> list[Due]:
    """Sent, and over without an award since that day."""
    found = await rows(
        "SELECT a.id, a.number AS label, a.company, a.applicant,"
        " (a.moved_at AT TIME ZONE 'Asia/Shanghai')::date AS since"
        " FROM application a WHERE a.submitted_at IS NOT NULL AND a.sheet IS NOT NULL AND a.state = ANY($3)"
        f" AND a.moved_at < {MIDNIGHT} ORDER BY a.moved_at, a.id LIMIT $2",
        before,
        limit,
        UNSELECTED,
    )
    return _due(found)


async def awards_due(before: date, limit: int) -> list[Due]:
    """Awards older than that day: shown to whoever asks, never erased."""
    found = await rows(
        "SELECT a.id, w.number AS label, a.company, a.applicant,"
        " (w.made_at AT TIME ZONE 'Asia/Shanghai')::date AS since"
        " FROM award w JOIN application a ON a.id = w.application"
        f" WHERE w.made_at < {MIDNIGHT} ORDER BY w.made_at LIMIT $2",
        before,
        limit,
    )
    return _due(found)


def _due(found: Sequence[Any]) -> list[Due]:
    return [Due(one["id"], one["label"], one["since"], (one["company"], one["applicant"])) for one in found]

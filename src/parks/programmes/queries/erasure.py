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


async def hands_due(before: date, limit: int) -> list[Due]:
    """Hands lent with one application that has been over, or erased, since that day."""
    found = await rows(
        "SELECT h.id, 'hand ' || COALESCE(a.number, left(a.id::text, 13)) AS label, a.company, h.person AS applicant,"
        " a.id AS application, (GREATEST(a.moved_at, h.since) AT TIME ZONE 'Asia/Shanghai')::date AS since"
        " FROM application_hand h JOIN application a ON a.id = h.application"
        f" WHERE (a.state = ANY($3) OR a.sheet IS NULL) AND GREATEST(a.moved_at, h.since) < {MIDNIGHT}"
        " ORDER BY a.moved_at, h.id LIMIT $2",
        before,
        limit,
        sorted(OVER),
    )
    return _due(found)


async def company_hands_due(before: date, limit: int) -> list[Due]:
    """Hands lent with a company of which nothing is under way and nothing has moved since that day; its owner stays."""
    found = await rows(
        "SELECT m.id, 'hand ' || k.uscc AS label, m.company, m.account_id AS applicant,"
        " (GREATEST(m.since, max(a.moved_at)) AT TIME ZONE 'Asia/Shanghai')::date AS since"
        " FROM company_member m JOIN company k ON k.id = m.company LEFT JOIN application a ON a.company = m.company"
        " WHERE m.role <> 'owner' AND m.since IS NOT NULL GROUP BY m.id, k.uscc"
        " HAVING NOT COALESCE(bool_or(a.state <> ALL($3)), FALSE)"
        f" AND GREATEST(m.since, max(a.moved_at)) < {MIDNIGHT} ORDER BY 5, m.id LIMIT $2",
        before,
        limit,
        sorted(OVER),
    )
    return _due(found)


async def imports_due(before: date, limit: int) -> list[Due]:
    """Sheets that were read, and neither confirmed nor given up since that day: rows of other people's data."""
    found = await rows(
        "SELECT id, left(file_name, 60) AS label, call AS company, by AS applicant,"
        " (at AT TIME ZONE 'Asia/Shanghai')::date AS since FROM import_run"
        f" WHERE state IN ('checked', 'failed') AND at < {MIDNIGHT} ORDER BY at, id LIMIT $2",
        before,
        limit,
    )
    return _due(found)


def _due(found: Sequence[Any]) -> list[Due]:
    """Held with the company, the person, and the application where the row is not itself one."""
    subjects = ("company", "applicant", "application")
    return [
        Due(one["id"], one["label"], one["since"], tuple(one[key] for key in subjects if key in one)) for one in found
    ]

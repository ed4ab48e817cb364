"""Grants whose time as accounting files is over: told to those who keep records, never erased by this house."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from parks.adapters.database import rows
from parks.kernel.records import Due

ENDED = "('accepted', 'closed', 'clawed_back', 'cancelled')"
LAST = """
SELECT GREATEST((c.made_at AT TIME ZONE 'Asia/Shanghai')::date, max(t.paid_on), max(r.due)) FROM fund_tranche t
LEFT JOIN fund_use_report r ON r.commitment = t.commitment WHERE t.commitment = c.id
"""
"""The last day on which anything of a commitment happened or fell due."""


async def commitments_due(before: date, limit: int) -> list[Due]:
    """Commitments that have ended, the last of them before that day, with their tranches and accounts."""
    return _due(
        await rows(
            f"SELECT c.id, c.number AS label, c.company, c.subject_id, x.since FROM fund_commitment c,"
            f" LATERAL ({LAST}) x(since) WHERE c.state IN {ENDED} AND x.since < $1 ORDER BY x.since, c.id LIMIT $2",
            before,
            limit,
        )
    )


async def reports_due(before: date, limit: int) -> list[Due]:
    """Reports of use owed before that day, of grants that have ended, with their expenses and vouchers."""
    return _due(
        await rows(
            "SELECT r.id, c.number || ' ' || r.due AS label, c.company, c.subject_id, r.due AS since"
            " FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment"
            f" WHERE c.state IN {ENDED} AND r.due < $1 ORDER BY r.due, r.id LIMIT $2",
            before,
            limit,
        )
    )


def _due(found: Sequence[Any]) -> list[Due]:
    """Held with the company, or with what the money was bound for."""
    return [Due(one["id"], one["label"], one["since"], (one["company"], one["subject_id"])) for one in found]

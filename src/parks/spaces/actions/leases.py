"""What was agreed on a letting, written down."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import execute, row, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.spaces import permissions
from parks.spaces.states import AllocationKind


async def write_lease(actor: Actor, allocation_id: UUID, terms: dict[str, Any], version: int) -> Decimal:
    """The terms of one letting, over the version that was seen (0: none was); answers the area that they hold for.

    Conflict (409) where somebody else wrote in between, or where it is no letting with a last day.
    """
    async with tx():
        found = await row(
            "SELECT a.kind, a.void, a.ends, u.id AS unit, u.gross_area, p.path, l.id AS lease, l.version"
            " FROM allocation a JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park"
            " LEFT JOIN lease l ON l.allocation = a.id WHERE a.id = $1 FOR NO KEY UPDATE OF a",
            allocation_id,
        )
        if found is None:
            hidden()
        require(permissions.may_let(actor, path=found["path"]))
        if found["kind"] != AllocationKind.LEASE or found["void"]:
            raise Conflict(_("Terms are written for a unit that is let; this is not a letting, or it was lifted."))
        if found["ends"] is None:
            raise Invalid(_("Agree on a last day first: a schedule needs an end."))
        if (found["version"] or 0) != version:
            raise Conflict(_("Somebody else has written these terms in the meantime. Reload the page to see them."))
        await execute(
            "INSERT INTO lease (id, allocation, area, terms, version, written_by, written_at)"
            " VALUES ($1, $2, $3, $4, 1, $5, parks_now()) ON CONFLICT (allocation) DO UPDATE SET"
            " area = EXCLUDED.area, terms = EXCLUDED.terms, version = lease.version + 1,"
            " written_by = EXCLUDED.written_by, written_at = EXCLUDED.written_at",
            uuid7(),
            allocation_id,
            found["gross_area"],
            terms,
            actor.id,
        )
        await audit.record(
            actor, "lease written", found["unit"], allocation=allocation_id, version=version + 1, **terms
        )
        area: Decimal = found["gross_area"]
        return area

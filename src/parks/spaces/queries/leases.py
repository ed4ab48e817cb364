"""A lease with what was agreed on it, for the park's officers and for the company it is let to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.period import Period
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.scope import COMPANY, SCOPE, who


@dataclass(frozen=True, slots=True)
class LeaseView:
    """`terms`: as they were typed, None while nobody wrote any; `area` in gross m², the unit's until then.

    `former`: the terms of the letting that this one goes on from, to be proposed.
    """

    allocation_id: UUID
    unit_id: UUID
    code: str
    park: Bilingual
    company: Bilingual
    period: Period
    area: Decimal
    price: Decimal | None
    terms: Mapping[str, Any] | None
    version: int
    can_write: bool
    former: Mapping[str, Any] | None

    @property
    def url(self) -> str:
        return f"/leases/{self.allocation_id}"


async def lease(actor: Actor, allocation_id: UUID) -> LeaseView:
    """One statement; unseen (404) is whatever the reader may not know of, and whatever is no standing letting."""
    one = await row(
        f"""SELECT a.id, a.unit, a.starts, a.ends, u.code, u.gross_area, u.price_amount, p.name AS park, p.path,
              {COMPANY} AS tenant, l.area, l.terms, COALESCE(l.version, 0) AS version,
              f.terms AS former
            FROM allocation a JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park
            JOIN company c ON c.id = a.company LEFT JOIN lease l ON l.allocation = a.id
            LEFT JOIN lease f ON f.allocation = a.follows
            WHERE a.id = $3 AND a.kind = 'lease' AND NOT a.void AND {SCOPE}""",
        *who(actor),
        allocation_id,
    )
    if one is None:
        hidden()
    return LeaseView(
        one["id"],
        one["unit"],
        one["code"],
        Bilingual.of(one["park"]),
        Bilingual.of(one["tenant"]),
        Period(one["starts"], one["ends"]),
        one["area"] or one["gross_area"],
        one["price_amount"],
        one["terms"],
        one["version"],
        bool(permissions.may_let(actor, path=one["path"])),
        one["former"],
    )

"""Visitors: a host reads their own, the park's people those of the park; the gate reads one by its code."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.records import Due
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.scope import ALL_OF_PARK, COMPANY


@dataclass(frozen=True, slots=True)
class VisitorView:
    id: UUID
    park_id: UUID
    name: str
    day: date
    park: Bilingual
    company: Bilingual | None
    code: str
    arrived_at: datetime | None
    today: bool
    at_gate: bool

    @property
    def url(self) -> str:
        return f"/visits/{self.code}"


COLUMNS = f"""v.id, v.park AS park_id, v.name, v.day, p.name AS park, p.path, v.code, v.arrived_at,
  v.day = parks_today() AS today, CASE WHEN c.id IS NOT NULL THEN {COMPANY} END AS company"""
JOINS = "visitor v JOIN park p ON p.id = v.park LEFT JOIN company c ON c.id = v.company"


async def visitors(actor: Actor) -> list[VisitorView]:
    """From today on: those whom the reader announced, and those of the parks that the reader keeps. One statement."""
    found = await rows(
        f"""SELECT {COLUMNS} FROM {JOINS} WHERE v.day >= parks_today() AND ({ALL_OF_PARK} OR v.host = $2)
            ORDER BY v.day, v.announced_at, v.id LIMIT 300""",
        actor.paths(*permissions.KEEPERS),
        actor.id,
    )
    return [_view(actor, one) for one in found]


async def visitor(actor: Actor, code: str) -> VisitorView:
    """By the code on the visitor's phone. Hidden (404) from all but the park's people and the host. One statement."""
    one = await row(
        f"SELECT {COLUMNS} FROM {JOINS} WHERE v.code = $3 AND ({ALL_OF_PARK} OR v.host = $2)",
        actor.paths(*permissions.KEEPERS),
        actor.id,
        code,
    )
    return _view(actor, one) if one else hidden()


@dataclass(frozen=True, slots=True)
class Hosting:
    """A park with the reader's companies in it; without any, the park itself is the host."""

    park_id: UUID
    park: Bilingual
    company_id: UUID | None
    company: Bilingual | None


async def hosting(actor: Actor) -> Sequence[Hosting]:
    """For whom the reader may announce visitors, and where. One statement."""
    found = await rows(
        f"""SELECT DISTINCT p.id, p.name::text AS park, c.id AS company_id, ({COMPANY})::text AS company, p.path
            FROM company_member m JOIN company c ON c.id = m.company
            JOIN allocation a ON a.company = c.id AND a.kind = 'lease' AND NOT a.void AND a.period @> parks_today()
            JOIN unit u ON u.id = a.unit JOIN park p ON p.id = u.park WHERE m.account_id = $2
            UNION ALL SELECT p.id, p.name::text, NULL, NULL, p.path FROM park p WHERE {ALL_OF_PARK}
            ORDER BY path, company LIMIT 200""",
        actor.paths(*permissions.KEEPERS),
        actor.id,
    )
    return [
        Hosting(one["id"], _named(one["park"]), one["company_id"], _named(one["company"]) if one["company"] else None)
        for one in found
    ]


async def visitors_due(before: date, limit: int) -> list[Due]:
    """Expected before that day; held with the person who announced them, or the company."""
    found = await rows(
        "SELECT id, host, company, day FROM visitor WHERE day < $1 ORDER BY day, id LIMIT $2", before, limit
    )
    return [
        Due(one["id"], "visitor", one["day"], tuple(each for each in (one["host"], one["company"]) if each))
        for one in found
    ]


def _named(text: str) -> Bilingual:
    return Bilingual.of(json.loads(text))


def _view(actor: Actor, one: Any) -> VisitorView:
    return VisitorView(
        id=one["id"],
        park_id=one["park_id"],
        name=one["name"],
        day=one["day"],
        park=Bilingual.of(one["park"]),
        company=Bilingual.of(one["company"]) if one["company"] else None,
        code=one["code"],
        arrived_at=one["arrived_at"],
        today=one["today"],
        at_gate=bool(permissions.may_keep_room(actor, path=one["path"])),
    )

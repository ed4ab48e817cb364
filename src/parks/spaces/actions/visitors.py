"""Visitors: announced by their hosts, met at the gate, forgotten when their term is over."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from parks.adapters import tokens
from parks.adapters.database import execute, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.spaces import permissions

AHEAD = timedelta(days=92)


async def announce_visitor(actor: Actor, park_id: UUID, *, name: str, day: date, company_id: UUID | None) -> str:
    """Answers the code that the visitor shows at the gate. The trail keeps that one was announced, not who."""
    async with tx():
        park: Any = (
            await row(
                """SELECT p.path, parks_today() AS today, ARRAY(SELECT m.company FROM company_member m
                     WHERE m.account_id = $2 AND EXISTS (SELECT FROM allocation a JOIN unit u ON u.id = a.unit
                       WHERE a.company = m.company AND u.park = p.id AND a.kind = 'lease' AND NOT a.void
                         AND a.period @> parks_today())) AS companies
                   FROM park p WHERE p.id = $1""",
                park_id,
                actor.id,
            )
            or hidden()
        )
        require(permissions.may_announce(actor, path=park["path"], companies=park["companies"], company_id=company_id))
        if day < park["today"]:
            raise Invalid(fields={"day": _("This day is over.")})
        if day > park["today"] + AHEAD:
            raise Invalid(fields={"day": _("Visitors are announced at most three months ahead.")})
        made, code = uuid7(), tokens.new_secret(18)
        await execute(
            "INSERT INTO visitor (id, park, company, host, name, day, code, announced_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now())",
            made,
            park_id,
            company_id,
            actor.id,
            name,
            day,
            code,
        )
        await audit.record(actor, "visitor announced", made, park=park_id, company=company_id, day=day)
        return code


async def note_arrival(actor: Actor, code: str) -> None:
    """At the gate. Conflict (409) on another day than the announced one; a second time changes nothing."""
    async with tx():
        found: Any = (
            await row(
                "SELECT v.id, v.day, v.arrived_at, p.path, parks_today() AS today FROM visitor v"
                " JOIN park p ON p.id = v.park WHERE v.code = $1 FOR UPDATE OF v",
                code,
            )
            or hidden()
        )
        require(permissions.may_keep_room(actor, path=found["path"]))
        if found["day"] != found["today"]:
            raise Conflict(_("This visitor was announced for {day}, not for today.", day=found["day"]))
        if found["arrived_at"] is not None:
            return
        await execute(
            "UPDATE visitor SET arrived_at = parks_now(), arrived_by = $2 WHERE id = $1", found["id"], actor.id
        )
        await audit.record(actor, "visitor arrived", found["id"])


async def erase_visitors(ids: Sequence[UUID]) -> int:
    """Answers how many."""
    return len(await rows("DELETE FROM visitor WHERE id = ANY($1) RETURNING id", list(ids)))

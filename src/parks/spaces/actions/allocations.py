"""Taking units and giving them back. The database alone decides who was first; these say it kindly (docs/adr/0040)."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.spaces import permissions
from parks.spaces.actions import requests
from parks.spaces.events import AllocationEnded, UnitLet
from parks.spaces.states import AllocationKind


async def take(
    actor: Actor,
    unit_id: UUID,
    kind: AllocationKind,
    period: Period,
    *,
    company_id: UUID | None = None,
    request_id: UUID | None = None,
    hold_until: date | None = None,
    note: str = "",
) -> UUID:
    """Any of the four ways, as a form or the API asks for one; a request tells its company by itself."""
    if company_id is None and request_id is not None:
        asked = await row("SELECT company FROM unit_request WHERE id = $1", request_id)
        company_id = asked["company"] if asked else None
    match kind:
        case AllocationKind.CLOSURE:
            return await close_unit(actor, unit_id, period, note)
        case AllocationKind.OWN_USE:
            return await use_unit(actor, unit_id, period, note)
        case AllocationKind.HOLD:
            if hold_until is None:
                raise Invalid(fields={"hold_until": _("Say until which day the unit is held.")})
            midnight = datetime.combine(hold_until + timedelta(days=1), time(), clock.BEIJING)
            return await hold(
                actor,
                unit_id,
                period,
                expires_at=midnight,
                company_id=company_id,
                request_id=request_id,
                note=note,
            )
        case AllocationKind.LEASE:
            if company_id is None:
                raise Invalid(fields={"request_id": _("Choose a request, or give the company's credit code.")})
            return await let(actor, unit_id, period, company_id, request_id, note)


async def let(  # noqa: PLR0917 - the order that docs/plan-issue-2.md promises
    actor: Actor, unit_id: UUID, period: Period, company_id: UUID, request_id: UUID | None = None, note: str = ""
) -> UUID:
    """A lease of one unit to one company; answers its request where there is one. Conflict (409) where it is taken.

    A hold for the very same company gives way to its lease.
    """
    async with tx():
        if request_id is not None:
            await requests.settle(actor, request_id, company_id)
        unit = await _locked(actor, unit_id)
        await _give_way(actor, unit_id, period, company_id)
        allocation_id = await _take(
            actor, unit, AllocationKind.LEASE, period, company_id=company_id, request_id=request_id, note=note
        )
        await audit.record(
            actor,
            "unit let",
            unit_id,
            allocation=allocation_id,
            company=company_id,
            request=request_id,
            starts=period.start,
            ends=period.until,
        )
        await announce(UnitLet(allocation_id))
        return allocation_id


async def hold(
    actor: Actor,
    unit_id: UUID,
    period: Period,
    *,
    expires_at: datetime,
    company_id: UUID | None = None,
    request_id: UUID | None = None,
    note: str = "",
) -> UUID:
    """Keep a unit free for somebody until `expires_at`; after that anyone may take it."""
    async with tx():
        unit = await _locked(actor, unit_id)
        if expires_at <= await clock.now():
            raise Invalid(fields={"hold_until": _("A hold ends in the future. Choose a later day.")})
        await _give_way(actor, unit_id, period)
        allocation_id = await _take(
            actor,
            unit,
            AllocationKind.HOLD,
            period,
            company_id=company_id,
            request_id=request_id,
            expires_at=expires_at,
            note=note,
        )
        await audit.record(
            actor,
            "unit held",
            unit_id,
            allocation=allocation_id,
            company=company_id,
            starts=period.start,
            ends=period.until,
            expires_at=expires_at,
        )
        return allocation_id


async def close_unit(actor: Actor, unit_id: UUID, period: Period, reason: str) -> UUID:
    """Nobody can use it: repairs, inspection, works."""
    return await _keep(actor, unit_id, AllocationKind.CLOSURE, period, reason)


async def use_unit(actor: Actor, unit_id: UUID, period: Period, reason: str) -> UUID:
    """The park uses it itself."""
    return await _keep(actor, unit_id, AllocationKind.OWN_USE, period, reason)


ACTS = {AllocationKind.CLOSURE: "unit closed", AllocationKind.OWN_USE: "unit taken for own use"}


async def _keep(actor: Actor, unit_id: UUID, kind: AllocationKind, period: Period, reason: str) -> UUID:
    async with tx():
        unit = await _locked(actor, unit_id)
        if not reason.strip():
            raise Invalid(fields={"note": _("Say why, so that the next reader knows.")})
        await _give_way(actor, unit_id, period)
        allocation_id = await _take(actor, unit, kind, period, note=reason)
        await audit.record(
            actor,
            ACTS[kind],
            unit_id,
            allocation=allocation_id,
            starts=period.start,
            ends=period.until,
            reason=reason,
        )
        return allocation_id


async def end(actor: Actor, allocation_id: UUID, on: date, reason: str) -> None:
    """`on` is the first day that no longer belongs to it; on or before its first day nothing of it is left (void)."""
    async with tx():
        # The unit first, as every writer does; then what the allocation is by now.
        unit_id = await value("SELECT unit FROM allocation WHERE id = $1", allocation_id) or hidden()
        await _locked(actor, unit_id)
        (now,) = await rows("SELECT kind, starts, ends, void FROM allocation WHERE id = $1", allocation_id)
        if not reason.strip():
            raise Invalid(fields={"reason": _("Say why, so that the next reader knows.")})
        if now["void"] or (now["ends"] is not None and now["ends"] <= on):
            raise Conflict(_("This has already ended by then. Reload the page to see how it stands."))
        void = on <= now["starts"]
        await rows(
            "UPDATE allocation SET void = $2, ends = CASE WHEN $2 THEN ends ELSE $3 END, end_reason = $4 WHERE id = $1",
            allocation_id,
            void,
            on,
            reason,
        )
        await audit.record(
            actor,
            "allocation ended",
            unit_id,
            allocation=allocation_id,
            kind=now["kind"],
            before=now["ends"],
            after=None if void else on,
            void=void,
            reason=reason,
        )
        await announce(AllocationEnded(allocation_id))


async def _locked(actor: Actor, unit_id: UUID) -> Any:
    """The unit, locked against every other taker, once this actor may let it."""
    unit = await row(
        "SELECT u.id, u.code, u.valid_from, u.valid_until, p.path FROM unit u JOIN park p ON p.id = u.park"
        " WHERE u.id = $1 FOR NO KEY UPDATE OF u",
        unit_id,
    )
    if unit is None:
        hidden()
    require(permissions.may_let(actor, path=unit["path"]))
    return unit


async def _give_way(actor: Actor, unit_id: UUID, period: Period, company_id: UUID | None = None) -> None:
    """Holds in the way that have run out, or that were kept for the very company that now takes the unit."""
    gone = await rows(
        "UPDATE allocation SET void = TRUE,"
        " end_reason = CASE WHEN expires_at <= parks_now() THEN 'expired' ELSE 'let' END"
        " WHERE unit = $1 AND kind = 'hold' AND NOT void AND period && daterange($2, $3)"
        " AND (expires_at <= parks_now() OR company = $4) RETURNING id, expires_at, end_reason",
        unit_id,
        period.start,
        period.until,
        company_id,
    )
    for one in gone:
        await audit.record(actor, "hold gave way", unit_id, allocation=one["id"], reason=one["end_reason"])


async def _take(
    actor: Actor,
    unit: Any,
    kind: AllocationKind,
    period: Period,
    *,
    company_id: UUID | None = None,
    request_id: UUID | None = None,
    expires_at: datetime | None = None,
    note: str = "",
) -> UUID:
    """The one INSERT of the house into `allocation`; what the database refuses is told in a sentence.

    Where any day is taken the exclusion constraint lets nothing in, and the same statement tells which days.
    """
    try:
        (made,) = await rows(
            """WITH made AS (
                 INSERT INTO allocation (id, unit, kind, company, request, starts, ends, expires_at, note, made_by,
                   made_at, void, end_reason)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, parks_now(), FALSE, '')
                 ON CONFLICT DO NOTHING RETURNING id)
               SELECT (SELECT id FROM made) AS id, t.first, t.last FROM (VALUES (1)) AS one
               LEFT JOIN LATERAL (SELECT greatest(a.starts, $6) AS first, least(a.ends, $7::date) - 1 AS last
                 FROM allocation a WHERE a.unit = $2 AND NOT a.void AND a.period && daterange($6, $7)
                 ORDER BY a.starts LIMIT 1) t ON TRUE""",
            uuid7(),
            unit["id"],
            kind,
            company_id,
            request_id,
            period.start,
            period.until,
            expires_at,
            note,
            actor.id,
        )
    except asyncpg.CheckViolationError as refusal:
        raise _refused(unit, refusal.constraint_name) from None
    except asyncpg.ForeignKeyViolationError:
        raise Invalid(fields={"company_id": _("This company is not known.")}) from None
    if made["id"] is None:
        raise Conflict(_taken(unit["code"], made["first"], made["last"]))
    allocation_id: UUID = made["id"]
    return allocation_id


def _taken(code: str, first: date, last: date | None) -> Text:
    """On which of the asked days it is taken; never by whom."""
    if last is None:
        return _("Unit {code} is taken from {first} on. Choose earlier days or another unit.", code=code, first=first)
    return _(
        "Unit {code} is taken on some of these days: {first} to {last}. Choose other days or another unit.",
        code=code,
        first=first,
        last=last,
    )


def _refused(unit: Any, constraint: str | None) -> Invalid:
    match constraint:
        case "allocation_unit_is_let":
            said = _("Unit {code} is booked by the hour. It cannot be let or held.", code=unit["code"])
        case "allocation_within_unit_life" if unit["valid_until"] is None:
            said = _(
                "Unit {code} is in use from {day} on. Choose later days.", code=unit["code"], day=unit["valid_from"]
            )
        case "allocation_within_unit_life":
            said = _(
                "Unit {code} is in use from {first} to {last}. Choose days between them.",
                code=unit["code"],
                first=unit["valid_from"],
                last=Period(unit["valid_from"], unit["valid_until"]).last_day,
            )
        case _:
            said = _("This request is another company's or another park's.")
    return Invalid(said, fields={"start": said})

"""What every taking of a unit shares: the lock, what gives way, the lease, the one INSERT (docs/adr/0040, 0084)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters.bus import announce
from parks.adapters.database import row, rows
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.period import Period
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.spaces import permissions
from parks.spaces.events import OfferExpired, UnitLet
from parks.spaces.states import AllocationKind, OfferOutcome


async def locked(actor: Actor, unit_id: UUID) -> Any:
    """The unit, locked against every other taker, once this actor may let it."""
    unit = await locked_unit(unit_id)
    require(permissions.may_let(actor, path=unit["path"]))
    return unit


async def locked_unit(unit_id: UUID) -> Any:
    """The unit, locked against every other taker. Hidden (404) where there is none."""
    unit = await row(
        "SELECT u.id, u.code, u.features, u.valid_from, u.valid_until, p.path FROM unit u JOIN park p ON p.id = u.park"
        " WHERE u.id = $1 FOR NO KEY UPDATE OF u",
        unit_id,
    )
    return unit or hidden()


async def lock_units(request_id: UUID, unit_id: UUID | None = None) -> None:
    """The unit and those that are offered for the request, in one order for everybody; the request is locked before.

    Always before a row of `allocation` is written: an UPDATE takes its row first and its trigger the unit after.
    """
    await rows(
        "SELECT u.id FROM unit u WHERE u.id = $1 OR u.id IN (SELECT a.unit FROM allocation a"
        " WHERE a.request = $2 AND a.kind = 'offer' AND NOT a.void) ORDER BY u.id FOR NO KEY UPDATE",
        unit_id,
        request_id,
    )


async def lock_all(unit_ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Units by their ids, all locked, in the one order for everybody; those that there are not are left out."""
    found = await rows(
        "SELECT u.id, u.code, u.park, u.valid_from, u.valid_until, p.path FROM unit u JOIN park p ON p.id = u.park"
        " WHERE u.id = ANY($1::uuid[]) ORDER BY u.id FOR NO KEY UPDATE OF u",
        list(unit_ids),
    )
    return {one["id"]: one for one in found}


async def give_way(
    actor: Actor, unit_id: UUID, period: Period, company_id: UUID | None = None, *, for_lease: bool = False
) -> None:
    """What has run out, holds for the very company that now takes the unit, and before its lease its offers too.

    A hold keeps the days on which it stood, so that the figures of those days stay (docs/adr/0085); an offer is void.
    """
    gone = await rows(
        """UPDATE allocation a SET void = g.gone,
             ends = CASE WHEN g.gone THEN a.ends ELSE least(a.ends, g.stood_until) END,
             end_reason = CASE WHEN a.expires_at <= parks_now() THEN 'expired' ELSE 'let' END,
             outcome = CASE WHEN a.kind = 'hold' THEN '' WHEN a.expires_at <= parks_now() THEN 'expired'
               ELSE 'withdrawn' END
           FROM (SELECT o.id, s.stood_until, o.kind = 'offer' OR s.stood_until <= o.starts AS gone FROM allocation o
             CROSS JOIN LATERAL (SELECT least($2, parks_today(),
               (o.expires_at AT TIME ZONE 'Asia/Shanghai')::date) AS stood_until) s
             WHERE o.unit = $1 AND o.kind IN ('hold', 'offer') AND NOT o.void AND o.period && daterange($2, $3)
               AND (o.expires_at <= parks_now() OR (o.company = $4 AND (o.kind = 'hold' OR $5)))) g
           WHERE a.id = g.id RETURNING a.id, a.unit, a.kind, a.request, a.end_reason, a.outcome""",
        unit_id,
        period.start,
        period.until,
        company_id,
        for_lease,
    )
    await _told_of(actor, gone)


async def lay_down_offers(actor: Actor, request_id: UUID, reason: str) -> None:
    """Every offer that stands for a request ends with it: expired ones as expired, the others as withdrawn.

    The caller has locked the request and the units (`lock_units`).
    """
    gone = await rows(
        "UPDATE allocation SET void = TRUE,"
        " end_reason = CASE WHEN expires_at <= parks_now() THEN 'expired' ELSE $2 END,"
        " outcome = CASE WHEN expires_at <= parks_now() THEN 'expired' ELSE 'withdrawn' END"
        " WHERE request = $1 AND kind = 'offer' AND NOT void"
        " RETURNING id, unit, kind, request, end_reason, outcome",
        request_id,
        reason,
    )
    await _told_of(actor, gone)


async def _told_of(actor: Actor, gone: Sequence[Any]) -> None:
    for one in gone:
        act = "hold gave way" if one["kind"] == AllocationKind.HOLD else "offer ended"
        await audit.record(actor, act, one["unit"], allocation=one["id"], reason=one["end_reason"])
        if one["outcome"] == OfferOutcome.EXPIRED:
            await announce(OfferExpired(one["id"]))


async def lease(
    actor: Actor,
    unit: Any,
    period: Period,
    company_id: UUID,
    *,
    request_id: UUID | None = None,
    note: str = "",
    follows: UUID | None = None,
) -> UUID:
    """The one way to a lease, whoever asks: a page, the API, an offer that was accepted, a move. The unit is locked."""
    await give_way(actor, unit["id"], period, company_id, for_lease=True)
    allocation_id = await insert(
        actor,
        unit,
        AllocationKind.LEASE,
        period,
        company_id=company_id,
        request_id=request_id,
        note=note,
        follows=follows,
    )
    await audit.record(
        actor,
        "unit let",
        unit["id"],
        allocation=allocation_id,
        company=company_id,
        request=request_id,
        starts=period.start,
        ends=period.until,
    )
    await announce(UnitLet(allocation_id))
    return allocation_id


async def insert(
    actor: Actor,
    unit: Any,
    kind: AllocationKind,
    period: Period,
    *,
    company_id: UUID | None = None,
    request_id: UUID | None = None,
    expires_at: datetime | None = None,
    note: str = "",
    follows: UUID | None = None,
) -> UUID:
    """The one INSERT of the house into `allocation`; what the database refuses is told in a sentence.

    Where any day is taken the exclusion constraint lets nothing in, and the same statement tells which days.
    """
    try:
        (made,) = await rows(
            """WITH made AS (
                 INSERT INTO allocation (id, unit, kind, company, request, starts, ends, expires_at, note, made_by,
                   follows, made_at, void, end_reason)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, parks_now(), FALSE, '')
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
            follows,
        )
    except asyncpg.CheckViolationError as refusal:
        raise refused(unit, refusal.constraint_name) from None
    except asyncpg.ForeignKeyViolationError:
        raise Invalid(fields={"company_id": _("This company is not known.")}) from None
    if made["id"] is None:
        raise Conflict(taken(unit["code"], made["first"], made["last"]))
    allocation_id: UUID = made["id"]
    return allocation_id


def taken(code: str, first: date, last: date | None) -> Text:
    """On which of the asked days it is taken; never by whom."""
    if last is None:
        return _("Unit {code} is taken from {first} on. Choose earlier days or another unit.", code=code, first=first)
    return _(
        "Unit {code} is taken on some of these days: {first} to {last}. Choose other days or another unit.",
        code=code,
        first=first,
        last=last,
    )


def refused(unit: Any, constraint: str | None) -> Invalid:
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

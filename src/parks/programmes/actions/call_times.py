"""Until when a call takes what: more time for one company, a later closing, and a look into a sealed call."""

from datetime import datetime
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text, _
from parks.programmes import permissions
from parks.programmes.events import CallExtended, CallPeeked, CallReopened
from parks.programmes.states import CALL_LIFE, CallMove, CallState

PEEK = "1 hour"
"""How long a look into a sealed call stays open; whoever needs longer says why again."""


async def extend(actor: Actor, call_id: UUID, company_id: UUID, until: datetime, reason: str) -> UUID:
    """More time for one company, whether or not the others' time is over. Never less than it has already.

    Conflict (409) where the call was closed by hand: reopen it first.
    """
    async with tx():
        call = await _locked(actor, call_id)
        if call["state"] != CallState.OPEN:
            raise Conflict(_("This call is not open. Reopen it first; then one company can have more time."))
        uscc = await value("SELECT uscc FROM company WHERE id = $1", company_id) or hidden()
        has = await value("SELECT call_deadline($1, $2)", call_id, company_id)
        wrong = _reasoned(reason)
        if until.tzinfo is None:
            wrong["until"] = _("Say the time zone as well.")
        elif until <= max(has, await clock.now()):
            wrong["until"] = _("This company has time until {at} already: name a later moment.", at=has)
        if wrong:
            raise Invalid(fields=wrong)
        made = uuid7()
        await execute(
            "INSERT INTO call_extension (id, call, company, until, reason, by, by_name, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now())",
            made,
            call_id,
            company_id,
            until,
            reason.strip(),
            actor.id,
            actor.name,
        )
        await audit.record(actor, "call extended", call_id, company=uscc, until=until, before=has, reason=reason)
        await announce(CallExtended(call_id, company_id))
    return made


async def reopen_call(actor: Actor, call_id: UUID, until: datetime, reason: str) -> None:
    """Take applications again until a later moment, for a reason. Conflict (409) once the experts have been asked."""
    async with tx():
        call = await _locked(actor, call_id)
        state = CALL_LIFE.after(CallState(call["state"]), CallMove.REOPEN)
        has = await value("SELECT call_last_deadline($1)", call_id)
        now = await clock.now()
        wrong = _reasoned(reason)
        if until.tzinfo is None:
            wrong["until"] = _("Say the time zone as well.")
        elif until <= now or (call["state"] == CallState.OPEN and until <= has):
            wrong["until"] = _("Name a moment that is still to come, and later than the closing.")
        if wrong:
            raise Invalid(fields=wrong)
        if await value("SELECT EXISTS (SELECT FROM selection WHERE call = $1)", call_id):
            raise Conflict(_("The experts have been asked already: this call cannot be reopened."))
        await execute("UPDATE call SET state = $2, reopened_until = $3 WHERE id = $1", call_id, state.value, until)
        await audit.record(actor, "call reopened", call_id, until=until, before=has, reason=reason.strip())
        await announce(CallReopened(call_id))


async def peek(actor: Actor, call_id: UUID, reason: str) -> datetime:
    """Look into a sealed call before it closes; answers until when. It is on the trail, and the auditors are told."""
    async with tx():
        call = await row(
            "SELECT c.id, o.path, c.sealed AND c.state = 'open' AND parks_now() < call_last_deadline(c.id) AS closed"
            " FROM call c JOIN organisation o ON o.id = c.organisation WHERE c.id = $1",
            call_id,
        )
        found: asyncpg.Record = call or hidden()
        require(permissions.may_peek(actor, path=found["path"]))
        if not found["closed"]:
            raise Conflict(_("This call is not sealed now: what was applied for is in the work list."))
        wrong = _reasoned(reason)
        if wrong:
            raise Invalid(fields=wrong)
        made = uuid7()
        until: datetime = await value(
            f"INSERT INTO call_peek (id, call, by, reason, at, until)"
            f" VALUES ($1, $2, $3, $4, parks_now(), parks_now() + interval '{PEEK}') RETURNING until",
            made,
            call_id,
            actor.id,
            reason.strip(),
        )
        await audit.record(actor, "call peeked", call_id, reason=reason.strip(), until=until)
        await announce(CallPeeked(call_id, made))
    return until


def _reasoned(reason: str) -> dict[str, Text]:
    return {} if reason.strip() else {"reason": _("Say why: it is kept, and others read it.")}


async def _locked(actor: Actor, call_id: UUID) -> asyncpg.Record:
    found = await row(
        "SELECT c.id, c.state, c.closes_at, o.path FROM call c JOIN organisation o ON o.id = c.organisation"
        " WHERE c.id = $1 FOR NO KEY UPDATE OF c",
        call_id,
    )
    call: asyncpg.Record = found or hidden()
    require(permissions.may_run_calls(actor, path=call["path"]))
    return call

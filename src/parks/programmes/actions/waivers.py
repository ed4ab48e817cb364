"""Waivers: asked for by an officer at whose desk the application is read, decided by the officer who runs the call."""

from uuid import UUID

import asyncpg

from parks.adapters.bus import announce
from parks.adapters.database import execute, row, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import permissions
from parks.programmes.events import WaiverAsked, WaiverDecided
from parks.programmes.queries.scope import visible_to
from parks.programmes.states import OVER, ApplicationState


async def ask(actor: Actor, application_id: UUID, rule: str, reason: str) -> UUID:
    """Ask that one rule shall not count for this application. Conflict (409) where that was asked or granted already.

    Hidden (404) to who does not see the application; Invalid where the rule is no condition of its call.
    """
    async with tx():
        seen, values = visible_to(actor)
        found = await row(
            "SELECT a.id, a.applicant, a.path, a.state, c.rules FROM application a JOIN call c ON c.id = a.call"
            f" WHERE {seen} AND a.id = ${len(values) + 1} FOR UPDATE OF a",
            *values,
            application_id,
        )
        application: asyncpg.Record = found or hidden()
        require(permissions.may_ask_waiver(actor, applicant_id=application["applicant"], path=application["path"]))
        if ApplicationState(application["state"]) in OVER:
            raise Conflict(_("This application is decided: no rule of it can be waived now."))
        wrong = {}
        if rule not in {one["id"] for one in application["rules"] if one["gate"]}:
            wrong["rule"] = _("Say which rule shall not count.")
        if not reason.strip():
            wrong["reason"] = _("Say why: it is kept, and others read it.")
        if wrong:
            raise Invalid(fields=wrong)
        made = uuid7()
        try:
            async with tx():
                await execute(
                    "INSERT INTO waiver (id, application, rule, reason, asked_by, asked_by_name, asked_at, state, text,"
                    " decided_by_name) VALUES ($1, $2, $3, $4, $5, $6, parks_now(), 'asked', '', '')",
                    made,
                    application_id,
                    rule,
                    reason.strip(),
                    actor.id,
                    actor.name,
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(_("This has been asked for this rule already.")) from error
        await audit.record(actor, "waiver asked", application_id, rule=rule, reason=reason.strip())
        await announce(WaiverAsked(made))
    return made


async def decide(actor: Actor, waiver_id: UUID, *, granted: bool, text: str) -> None:
    """Decide it once, in words that are kept. Never by who asked, nor in a case of one's own."""
    async with tx():
        found = await row(
            "SELECT w.id, w.application, w.rule, w.state, w.asked_by, a.applicant, o.path FROM waiver w"
            " JOIN application a ON a.id = w.application JOIN call c ON c.id = a.call"
            " JOIN organisation o ON o.id = c.organisation WHERE w.id = $1 FOR UPDATE OF w",
            waiver_id,
        )
        waiver: asyncpg.Record = found or hidden()
        require(
            permissions.may_decide_waiver(
                actor, path=waiver["path"], asked_by=waiver["asked_by"], applicant_id=waiver["applicant"]
            )
        )
        if waiver["state"] != "asked":
            raise Conflict(_("This has been decided already."))
        if not text.strip():
            raise Invalid(fields={"text": _("Say why: it is kept, and others read it.")})
        state = "granted" if granted else "refused"
        await execute(
            "UPDATE waiver SET state = $2, text = $3, decided_by = $4, decided_by_name = $5, decided_at = parks_now()"
            " WHERE id = $1",
            waiver_id,
            state,
            text.strip(),
            actor.id,
            actor.name,
        )
        await audit.record(actor, f"waiver {state}", waiver["application"], rule=waiver["rule"], decision=text.strip())
        await announce(WaiverDecided(waiver_id))

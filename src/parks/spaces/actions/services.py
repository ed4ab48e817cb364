"""What a tenant asks of the park: asked, taken on, closed, rated or asked anew. Every step leaves its line."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from parks.adapters.database import execute, row, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reference import queries as reference
from parks.reference.rules.working_days import Deadline
from parks.spaces import permissions
from parks.spaces.rules.services import MOST_DAYS, promised
from parks.spaces.states import SERVICE_LIFE, ServiceKind, ServiceMove, ServiceState, ServiceStep

PARK = """SELECT p.path, parks_today() AS today,
    (SELECT s.working_days FROM service_promise s WHERE s.park = p.id AND s.kind = $3) AS days,
    ARRAY(SELECT m.company FROM company_member m WHERE m.account_id = $2 AND EXISTS (SELECT FROM allocation a
      JOIN unit u ON u.id = a.unit WHERE a.company = m.company AND u.park = p.id AND a.kind = 'lease' AND NOT a.void
        AND a.period @> parks_today())) AS companies,
    (SELECT u.id FROM unit u JOIN allocation a ON a.unit = u.id WHERE u.park = p.id AND upper(u.code) = upper($4)
      AND a.company = $5 AND a.kind = 'lease' AND NOT a.void AND a.period @> parks_today()) AS unit
  FROM park p WHERE p.id = $1"""


async def ask_service(
    actor: Actor, park_id: UUID, company_id: UUID, *, kind: ServiceKind, words: str, unit: str = ""
) -> UUID:
    """For a company with space in the park. `unit` is the code of one that it has; empty: not about a unit."""
    async with tx():
        park: Any = await row(PARK, park_id, actor.id, kind, unit, company_id) or hidden()
        require(permissions.may_ask_service(companies=park["companies"], company_id=company_id))
        if unit and park["unit"] is None:
            raise Invalid(fields={"unit": _("The company has no unit of this number in this park.")})
        due = await _due(park["today"], park["days"])
        made = uuid7()
        await execute(
            "INSERT INTO service_request (id, park, company, unit, kind, words, state, asked_by, asked_at, due,"
            " provisional) VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7, parks_now(), $8, $9)",
            made,
            park_id,
            company_id,
            park["unit"],
            kind,
            words,
            actor.id,
            due.day if due else None,
            due.provisional if due else False,
        )
        await _step(actor, made, ServiceStep.ASKED, words, due=due)
        await audit.record(actor, "service asked for", made, park=park_id, company=company_id, kind=kind)
        return made


async def answer_service(actor: Actor, request_id: UUID, *, words: str, done: bool) -> None:
    """The park takes it on with a word of what happens next, or closes it with what was done."""
    async with tx():
        found = await _locked(actor, request_id)
        require(permissions.may_serve(actor, path=found["path"]))
        state = _after(found, ServiceMove.CLOSE if done else ServiceMove.TAKE)
        await execute(
            "UPDATE service_request SET state = $2, closed_at = CASE WHEN $3 THEN parks_now() END WHERE id = $1",
            request_id,
            state,
            done,
        )
        await _step(actor, request_id, ServiceStep.CLOSED if done else ServiceStep.TAKEN, words)
        await audit.record(actor, "service closed" if done else "service taken on", request_id)


async def rate_service(actor: Actor, request_id: UUID, *, rating: int, words: str = "") -> None:
    """One to five, by the tenant, of what is closed. A later rating stands instead; both stay in the steps."""
    async with tx():
        found = await _locked(actor, request_id)
        require(permissions.may_rate_service(actor, members=found["members"]))
        _after(found, ServiceMove.RATE)
        if not 1 <= rating <= 5:
            raise Invalid(fields={"rating": _("Choose from one to five.")})
        await execute("UPDATE service_request SET rating = $2 WHERE id = $1", request_id, rating)
        await _step(actor, request_id, ServiceStep.RATED, words, rating=rating)
        await audit.record(actor, "service rated", request_id, rating=rating)


async def reopen_service(actor: Actor, request_id: UUID, reason: str) -> None:
    """It is not done after all: it stands in the queue again, with a day promised from today and no rating."""
    async with tx():
        found = await _locked(actor, request_id)
        require(permissions.may_rate_service(actor, members=found["members"]))
        state = _after(found, ServiceMove.REOPEN)
        due = await _due(found["today"], found["days"])
        await execute(
            "UPDATE service_request SET state = $2, due = $3, provisional = $4, closed_at = NULL, rating = NULL"
            " WHERE id = $1",
            request_id,
            state,
            due.day if due else None,
            due.provisional if due else False,
        )
        await _step(actor, request_id, ServiceStep.REOPENED, reason, due=due)
        await audit.record(actor, "service asked for again", request_id, reason=reason)


async def set_promises(actor: Actor, park_id: UUID, promises: Mapping[ServiceKind, int | None]) -> None:
    """In how many working days the park answers each kind, from the next request on; None promises no day. Kinds
    that are not named stay as they are. What is asked already keeps its day.
    """
    async with tx():
        park: Any = await row("SELECT path FROM park WHERE id = $1 FOR NO KEY UPDATE", park_id) or hidden()
        require(permissions.may_serve(actor, path=park["path"]))
        for kind, days in promises.items():
            if days is not None and not 1 <= days <= MOST_DAYS:
                raise Invalid(fields={kind: _("From 1 to {n} working days.", n=MOST_DAYS)})
            if days is None:
                await execute("DELETE FROM service_promise WHERE park = $1 AND kind = $2", park_id, kind)
            else:
                await execute(
                    "INSERT INTO service_promise (id, park, kind, working_days) VALUES ($1, $2, $3, $4)"
                    " ON CONFLICT (park, kind) DO UPDATE SET working_days = EXCLUDED.working_days",
                    uuid7(),
                    park_id,
                    kind,
                    days,
                )
        await audit.record(
            actor, "service times promised", park_id, **{str(kind): days for kind, days in promises.items()}
        )


async def _due(today: date, days: int | None) -> Deadline | None:
    """The calendar reaches far enough for the longest holidays on the way."""
    if days is None:
        return None
    return promised(today, days, await reference.calendar(today, days * 3 + 30))


async def _locked(actor: Actor, request_id: UUID) -> Any:
    """Hidden (404) from all but the tenant and who reads over the park."""
    found = await row(
        """SELECT s.id, s.state, p.path, parks_today() AS today,
             (SELECT o.working_days FROM service_promise o WHERE o.park = s.park AND o.kind = s.kind) AS days,
             ARRAY(SELECT m.account_id FROM company_member m WHERE m.company = s.company) AS members
           FROM service_request s JOIN park p ON p.id = s.park WHERE s.id = $1 FOR UPDATE OF s""",
        request_id,
    )
    if found is None or not (actor.id in found["members"] or permissions.may_read_all(actor, path=found["path"])):
        hidden()
    return found


def _after(found: Any, move: ServiceMove) -> ServiceState:
    return SERVICE_LIFE.after(ServiceState(found["state"]), move)


async def _step(
    actor: Actor,
    request_id: UUID,
    step: ServiceStep,
    words: str,
    *,
    rating: int | None = None,
    due: Deadline | None = None,
) -> None:
    await execute(
        "INSERT INTO service_step (id, request, step, words, rating, due, by, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now())",
        uuid7(),
        request_id,
        step,
        words,
        rating,
        due.day if due else None,
        actor.id,
    )

"""The public notice of a selection, its supplements, and the objections to it: filed, looked into, answered."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from parks.adapters import clock
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import permissions
from parks.programmes.actions import replay
from parks.programmes.events import NoticePublished, ObjectionDecided, ObjectionFiled
from parks.programmes.states import LIFE, ApplicationState, Move, ObjectionState
from parks.reference import queries as reference
from parks.reference.rules import working_days
from parks.reviews import actions as reviews
from parks.reviews import queries as reviews_queries
from parks.reviews.permissions import may_decide

LEAST_REASON = 4  # signs of a reason that says anything


CALL = """
SELECT c.id, c.cycle, c.notice_days, c.include_start_day, o.path, p.code, s.id AS selection, s.round
FROM call c JOIN organisation o ON o.id = c.organisation JOIN programme p ON p.id = c.programme
LEFT JOIN selection s ON s.call = c.id WHERE c.id = $1 FOR NO KEY UPDATE OF c
"""


async def publish_notice(actor: Actor, call_id: UUID) -> UUID:
    """Publish what is proposed, today and for the call's working days; answers the notice's id.

    The list holds company, project and tier alone (domain.md §10); with it the file is made from which anyone can
    recompute it. Conflict (409) where nothing is proposed, a notice stands already, or the proposal does not follow.
    """
    async with tx():
        call = await row(CALL, call_id) or hidden()
        require(permissions.may_run_calls(actor, path=call["path"]))
        require(may_decide(kept=await reviews_queries.kept_in(actor, call["round"])))
        if await value("SELECT 1 FROM public_notice WHERE selection = $1", call["selection"]):
            raise Conflict(_("The notice stands already; what was published is not changed."))
        entries = await _entries(call["selection"])
        if not entries:
            raise Conflict(_("Nothing is proposed yet. Propose tiers first; then they can be published."))
        notice_id, number = await _publish(actor, call, 0, entries)
        for one in entries:
            await _move(one["application"], Move.PUBLISH)
            await audit.record(actor, "application published", one["application"], notice=number, tier=one["key"])
        await replay.publish(actor, call_id, notice_id)
        await reviews.release_round(actor, call["round"])
        await announce(NoticePublished(notice_id))
    return notice_id


async def publish_supplement(actor: Actor, call_id: UUID, application_id: UUID) -> tuple[UUID, str]:
    """The notice of one who moved up, for the call's own full period from today; its id and number.

    In the open transaction of `substitutions.move_up`, which asked and has moved the application already.
    """
    call = await row(CALL, call_id) or hidden()
    part = await value("SELECT max(part) + 1 FROM public_notice WHERE selection = $1", call["selection"])
    entry = await rows(f"{ENTRY} WHERE k.application = $1 FOR UPDATE OF a", application_id)
    return await _publish(actor, call, part, entry)


async def _publish(
    actor: Actor, call: asyncpg.Record, part: int, entries: Sequence[asyncpg.Record]
) -> tuple[UUID, str]:
    today = await clock.today()
    ends = await _last_day(today, call["notice_days"], include_start=call["include_start_day"])
    notice_id = uuid7()
    number = f"{call['code'].upper()}-{call['cycle']}-GS{part + 1 if part else ''}"
    await execute(
        "INSERT INTO public_notice (id, selection, part, number, starts_on, last_day, provisional, entries,"
        " published_by, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, parks_now())",
        notice_id,
        call["selection"],
        part,
        number,
        today,
        ends.day,
        ends.provisional,
        [{"company": one["company_name"], "project": one["project_title"], "tier": one["key"]} for one in entries],
        actor.id,
    )
    await execute(
        "UPDATE selection_candidate SET notice = $2 WHERE application = ANY($1)",
        [one["application"] for one in entries],
        notice_id,
    )
    await audit.record(
        actor, "notice published", notice_id, number=number, until=ends.day, entries=len(entries), supplement=part > 0
    )
    return notice_id, number


ENTRY = (
    "SELECT k.application, a.company_name, a.project_title, t.key FROM selection_candidate k"
    " JOIN application a ON a.id = k.application JOIN call_tier t ON t.id = k.tier"
)


async def _entries(selection_id: UUID | None) -> list[asyncpg.Record]:
    return await rows(
        f"{ENTRY} WHERE k.selection = $1"
        " AND a.state = 'proposed' ORDER BY t.position, k.rank, a.number FOR UPDATE OF a",
        selection_id,
    )


async def _last_day(start: date, days: int, *, include_start: bool) -> working_days.Deadline:
    calendar = await reference.calendar(start, days * 4 + 30)
    return working_days.last_day(start, days, calendar, include_start=include_start)


async def _move(application_id: UUID, move: Move) -> None:
    state = await value("SELECT state FROM application WHERE id = $1 FOR UPDATE", application_id)
    await execute(
        "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1",
        application_id,
        LIFE.after(ApplicationState(state), move).value,
    )


async def file_objection(
    actor: Actor,
    notice_id: UUID,
    application_id: UUID,
    *,
    real_name: str,
    contact: str,
    grounds: str,
    evidence: documents.Incoming | None = None,
) -> UUID:
    """File a real-name objection to one entry while the notice stands; answers its id.

    With evidence, the caller has the actor's word that it contains no state secrets, and the file comes with the
    objection or not at all. Hidden (404) where the application is not on this notice; Forbidden (403) once its last
    day is over; Invalid (422) beside `evidence`, and the other errors of `documents.brought`.
    """
    said = (real_name, contact, grounds)
    if evidence is None:
        async with tx():
            return await _object(actor, notice_id, application_id, said, None)
    declared = await documents.declare(actor, notice_id)
    async with documents.brought(actor, evidence, declaration_id=declared, field="evidence") as taken, tx():
        stored = await documents.keep(actor, taken)
        return await _object(actor, notice_id, application_id, said, stored.id)


async def _object(
    actor: Actor, notice_id: UUID, application_id: UUID, said: tuple[str, str, str], evidence_id: UUID | None
) -> UUID:
    """In the open transaction; `said` is real name, contact and grounds."""
    notice = (
        await row(
            "SELECT n.id, n.number, n.starts_on, n.last_day FROM public_notice n"
            " JOIN selection_candidate k ON k.notice = n.id"
            " WHERE n.id = $1 AND k.application = $2 FOR UPDATE OF n",
            notice_id,
            application_id,
        )
        or hidden()
    )
    require(
        permissions.notice_stands(starts_on=notice["starts_on"], last_day=notice["last_day"], today=await clock.today())
    )
    state = await value("SELECT state FROM application WHERE id = $1 FOR UPDATE", application_id)
    if state != ApplicationState.OBJECTION:  # a second objection joins the first
        await _move(application_id, Move.OBJECT)
    objection_id = uuid7()
    filed = await value("SELECT count(*) FROM objection WHERE notice = $1", notice_id)
    number = f"{notice['number']}-Y{filed + 1}"
    await execute(
        "INSERT INTO objection (id, notice, application, number, filed_by, real_name, contact, grounds, evidence,"
        " filed_at, state, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, parks_now(), 'filed', '')",
        objection_id,
        notice_id,
        application_id,
        number,
        actor.id,
        *said,
        evidence_id,
    )
    await audit.record(actor, "objection filed", objection_id, number=number, application=application_id)
    await audit.record(actor, "objection filed", application_id, number=number)
    await announce(ObjectionFiled(objection_id))
    return objection_id


async def decide_objection(actor: Actor, objection_id: UUID, *, upheld: bool, answer: str) -> None:
    """Answer an objection. Upheld, the application leaves the notice; dismissed, it goes on when none else is open.

    Forbidden (403) to the one who filed it and to whom the call is not theirs; Conflict (409) where it is answered.
    """
    async with tx():
        found = (
            await row(
                "SELECT b.application, b.number, b.state, b.filed_by, a.applicant, o.path FROM objection b"
                " JOIN public_notice n ON n.id = b.notice JOIN selection s ON s.id = n.selection"
                " JOIN call c ON c.id = s.call JOIN organisation o ON o.id = c.organisation"
                " JOIN application a ON a.id = b.application WHERE b.id = $1 FOR UPDATE OF b",
                objection_id,
            )
            or hidden()
        )
        require(
            permissions.may_decide_objection(
                actor, path=found["path"], filed_by=found["filed_by"], applicant_id=found["applicant"]
            )
        )
        if found["state"] != ObjectionState.FILED:
            raise Conflict(_("This objection has been answered already."))
        state = ObjectionState.UPHELD if upheld else ObjectionState.DISMISSED
        await execute(
            "UPDATE objection SET state = $2, answer = $3, decided_by = $4, decided_at = parks_now() WHERE id = $1",
            objection_id,
            state.value,
            answer,
            actor.id,
        )
        await _conclude(found["application"], upheld=upheld)
        await audit.record(actor, "objection decided", objection_id, number=found["number"], outcome=state.value)
        await audit.record(
            actor, "objection decided", found["application"], number=found["number"], outcome=state.value
        )
        await announce(ObjectionDecided(objection_id))


async def _conclude(application_id: UUID, *, upheld: bool) -> None:
    state = await value("SELECT state FROM application WHERE id = $1 FOR UPDATE", application_id)
    if state != ApplicationState.OBJECTION:
        return  # another objection was upheld before: it has left the notice
    if upheld:
        await _move(application_id, Move.UPHOLD_OBJECTION)
    elif not await value("SELECT 1 FROM objection WHERE application = $1 AND state = 'filed' LIMIT 1", application_id):
        await _move(application_id, Move.DISMISS_OBJECTION)


async def unmask_contact(actor: Actor, objection_id: UUID, reason: str) -> str:
    """How to reach who objected, once: for the officer who answers it. The trail holds who looked and why."""
    found = await row(
        "SELECT b.contact, o.path FROM objection b JOIN public_notice n ON n.id = b.notice"
        " JOIN selection s ON s.id = n.selection JOIN call c ON c.id = s.call"
        " JOIN organisation o ON o.id = c.organisation WHERE b.id = $1",
        objection_id,
    )
    if found is None or not actor.holds(Role.PROGRAMME_OFFICER, found["path"]):
        hidden()
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(fields={"reason": _("Say why you need the whole number. The reason is kept.")})
    async with tx():
        await audit.record(actor, "contact unmasked", objection_id, reason=reason.strip())
    contact: str = found["contact"]
    return contact

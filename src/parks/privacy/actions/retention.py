"""Holds, and erasing what is due: proposed by one person as a dry run, carried out by another.

The database lets records go in one case alone: within the transaction that marks this report as done by a second
person (`parks_erasing()`, migrations/privacy). What was held or is no longer due in the meantime stays.
"""

from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import execute, execute_many, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.privacy import permissions, queries
from parks.privacy.states import LIFE, ReportMove, ReportState

LOCK = 7_046_541  # holds and erasures take turns: no hold comes too late by a moment


async def place_hold(actor: Actor, subject: str, reason: str) -> UUID:
    """Nothing about this application, company or person is erased from now on."""
    require(permissions.may_keep(actor))
    found = await queries.subject(actor, subject.strip())
    if found is None:
        raise Invalid(
            fields={"subject": _("This is not known. Write an application's number, a USCC or an e-mail address.")}
        )
    async with tx():
        await execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        made = uuid7()
        await execute(
            "INSERT INTO legal_hold (id, subject_id, subject_kind, label, reason, placed_by, placed_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, parks_now())",
            made,
            found.id,
            found.kind,
            found.label[:200],
            reason.strip(),
            actor.id,
        )
        await audit.record(actor, "legal hold placed", found.id, reason=reason.strip())
    return made


async def lift_hold(actor: Actor, hold_id: UUID, reason: str) -> None:
    """From now on the usual term counts again."""
    require(permissions.may_keep(actor))
    async with tx():
        found = await row(
            "UPDATE legal_hold SET lifted_by = $2, lifted_at = parks_now(), lift_reason = $3"
            " WHERE id = $1 AND lifted_at IS NULL RETURNING subject_id",
            hold_id,
            actor.id,
            reason.strip(),
        )
        await audit.record(actor, "legal hold lifted", (found or hidden())["subject_id"], reason=reason.strip())


async def propose_deletion(actor: Actor) -> UUID:
    """The dry run: what is due today, and what of it is held. Nothing is erased. Conflict (409) while one waits."""
    require(permissions.may_keep(actor))
    async with tx():
        await execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        if await row("SELECT id FROM deletion_report WHERE state = 'proposed'"):
            raise Conflict(_("A report waits already. Carry it out or drop it first."))
        found = await queries.due(await clock.today())
        stopped = await queries.held({one for _class, due in found for one in (due.id, *due.subjects)})
        made = uuid7()
        await execute("INSERT INTO deletion_report (id, made_by, made_at) VALUES ($1, $2, parks_now())", made, actor.id)
        await execute_many(
            "INSERT INTO deletion_line (id, report, record_class, record_id, label, since, held)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                (uuid7(), made, one.key, due.id, due.label[:60], due.since, bool({due.id, *due.subjects} & stopped))
                for one, due in found
            ],
        )
        await audit.record(actor, "deletion proposed", made, records=len(found))
    return made


async def drop_report(actor: Actor, report_id: UUID) -> None:
    """Not now: nothing is erased, the report stays on record."""
    require(permissions.may_keep(actor))
    async with tx():
        await _decide(actor, report_id, ReportMove.DROP)
        await audit.record(actor, "deletion dropped", report_id)


async def carry_out(actor: Actor, report_id: UUID) -> int:
    """Erase what the report names, is still due and is not held now; answers how many. All of it, or nothing."""
    async with tx():
        await execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        found = await row("SELECT made_by FROM deletion_report WHERE id = $1", report_id) or hidden()
        require(permissions.may_carry_out(actor, proposed_by=found["made_by"]))
        await _decide(actor, report_id, ReportMove.CARRY_OUT)
        listed = await rows("SELECT record_class, record_id FROM deletion_line WHERE report = $1", report_id)
        wanted = {(one["record_class"], one["record_id"]) for one in listed}
        still = [(one, due) for one, due in await queries.due(await clock.today()) if (one.key, due.id) in wanted]
        stopped = await queries.held({each for _class, due in still for each in (due.id, *due.subjects)})
        await execute("SELECT set_config('parks.erasing', $1, TRUE)", str(report_id))
        erased = 0
        for kind in queries.RETENTION:
            ids = [due.id for one, due in still if one is kind and not {due.id, *due.subjects} & stopped]
            if ids and kind.erase is not None:
                erased += await kind.erase(ids)
                await execute(
                    "UPDATE deletion_line SET erased_at = parks_now(), held = FALSE WHERE report = $1"
                    " AND record_class = $2 AND record_id = ANY($3)",
                    report_id,
                    kind.key,
                    ids,
                )
        kept = [due.id for _class, due in still if {due.id, *due.subjects} & stopped]
        await execute("UPDATE deletion_line SET held = TRUE WHERE report = $1 AND record_id = ANY($2)", report_id, kept)
        await execute("SELECT set_config('parks.erasing', '', TRUE)")
        await audit.record(actor, "deletion carried out", report_id, erased=erased, held=len(kept))
    return erased


async def _decide(actor: Actor, report_id: UUID, move: ReportMove) -> None:
    found = await row("SELECT state FROM deletion_report WHERE id = $1 FOR UPDATE", report_id) or hidden()
    await execute(
        "UPDATE deletion_report SET state = $2, decided_by = $3, decided_at = parks_now() WHERE id = $1",
        report_id,
        LIFE.after(ReportState(found["state"]), move).value,
        actor.id,
    )

"""Selection files: made and kept with their notice, handed out, and recomputed; each leaves its line in the trail."""

import asyncio
from uuid import UUID

from parks.adapters.database import execute, row, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.words import _
from parks.programmes.queries import replay as queries
from parks.programmes.rules import replay as rules
from parks.reviews.rules.replay import Report


async def publish(actor: Actor, call_id: UUID, notice_id: UUID) -> str:
    """Make the file of a notice in the transaction that publishes it; answers its hash.

    Conflict (409) where the list does not follow from marks, ranks, places and budget as they are now: such a notice
    is not published. The caller has asked whether the actor may.
    """
    data = await queries.made(call_id)
    report = rules.verify(data)
    if report.difference is not None:
        raise Conflict(
            _(
                "What is proposed no longer follows from the marks, the ranks or the budget as they are now: {why}"
                " Propose the tiers once more; then publish.",
                why=report.difference.text,
            )
        )
    await execute(
        "INSERT INTO selection_export (id, notice, hash, lines, data, made_by, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, parks_now())",
        uuid7(),
        notice_id,
        report.hash,
        report.lines,
        data,
        actor.id,
    )
    await audit.record(actor, "selection file published", notice_id, hash=report.hash, lines=report.lines)
    return report.hash


async def check(actor: Actor, call_id: UUID, notice_id: UUID) -> Report:
    """Recompute a published file here, against the hash on its notice; the arithmetic runs beside the event loop."""
    found = await queries.file(actor, call_id, notice_id)
    report = await asyncio.to_thread(rules.verify, found.data, found.hash)
    async with tx():
        await audit.record(actor, "selection file verified", notice_id, hash=report.hash, holds=report.ok)
    return report


NAMED = """
SELECT c.id, (SELECT e.data FROM selection_export e JOIN public_notice n ON n.id = e.notice
    JOIN selection s ON s.id = n.selection WHERE s.call = c.id ORDER BY n.part DESC LIMIT 1) AS data
FROM call c JOIN programme p ON p.id = c.programme
WHERE c.id::text = lower($1) OR lower(p.code || '-' || c.cycle) = lower($1)
"""


async def export(call: str) -> bytes:
    """For the command line: the last published file of a call (its code, as ISP-2027, or its id), else one made now.

    Hidden (404) where there is no such call, or its review round was not opened.
    """
    async with tx():
        found = await row(NAMED, call.strip()) or hidden()
        data: bytes = found["data"] or await queries.made(found["id"])
        await audit.record(SYSTEM, "selection file exported", found["id"], published=found["data"] is not None)
    return bytes(data)

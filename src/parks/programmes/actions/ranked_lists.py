"""Ranked lists: what an office recommends of a call in its order, signed and frozen in one act."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, Refusal, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import permissions
from parks.programmes.actions import desks, ladder
from parks.programmes.queries import ranked_lists as queries
from parks.programmes.states import Outcome


async def freeze(
    actor: Actor,
    call_id: UUID,
    organisation_id: UUID,
    order: Sequence[UUID],
    *,
    text: str,
    scores: Mapping[UUID, Decimal] | None = None,
) -> UUID:
    """Recommend these in this order, the best first, all or none; answers the list's id.

    A later list of the same office goes on with the ranks. Conflict (409) where one cannot go, with the reason.
    """
    if not order or len(set(order)) != len(order):
        raise Invalid(fields={"order": _("Put at least one application on the list, each of them once.")})
    if len(order) > ladder.MANY:
        raise Invalid(_("At most {n} applications at once. Choose fewer.", n=ladder.MANY))
    async with tx():
        office = await queries.office(call_id, organisation_id)
        require(permissions.may_rank(actor, role=office.rung.role, path=office.path))
        # One list after the other of an office: the lock of its call's row in share would not order two of them.
        await database.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"ranked_list {call_id} {organisation_id}"
        )
        candidates = {one.application_id for one in await queries.waiting(actor, office)}
        if not candidates.issuperset(order):
            hidden()
        await desks.in_order(order)
        before = (
            await database.row(
                "SELECT COALESCE(max(l.number), 0) AS number, COALESCE(max(p.rank), 0) AS rank FROM ranked_list l"
                " LEFT JOIN ranked_place p ON p.ranked_list = l.id WHERE l.call = $1 AND l.organisation = $2",
                call_id,
                organisation_id,
            )
            or hidden()
        )
        made = uuid7()
        await database.execute(
            "INSERT INTO ranked_list (id, call, organisation, level, number, officer, officer_name, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, parks_now())",
            made,
            call_id,
            organisation_id,
            office.rung.level.value,
            before["number"] + 1,
            actor.id,
            actor.name,
        )
        for rank, one in enumerate(order, start=before["rank"] + 1):
            opinion = await _sign(actor, one, text, (scores or {}).get(one))
            await database.execute(
                "INSERT INTO ranked_place (id, ranked_list, rank, application, opinion) VALUES ($1, $2, $3, $4, $5)",
                uuid7(),
                made,
                rank,
                one,
                opinion,
            )
        await audit.record(
            actor, "ranked list frozen", call_id, office=office.name, list=before["number"] + 1, order=list(order)
        )
    return made


async def _sign(actor: Actor, application_id: UUID, text: str, score: Decimal | None) -> UUID:
    try:
        return await ladder.sign(actor, application_id, Outcome.RECOMMENDED, text, score=score, listed=True)
    except Invalid as refusal:
        if "score" in refusal.fields:
            raise Invalid(fields={f"score-{application_id}": refusal.fields["score"]}) from refusal
        raise
    except Refusal as refusal:
        raise Conflict(_("Nothing was signed. {reason}", reason=refusal.reason)) from refusal

"""Who of an office reads an application. It is the office's all the same: any colleague may decide on it."""

from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.audit import actions as audit
from parks.identity import queries as identity
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.programmes.actions import desks
from parks.programmes.rules.ladder import Ladder
from parks.programmes.states import AT_LEVEL, ApplicationState, Level


async def assign(actor: Actor, application_id: UUID, person_id: UUID | None) -> None:
    """Give it to a colleague of the office whose turn it is, take it oneself, or give it back to the office (None).

    Invalid (422) where that person does not sign at this level and place.
    """
    async with tx():
        case = await desks.case(actor, application_id)
        colleagues = {one.id: one.name for one in await identity.holders(case.rung.role, case.row["path"])}
        if person_id is not None and person_id not in colleagues:
            raise Invalid(fields={"person": _("Choose a colleague who holds this office now.")})
        if person_id == case.row["applicant"]:
            raise Invalid(fields={"person": _("Nobody reads an application of their own for the office.")})
        await database.execute("UPDATE application SET assigned_to = $2 WHERE id = $1", application_id, person_id)
        await audit.record(
            actor,
            "application assigned",
            application_id,
            to=colleagues[person_id] if person_id else "",
            person=person_id,
        )


async def hand_over(person_id: UUID, organisation_id: UUID) -> int:
    """Somebody left an office: what they read there and may decide no longer falls to the office, which had it all
    along. Answers how many there were.
    """
    async with tx():
        place = await identity.organisation(organisation_id)
        found = await database.rows(
            "SELECT a.id, a.state, a.path, c.ladder, (SELECT k.level FROM correction k WHERE k.application = a.id"
            " AND k.corrected_at IS NULL) AS returned_by FROM application a JOIN call c ON c.id = a.call"
            " WHERE a.assigned_to = $1 AND starts_with(a.path, $2) ORDER BY a.id FOR UPDATE OF a",
            person_id,
            place.path,
        )
        known: dict[tuple[Role, str], bool] = {}
        fallen = 0
        for one in found:
            level = AT_LEVEL.get(ApplicationState(one["state"])) or (
                Level(one["returned_by"]) if one["returned_by"] else None
            )
            rung = Ladder.of(one["ladder"]).rung(level) if level else None
            if rung is not None:
                key = (rung.role, one["path"])
                if key not in known:
                    known[key] = person_id in {each.id for each in await identity.holders(*key)}
                if known[key]:
                    continue
            fallen += 1
            await database.execute("UPDATE application SET assigned_to = NULL WHERE id = $1", one["id"])
            await audit.record(SYSTEM, "application handed over", one["id"], left=person_id, office=place.name)
    return fallen

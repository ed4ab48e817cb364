"""An application locked on an officer's desk: found, theirs to decide now, with the office in whose name is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.identity import queries as identity
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.programmes import permissions
from parks.programmes.queries.scope import on_side, visible_to
from parks.programmes.rules.ladder import Ladder, Rung
from parks.programmes.states import AT_LEVEL, ApplicationState, Level


@dataclass(frozen=True, slots=True)
class Case:
    """An application locked for an officer whose turn it is."""

    row: asyncpg.Record
    ladder: Ladder
    rung: Rung
    office_id: UUID
    office: Bilingual

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found


async def in_order(ids: Sequence[UUID]) -> list[UUID]:
    """Lock several, and the quotas that they may take from, each kind in one fixed order: batches wait and never meet
    crosswise. Ids that there are not are left out.
    """
    found = await database.rows("SELECT id FROM application WHERE id = ANY($1) ORDER BY id FOR UPDATE", list(ids))
    await database.rows(
        "SELECT q.id FROM call_quota q JOIN organisation o ON o.id = q.organisation WHERE EXISTS (SELECT"
        " FROM application a WHERE a.id = ANY($1) AND a.call = q.call AND starts_with(a.path, o.path))"
        " ORDER BY q.id FOR UPDATE OF q",
        list(ids),
    )
    return [one["id"] for one in found]


async def take_place(of: Case) -> UUID | None:
    """One place of this office's quota, under the lock of its row; None where it has no quota and so no limit.

    The row is locked by the UPDATE, and a CHECK keeps `used` within `places` whoever writes: parallel officers can
    never pass the quota. An office without places of its own has those that its rung gives to each.
    """
    if of.rung.quota is not None:
        await database.execute(
            "INSERT INTO call_quota (id, call, organisation, level, places, used) VALUES ($1, $2, $3, $4, $5, 0)"
            " ON CONFLICT ON CONSTRAINT call_quota_one_each DO NOTHING",
            uuid7(),
            of.row["call"],
            of.office_id,
            of.rung.level.value,
            of.rung.quota,
        )
    taken: UUID | None = await database.value(
        "UPDATE call_quota SET used = used + 1 WHERE call = $1 AND organisation = $2 AND used < places RETURNING id",
        of.row["call"],
        of.office_id,
    )
    if taken is not None:
        return taken
    full = await database.row(
        "SELECT places, used FROM call_quota WHERE call = $1 AND organisation = $2", of.row["call"], of.office_id
    )
    if full is None:
        return None
    raise Conflict(
        _(
            "The quota of {office} in this call is {places}, and {used} are recommended already. Nothing was changed.",
            office=of.office,
            places=full["places"],
            used=full["used"],
        )
    )


async def move(of: Case, after: ApplicationState) -> None:
    await database.execute(
        "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1", of.id, after.value
    )


async def case(actor: Actor, application_id: UUID) -> Case:
    """Locked, seen by this officer (404), and theirs to decide now (403 with the reason; 409 where it has moved on)."""
    seen, values = visible_to(actor)
    row = await database.row(
        f"SELECT a.*, (SELECT c.ladder FROM call c WHERE c.id = a.call) AS ladder, {on_side(1)} AS own"
        f" FROM application a WHERE {seen} AND a.id = ${len(values) + 1} FOR UPDATE OF a",
        *values,
        application_id,
    )
    found: asyncpg.Record = row or hidden()
    state = ApplicationState(found["state"])
    ladder = Ladder.of(found["ladder"])
    level = AT_LEVEL.get(state) or await returned_by(application_id, state)
    rung = (ladder.rung(level) if level else None) or ladder.first
    require(
        permissions.may_decide(
            actor,
            own=found["own"],
            role=rung.role,
            path=found["path"],
            state=state,
            level=level,
            name=rung.name,
        )
    )
    seat = await office(found["path"], rung)
    return Case(found, ladder, rung, seat[0], seat[1])


async def returned_by(application_id: UUID, state: ApplicationState) -> Level | None:
    """While it is with the founder, the level that returned it may still end it when no correction comes in time."""
    if state is not ApplicationState.RETURNED_FOR_CORRECTION:
        return None
    open_one = await database.row(
        "SELECT level, due FROM correction WHERE application = $1 AND corrected_at IS NULL", application_id
    )
    if open_one is None or open_one["due"] >= await clock.today():
        return None
    return Level(open_one["level"])


async def office(path: str, rung: Rung) -> tuple[UUID, Bilingual]:
    """The organisation of this level above the application: whose quota counts and in whose name is signed."""
    found = await identity.above(path, OrganisationKind(rung.kind))
    if found is not None:
        return found.id, found.name
    raise Conflict(_("No office of this level stands above this park. The administrator can found one."))

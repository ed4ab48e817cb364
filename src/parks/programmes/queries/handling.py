"""Who reads what of an office, and what lies open where somebody leaves it."""

from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import row
from parks.identity import queries as identity
from parks.identity.queries import PersonView
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.programmes.queries.applications import ApplicationView
from parks.programmes.queries.scope import unsealed
from parks.programmes.rules.ladder import OFFICERS, SIGNERS
from parks.programmes.states import AT_LEVEL


async def colleagues(found: ApplicationView) -> list[PersonView]:
    """Who signs at the rung where it lies, the nearest office first; nobody where it waits for none."""
    rung = found.ladder.rung(found.level) if found.level else None
    return await identity.holders(rung.role, found.path) if rung else []


@dataclass(frozen=True, slots=True)
class HandOver:
    """What happens where this appointment ends. Counts and names of colleagues, and nothing of any application."""

    appointment_id: UUID
    person_id: UUID
    person: str
    role: Role
    organisation: Bilingual
    open_cases: int
    theirs: int
    successors: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"/appointments/{self.appointment_id}"


async def hand_over(actor: Actor, appointment_id: UUID) -> HandOver:
    """For the administrators of the place, who end appointments; Hidden (404) for everyone else and where it ended.

    Two statements.
    """
    found = (
        await row(
            "SELECT t.person, t.role, p.name, o.name_zh, o.name_en, o.path, x.cases, x.theirs FROM appointment t"
            " JOIN person p ON p.id = t.person JOIN organisation o ON o.id = t.organisation,"
            " LATERAL (SELECT count(*) AS cases, count(*) FILTER (WHERE a.assigned_to = t.person) AS theirs"
            " FROM application a JOIN call c ON c.id = a.call, unnest($2::text[], $3::text[]) AS s(state, level)"
            " WHERE starts_with(a.path, o.path) AND a.submitted_at IS NOT NULL AND a.state = s.state"
            f" AND {unsealed(4)}"
            " AND EXISTS (SELECT FROM jsonb_array_elements(c.ladder) r WHERE r ->> 'level' = s.level"
            " AND r ->> 'role' = t.role)) x"
            " WHERE t.id = $1 AND t.ended_at IS NULL",
            appointment_id,
            [state.value for state in AT_LEVEL],
            [level.value for level in AT_LEVEL.values()],
            actor.id,
        )
        or hidden()
    )
    if not actor.holds(Role.SYSTEM_ADMIN, found["path"]):
        hidden()
    role = Role(found["role"])
    signs = role in OFFICERS and any(role in roles for roles in SIGNERS.values())
    others = await identity.holders(role, found["path"]) if signs else []
    return HandOver(
        appointment_id=appointment_id,
        person_id=found["person"],
        person=found["name"],
        role=role,
        organisation=Bilingual(found["name_zh"], found["name_en"]),
        open_cases=found["cases"],
        theirs=found["theirs"],
        successors=tuple(one.name for one in others if one.id != found["person"]),
    )

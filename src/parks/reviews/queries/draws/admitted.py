"""Who could be admitted to a drawn panel, as the administrator sees it who may; and the round of a draw."""

from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import row, rows, value
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions


@dataclass(frozen=True, slots=True)
class Admission:
    """A drawn panel as an administrator sees it who may take somebody onto it: no proposals, no scores."""

    draw_id: UUID
    round: Bilingual
    number: int
    experts: tuple[tuple[UUID, str, str], ...]  # id, name, employer: of the pool, not on the panel


async def admission(actor: Actor, draw_id: UUID) -> Admission:
    found = await row(
        "SELECT d.id, d.number, r.title, r.path FROM expert_draw d JOIN review_round r ON r.id = d.review_round"
        " WHERE d.id = $1 AND d.state = 'revealed' AND r.path LIKE ANY($2)",
        draw_id,
        [f"{path}%" for path in actor.paths(Role.SYSTEM_ADMIN)],
    )
    if found is None:
        hidden()
    experts = await rows(
        "SELECT e.id, e.name, e.employer FROM expert e WHERE e.state = 'available'"
        " AND (starts_with($2, e.path) OR starts_with(e.path, $2))"
        " AND NOT EXISTS (SELECT FROM drawn_expert x WHERE x.draw = $1 AND x.expert = e.id)"
        " ORDER BY e.name_order, e.id LIMIT 500",
        draw_id,
        found["path"],
    )
    return Admission(
        found["id"],
        Bilingual.of(found["title"]),
        found["number"],
        tuple((one["id"], one["name"], one["employer"]) for one in experts),
    )


async def round_of(actor: Actor, draw_id: UUID) -> UUID:
    """Which round a draw belongs to, for the way back; 404 where the actor reads no such round."""
    found: UUID | None = await value(
        "SELECT d.review_round FROM expert_draw d JOIN review_round r ON r.id = d.review_round"
        " WHERE d.id = $1 AND r.path LIKE ANY($2)",
        draw_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return found or hidden()

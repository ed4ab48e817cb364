"""What a new draw of a round would stand on."""

from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.draws.pool import Terms
from parks.reviews.rules import draw as rule
from parks.reviews.states import (
    RoundState,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a new draw starts from: the round, and the live draw that it would set aside."""

    round_id: UUID
    title: Bilingual
    path: str
    seats: int
    open: bool
    can_run: bool
    live_id: UUID | None
    live_number: int | None
    constraints: rule.Constraints | None
    terms: Terms


async def ground(actor: Actor, round_id: UUID) -> Ground:
    found = await row(
        "SELECT r.id, r.title, r.path, r.seats, r.state, d.id AS live, d.number, d.constraints, d.terms"
        " FROM review_round r LEFT JOIN expert_draw d ON d.review_round = r.id AND d.state <> 'replaced'"
        " WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    return Ground(
        found["id"],
        Bilingual.of(found["title"]),
        found["path"],
        found["seats"],
        found["state"] == RoundState.OPEN,
        bool(permissions.may_run(actor, found["path"])),
        found["live"],
        found["number"],
        rule.Constraints.of(found["constraints"]) if found["constraints"] else None,
        Terms(**(found["terms"] or {})),
    )

"""What the scores of an assessment come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.actor import SYSTEM, Actor
from parks.kernel.errors import hidden
from parks.reviews.queries.conflicts import withheld
from parks.reviews.queries.rounds.scope import SHOWN_RANK, places
from parks.reviews.rules.scoring import Policy


@dataclass(frozen=True, slots=True)
class Summary:
    """What a programme shows of an assessment: how far it is, then its result."""

    assessment_id: UUID
    round_id: UUID
    code: str
    state: str
    seats: int
    scored: int
    total: Decimal | None
    plain: Decimal | None
    rank: int | None
    of: int
    scoring: Mapping[str, Any]

    @property
    def trimmed(self) -> bool:
        return self.total is not None and Policy.of(self.scoring).drops(self.seats)


SUMMARY = (
    "SELECT a.id, a.review_round, a.code, a.state, r.seats,"
    " (SELECT count(*) FROM seat s WHERE s.assessment = a.id AND s.state = 'scored') AS scored, a.total, a.plain,"
    f" {SHOWN_RANK.format(person='$2')} AS rank,"
    f" r.assessments - (SELECT count(*) FROM assessment h WHERE h.review_round = r.id AND {withheld('$2', 'h.id')})"
    " AS of, r.scoring FROM assessment a JOIN review_round r ON r.id = a.review_round"
)


async def summary(assessment_id: UUID, actor: Actor | None = None) -> Summary:
    """How an assessment stands; with an actor only where they read its round (else 404)."""
    found: Any
    if actor is None:
        found = await row(f"{SUMMARY} WHERE a.id = $1", assessment_id, SYSTEM.id)
    else:
        found = await row(
            f"{SUMMARY} WHERE a.id = $1 AND r.path LIKE ANY($3) AND NOT {withheld('$2')}",
            assessment_id,
            actor.id,
            places(actor),
        )
    return Summary(*found.values()) if found else hidden()

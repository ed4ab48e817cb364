"""Questions about marks: what the officer's form needs, what the two letters tell."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.conflicts import withheld


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom an officer asks, about which assessment; `criteria` (id, title) in the order of the sheet."""

    seat_id: UUID
    expert: str
    assessment_id: UUID
    code: str
    round_id: UUID
    round: Bilingual
    criteria: tuple[tuple[UUID, Bilingual], ...]


async def asking(actor: Actor, seat_id: UUID) -> Asking:
    """404 where the actor reads no such round or the matter is kept from them; 403 for readers who do not run it."""
    found = await row(
        "SELECT e.name, a.id AS assessment, a.code, r.id AS round_id, r.title, r.path, (SELECT jsonb_agg("
        "jsonb_build_object('id', c.id, 'title', c.title) ORDER BY c.position) FROM criterion c"
        " WHERE c.rubric = r.rubric) AS criteria FROM seat s JOIN expert e ON e.id = s.expert"
        " JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round"
        f" WHERE s.id = $1 AND r.path LIKE ANY($2) AND NOT {withheld('$3')}",
        seat_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
        actor.id,
    )
    if found is None:
        hidden()
    require(permissions.may_run(actor, found["path"]))
    return Asking(
        seat_id,
        found["name"],
        found["assessment"],
        found["code"],
        found["round_id"],
        Bilingual.of(found["title"]),
        tuple((UUID(one["id"]), Bilingual.of(one["title"])) for one in found["criteria"]),
    )


@dataclass(frozen=True, slots=True)
class QueryTold:
    """What the letters tell, and whom: the expert when asked, the officer when answered. No applicant is named."""

    expert_person: UUID
    asked_by: UUID
    expert: str
    round: Bilingual
    round_id: UUID
    code: str
    criterion: Bilingual
    closes: datetime
    seat_id: UUID
    changed: bool


async def query_told(query_id: UUID) -> QueryTold:
    """For reactions: no reader is asked."""
    found = await row(
        "SELECT e.person, q.asked_by, e.name, r.title, r.id AS round_id, a.code, c.title AS criterion, r.closes, s.id,"
        " COALESCE(q.mark_after <> q.mark, FALSE) AS changed FROM mark_query q JOIN seat s ON s.id = q.seat"
        " JOIN expert e ON e.id = s.expert JOIN criterion c ON c.id = q.criterion"
        " JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round WHERE q.id = $1",
        query_id,
    )
    if found is None:
        hidden()
    person, asked_by, expert, title, round_id, code, criterion, closes, seat_id, changed = found.values()
    return QueryTold(
        person, asked_by, expert, Bilingual.of(title), round_id, code, Bilingual.of(criterion), closes, seat_id, changed
    )

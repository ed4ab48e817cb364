"""Who could be seated on an assessment, the fittest first."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.reviews import permissions
from parks.reviews.queries import serving
from parks.reviews.queries.conflicts import reasons, withheld
from parks.reviews.queries.pool import SERVES
from parks.reviews.queries.rounds.scope import places
from parks.reviews.rules.conflicts import Barred
from parks.reviews.states import ExpertState


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert for a seat; `why_not` is the very sentence with which the action would refuse."""

    id: UUID
    name: str
    kind: str
    employer: str
    in_field: bool
    waiting: int
    why_not: Any
    title: str
    fields: tuple[str, ...]
    full: bool  # has as many seats in this round as its last assignment allowed


async def candidates(actor: Actor, assessment_id: UUID, q: str = "", limit: int = 60) -> list[Candidate]:
    """Up to `limit` of the pool: of a drawn panel first, of the field, then the least busy; refusals with reasons."""
    found = await rows(
        "SELECT e.id, e.name, e.kind, e.employer, e.state, e.fields @> ARRAY[a.field] AS in_field,"
        " (SELECT count(*) FROM seat s WHERE s.expert = e.id AND s.state IN ('offered', 'declared')) AS waiting,"
        f" {reasons('e.id')} AS reasons, e.ties_at <= a.checked_at AS checked, e.title, e.fields, d.state AS draw,"
        " COALESCE(x.state IN ('seated', 'admitted'), FALSE) AS on_panel,"
        " COALESCE((SELECT count(*) FROM seat s JOIN assessment b ON b.id = s.assessment WHERE s.expert = e.id"
        " AND b.review_round = r.id AND s.state IN ('offered', 'declared', 'scored')) >= (SELECT u.max_load FROM"
        " assignment_run u WHERE u.review_round = r.id AND u.state = 'applied' ORDER BY u.made_at DESC LIMIT 1), FALSE)"
        " AS full_up,"
        f" {serving.SERVING}"
        " FROM assessment a JOIN review_round r ON r.id = a.review_round CROSS JOIN expert e"
        " LEFT JOIN expert_draw d ON d.review_round = r.id AND d.state <> 'replaced'"
        " LEFT JOIN drawn_expert x ON x.draw = d.id AND x.expert = e.id"
        f" WHERE a.id = $2 AND r.path LIKE ANY($3) AND NOT {withheld('$6')} AND {SERVES}"
        " AND ($4 = '' OR (e.name || ' ' || e.employer || ' ' || e.title) ILIKE '%' || $4 || '%')"
        " AND NOT EXISTS (SELECT FROM seat s WHERE s.assessment = a.id AND s.expert = e.id)"
        " ORDER BY on_panel DESC, in_field DESC, waiting, e.name_order LIMIT $5",
        permissions.reads_at(actor),
        assessment_id,
        places(actor),
        q,
        limit,
        actor.id,
    )
    return [
        Candidate(
            one["id"],
            one["name"],
            one["kind"],
            one["employer"],
            one["in_field"],
            one["waiting"],
            permissions.may_seat(
                ExpertState(one["state"]),
                [Barred.of(each).reason for each in one["reasons"] or ()],
                checked=one["checked"],
            ).reason
            or serving.verdict(one).reason
            or permissions.may_seat_drawn(one["draw"], on_panel=one["on_panel"]).reason,
            one["title"],
            tuple(one["fields"]),
            one["full_up"],
        )
        for one in found
    ]

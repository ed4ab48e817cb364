"""What a panel's scores come to: closing an assessment, taking that back, and the round's ranks after either.

Ranks are written under the round's lock, so that two panels that close at once are both counted.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.adapters.bus import announce
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.verdict import require
from parks.reviews import permissions
from parks.reviews.events import AssessmentClosed, AssessmentReopened
from parks.reviews.queries.conflicts import bars, withheld
from parks.reviews.queries.criteria import SCALE, scale_of
from parks.reviews.rules.scoring import Policy, Standing, panel, ranked
from parks.reviews.states import ROUND, RoundMove, RoundState

SCORED_SEATS = (
    "SELECT s.id AS seat, c.id AS criterion, c.tie_break, m.value, "
    f"{SCALE} FROM seat s JOIN mark m ON m.seat = s.id JOIN criterion c ON c.id = m.criterion"
    " JOIN assessment a ON a.id = s.assessment"
    f" WHERE s.assessment = $1 AND s.state = 'scored' AND NOT {bars('s.expert')}"
)
"""A line a mark of each scored seat, empty where the criterion does not apply. A sealed score decides nothing."""


async def close_when_complete(actor: Actor, assessment_id: UUID, round_id: UUID, seats: int) -> bool:
    """Close the assessment once every seat has scored; the caller holds its lock."""
    found = await database.rows(SCORED_SEATS, assessment_id)
    sheets: dict[UUID, dict[UUID, Decimal | None]] = {}
    for one in found:
        sheets.setdefault(one["seat"], {})[one["criterion"]] = one["value"]
    if len(sheets) < seats:
        return False
    scales = {one["criterion"]: scale_of(one) for one in found}
    key, second = ({one["criterion"] for one in found if one["tie_break"] == place}.pop() for place in (1, 2))
    result = panel(await _lock_round(round_id), scales, sheets)
    await database.execute(
        "UPDATE assessment SET state = 'closed', plain = $2, total = $3, key_points = $4, second_points = $5,"
        " closed_at = parks_now() WHERE id = $1",
        assessment_id,
        result.plain,
        result.total,
        result.points[key],
        result.points[second],
    )
    await _rank(round_id)
    dropped = tuple(result.scores[one] for one in result.dropped)
    await audit.record(
        actor, "assessment closed", assessment_id, total=result.total, plain=result.plain, dropped=dropped
    )
    await announce(AssessmentClosed(assessment_id))
    return True


async def reopen(actor: Actor, assessment_id: UUID, round_id: UUID, reason: str) -> None:
    """A closed assessment lost a score: its result is taken back, the others are ranked anew."""
    await _lock_round(round_id)
    await database.execute(
        "UPDATE assessment SET state = 'open', plain = NULL, total = NULL, key_points = NULL, second_points = NULL,"
        " rank = NULL, closed_at = NULL WHERE id = $1",
        assessment_id,
    )
    await _rank(round_id)
    await audit.record(actor, "assessment reopened", assessment_id, reason=reason)
    await announce(AssessmentReopened(assessment_id))


async def _lock_round(round_id: UUID) -> Policy:
    """Lock the round, which is open; answers how it adds up."""
    found: Any = await database.row("SELECT state, scoring FROM review_round WHERE id = $1 FOR NO KEY UPDATE", round_id)
    ROUND.after(RoundState(found["state"]), RoundMove.CLOSE)
    return Policy.of(found["scoring"])


async def _rank(round_id: UUID) -> None:
    """Write the ranks that changed, in one statement."""
    closed = await database.rows(
        "SELECT id, total, key_points, second_points, rank FROM assessment"
        " WHERE review_round = $1 AND state = 'closed'",
        round_id,
    )
    ranks = ranked({one["id"]: Standing(one["total"], one["key_points"], one["second_points"]) for one in closed})
    moved = [(one["id"], ranks[one["id"]]) for one in closed if one["rank"] != ranks[one["id"]]]
    if moved:
        await database.execute(
            "UPDATE assessment a SET rank = n.rank FROM unnest($1::uuid[], $2::int[]) AS n(id, rank) WHERE a.id = n.id",
            [one for one, _rank_ in moved],
            [rank for _id, rank in moved],
        )


async def run_seat(actor: Actor, seat_id: UUID) -> Any | None:
    """Lock a seat and its assessment for the round's officer; None where they see no such seat."""
    found = await database.row(
        "SELECT s.state, s.assessment, s.score, a.state AS assessment_state, a.review_round, r.path"
        " FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round"
        f" WHERE s.id = $1 AND r.path LIKE ANY($2) AND NOT {withheld('$3')} FOR NO KEY UPDATE OF a, s",
        seat_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
        actor.id,
    )
    if found is not None:
        require(permissions.may_run(actor, found["path"]))
    return found

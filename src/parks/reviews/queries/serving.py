"""Whether experts of the pool take one more proposal of a round: asked by the seat, the draw and the assignment.

`SERVING` goes into a SELECT that knows the expert as `e` and the round as `r`; `verdict` reads its row.
"""

from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.verdict import Verdict
from parks.reviews import permissions

SERVING = (
    "e.term_from, e.term_until, e.capacity, (parks_now() AT TIME ZONE 'Asia/Shanghai')::date AS today,"
    " (SELECT count(*) FROM seat ts JOIN assessment ta ON ta.id = ts.assessment WHERE ts.expert = e.id"
    " AND ts.state IN ('offered', 'declared', 'scored') AND ta.review_round = r.id) AS taken,"
    " (SELECT ri.state FROM round_invitation ri WHERE ri.review_round = r.id AND ri.expert = e.id) AS answer"
)


def verdict(one: Any) -> Verdict:
    """`one`: a row that holds SERVING's columns."""
    return permissions.may_serve(
        on=one["today"],
        term_from=one["term_from"],
        term_until=one["term_until"],
        capacity=one["capacity"],
        taken=one["taken"],
        answer=one["answer"],
    )


async def locked(expert_id: UUID, round_id: UUID) -> Any | None:
    """The expert, locked until the seat is written: of two officers at once only one gives the last of a capacity.

    Two statements: what is counted is read after the lock, or the other's seat would not be seen.
    """
    found = await row("SELECT name, state, ties_at FROM expert WHERE id = $1 FOR NO KEY UPDATE", expert_id)
    if found is None:
        return None
    more = await row(
        f"SELECT {SERVING} FROM expert e CROSS JOIN review_round r WHERE e.id = $1 AND r.id = $2", expert_id, round_id
    )
    return {**found, **(more or {})}


async def who_serves(round_id: UUID) -> dict[UUID, int | None]:
    """Who of the pool may take proposals of this round now, and how many more (None: no limit), in one statement.

    Resting experts, terms that are over or not begun, and those who declined are left out; so are full ones.
    """
    found = await rows(
        f"SELECT e.id, {SERVING} FROM expert e JOIN review_round r ON r.id = $1"
        " WHERE e.state = 'available' AND (r.path LIKE e.path || '%' OR e.path LIKE r.path || '%') ORDER BY e.id",
        round_id,
    )
    return {
        one["id"]: None if one["capacity"] is None else one["capacity"] - one["taken"] for one in found if verdict(one)
    }

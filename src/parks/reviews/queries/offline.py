"""What the score form asks: every criterion of the actor's own open seats, in the order of the queue. Like the desk it
selects nothing that names anybody (docs/adr/0078).
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import anyio

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict
from parks.kernel.words import Bilingual, _
from parks.reviews.queries.conflicts import bars
from parks.reviews.queries.criteria import CONTENT, SCALE, content_of, scale_of
from parks.reviews.rules.offline import Asked, files

MOST = 1000
"""Seats in one form, the soonest first."""


async def asked(actor: Actor, seat_id: UUID | None = None) -> Sequence[Asked]:
    """One statement; of one seat alone where it is named. What is not declared, scored, past its deadline, in conflict
    or somebody else's is not among them.
    """
    found = await rows(
        f"""
        WITH mine AS (
          SELECT s.id, s.skipped_at IS NOT NULL AS skipped, a.code, a.field, a.number, r.title AS round, r.closes,
            r.rubric
          FROM seat s JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment
            JOIN review_round r ON r.id = a.review_round
          WHERE e.person = $1 AND s.state = 'declared' AND r.state = 'open' AND r.closes > parks_now()
            AND ($2::uuid IS NULL OR s.id = $2) AND NOT {bars("s.expert")}
          ORDER BY skipped, r.closes, a.number, s.id LIMIT {MOST}
        )
        SELECT w.id, w.code, w.field, w.round, w.closes, b.comment_min, c.id AS criterion, c.position, c.title, c.hint,
          {SCALE}, {CONTENT}
        FROM mine w JOIN rubric b ON b.id = w.rubric JOIN criterion c ON c.rubric = w.rubric
          LEFT JOIN mark m ON m.criterion = c.id AND m.seat = w.id
        ORDER BY w.skipped, w.closes, w.number, w.id, c.position
        """,
        actor.id,
        seat_id,
    )
    return [
        Asked(
            seat_id=one["id"],
            code=one["code"],
            field=one["field"],
            round=Bilingual.of(one["round"]),
            closes=one["closes"],
            comment_min=one["comment_min"],
            criterion_id=one["criterion"],
            position=one["position"],
            title=Bilingual.of(one["title"]),
            hint=Bilingual.of(one["hint"]),
            scale=scale_of(one),
            kept=content_of(one),
        )
        for one in found
    ]


async def score_form(
    actor: Actor, kind: str, lang: str, say: Callable[[Any], str], seat_id: UUID | None = None
) -> bytes:
    """The form of all that waits for the actor's marks, or of one seat, as `kind` txt or xlsx. Conflict (409) where
    nothing waits.
    """
    found = await asked(actor, seat_id)
    if not found:
        raise Conflict(_("There is no proposal to score now. Declare on the proposals that were offered to you first."))
    return await anyio.to_thread.run_sync(files.written, found, kind, lang, say)

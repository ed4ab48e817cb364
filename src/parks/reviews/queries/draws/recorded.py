"""The record of a draw, from which anybody replays it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.words import _
from parks.reviews import permissions
from parks.reviews.queries.draws.pool import expert_mark
from parks.reviews.rules import draw as rule
from parks.reviews.states import (
    ON_THE_PANEL,
    DrawnState,
)


async def panel(round_id: UUID) -> list[UUID] | None:
    """The round's panel in order, those whom an administrator took on last; None where no draw is live: the whole pool.

    Empty while a draw is committed to and not yet revealed.
    """
    found = await row(
        "SELECT array(SELECT x.expert FROM drawn_expert x WHERE x.draw = d.id AND x.state = ANY($2)"
        " ORDER BY x.state = 'admitted', COALESCE(x.called_turn, 0), x.place) AS experts"
        " FROM expert_draw d WHERE d.review_round = $1 AND d.state <> 'replaced'",
        round_id,
        [one.value for one in ON_THE_PANEL],
    )
    return list(found["experts"]) if found else None


RECORD = """
SELECT d.review_round, d.number, d.state, d.snapshot, d.constraints, d.secret, d.commitment, d.marks,
  CASE WHEN d.secret IS NULL THEN '' ELSE d.words END AS words,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('expert', x.expert, 'place', x.place, 'state', x.state,
    'left', x.left_turn, 'called', x.called_turn) ORDER BY x.place) FROM drawn_expert x WHERE x.draw = d.id),
    '[]'::jsonb) AS drawn
FROM expert_draw d
"""


async def record(actor: Actor, draw_id: UUID) -> dict[str, Any]:
    """All that `rules.draw.first_difference` asks for, by marks alone, and how to do without it; 409 until revealed."""
    found = await row(
        f"{RECORD} JOIN review_round r ON r.id = d.review_round WHERE d.id = $1 AND r.path LIKE ANY($2)",
        draw_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    if found is None:
        hidden()
    if found["secret"] is None:
        raise Conflict(_("The draw is not revealed. Until then there is only the published commitment."))
    return {"how": (rule.__doc__ or "").strip(), **_record(found)}


async def records(round_id: UUID) -> list[dict[str, Any]]:
    """Every draw of a round in order, for the export of a whole selection; the caller has asked who may.

    One that was never revealed has its commitment, no secret and nobody seated.
    """
    found = await rows(f"{RECORD} WHERE d.review_round = $1 ORDER BY d.number", round_id)
    return [_record(one) for one in found]


def _record(one: Any) -> dict[str, Any]:
    """`admitted` stand apart: they were not drawn. `panel` holds who was drawn or called and sits."""
    mark_of = {UUID(expert): mark for mark, expert in one["marks"].items()}
    drawn = [{**each, "expert": UUID(each["expert"])} for each in one["drawn"]]
    ours = [each for each in drawn if each["state"] != DrawnState.ADMITTED]

    def marks(lines: Sequence[Mapping[str, Any]]) -> list[str]:
        return [mark_of[line["expert"]] for line in lines]

    seats = one["constraints"]["seats"]
    sitting = [each for each in ours if each["state"] == DrawnState.SEATED]
    left = [each for each in ours if each["state"] == DrawnState.LEFT]
    return {
        "number": one["number"],
        "state": one["state"],
        "candidates": rule.Snapshot.of(one["snapshot"]).stored(),
        "constraints": one["constraints"],
        "secret": one["secret"],
        "words": one["words"],
        "commitment": one["commitment"],
        "seated": marks([each for each in ours if each["place"] <= seats]),
        "backups": marks([each for each in ours if each["place"] > seats]),
        "left": marks(sorted(left, key=lambda each: each["left"])),
        "panel": marks(sorted(sitting, key=lambda each: (each["called"] or 0, each["place"]))),
        "admitted": [
            expert_mark(one["review_round"], each["expert"]) for each in drawn if each["state"] == DrawnState.ADMITTED
        ],
    }

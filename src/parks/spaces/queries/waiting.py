"""A park's waiting list as it acts: its settings, and what it would offer next to whom and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.spaces import permissions
from parks.spaces.queries.planning import units_ahead
from parks.spaces.queries.requests import COLUMNS, JOINS, OFFERED, RequestView, view
from parks.spaces.queries.scope import ALL_OF_PARK, who
from parks.spaces.rules import turns
from parks.spaces.states import OfferOutcome

MOST = 500
"""Requests that are looked at, the longest waiting first."""

TRIED = """(SELECT jsonb_agg(jsonb_build_array(o.unit, COALESCE(NULLIF(o.outcome, ''), 'expired'), o.end_reason)
    ORDER BY o.made_at, o.id) FROM allocation o WHERE o.request = r.id AND o.kind = 'offer') AS tried"""
"""Every earlier offer, the latest last; one that ran out and was not swept yet has expired all the same."""


@dataclass(frozen=True, slots=True)
class WaitingListView:
    """`requests` by their ids: whom the turns of `upcoming` speak of."""

    park_id: UUID
    park: Bilingual
    settings: turns.Settings
    upcoming: Sequence[turns.Next]
    requests: Mapping[UUID, RequestView]


async def waiting_list(actor: Actor, park_id: UUID) -> WaitingListView:
    """Three statements. For the park's managers; Hidden (404) for everybody else.

    Requests to which a unit is offered already are left out: a founder decides about one unit at a time.
    """
    park = await row(
        "SELECT p.name, p.path, w.acts, w.days_ahead, w.answer_days, parks_today() AS today"
        " FROM park p LEFT JOIN waiting_list w ON w.park = p.id WHERE p.id = $1",
        park_id,
    )
    if park is None or not permissions.may_answer(actor, path=park["path"]):
        hidden()
    settings = (
        turns.USUAL if park["acts"] is None else turns.Settings(park["acts"], park["days_ahead"], park["answer_days"])
    )
    found = await rows(
        f"""SELECT * FROM (SELECT {COLUMNS}, {OFFERED}, {TRIED} FROM {JOINS}
              WHERE r.park = $3 AND r.state = 'asked' AND {ALL_OF_PARK}) w
            WHERE NOT w.offered ORDER BY w.asked_at, w.id LIMIT {MOST}""",
        who(actor)[0],
        None,
        park_id,
    )
    asked = {one["id"]: view(actor, one) for one in found}
    waiting = [
        turns.Waiter(
            one["id"],
            asked[one["id"]].want,
            one["days_waiting"],
            {UUID(unit): (OfferOutcome(outcome), reason) for unit, outcome, reason in one["tried"] or ()},
        )
        for one in found
    ]
    units = [(unit, valid, [one.period for one in taken]) for unit, valid, taken in await units_ahead(park_id)]
    ahead = turns.upcoming(units, waiting, settings, park["today"])
    return WaitingListView(park_id, Bilingual.of(park["name"]), settings, ahead, asked)

"""Who was asked to a round: the officers' list, and each expert's own invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries import serving
from parks.reviews.queries.pool import SERVES
from parks.reviews.states import InvitationState, RoundState

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Invited:
    """A line of the officers' list. `overdue`: the last day to answer has passed without an answer."""

    id: UUID
    expert_id: UUID
    name: str
    kind: str
    employer: str
    state: str
    invited_at: datetime
    due: date
    asked: int
    answered_at: datetime | None
    reason: str
    overdue: bool


async def invitations(actor: Actor, round_id: UUID) -> list[Invited]:
    """Those asked to a round of the actor's places, who has not answered first; one statement, at most 200."""
    found = await rows(
        "SELECT i.id, i.expert, e.name, e.kind, e.employer, i.state, i.invited_at, i.due, i.asked, i.answered_at,"
        " i.reason, i.state = 'invited' AND i.due < (parks_now() AT TIME ZONE 'Asia/Shanghai')::date AS overdue"
        " FROM round_invitation i JOIN expert e ON e.id = i.expert JOIN review_round r ON r.id = i.review_round"
        " WHERE i.review_round = $1 AND r.path LIKE ANY($2)"
        " ORDER BY array_position(ARRAY['invited', 'declined', 'accepted']::varchar[], i.state), e.name_order, i.id"
        f" LIMIT {SHOWN}",
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
    )
    return [Invited(*one.values()) for one in found]


@dataclass(frozen=True, slots=True)
class Askable:
    """An expert who may be asked; `declined` said no to this round before."""

    id: UUID
    name: str
    kind: str
    employer: str
    declined: bool


async def askable(actor: Actor, round_id: UUID, q: str = "") -> list[Askable]:
    """Up to a hundred of the pool who serve now and were not asked or declined; by name, one statement."""
    found = await rows(
        f"SELECT e.id, e.name, e.kind, e.employer, {serving.SERVING} FROM expert e JOIN review_round r ON r.id = $2"
        f" WHERE {SERVES} AND r.path LIKE ANY($3) AND e.state = 'available'"
        " AND (r.path LIKE e.path || '%' OR e.path LIKE r.path || '%')"
        " AND (e.term_until IS NULL OR e.term_until > (parks_now() AT TIME ZONE 'Asia/Shanghai')::date)"
        " AND NOT EXISTS (SELECT FROM round_invitation o WHERE o.review_round = r.id AND o.expert = e.id"
        " AND o.state <> 'declined')"
        " AND ($4 = '' OR (e.name || ' ' || e.employer || ' ' || e.title) ILIKE '%' || $4 || '%')"
        " ORDER BY e.name_order, e.id LIMIT 100",
        permissions.reads_at(actor),
        round_id,
        [f"{path}%" for path in permissions.reads_at(actor)],
        q,
    )
    return [
        Askable(one["id"], one["name"], one["kind"], one["employer"], one["answer"] == InvitationState.DECLINED)
        for one in found
        if one["answer"] == InvitationState.DECLINED or serving.verdict(one)
    ]


@dataclass(frozen=True, slots=True)
class MyInvitation:
    """An invitation as its expert sees it."""

    id: UUID
    round: Bilingual
    state: str
    due: date
    closes: datetime
    round_state: str
    reason: str

    @property
    def can_accept(self) -> bool:
        return self.round_state == RoundState.OPEN and self.state == InvitationState.INVITED

    @property
    def can_decline(self) -> bool:
        return self.round_state == RoundState.OPEN and self.state != InvitationState.DECLINED


async def my_invitations(actor: Actor) -> Sequence[MyInvitation]:
    """The newest fifty of the actor's own, unanswered ones first; one statement."""
    found = await rows(
        "SELECT i.id, r.title, i.state, i.due, r.closes, r.state AS round_state, i.reason FROM round_invitation i"
        " JOIN review_round r ON r.id = i.review_round WHERE i.expert = (SELECT id FROM expert WHERE person = $1)"
        " ORDER BY i.state <> 'invited', r.state <> 'open', i.invited_at DESC, i.id LIMIT 50",
        actor.id,
    )
    return [MyInvitation(one["id"], Bilingual.of(one["title"]), *list(one.values())[2:]) for one in found]


@dataclass(frozen=True, slots=True)
class InvitationTold:
    """What letters about an invitation tell, and whom: the expert when asked, the officer when answered."""

    expert_person: UUID
    invited_by: UUID
    expert: str
    round: Bilingual
    round_id: UUID
    due: date
    accepted: bool
    reason: str


async def invitation_told(invitation_id: UUID) -> InvitationTold:
    """For reactions: no reader is asked."""
    found = await row(
        "SELECT e.person, i.invited_by, e.name, r.title, r.id AS round_id, i.due, i.state, i.reason"
        " FROM round_invitation i JOIN expert e ON e.id = i.expert JOIN review_round r ON r.id = i.review_round"
        " WHERE i.id = $1",
        invitation_id,
    )
    if found is None:
        hidden()
    return InvitationTold(
        found["person"],
        found["invited_by"],
        found["name"],
        Bilingual.of(found["title"]),
        found["round_id"],
        found["due"],
        found["state"] == InvitationState.ACCEPTED,
        found["reason"],
    )

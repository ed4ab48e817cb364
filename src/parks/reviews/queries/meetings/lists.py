"""The meetings of a round and of a person, and who may be given a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import permissions
from parks.reviews.queries.meetings.pulse import places
from parks.reviews.states import MeetingRole


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: UUID
    number: int
    starts: datetime
    place: str
    state: str
    items: int
    done: int


@dataclass(frozen=True, slots=True)
class RoundMeetings:
    """The meetings of a round; `ready`: proposals with a written result that no meeting has on its agenda yet."""

    round_id: UUID
    title: Bilingual
    path: str
    can_run: bool
    ready: int
    meetings: tuple[MeetingRow, ...]


READY = (
    "a.state = 'closed' AND NOT EXISTS (SELECT FROM meeting_item i JOIN meeting m ON m.id = i.meeting"
    " WHERE i.assessment = a.id AND i.resolution <> 'deferred'"
    " AND NOT (m.state IN ('closed', 'called_off') AND i.stage = 'waiting'))"
)


async def of_round(actor: Actor, round_id: UUID) -> RoundMeetings:
    """Two statements."""
    found = await row(
        f"SELECT r.title, r.path, (SELECT count(*) FROM assessment a WHERE a.review_round = r.id AND {READY}) AS ready"
        " FROM review_round r WHERE r.id = $1 AND r.path LIKE ANY($2)",
        round_id,
        places(actor),
    )
    if found is None:
        hidden()
    listed = await rows(
        "SELECT m.id, m.number, m.starts, m.place, m.state,"
        " (SELECT count(*) FROM meeting_item i WHERE i.meeting = m.id) AS items,"
        " (SELECT count(*) FROM meeting_item i WHERE i.meeting = m.id AND i.stage = 'resolved') AS done"
        " FROM meeting m WHERE m.review_round = $1 ORDER BY m.number DESC LIMIT 100",
        round_id,
    )
    return RoundMeetings(
        round_id,
        Bilingual.of(found["title"]),
        found["path"],
        bool(permissions.may_run(actor, found["path"])),
        found["ready"],
        tuple(MeetingRow(**one) for one in listed),
    )


@dataclass(frozen=True, slots=True)
class MyMeeting:
    id: UUID
    round: Bilingual
    number: int
    starts: datetime
    state: str
    role: MeetingRole


async def mine(actor: Actor) -> list[MyMeeting]:
    """Where the actor has a place, what comes or sits first; one statement."""
    found = await rows(
        "SELECT m.id, r.title, m.number, m.starts, m.state, k.role FROM meeting_member k"
        " JOIN meeting m ON m.id = k.meeting JOIN review_round r ON r.id = m.review_round"
        " WHERE k.person = $1 ORDER BY m.state IN ('closed', 'called_off'), m.starts DESC, m.id LIMIT 50",
        actor.id,
    )
    return [
        MyMeeting(
            one["id"],
            Bilingual.of(one["title"]),
            one["number"],
            one["starts"],
            one["state"],
            MeetingRole(one["role"]),
        )
        for one in found
    ]


async def candidates(actor: Actor, path: str) -> Sequence[tuple[UUID, str, str]]:
    """(person, name, employer) of the pool's experts who may be given a place; staff come from identity."""
    found = await rows(
        "SELECT e.person, e.name, e.employer FROM expert e WHERE e.state = 'available'"
        " AND (starts_with($1, e.path) OR starts_with(e.path, $1)) AND e.person <> $2"
        " ORDER BY e.name_order, e.id LIMIT 500",
        path,
        actor.id,
    )
    return [(one["person"], one["name"], one["employer"]) for one in found]

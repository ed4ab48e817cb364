"""A round whose written review is done, and a committee's meeting on it, by the actions themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.make import identity, reviews
from tests.make.reviews import Pool

from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.reviews.actions import meetings, sittings
from parks.reviews.actions.meetings import Plan
from parks.reviews.rules.meeting import Count
from parks.reviews.states import ItemMove, MeetingRole


@dataclass
class Sitting:
    """`voters` are experts who did not score in writing, the `chair` the first of them; the others are staff."""

    at: Pool
    round_id: UUID
    assessments: list[UUID]
    secretary: Actor
    tally: Actor
    supervisor: Actor
    meeting_id: UUID = field(default_factory=lambda: UUID(int=0))
    scorers: int = 1
    member: dict[UUID, UUID] = field(default_factory=dict)  # person → place

    @property
    def voters(self) -> list[Actor]:
        return list(self.at.experts.values())[self.scorers :]

    @property
    def chair(self) -> Actor:
        return self.voters[0]

    async def items(self) -> list[UUID]:
        """The agenda in its order."""
        found = await database.rows("SELECT id FROM meeting_item WHERE meeting = $1 ORDER BY position", self.meeting_id)
        return [one["id"] for one in found]

    async def item_of(self, assessment_id: UUID) -> UUID:
        found: UUID = await database.value(
            "SELECT id FROM meeting_item WHERE meeting = $1 AND assessment = $2", self.meeting_id, assessment_id
        )
        return found


async def reviewed(
    proposals: int = 2, experts: int = 3, *, scoring: Mapping[str, Any] | None = None, scorers: int = 1
) -> Sitting:
    """So many proposals, each scored in writing by `scorers` others; the round's officer keeps the minutes."""
    at = await reviews.pool(experts + scorers)
    round_id = await reviews.review_round(at, seats=scorers, scoring=scoring)
    made = []
    for n in range(proposals):
        assessment_id = await reviews.assessment(at, round_id)
        for seat_id, actor in (await reviews.panel(at, assessment_id, size=scorers)).items():
            await reviews.score(actor, seat_id, str(9 - n % 3))
        made.append(assessment_id)
    place = at.organisation_id
    tally = await identity.person("周以宁", [(Role.PROGRAMME_OFFICER, place)])
    supervisor = await identity.person("郑守拙", [(Role.AUDITOR, place)])
    return Sitting(at, round_id, made, at.officer, tally, supervisor, scorers=scorers)


async def called(of: Sitting, **more: Any) -> Sitting:
    """A meeting with everyone in their place."""
    plan: dict[str, Any] = {
        "place": "岚江大厦三层",
        "starts": await clock.now() + timedelta(days=1),
        "quorum": 2,
    } | more
    of.meeting_id = await meetings.call_meeting(of.at.officer, of.round_id, Plan(**plan))
    places = [
        (of.chair, MeetingRole.CHAIR),
        *[(one, MeetingRole.MEMBER) for one in of.voters[1:]],
        (of.secretary, MeetingRole.SECRETARY),
        (of.tally, MeetingRole.TALLY),
        (of.supervisor, MeetingRole.SUPERVISOR),
    ]
    for actor, role in places:
        of.member[actor.id] = await meetings.appoint_member(of.at.officer, of.meeting_id, actor.id, role)
    return of


async def opened(of: Sitting, *, absent: Sequence[Actor] = (), **more: Any) -> Sitting:
    """Everyone who is not absent has signed in, and the chair has opened the meeting."""
    await called(of, **more)
    for one in of.voters:
        if one not in absent:
            await sittings.note_attendance(one, of.meeting_id, None, present=True)
    await sittings.open_meeting(of.chair, of.meeting_id)
    return of


async def voting(of: Sitting, item_id: UUID) -> None:
    """The item called and its vote opened."""
    await sittings.move_item(of.chair, of.meeting_id, item_id, ItemMove.CALL)
    await sittings.move_item(of.chair, of.meeting_id, item_id, ItemMove.OPEN_VOTE)


async def counted(of: Sitting, item_id: UUID, count: Count) -> None:
    """The vote closed, and counted the same by two."""
    await sittings.move_item(of.chair, of.meeting_id, item_id, ItemMove.CLOSE_VOTE)
    await sittings.count(of.tally, of.meeting_id, item_id, count)
    await sittings.count(of.secretary, of.meeting_id, item_id, count)

"""What the letters about a meeting tell, and whom. A letter names no proposal, no applicant and no other member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from parks.adapters.database import row
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews.states import MeetingRole


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """One member's place at a meeting."""

    person_id: UUID
    role: MeetingRole
    round: Bilingual
    number: int
    place: str
    starts: datetime
    meeting_id: UUID

    @property
    def url(self) -> str:
        return f"/meetings/{self.meeting_id}/seat"


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """A meeting as it stands now, moved or called off, and everybody who has a place at it."""

    people: Sequence[UUID]
    round: Bilingual
    number: int
    place: str
    starts: datetime
    meeting_id: UUID

    @property
    def url(self) -> str:
        return f"/meetings/{self.meeting_id}/seat"


async def place_told(member_id: UUID) -> PlaceTold:
    found = await row(
        "SELECT k.person, k.role, r.title, m.number, m.place, m.starts, m.id FROM meeting_member k"
        " JOIN meeting m ON m.id = k.meeting JOIN review_round r ON r.id = m.review_round WHERE k.id = $1",
        member_id,
    )
    if found is None:
        hidden()
    return PlaceTold(
        found["person"],
        MeetingRole(found["role"]),
        Bilingual.of(found["title"]),
        found["number"],
        found["place"],
        found["starts"],
        found["id"],
    )


async def meeting_told(meeting_id: UUID) -> MeetingTold:
    found = await row(
        "SELECT ARRAY(SELECT k.person FROM meeting_member k WHERE k.meeting = m.id ORDER BY k.id) AS people, r.title,"
        " m.number, m.place, m.starts FROM meeting m JOIN review_round r ON r.id = m.review_round WHERE m.id = $1",
        meeting_id,
    )
    if found is None:
        hidden()
    return MeetingTold(
        found["people"], Bilingual.of(found["title"]), found["number"], found["place"], found["starts"], meeting_id
    )

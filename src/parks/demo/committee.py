"""The committee's meeting of 2026: called, staffed, one item decided, the minutes issued."""

from uuid import UUID

from parks.adapters import database
from parks.demo.moments import at, moment
from parks.demo.places import Places
from parks.demo.pool import Pool
from parks.reviews.actions import meetings, sittings
from parks.reviews.rules.meeting import Count
from parks.reviews.states import ItemMove, MeetingRole, Resolution, VoteChoice

MEMBERS = 5
CALLED, STARTS = moment(2026, 4, 28, 9), moment(2026, 5, 8, 9)


async def meet(places: Places, pool: Pool, round_id: UUID) -> None:
    """Five experts, the first in the chair; the programme's officers keep the minutes and count, an auditor looks on.

    On the agenda stands the best of the written review alone.
    """
    officer, experts = places.programme_officer, pool.experts[-MEMBERS:]
    await at(CALLED)
    meeting_id = await meetings.call_meeting(
        officer, round_id, meetings.Plan("岚江会议中心三层评审室", STARTS, quorum=3, best=1)
    )
    chair, *others = [one.actor for one in experts]
    for actor, role in (
        (chair, MeetingRole.CHAIR),
        *((one, MeetingRole.MEMBER) for one in others),
        (officer, MeetingRole.SECRETARY),
        (places.second_programme_officer, MeetingRole.TALLY),
        (places.auditor, MeetingRole.SUPERVISOR),
    ):
        await meetings.appoint_member(officer, meeting_id, actor.id, role)
    await at(STARTS)
    for member in (chair, *others):
        await sittings.note_attendance(member, meeting_id, None, present=True)
    await sittings.open_meeting(chair, meeting_id)
    item_id = await database.value("SELECT id FROM meeting_item WHERE meeting = $1", meeting_id)
    for move in (ItemMove.CALL, ItemMove.QUESTIONS, ItemMove.OPEN_VOTE):
        await sittings.move_item(chair, meeting_id, item_id, move)
    for member in (chair, *others):
        await sittings.vote(member, meeting_id, item_id, VoteChoice.APPROVE)
    await sittings.move_item(chair, meeting_id, item_id, ItemMove.CLOSE_VOTE)
    for counter in (places.second_programme_officer, officer):
        await sittings.count(counter, meeting_id, item_id, Count(approve=MEMBERS))
    reason = "答辩清楚，核心技术有第三方检测支持，同意按重点项目推荐。"
    await sittings.resolve(chair, meeting_id, item_id, Resolution.APPROVED, reason)
    await sittings.close_meeting(chair, meeting_id)
    await meetings.draw_up_minutes(officer, meeting_id)

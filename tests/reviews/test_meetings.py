"""A committee's meeting told on the actions: who is in the room, who is out of it, who votes, who counts."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from pypdf import PdfReader
from tests.make import identity, meetings, reviews
from tests.make.meetings import Sitting

from parks.adapters import clock, database
from parks.documents import queries as documents
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.reviews import actions
from parks.reviews.actions import meetings as planning
from parks.reviews.actions import sittings
from parks.reviews.queries import meetings as queries
from parks.reviews.queries import minutes
from parks.reviews.rules import meeting as rule
from parks.reviews.rules.meeting import Count
from parks.reviews.states import ConflictKind, ItemMove, MeetingRole, Resolution, VoteChoice

YES, NO, ABSTAIN = VoteChoice.APPROVE, VoteChoice.REJECT, VoteChoice.ABSTAIN


async def _bar(of: Sitting, expert: Actor, assessment_id: UUID) -> None:
    """A stored conflict of an expert, noted by the officer."""
    expert_id = next(key for key, one in of.at.experts.items() if one.id == expert.id)
    await actions.enter_conflict(
        of.at.officer,
        assessment_id,
        actions.NewConflict(ConflictKind.ADVISER, "澄湖创投", "聘书"),
        expert_id=expert_id,
    )


async def test_a_meeting_from_its_call_to_its_minutes(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    first, second = await of.items()
    await meetings.voting(of, first)
    for voter, choice in zip(of.voters, (YES, NO, ABSTAIN), strict=True):
        await sittings.vote(voter, of.meeting_id, first, choice)
    await sittings.vote(of.voters[2], of.meeting_id, first, YES)  # changed while the vote is open
    await meetings.counted(of, first, Count(2, 1))
    with pytest.raises(Invalid) as otherwise:
        await sittings.resolve(of.chair, of.meeting_id, first, Resolution.REJECTED, "不成熟")
    assert "resolution" in otherwise.value.fields
    await sittings.resolve(of.chair, of.meeting_id, first, Resolution.APPROVED, "技术路线清晰，同意支持。")
    await sittings.move_item(of.chair, of.meeting_id, second, ItemMove.CALL)
    with pytest.raises(Conflict):
        await sittings.close_meeting(of.chair, of.meeting_id)
    await sittings.move_item(of.chair, of.meeting_id, second, ItemMove.PUT_BACK)
    await sittings.close_meeting(of.chair, of.meeting_id)
    document = await planning.draw_up_minutes(of.secretary, of.meeting_id)
    assert await planning.draw_up_minutes(of.secretary, of.meeting_id) == document  # once
    text = await _text(document)
    room = await queries.room(of.secretary, of.meeting_id)
    assert room.now.minutes_code in text
    for told in ("同意2，反对1，弃权0", "技术路线清晰", "未审议", "周以宁", "韩令仪", "郑守拙", "无人回避"):
        assert told in text
    known = await minutes.checked(room.now.minutes_code.lower())
    assert (known.number, len(known.sha256)) == (1, 64)
    with pytest.raises(Hidden):
        await minutes.checked("0000-0000-0000")
    # what was not dealt with may come before the next meeting, what was resolved may not
    assert (await queries.of_round(of.at.officer, of.round_id)).ready == 1


async def _text(document: UUID) -> str:
    opened = await documents.opened(document)
    body = b"".join([piece async for piece in opened.stream])
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).replace("\n", "").replace(" ", "")


async def test_who_is_recused_sees_neither_item_votes_nor_counts_and_does_not_vote(db: Any) -> None:
    of = await meetings.reviewed()
    barred = of.voters[2]
    await _bar(of, barred, of.assessments[0])
    await meetings.opened(of)
    item = await of.item_of(of.assessments[0])
    await meetings.voting(of, item)
    with pytest.raises(Forbidden):
        await sittings.vote(barred, of.meeting_id, item, YES)
    for voter in of.voters[:2]:
        await sittings.vote(voter, of.meeting_id, item, NO)
    await meetings.counted(of, item, Count(0, 2))
    await sittings.resolve(of.chair, of.meeting_id, item, Resolution.REJECTED, "风险过高")
    seen = await queries.room(of.voters[1], of.meeting_id)
    blind = await queries.room(barred, of.meeting_id)
    code = next(one.code for one in seen.items if one.id == item)
    there = next(one for one in seen.items if one.id == item)
    gone = next(one for one in blind.items if one.id == item)
    assert (there.tally, there.reason, there.votes) == (Count(0, 2), "风险过高", 2)
    assert code.startswith("A-")
    assert code not in repr(blind)
    assert "风险过高" not in repr(blind)
    assert (gone.hidden, gone.tally, gone.votes, gone.resolution, gone.defence) == (True, None, 0, "", None)


async def test_while_a_recused_member_is_out_the_pulse_tells_them_nothing_of_the_item(db: Any) -> None:
    of = await meetings.reviewed()
    await _bar(of, of.voters[2], of.assessments[0])
    await meetings.opened(of)
    await meetings.voting(of, await of.item_of(of.assessments[0]))
    await sittings.vote(of.chair, of.meeting_id, await of.item_of(of.assessments[0]), YES)
    inside = await queries.pulse(of.voters[1], of.meeting_id)
    outside = await queries.pulse(of.voters[2], of.meeting_id)
    assert (inside.hidden, inside.votes, inside.can_vote) == (False, 1, 2)
    assert (outside.hidden, outside.code, outside.field, outside.votes, outside.tally) == (True, "", "", 0, None)
    assert inside.code not in repr(outside)


async def test_who_recuses_themselves_in_the_room_is_out_at_once_and_their_vote_with_them(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    await sittings.vote(of.voters[2], of.meeting_id, item, YES)
    with pytest.raises(Invalid):
        await sittings.recuse_from_item(of.voters[2], of.meeting_id, item, " ")
    await sittings.recuse_from_item(of.voters[2], of.meeting_id, item, "曾是合作单位的顾问")
    assert await database.value("SELECT count(*) FROM meeting_vote WHERE item = $1", item) == 0
    with pytest.raises(Forbidden):
        await sittings.vote(of.voters[2], of.meeting_id, item, YES)
    assert (await queries.pulse(of.voters[2], of.meeting_id)).hidden
    for voter in of.voters[:2]:
        await sittings.vote(voter, of.meeting_id, item, YES)
    await meetings.counted(of, item, Count(2))


async def test_below_the_quorum_of_those_who_may_vote_no_vote_is_opened(db: Any) -> None:
    """Three came, the quorum is three, one of them must go out: two are not enough."""
    of = await meetings.reviewed()
    await _bar(of, of.voters[2], of.assessments[0])
    await meetings.opened(of, quorum=3)
    item = await of.item_of(of.assessments[0])
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CALL)
    with pytest.raises(Conflict) as refusal:
        await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.OPEN_VOTE)
    assert refusal.value.reason.values == {"n": 2, "quorum": 3}
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.PUT_BACK)
    other = await of.item_of(of.assessments[1])
    await meetings.voting(of, other)


async def test_only_who_was_in_the_room_when_the_vote_was_opened_votes(db: Any) -> None:
    of = await meetings.reviewed()
    late = of.voters[2]
    await meetings.opened(of, absent=[late])
    item = (await of.items())[0]
    await meetings.voting(of, item)
    with pytest.raises(Forbidden):
        await sittings.vote(late, of.meeting_id, item, YES)
    await sittings.note_attendance(of.secretary, of.meeting_id, of.member[late.id], present=True)
    with pytest.raises(Conflict):
        await sittings.vote(late, of.meeting_id, item, YES)
    await sittings.note_attendance(of.voters[1], of.meeting_id, None, present=False)
    with pytest.raises(Forbidden):
        await sittings.vote(of.voters[1], of.meeting_id, item, YES)


async def test_a_closed_vote_takes_no_more_votes_even_past_the_actions(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    await sittings.vote(of.chair, of.meeting_id, item, YES)
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CLOSE_VOTE)
    with pytest.raises(Conflict):
        await sittings.vote(of.chair, of.meeting_id, item, NO)
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE meeting_vote SET choice = 'reject' WHERE item = $1", item)


async def test_a_count_is_shown_only_once_a_second_person_counts_the_same(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    for voter in of.voters:
        await sittings.vote(voter, of.meeting_id, item, YES)
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CLOSE_VOTE)
    await sittings.count(of.tally, of.meeting_id, item, Count(2, 1))  # miscounted
    with pytest.raises(Forbidden):
        await sittings.count(of.tally, of.meeting_id, item, Count(3))
    assert (await queries.pulse(of.chair, of.meeting_id)).tally is None
    with pytest.raises(Invalid) as told:
        await sittings.count(of.secretary, of.meeting_id, item, Count(3))
    assert set(told.value.fields) == {"approve", "reject"}
    await sittings.count(of.secretary, of.meeting_id, item, Count(3))
    await sittings.count(of.tally, of.meeting_id, item, Count(3))
    assert (await queries.pulse(of.chair, of.meeting_id)).tally == Count(3)
    assert await database.value("SELECT differed FROM meeting_item WHERE id = $1", item) == 1


async def test_two_who_err_alike_are_told_by_the_slips(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    await sittings.vote(of.chair, of.meeting_id, item, YES)
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CLOSE_VOTE)
    await sittings.count(of.tally, of.meeting_id, item, Count(2))
    with pytest.raises(Invalid):
        await sittings.count(of.secretary, of.meeting_id, item, Count(2))


async def test_the_slips_are_read_by_who_counts_and_supervises_without_names_and_by_nobody_else(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    for voter in of.voters:
        await sittings.vote(voter, of.meeting_id, item, YES)
    for actor in (of.tally, of.supervisor):  # not while it is voted
        assert (await queries.room(actor, of.meeting_id)).items[0].slips == ()
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CLOSE_VOTE)
    for actor, seen in ((of.tally, 3), (of.secretary, 3), (of.supervisor, 3), (of.chair, 0), (of.voters[1], 0)):
        assert len((await queries.room(actor, of.meeting_id)).items[0].slips) == seen


async def test_an_expert_at_the_meeting_learns_no_name_of_others_or_of_applicants(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    told = repr(await queries.room(of.voters[1], of.meeting_id)) + repr(await queries.pulse(of.chair, of.meeting_id))
    for name in (*reviews.CANARIES, of.chair.name, of.voters[2].name, "周以宁", "郑守拙"):
        assert name not in told
    staff = repr(await queries.room(of.secretary, of.meeting_id))
    assert of.chair.name in staff
    assert "星阑光电" in staff


def _in_room(of: Sitting, actor: Actor, item: UUID) -> list[Any]:
    """Everything that is done in the room, as this actor."""
    at = of.meeting_id
    return [
        sittings.open_meeting(actor, at),
        sittings.close_meeting(actor, at),
        sittings.draw_lots(actor, at, "三五六一"),
        sittings.note_attendance(actor, at, None, present=True),
        sittings.note_attendance(actor, at, of.member[of.chair.id], present=False),
        *[sittings.move_item(actor, at, item, move) for move in ItemMove],
        sittings.recuse_from_item(actor, at, item, "回避"),
        sittings.vote(actor, at, item, YES),
        sittings.count(actor, at, item, Count(3)),
        sittings.resolve(actor, at, item, Resolution.DEFERRED, "暂缓"),
    ]


def _prepared(of: Sitting, actor: Actor) -> list[Any]:
    """Everything that is done to a meeting from outside of the room."""
    at = of.meeting_id
    return [
        planning.appoint_member(actor, at, of.tally.id, MeetingRole.MEMBER),
        planning.dismiss_member(actor, at, of.member[of.chair.id]),
        planning.arrange(actor, at),
        planning.draw_up_minutes(actor, at),
    ]


async def test_the_supervision_seat_sees_the_whole_procedure_and_touches_nothing(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    await meetings.voting(of, item)
    before = await database.value("SELECT version FROM meeting WHERE id = $1", of.meeting_id)
    for act in _in_room(of, of.supervisor, item) + _prepared(of, of.supervisor):
        with pytest.raises(Forbidden):
            await act
    assert await database.value("SELECT version FROM meeting WHERE id = $1", of.meeting_id) == before
    room = await queries.room(of.supervisor, of.meeting_id)
    assert [bool(one.name) for one in room.members] == [True] * 6
    assert all(one.code and one.label for one in room.items)


async def test_a_stranger_finds_no_meeting_and_a_reader_without_a_place_does_nothing_in_the_room(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    item = (await of.items())[0]
    stranger = await identity.person("江明夷")
    reader = await identity.person("何屿", [(Role.PROGRAMME_OFFICER, of.at.organisation_id)])
    with pytest.raises(Hidden):
        await queries.pulse(stranger, of.meeting_id)
    for act in _in_room(of, stranger, item) + _prepared(of, stranger):
        with pytest.raises(Hidden):
            await act
    for act in _in_room(of, reader, item):
        with pytest.raises(Forbidden):
            await act


async def test_the_secretary_leads_an_item_from_which_the_chair_is_recused(db: Any) -> None:
    of = await meetings.reviewed(experts=4)
    await _bar(of, of.chair, of.assessments[0])
    await meetings.opened(of)
    item = await of.item_of(of.assessments[0])
    with pytest.raises(Forbidden):
        await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CALL)
    await sittings.move_item(of.secretary, of.meeting_id, item, ItemMove.CALL)
    assert (await queries.room(of.secretary, of.meeting_id)).leads
    with pytest.raises(Forbidden):
        await sittings.move_item(of.tally, of.meeting_id, item, ItemMove.PUT_BACK)
    await sittings.move_item(of.secretary, of.meeting_id, item, ItemMove.PUT_BACK)
    other = await of.item_of(of.assessments[1])
    with pytest.raises(Forbidden):
        await sittings.move_item(of.secretary, of.meeting_id, other, ItemMove.CALL)


async def test_the_agenda_brings_together_what_the_same_member_must_leave_for(db: Any) -> None:
    of = await meetings.reviewed(5)
    for n in (0, 2, 4):
        await _bar(of, of.voters[2], of.assessments[n])
    await meetings.called(of)
    out = {await of.item_of(of.assessments[n]) for n in (0, 2, 4)}
    order = await of.items()
    assert set(order[2:]) == out
    pulse = await queries.pulse(of.secretary, of.meeting_id)
    assert (pulse.departures, pulse.proven) == (1, True)


async def test_lots_are_committed_to_before_and_anyone_can_draw_them_again(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed(4), by_lot=True)
    before = await queries.pulse(of.secretary, of.meeting_id)
    assert (len(before.commitment), before.secret) == (64, "")
    item = (await of.items())[0]
    with pytest.raises(Conflict):
        await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CALL)
    await sittings.draw_lots(of.chair, of.meeting_id, "三五六一")
    with pytest.raises(Conflict):
        await sittings.draw_lots(of.chair, of.meeting_id, "再抽一次")
    room = await queries.room(of.secretary, of.meeting_id)
    codes = [one.code for one in room.items]
    secret = bytes.fromhex(room.now.secret)
    assert rule.lots_commitment(codes, secret) == before.commitment
    assert rule.lots(codes, secret, "三五六一") == codes


async def test_a_defence_scored_by_the_rubric_is_added_up_by_the_rounds_policy_with_the_written_result(db: Any) -> None:
    of = await meetings.opened(
        await meetings.reviewed(1, scoring={"written": "60", "defence": "40"}), vote="score", quorum=3
    )
    item = (await of.items())[0]
    await meetings.voting(of, item)
    room = await queries.room(of.chair, of.meeting_id)
    with pytest.raises(Invalid) as refusal:
        await sittings.vote(of.chair, of.meeting_id, item, marks={room.criteria[0].id: Decimal(99)})
    assert len(refusal.value.fields) == len(room.criteria)
    for voter, mark in zip(of.voters, (6, 7, 9), strict=True):
        marks = {one.id: Decimal(mark) for one in room.criteria}
        await sittings.vote(voter, of.meeting_id, item, marks=marks)
    await meetings.counted(of, item, Count(scored=3, points=Decimal(220)))
    shown = (await queries.room(of.secretary, of.meeting_id)).items[0]
    assert (shown.written, shown.defence) == (Decimal(90), Decimal("73.33"))
    assert shown.together == Decimal("83.33")  # 60 % of 90 and 40 % of 73.33
    expert = (await queries.room(of.chair, of.meeting_id)).items[0]
    assert (expert.written, expert.together) == (None, None)


async def test_a_program_does_nothing_in_the_room(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed())
    by_key = Actor(of.chair.id, of.chair.name, held=of.chair.held, via="api-key")
    with pytest.raises(Forbidden):
        await sittings.move_item(by_key, of.meeting_id, (await of.items())[0], ItemMove.CALL)


async def test_a_meeting_is_called_on_what_is_scored_and_on_nothing_twice(db: Any) -> None:
    of = await meetings.called(await meetings.reviewed(2))
    with pytest.raises(Invalid):
        await meetings.called(of)
    with pytest.raises(Conflict):  # the officer's own place does not make two who count
        await planning.dismiss_member(of.at.officer, of.meeting_id, of.member[of.tally.id])
        await sittings.open_meeting(of.chair, of.meeting_id)


async def test_places_are_given_to_whom_they_suit(db: Any) -> None:
    of = await meetings.called(await meetings.reviewed(1, 3))
    spare = await reviews.expert(of.at)
    expert = of.at.experts[spare]
    for person, role, field in (
        (expert.id, MeetingRole.TALLY, "role"),  # would see who is who
        (expert.id, MeetingRole.CHAIR, "role"),  # there is one
        (of.chair.id, MeetingRole.MEMBER, "person"),  # has a place
        ((await identity.person("路人")).id, MeetingRole.MEMBER, "person"),
    ):
        with pytest.raises(Invalid) as refusal:
            await planning.appoint_member(of.at.officer, of.meeting_id, person, role)
        assert set(refusal.value.fields) == {field}


async def test_the_timer_runs_by_the_servers_clock(db: Any) -> None:
    of = await meetings.opened(await meetings.reviewed(), present_seconds=480)
    item = (await of.items())[0]
    await sittings.move_item(of.chair, of.meeting_id, item, ItemMove.CALL)
    assert (await queries.pulse(of.chair, of.meeting_id)).clock in {"8:00", "7:59"}
    began = await clock.now() - timedelta(seconds=492)
    await database.execute("UPDATE meeting_item SET stage_at = $2 WHERE id = $1", item, began)
    assert (await queries.pulse(of.chair, of.meeting_id)).clock in {"-0:12", "-0:13"}

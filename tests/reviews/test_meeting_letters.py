"""Who has a place at a meeting is told of it, of a move and of its calling off, and finds it in to-do and own data."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from tests.make import meetings as make
from tests.make import reviews
from tests.make.identity import signed_in

from parks.adapters import clock, database
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.reviews import queries
from parks.reviews.actions import meetings, sittings
from parks.reviews.queries.meetings import of_round
from parks.reviews.queries.own_data import own_data
from parks.reviews.states import VoteChoice

pytestmark = pytest.mark.usefixtures("db")
WHY = "与申报企业的股东曾同在一个课题组。"


async def letters(person_id: UUID) -> list[tuple[str, str]]:
    found = await database.rows("SELECT template, body_zh FROM message WHERE person = $1 ORDER BY id", person_id)
    return [
        (one["template"], one["body_zh"]) for one in found if "meeting" in one["template"] or "place" in one["template"]
    ]


async def test_a_place_and_another_time_are_told_to_everybody_at_it(client: httpx.AsyncClient) -> None:
    of = await make.called(await make.reviewed())
    member = of.voters[1]
    for one in (of.chair, member, of.tally, of.supervisor):
        ((template, words),) = await letters(one.id)
        assert template == "reviews/place_given"
        assert "岚江大厦三层" in words
    (waits,) = [one for one in await queries.to_do(member) if "/meetings/" in one.url]
    assert waits.url == f"/meetings/{of.meeting_id}/seat"
    await signed_in(client, of.at.officer)
    page = f"/meetings/{of.meeting_id}/date"
    assert 'value="岚江大厦三层"' in (await client.get(page)).text
    day = (await clock.today() + timedelta(days=3)).isoformat()
    form = {"day": day, "time": "14:30", "place": "岚江会议中心", "reason": ""}
    refused = await client.put(page, data=form)
    assert refused.status_code == 422
    assert "岚江会议中心" in refused.text  # nothing typed is lost
    past = await client.put(page, data=form | {"day": "2020-01-01", "reason": "会场另有安排"})
    assert past.status_code == 422
    assert "该时间已过" in past.text
    assert (await client.put(page, data=form | {"reason": "会场另有安排"})).status_code == 303
    template, words = (await letters(member.id))[-1]
    assert template == "reviews/meeting_moved"
    assert "14:30" in words
    assert "岚江会议中心" in words
    for canary in (*reviews.CANARIES, "A-001", "会场另有安排", of.chair.name):
        assert canary not in words
    (moved,) = [one for one in await queries.to_do(member) if "/meetings/" in one.url]
    assert moved.due is not None
    assert waits.due is not None
    assert moved.due > waits.due


async def test_it_is_moved_by_the_rounds_officers_while_it_has_not_begun() -> None:
    of = await make.called(await make.reviewed())
    later = await clock.now() + timedelta(days=5)
    with pytest.raises(Forbidden):
        await meetings.move_meeting(of.supervisor, of.meeting_id, later, "岚江会议中心", WHY)
    starts = await database.value("SELECT starts FROM meeting WHERE id = $1", of.meeting_id)
    with pytest.raises(Invalid):
        await meetings.move_meeting(of.at.officer, of.meeting_id, starts, "岚江大厦三层", WHY)
    await sittings.open_meeting(of.chair, of.meeting_id)
    with pytest.raises(Conflict):
        await meetings.move_meeting(of.at.officer, of.meeting_id, later, "岚江会议中心", WHY)


async def test_called_off_it_is_nobodys_to_do_and_its_proposals_come_before_another(
    client: httpx.AsyncClient,
) -> None:
    of = await make.called(await make.reviewed())
    member = of.voters[1]
    await sittings.note_attendance(member, of.meeting_id, None, present=True)
    await signed_in(client, of.at.officer)
    assert f"/meetings/{of.meeting_id}/calling-off" in (await client.get(f"/meetings/{of.meeting_id}")).text
    page = f"/meetings/{of.meeting_id}/calling-off"
    silent = await client.put(page, data={"reason": "  "})
    assert silent.status_code == 422
    assert "请说明理由" in silent.text
    assert (await of_round(of.at.officer, of.round_id)).ready == 0
    assert (await client.put(page, data={"reason": WHY})).status_code == 303
    again = await client.put(page, data={"reason": "再取消一次"})
    assert again.status_code == 409
    assert "再取消一次" in again.text  # nothing typed is lost
    for one in (of.chair, member, of.tally, of.supervisor):
        template, words = (await letters(one.id))[-1]
        assert template == "reviews/meeting_called_off"
        assert "岚江大厦三层" in words
        for canary in (*reviews.CANARIES, "A-001", WHY, of.secretary.name):
            assert canary not in words
    assert [one.url for one in await queries.to_do(member) if "/meetings/" in one.url] == []
    board = (await client.get(f"/meetings/{of.meeting_id}")).text
    assert "已取消" in board
    assert "/members/new" not in board
    assert "已取消" in (await client.get(f"/meetings/{of.meeting_id}/screen")).text
    await signed_in(client, of.chair)
    seat = (await client.get(f"/meetings/{of.meeting_id}/seat")).text
    assert "已取消" in seat
    assert "/attendance?" not in seat
    with pytest.raises(Conflict):
        await sittings.open_meeting(of.chair, of.meeting_id)
    with pytest.raises(Conflict):
        await sittings.note_attendance(member, of.meeting_id, None, present=True)
    with pytest.raises(Conflict):
        await sittings.recuse_from_item(member, of.meeting_id, (await of.items())[0], WHY)
    with pytest.raises(Conflict):
        await meetings.draw_up_minutes(of.at.officer, of.meeting_id)
    stays = await database.rows(
        "SELECT t.left_at FROM meeting_attendance t JOIN meeting_member k ON k.id = t.member WHERE k.meeting = $1",
        of.meeting_id,
    )
    assert [one["left_at"] is None for one in stays] == [False]
    former, agenda = of.meeting_id, len(await of.items())
    assert (await of_round(of.at.officer, of.round_id)).ready == agenda
    await make.called(of)
    assert of.meeting_id != former
    assert len(await of.items()) == agenda


async def test_it_is_called_off_by_the_rounds_officers_while_it_has_not_begun() -> None:
    of = await make.called(await make.reviewed())
    with pytest.raises(Forbidden):
        await meetings.call_off(of.supervisor, of.meeting_id, WHY)
    await sittings.open_meeting(of.chair, of.meeting_id)
    with pytest.raises(Conflict):
        await meetings.call_off(of.at.officer, of.meeting_id, WHY)
    assert (await letters(of.chair.id))[-1][0] == "reviews/place_given"


async def test_ones_own_data_hold_ones_own_attendance_votes_and_recusals() -> None:
    of = await make.opened(await make.reviewed())
    first, second = await of.items()
    await sittings.recuse_from_item(of.voters[1], of.meeting_id, first, WHY)
    await make.voting(of, second)
    await sittings.vote(of.voters[1], of.meeting_id, second, VoteChoice.APPROVE)
    await sittings.vote(of.voters[2], of.meeting_id, second, VoteChoice.REJECT)
    (told,) = (await own_data(of.voters[1]))["meetings"]
    assert (told["role"], told["recusals"], [one["choice"] for one in told["votes"]]) == ("member", [WHY], ["approve"])
    assert len(told["attendance"]) == 1
    (other,) = (await own_data(of.voters[2]))["meetings"]
    assert (other["recusals"], [one["choice"] for one in other["votes"]]) == (None, ["reject"])

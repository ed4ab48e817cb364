"""Officers on the ladder: their own turn alone, returned once with every gap, within the quota whoever races."""

import asyncio
from datetime import timedelta

import pytest
from tests.make import programmes as make

from parks.adapters import clock, database
from parks.documents import queries as documents
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid, Refusal
from parks.programmes.actions import applications, ladder
from parks.programmes.queries import applications as queries
from parks.programmes.states import ApplicationState as State
from parks.programmes.states import Outcome


async def state_of(application_id: object) -> State:
    return State(await database.value("SELECT state FROM application WHERE id = $1", application_id))


async def test_an_application_climbs_with_a_signed_opinion_at_every_level(db: None) -> None:
    world = await make.world()
    made = await make.application(world, State.RECOMMENDED)
    found = await queries.application(world.nation, made)
    assert [(one.level, one.outcome, one.officer, one.organisation.zh) for one in found.opinions] == [
        ("park", "recommended", "陈若岩", "澄湖留学人员创业园"),
        ("city", "recommended", "钱城", "澄湖市人社局"),
        ("province", "recommended", "孙省", "新江省人社厅"),
    ]
    mine = await queries.application(world.founders[made], made)
    assert mine.opinions_shown == ()


async def test_it_is_returned_once_with_every_gap_and_comes_back_to_the_same_desk(db: None) -> None:
    world = await make.world()
    made = await make.application(world)
    who = world.founders[made]
    gaps = {"project": "请补充项目简介", "files": "营业执照缺失"}
    await ladder.return_for_correction(world.manager, made, gaps)
    found = await queries.application(who, made)
    letter = found.open_correction
    assert letter is not None
    assert (letter.number, dict(letter.gaps)) == ("ISP-2027-000001-B1", gaps)
    assert letter.due > found.now.date()
    assert letter.document_id is not None
    assert (await documents.document(letter.document_id)).media_type == "application/pdf"

    with pytest.raises(Forbidden):  # only what was named is open
        await applications.save_answer(who, made, "story", "sneaked in", 1)
    await applications.save_answer(who, made, "summary", "补充后的简介", 0)
    with pytest.raises(Invalid):  # the other named section is not corrected yet
        await applications.submit(who, made)
    for key in gaps:
        await applications.complete_section(who, made, key, completed=True)
    await applications.submit(who, made)
    assert await state_of(made) is State.PARK_REVIEW
    assert (await queries.submission(made)).version == 2

    with pytest.raises(Forbidden, match="once already"):
        await ladder.return_for_correction(world.manager, made, gaps)
    await ladder.recommend(world.manager, made, "补正后同意")
    await ladder.return_for_correction(world.city, made, {"team": "团队情况"})  # another level has its own once
    assert await state_of(made) is State.RETURNED_FOR_CORRECTION


@pytest.mark.parametrize("gaps", [{}, {"project": "  "}, {"nowhere": "x"}])
async def test_a_return_names_what_is_missing(db: None, gaps: dict[str, str]) -> None:
    world = await make.world()
    made = await make.application(world)
    with pytest.raises(Invalid):
        await ladder.return_for_correction(world.manager, made, gaps)
    assert await state_of(made) is State.SUBMITTED


async def test_a_correction_that_never_came_can_be_ended_after_its_day(db: None) -> None:
    world = await make.world()
    made = await make.application(world, State.RETURNED_FOR_CORRECTION)
    with pytest.raises(Forbidden, match="with the founder"):
        await ladder.decline(world.manager, made, "逾期未补正")
    await clock.move(timedelta(days=20))
    who = world.founders[made]
    await applications.complete_section(who, made, "project", completed=True)
    with pytest.raises(Forbidden, match="no longer taken"):
        await applications.submit(who, made)
    await ladder.decline(world.manager, made, "逾期未补正")
    assert await state_of(made) is State.NOT_RECOMMENDED


async def test_each_level_acts_at_its_own_turn_and_place_alone(db: None) -> None:
    world = await make.world()
    made = await make.application(world, State.CITY_REVIEW)
    for officer, refusal in (
        (world.manager, Forbidden),  # has had its turn
        (world.province, Forbidden),  # comes later
        (world.nation, Forbidden),
        (world.auditor, Forbidden),  # reads alone
        (world.other_manager, Hidden),  # another park
        (world.far_officer, Hidden),  # another city
        (world.expert, Hidden),
    ):
        for attempt in (
            ladder.recommend(officer, made, "同意"),
            ladder.return_for_correction(officer, made, {"project": "x"}),
        ):
            with pytest.raises(refusal):
                await attempt
    await ladder.recommend(world.city, made, "同意")


async def test_nobody_decides_on_an_application_of_their_own(db: None) -> None:
    world = await make.world()
    made = await make.application(world, founder=world.manager)
    with pytest.raises(Forbidden, match="of their own"):
        await ladder.recommend(world.manager, made, "同意")


async def test_a_refusal_says_which_rule_and_why(db: None) -> None:
    world = await make.world()
    made = await make.application(world)
    for rule, text in (("", "出资不足"), ("P-PARK", "不在园内"), ("R-SHARE", " ")):
        with pytest.raises(Invalid):
            await ladder.rule_out(world.manager, made, rule, text)
    await ladder.rule_out(world.manager, made, "R-SHARE", "出资比例 45%")
    mine = await queries.application(world.founders[made], made)
    assert [(one.outcome, one.rule, one.text) for one in mine.opinions_shown] == [
        (Outcome.INELIGIBLE, "R-SHARE", "出资比例 45%")
    ]
    with pytest.raises(Forbidden):
        await ladder.recommend(world.manager, made, "改变主意")


async def test_the_quota_is_told_and_never_passed(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2028, quotas=[(world.tree.park, 1)])
    first, second = await make.application(world), await make.application(world)
    await ladder.recommend(world.manager, first, "同意")
    with pytest.raises(Conflict, match="is 1, and 1 are recommended already"):
        await ladder.recommend(world.manager, second, "同意")
    assert await state_of(second) is State.SUBMITTED
    await ladder.decline(world.manager, second, "名额已满")


async def test_racing_officers_never_pass_the_quota(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2028, quotas=[(world.tree.park, 3)])
    sent = [await make.application(world) for _each in range(8)]
    results = await asyncio.gather(
        *(ladder.recommend(world.manager, one, "同意") for one in sent), return_exceptions=True
    )
    refused = [one for one in results if isinstance(one, Refusal)]
    assert [type(one) for one in refused] == [Conflict] * 5
    assert await database.value("SELECT used FROM call_quota") == 3
    assert await database.value("SELECT count(*) FROM application WHERE state = 'city_review'") == 3


async def test_an_opinion_signed_twice_at_once_counts_once(db: None) -> None:
    world = await make.world()
    made = await make.application(world)
    results = await asyncio.gather(
        *(ladder.recommend(world.manager, made, "同意") for _each in range(3)), return_exceptions=True
    )
    assert sum(isinstance(one, Refusal) for one in results) == 2
    assert await database.value("SELECT count(*) FROM recommendation_opinion") == 1
    assert await state_of(made) is State.CITY_REVIEW


@pytest.mark.parametrize("state", [State.NOT_RECOMMENDED, State.INELIGIBLE, State.WITHDRAWN, State.RECOMMENDED])
async def test_what_has_left_the_ladder_cannot_be_moved_on_it(db: None, state: State) -> None:
    world = await make.world()
    made = await make.application(world, state)
    for officer in (world.manager, world.city, world.province):
        with pytest.raises((Forbidden, IllegalMove)):
            await ladder.recommend(officer, made, "同意")
    assert await state_of(made) is state


async def test_a_rule_that_was_chosen_before_the_officer_thought_better_of_it_is_left_aside(db: None) -> None:
    of = await make.world()
    made = await make.application(of)
    await ladder.sign(of.manager, made, Outcome.RECOMMENDED, "同意推荐", "R-SHARE")
    kept = await database.row("SELECT outcome, rule FROM recommendation_opinion WHERE application = $1", made)
    assert kept is not None
    assert (kept["outcome"], kept["rule"]) == ("recommended", "")

"""From the recommended to the award: the round, the ranking, tiers, notice, objection, letter and its code."""

import io
from datetime import date, timedelta
from decimal import Decimal

import asyncpg
import pypdf
import pytest
from tests.make import identity as people
from tests.make import programmes as make
from tests.make import selections as story
from tests.make.programmes import STORY
from tests.make.selections import state_of

from parks.adapters import clock, database
from parks.audit import queries as audit
from parks.documents import queries as documents
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.programmes.actions import awards, notices, selections, substitutions
from parks.programmes.queries import awards as award_queries
from parks.programmes.queries import notices as notice_queries
from parks.programmes.queries import selections as queries
from parks.programmes.states import ApplicationState as State
from parks.reviews import actions as reviews
from parks.reviews.rules.conflicts import Tie
from parks.reviews.states import TieKind


async def test_opening_the_round_sends_everything_recommended_blind_and_bars_who_is_tied(db: None) -> None:
    of = await make.world()
    mine = await make.application(of, State.RECOMMENDED)
    waiting = await make.application(of, State.PROVINCE_REVIEW)
    company = await database.value("SELECT company_name FROM application WHERE id = $1", mine)
    tied, _actor = await story.expert(of, "顾怀远", Tie(TieKind.SHAREHOLDING, company, percent=Decimal("1.2")))
    at = await story.panel(of)
    assert (await state_of(mine), await state_of(waiting)) == (State.MINISTRY_REVIEW, State.PROVINCE_REVIEW)
    with pytest.raises(Forbidden, match=r"1\.2 %"):
        await reviews.seat(of.nation, at.assessments[mine], tied)
    blind = await database.value("SELECT proposal::text FROM assessment WHERE id = $1", at.assessments[mine])
    assert "单光子激光雷达芯片" in str(blind)
    for canary in (STORY, "林知微", company):
        assert canary not in str(blind)


async def test_what_is_recommended_later_is_sent_after_it_and_nothing_twice(db: None) -> None:
    of = await make.world()
    await make.application(of, State.RECOMMENDED)
    await story.panel(of)
    later = await make.application(of, State.RECOMMENDED)
    assert await selections.send_to_experts(of.nation, of.call_id) == 1
    assert await selections.send_to_experts(of.nation, of.call_id) == 0
    assert await state_of(later) == State.MINISTRY_REVIEW


async def test_the_last_score_ranks_the_application_and_a_recusal_after_it_takes_the_rank_back(db: None) -> None:
    at, (first, second) = await story.ranked()
    view = await queries.selection(at.of.nation, at.of.call_id)
    assert [(one.application_id, one.rank) for one in view.candidates] == [(first, 1), (second, 2)]
    assert (await state_of(first), view.stage) == (State.RANKED, queries.Stage.RANKED)
    seat = await database.value(
        "SELECT s.id FROM seat s JOIN expert e ON e.id = s.expert WHERE s.assessment = $1 AND e.person = $2",
        at.assessments[second],
        next(iter(at.experts.values())).id,
    )
    await reviews.recuse(next(iter(at.experts.values())), seat, "发现亲属关系")
    assert await state_of(second) == State.MINISTRY_REVIEW
    with pytest.raises(Conflict, match="still with the experts"):
        await selections.propose(at.of.nation, at.of.call_id, {first: "key"}, {})


async def test_tiers_follow_ranks_or_say_why_and_can_be_drawn_anew_before_the_notice(db: None) -> None:
    at, (first, second) = await story.ranked()
    with pytest.raises(Invalid):
        await selections.propose(at.of.nation, at.of.call_id, {second: "key"}, {})
    assert await state_of(second) == State.RANKED
    await selections.propose(at.of.nation, at.of.call_id, {second: "key"}, {first: "已获其他国家计划支持"})
    assert await state_of(second) == State.PROPOSED
    await selections.propose(at.of.nation, at.of.call_id, {first: "key", second: "excellent"}, {})
    view = await queries.selection(at.of.nation, at.of.call_id)
    assert (view.chosen, view.commits.amount) == ({first: "key", second: "excellent"}, Decimal(700_000))


async def test_a_notice_shows_company_project_and_tier_for_its_days_and_then_nothing(db: None) -> None:
    at, (first, second), notice_id = await story.published()
    notice = await notice_queries.notice(notice_id)
    assert [(one.project, one.tier.en) for one in notice.entries] == [("单光子激光雷达芯片", "Key tier")]
    assert (await state_of(first), await state_of(second)) == (State.PUBLICITY, State.RANKED)
    with pytest.raises(Conflict):
        await notices.publish_notice(at.of.nation, at.of.call_id)
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE public_notice SET last_day = last_day + 1")
    await story.stand(notice_id)
    assert (await notice_queries.notice(notice_id)).entries == ()


async def test_the_notice_of_the_24th_of_november_2026_ends_on_the_30th(db: None) -> None:
    at, (first, _second) = await story.ranked()
    await clock.move(await clock.shift() + (date(2026, 11, 24) - await clock.today()))
    await selections.propose(at.of.nation, at.of.call_id, {first: "key"}, {})
    notice = await notice_queries.notice(await notices.publish_notice(at.of.nation, at.of.call_id))
    assert (notice.starts_on, notice.last_day, notice.provisional) == (date(2026, 11, 24), date(2026, 11, 30), False)


async def test_a_real_name_objection_is_filed_answered_and_closed_before_the_award(db: None) -> None:
    at, (first, _second), notice_id = await story.published()
    citizen = await people.person("郑直")
    objection = await notices.file_objection(
        citizen, notice_id, first, real_name="郑直", contact="13800000000", grounds="该专利的权属存在争议。"
    )
    assert await state_of(first) == State.OBJECTION
    await story.stand(notice_id)
    with pytest.raises(Conflict, match="objection is still open"):
        await awards.make_awards(at.of.nation, at.of.call_id)
    with pytest.raises(Hidden):
        await notice_queries.objection(at.of.founders[first], objection)
    with pytest.raises(Forbidden):
        await notices.decide_objection(at.of.manager, objection, upheld=True, answer="越权的答复，不应成立。")
    await notices.decide_objection(at.of.nation, objection, upheld=False, answer="经核查，专利登记权利人为该企业。")
    assert (await notice_queries.objection(citizen, objection)).answer.startswith("经核查")
    with pytest.raises(Conflict):
        await notices.decide_objection(at.of.nation, objection, upheld=True, answer="再次答复，不应被接受。")
    assert await state_of(first) == State.PUBLICITY
    assert len(await awards.make_awards(at.of.nation, at.of.call_id)) == 1


async def test_an_upheld_objection_takes_the_application_off_the_notice(db: None) -> None:
    at, (first, second), notice_id = await story.published()
    citizen = await people.person("郑直")
    filed = [
        await notices.file_objection(citizen, notice_id, first, real_name="郑直", contact="13800000000", grounds=why)
        for why in ("出资比例与登记不符。", "另有重复申报情形。")
    ]
    await notices.decide_objection(at.of.nation, filed[0], upheld=True, answer="经核查，出资比例低于规定。")
    assert await state_of(first) == State.NOT_SELECTED
    await notices.decide_objection(at.of.nation, filed[1], upheld=False, answer="未发现重复申报情形。")
    assert (await state_of(first), (await notice_queries.notice(notice_id)).entries) == (State.NOT_SELECTED, ())
    await story.stand(notice_id)
    assert await awards.make_awards(at.of.nation, at.of.call_id) == []
    assert await state_of(second) == State.RANKED  # it may move up
    await substitutions.leave_empty(at.of.nation, at.of.call_id, first, reason="得分差距较大，不递补。")
    assert await state_of(second) == State.NOT_SELECTED


async def test_objections_are_taken_while_the_notice_stands_and_against_what_is_on_it(db: None) -> None:
    _at, (first, second), notice_id = await story.published()
    citizen = await people.person("郑直")
    with pytest.raises(Hidden):
        await notices.file_objection(
            citizen, notice_id, second, real_name="郑直", contact="13800000000", grounds="争议。"
        )
    await story.stand(notice_id)
    with pytest.raises(Forbidden, match="over"):
        await notices.file_objection(
            citizen, notice_id, first, real_name="郑直", contact="13800000000", grounds="争议。"
        )


async def test_awards_wait_for_the_last_day_and_are_made_once(db: None) -> None:
    at, (first, second), notice_id = await story.published()
    with pytest.raises(Forbidden, match="stands until"):
        await awards.make_awards(at.of.nation, at.of.call_id)
    await story.stand(notice_id)
    made = await awards.make_awards(at.of.nation, at.of.call_id)
    with pytest.raises(Conflict):
        await awards.make_awards(at.of.nation, at.of.call_id)
    assert (len(made), await state_of(first), await state_of(second)) == (1, State.AWARDED, State.NOT_SELECTED)
    assert (await audit.verify()).holds


async def test_the_letter_says_what_was_granted_in_both_languages_and_its_code_confirms_it(db: None) -> None:
    at, (first, _second), award_id = await story.awarded()
    award = await award_queries.award(at.of.founders[first], award_id)
    opened = await documents.opened(award.letter_id)
    body = b"".join([piece async for piece in opened.stream])
    text = "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages).split())
    for said in (award.company, award.number, award.code, "500,000.00", "伍拾万元整", "入选通知书", "Letter of award"):
        assert "".join(said.split()) in text
    found = await award_queries.verified(award.code.lower().replace("-", " "))
    assert found is not None
    assert (found.company, found.amount) == (award.company, award.amount)
    assert await award_queries.verified("0000-0000-0000") is None
    for stranger in (await people.person("许南乔"), at.of.other_manager, next(iter(at.experts.values()))):
        with pytest.raises(Hidden):
            await award_queries.award(stranger, award_id)


async def test_nobody_else_runs_a_selection(db: None) -> None:
    at, (first, _second) = await story.ranked()
    for other in (at.of.province, at.of.auditor, at.of.founders[first]):
        with pytest.raises(Forbidden):
            await selections.propose(other, at.of.call_id, {first: "key"}, {})
    for other in (at.of.province, at.of.founders[first]):
        with pytest.raises(Hidden):
            await queries.selection(other, at.of.call_id)
    assert (await queries.selection(at.of.auditor, at.of.call_id)).call_id == at.of.call_id


async def test_a_provisional_year_is_flagged_on_the_notice(db: None) -> None:
    at, (first, _second) = await story.ranked()
    await clock.move(await clock.shift() + (date(2026, 12, 28) - await clock.today()) + timedelta(hours=1))
    await selections.propose(at.of.nation, at.of.call_id, {first: "key"}, {})
    notice = await notice_queries.notice(await notices.publish_notice(at.of.nation, at.of.call_id))
    assert notice.provisional

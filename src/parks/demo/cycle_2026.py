"""The cycle of 2026, from the call to the awards: 28 applications, eleven recommended, seven awarded."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from parks.adapters import vault
from parks.demo import committee, cycles, fictions, filing, judging, people
from parks.demo.companies import Startup
from parks.demo.filing import Desk
from parks.demo.moments import at, moment
from parks.demo.papers import Papers
from parks.demo.places import Places
from parks.demo.pool import Pool
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.programmes.actions import applications, awards, calls, ladder, notices, selections, substitutions
from parks.programmes.queries import selections as selection_queries
from parks.reviews import actions as reviews

RECOMMENDED = range(13, 24)
"""By their founders' numbers, the later ranking in this order."""
DECLINED_BY_PARK = (26, 29, 30, 31)
DECLINED_BY_CITY = (24, 27, 28)
DECLINED_BY_PROVINCE = (25, 32, 33)
WITHDRAWN = (34, 35)
INELIGIBLE = (36, 37, 38, 39, 40)

SENT = (moment(2026, 1, 22), moment(2026, 2, 10), moment(2026, 3, 4), moment(2026, 3, 13, 15))
"""When founders send: a few early, most in the last days."""


@dataclass(frozen=True, slots=True)
class Cycle:
    call_id: UUID
    applications: Mapping[int, UUID]  # by the founder's number


async def file(places: Places, startups: Mapping[int, Startup], questionnaire_id: UUID, papers: Papers) -> Cycle:
    """The call is drafted, opened, and 28 founders apply; two take it back."""
    await at(moment(2025, 12, 22))
    call_id = await cycles.draft(places, 2026, questionnaire_id)
    former = fictions.FOUNDERS[fictions.FUNDED_BEFORE - 1]
    await cycles.record_former(
        places,
        former.name,
        former.company.zh,
        vault.fingerprint("identity", former.identity),
        fictions.uscc(former.number),
    )
    await at(cycles.OPENS[2026])
    await calls.open_call(places.programme_officer, call_id)
    desk = Desk(call_id, papers)
    numbers = sorted(startups)
    share = -(-len(numbers) // len(SENT))
    made: dict[int, UUID] = {}
    for turn, when in enumerate(SENT):
        await at(when)
        some = numbers[turn * share : (turn + 1) * share]
        made |= zip(some, await people.together([filing.send(desk, startups[one]) for one in some]), strict=True)
    await at(moment(2026, 3, 13, 16, 40))
    for number in WITHDRAWN:
        await applications.withdraw(startups[number].founder, made[number], "企业融资安排有变，本年度不再申报")
    return Cycle(call_id, made)


async def climb(places: Places, cycle: Cycle) -> None:
    """The call is closed; park, city and province sign: five are found ineligible, ten declined, eleven recommended."""
    await at(moment(2026, 3, 17, 9))
    await calls.close_call(places.programme_officer, cycle.call_id)
    await at(moment(2026, 3, 17, 10))
    for number in INELIGIBLE:
        await ladder.rule_out(places.manager, cycle.applications[number], fictions.BREAKS[number], RULED_OUT[number])
    for number in DECLINED_BY_PARK:
        await ladder.decline(
            _manager(places, number), cycle.applications[number], "技术路线尚不清楚，建议完善后再申报。"
        )
    for number in (*RECOMMENDED, *DECLINED_BY_CITY, *DECLINED_BY_PROVINCE):
        await ladder.recommend(
            _manager(places, number), cycle.applications[number], "材料齐全，经营正常，团队稳定，同意推荐。"
        )
    await at(moment(2026, 3, 24, 10))
    for number in DECLINED_BY_CITY:
        await ladder.decline(_city(places, number), cycle.applications[number], "市场论证不足，本年度不予推荐。")
    for number in (*RECOMMENDED, *DECLINED_BY_PROVINCE):
        await ladder.recommend(_city(places, number), cycle.applications[number], "符合本市产业方向，同意推荐。")
    await at(moment(2026, 3, 31, 10))
    for number in RECOMMENDED:
        await ladder.recommend(places.province_officer, cycle.applications[number], "经会商，同意推荐。")
    for number in DECLINED_BY_PROVINCE:
        await ladder.decline(
            places.province_officer, cycle.applications[number], "名额所限，择优推荐，本年度不予推荐。"
        )


RULED_OUT = {
    fictions.LOW_SHARE: "申报人出资占注册资本 45%，低于 50%。",
    fictions.TOO_OLD: "企业注册于 2022 年 12 月 30 日，早于 2023 年 1 月 1 日。",
    fictions.NOT_LEGAL: "申报人不是企业法定代表人。",
    fictions.FUNDED_BEFORE: "申报人 2024 年度已获本计划资助。",
    fictions.FILED_ELSEWHERE: "同一年度已在望津市申报。",
}


def _manager(places: Places, number: int) -> Actor:
    return places.far_manager if number in fictions.IN_WANGJIN else places.manager


def _city(places: Places, number: int) -> Actor:
    return places.far_city_officer if number in fictions.IN_WANGJIN else places.city_officer


KEY, EXCELLENT = RECOMMENDED[:2], RECOMMENDED[2:8]
REMOVED = RECOMMENDED[4]
"""On the notice as excellent, and taken off it by an objection that was upheld."""


async def select(places: Places, startups: Mapping[int, Startup], cycle: Cycle, pool: Pool) -> None:
    """Expert review, ranking, tiers, notice, objection, awards: 2 × 500,000 and 5 × 200,000 yuan."""
    officer = places.programme_officer
    await at(moment(2026, 4, 8, 9, 30))
    round_id = await selections.open_selection(
        officer,
        cycle.call_id,
        rubric_id=pool.rubric_id,
        title=Bilingual("2026 年度启动支持计划专家评审", "Expert review, Support Plan 2026"),
        seats=judging.SEATS,
        closes=moment(2026, 5, 8, 18),
    )
    await _judge(places, startups, cycle, pool)
    await committee.meet(places, pool, round_id)
    await at(moment(2026, 5, 9, 10))
    await reviews.close_round(officer, round_id)
    tiers = {cycle.applications[number]: "key" for number in KEY}
    tiers |= {cycle.applications[number]: "excellent" for number in EXCELLENT}
    await selections.propose(officer, cycle.call_id, tiers, {})
    await at(moment(2026, 5, 11))
    notice_id = await notices.publish_notice(officer, cycle.call_id)
    await _object(places, startups, cycle, notice_id)
    await at(moment(2026, 5, 20))
    await awards.make_awards(officer, cycle.call_id)


async def _judge(places: Places, startups: Mapping[int, Startup], cycle: Cycle, pool: Pool) -> None:
    """Three experts for each, who all score in the first weeks; what RECOMMENDED comes first in ranks first."""
    view = await selection_queries.selection(places.programme_officer, cycle.call_id)
    assessments = {one.application_id: one.assessment_id for one in view.candidates}
    seated = []
    for place, number in enumerate(RECOMMENDED):
        experts = judging.panel(pool, startups[number].fiction.field, place)
        seats = await judging.seat(places, assessments[cycle.applications[number]], experts)
        seated += [(expert, seat_id, place) for expert, seat_id in zip(experts, seats, strict=True)]
    await at(moment(2026, 4, 21, 20))
    for expert, seat_id, place in seated:
        await judging.score(expert, seat_id, place)


async def _object(places: Places, startups: Mapping[int, Startup], cycle: Cycle, notice_id: UUID) -> None:
    """A real-name objection in the notice's days; looked into, upheld and answered."""
    complainant = startups[24].founder
    await at(moment(2026, 5, 13, 15))
    objection_id = await notices.file_objection(
        complainant,
        notice_id,
        cycle.applications[REMOVED],
        real_name=complainant.name,
        contact="0571-5550 1024",
        grounds="该项目所列发明专利的申请权目前存在权属争议，已由仲裁机构受理，申报时未作说明。",
    )
    await at(moment(2026, 5, 18, 16))
    await notices.decide_objection(
        places.programme_officer,
        objection_id,
        upheld=True,
        answer="经核实，申报时专利申请权确有未决争议且未如实说明，异议成立，该项目不再列入拟入选名单。",
    )
    await substitutions.leave_empty(
        places.programme_officer,
        cycle.call_id,
        cycle.applications[REMOVED],
        reason="递补名次的项目得分与入选项目差距较大，经会议研究，本年度该名额不递补。",
    )

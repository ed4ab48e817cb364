"""A small review round that is open on the Monday of the demo: experts have something to score, and three are barred.

It stands beside the cycle of 2027, which has no round yet: a trial by the ministry with the plans of three applicants.
"""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from parks.adapters import clock
from parks.demo import judging
from parks.demo.companies import Startup
from parks.demo.moments import at, moment
from parks.demo.places import Places
from parks.demo.pool import Pool
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.programmes.queries import proposals
from parks.programmes.rules import ties
from parks.reviews import actions
from parks.reviews import queries as reviews
from parks.reviews.rules import conflicts
from parks.reviews.rules.fees import Account
from parks.startups import queries as startup_queries

RATE = Money(Decimal(600))
LIN, TU, QIONG = 1, 11, 8
"""Whose plans are put before the panels: 林知微, 叶明澜, 韩屿白."""


async def run(places: Places, startups: Mapping[int, Startup], made: Mapping[int, UUID], pool: Pool) -> None:
    """The round, three assessments, and panels at every stage: offered, half scored, scored, empty."""
    await at(moment(2026, 11, 20, 9, 30))
    round_id = await actions.open_round(
        places.programme_officer,
        organisation_id=places.nation.id,
        title=Bilingual("2027 年度启动支持计划试评（试点）", "Trial review, Support Plan 2027 (pilot)"),
        rubric_id=pool.rubric_id,
        seats=judging.SEATS,
        closes=moment(2026, 12, 4, 18),
    )
    await actions.set_rate(places.second_programme_officer, round_id, RATE)
    opened = {number: await _open(places, round_id, startups[number], made[number]) for number in (LIN, TU, QIONG)}
    cheng, zhuo, he = (pool.named(name) for name in ("程素衣", "卓云峥", "贺兰亭"))
    _offered, half = await judging.seat(places, opened[LIN], (cheng, zhuo))
    begun, done = await judging.seat(places, opened[TU], (cheng, he))
    await at(moment(2026, 11, 20, 14))
    await judging.score(zhuo, half, 3, criteria=2)
    await judging.score(cheng, begun, 2, criteria=3)
    await judging.score(he, done, 2)
    # due to 贺兰亭, set by the second officer: whoever steps in as the first may approve it
    await actions.keep_account(he.actor, Account("贺兰亭", "澄湖银行", "高新支行", "6222020200112233445"))
    await actions.issue_letter(places.programme_officer, cheng.expert_id)


async def _open(places: Places, round_id: UUID, of: Startup, application_id: UUID) -> UUID:
    """The blind version of what the founder sent, and who of the pool may not see it."""
    subject = ties.of_company(await startup_queries.ties(of.company_id))
    return await actions.open_assessment(
        places.programme_officer,
        round_id,
        SubjectRef("application", application_id, of.fiction.company.zh, f"/applications/{application_id}"),
        await proposals.proposal(application_id),
        conflicts.barred(await reviews.experts_with_ties(), subject, await clock.today()),
        ties=subject,
    )

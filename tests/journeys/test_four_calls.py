"""Four calls set up by officers in the browser, with no line of code changed, each carried to a tranche that is paid.

The Support Plan of 2027, its variants of Sichuan and Chongqing (domain.md §2.3), and a city's seed fund with a form of
another shape. What lies between the opened call and its award goes through the actions: the story test walks its pages.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.journeys.conftest import Visit
from tests.journeys.four import building, carrying, paying, setting
from tests.journeys.four import scene as told
from tests.journeys.four.scene import Place
from tests.journeys.four.setting import Call, Material, Tier
from tests.journeys.story.walker import Journey, Walker
from tests.make import identity as people
from tests.make.identity import Tree

from parks.adapters import clock, database
from parks.audit import queries as audit
from parks.kernel.words import Bilingual
from parks.programmes.actions import rule_sets
from parks.programmes.states import Level

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUPPORT_PLAN = Call(
    code="isp",
    programme=Bilingual("留学人员回国创业启动支持计划", "Returnee Startup Support Plan"),
    runs=Bilingual("人力资源社会保障部", "Human Resources Ministry"),
    title=Bilingual("2027年度启动支持计划", "Support Plan 2027"),
    locality="CN",
    form=Bilingual("2027年度启动支持计划申报书", "Application to the Support Plan 2027"),
    rules=Bilingual("启动支持计划申报条件", "Conditions of the Support Plan"),
    tiers=(
        Tier("key", Bilingual("重点类", "Key tier"), "500000", "2"),
        Tier("excellent", Bilingual("优秀类", "Excellent tier"), "200000", "5"),
    ),
    materials=(
        Material(
            "company", Bilingual("营业执照", "Business licence"), question=Bilingual("营业执照", "Business licence")
        ),
        Material("plan", Bilingual("可行性报告", "Feasibility report"), tier=Bilingual("重点类", "Key tier")),
    ),
    levels={Level.PARK: "5", Level.CITY: "10", Level.PROVINCE: "10"},
    quotas={Bilingual("澄湖市人社局", "Chenghu City"): "11"},
    budget="1000000",
)


SICHUAN = Call(
    code="scisp",
    programme=Bilingual("四川省留学人员回国创业启动支持计划", "Sichuan Startup Support Plan"),
    runs=Bilingual("四川省人社厅", "Sichuan"),
    title=Bilingual("2027年度四川省启动支持计划", "Sichuan Support Plan 2027"),
    locality="510000",
    form=Bilingual("2027年度四川省申报书", "Application in Sichuan 2027"),
    rules=Bilingual("四川省启动支持计划申报条件", "Conditions in Sichuan"),
    tiers=(
        Tier("first", Bilingual("一类", "First tier"), "300000"),
        Tier("second", Bilingual("二类", "Second tier"), "200000"),
        Tier("third", Bilingual("三类", "Third tier"), "100000"),
    ),
    usual=True,
    materials=(
        Material("identity", Bilingual("国（境）外学历学位认证书", "Certified degree from abroad")),
        Material("finance", Bilingual("上年度完税证明", "Tax certificate of last year"), required=False),
    ),
    levels={Level.PARK: "5", Level.CITY: "7", Level.PROVINCE: "10"},
    quotas={Bilingual("成都市人社局", "Chengdu"): "6"},
    budget="3000000",
    notice_days="7",
)
CHONGQING = Call(
    code="cqcy",
    programme=Bilingual("重庆市留学人员回国创业创新支持计划", "Chongqing Start-up and Innovation Plan"),
    runs=Bilingual("重庆市人社局", "Chongqing"),
    title=Bilingual("2027年度重庆市创业创新支持计划", "Chongqing Plan 2027"),
    locality="500000",
    form=Bilingual("2027年度重庆市申报书", "Application in Chongqing 2027"),
    rules=Bilingual("重庆市创业创新支持计划申报条件", "Conditions in Chongqing"),
    tiers=(
        Tier("first", Bilingual("一档", "First tier"), "500000"),
        Tier("second", Bilingual("二档", "Second tier"), "300000"),
        Tier("third", Bilingual("三档", "Third tier"), "200000"),
        Tier("fourth", Bilingual("四档", "Fourth tier"), "100000"),
    ),
    usual=True,
    materials=(Material("plan", Bilingual("商业计划书", "Business plan")),),
    levels={Level.PARK: "5", Level.PROVINCE: "10"},
    quotas={Bilingual("两江留学人员创业园", "Liangjiang Park"): "4"},
    budget="2000000",
)
SEED_FUND = Call(
    code="seed",
    programme=Bilingual("澄湖种子资金", "Chenghu Seed Fund"),
    runs=Bilingual("澄湖市人社局", "Chenghu City"),
    title=Bilingual("2027年澄湖种子资金", "Chenghu Seed Fund 2027"),
    locality="330100",
    form=Bilingual("种子资金申请表", "Seed Fund form"),
    rules=Bilingual("启动支持计划申报条件", "Conditions of the Support Plan"),
    tiers=(
        Tier(
            "seed",
            Bilingual("种子", "Seed"),
            "80000",
            "10",
            (
                ("25", "0", Bilingual("协议签署", "The agreement is signed")),
                ("75", "6", Bilingual("样机演示通过", "The prototype was shown")),
            ),
        ),
    ),
    materials=(Material("plan", Bilingual("路演材料", "Pitch deck"), question=building.DECK),),
    levels={Level.PARK: "3"},
    quotas={Bilingual("云杉留学人员创业园", "Spruce Returnee Park"): "3"},
    budget="400000",
    certified=True,
)


async def _opened(officer: Walker, call: Call, call_id: UUID) -> None:
    """Looked at as founders will see it, then opened: from here on nothing of it changes."""
    await officer.follow("Preview as founders will see it")
    await officer.sees("call-preview", "This is how founders will see it. It is not open yet.", call.tiers[0].name)
    await officer.follow("Back to setting up")
    await officer.confirm("Open the call")
    await officer.sees("call-open", "The call is open as it stands here, and frozen.")
    assert await database.value("SELECT state FROM call WHERE id = $1", call_id) == "open"


async def _set_up(officer: Walker, call: Call) -> UUID:
    """Every part of the task list in its turn, then the budget; the letters are looked at and left as they are."""
    call_id = await setting.begin(officer, call)
    await setting.basics(officer, call)
    await setting.dates(officer, call)
    await setting.form(officer, call)
    await setting.rules(officer, call)
    await setting.tiers(officer, call)
    await setting.materials(officer, call)
    await setting.ladder(officer, call)
    await setting.quotas(officer, call)
    await setting.review(officer)
    await setting.notice(officer, call)
    await officer.follow("Letters")
    await officer.sees("call-letters")
    await officer.open(f"/calls/{call_id}/setup")
    await paying.budget(officer, call)
    await officer.open(f"/calls/{call_id}/setup")
    await _opened(officer, call, call_id)
    return call_id


async def _carried(story: Journey, of: Place, call: Call, call_id: UUID, answers: dict[str, Any]) -> None:
    """From the application to the paid tranche."""
    application_id = await carrying.apply(of, call_id, answers)
    await carrying.send(of, application_id, certified=call.certified)
    await carrying.recommend(of, application_id)
    rubric: UUID = await database.value("SELECT rubric FROM call WHERE id = $1", call_id)
    await carrying.judge(of, call_id, application_id, rubric, call.tiers[0].key)
    founder = await story.signed_in(of.emails[of.founder.id])
    officer = await story.signed_in(of.emails[of.officer.id])
    await paying.agree(officer, founder, of, call, call_id, call.tiers[0].amount)
    second = await story.signed_in(of.emails[of.second.id])
    await paying.release(officer, second)
    await paying.pay(second)


async def _paid(call_id: UUID) -> list[tuple[str, int]]:
    """State and amount of the call's tranches, in their order."""
    found = await database.rows(
        "SELECT t.state, t.amount FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment"
        " JOIN application a ON a.id = c.subject_id WHERE a.call = $1 ORDER BY t.position",
        call_id,
    )
    return [(one["state"], int(one["amount"])) for one in found]


@dataclass(frozen=True)
class Telling:
    """One of the four: how it is read, what is judged by eye, and its tranches in the end: paid and still to come."""

    call: Call
    place: Callable[[Tree], Awaitable[Place]]
    build: Callable[[Walker, Call], Awaitable[None]]
    tranches: list[tuple[str, int]]
    lang: str
    width: int
    js: bool
    judged: tuple[str, ...]
    answers: dict[str, Any]


async def _copied(officer: Walker, call: Call) -> None:
    """Last year's form with one question changed."""
    await building.begin(officer, call.runs, call.form, f"{call.code}_2027", told.LAST_YEAR)
    await building.change(officer, Bilingual("项目概要", "Summary"), {"Most characters": "600"})
    await building.publish(officer)


async def _from_nothing(officer: Walker, call: Call) -> None:
    await building.begin(officer, call.runs, call.form, f"{call.code}_2027")
    await building.seed_fund_form(officer)


TELLINGS = {
    "support plan": Telling(
        SUPPORT_PLAN,
        told.support_plan,
        _copied,
        [("paid", 500_000)],
        "zh",
        1440,
        True,
        ("setup", "form", "call", "budget", "agreement", "release", "batch"),
        {},
    ),
    "sichuan": Telling(
        SICHUAN,
        told.sichuan,
        _copied,
        [("paid", 300_000)],
        "en",
        360,
        True,
        ("setup", "call-setup", "releases", "agreement-"),
        {},
    ),
    "chongqing": Telling(
        CHONGQING,
        told.chongqing,
        _copied,
        [("paid", 250_000), ("planned", 250_000)],
        "zh",
        360,
        False,
        ("call-new", "call-preview"),
        {},
    ),
    "seed fund": Telling(
        SEED_FUND,
        told.seed_fund,
        _from_nothing,
        [("paid", 20_000), ("planned", 60_000)],
        "en",
        1440,
        True,
        ("form-",),
        {
            "stage": "prototype",
            "asked": "80000",
            "budget": [{"what": "样机", "amount": "50000"}, {"what": "测试", "amount": "30000"}],
        },
    ),
}


class Looked(set[str]):
    """Which pages need no look in this telling: all but those whose names begin so, and those looked at already."""

    def __init__(self, judged: tuple[str, ...]) -> None:
        super().__init__()
        self.judged = judged

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or not str(name).startswith(self.judged)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("which", TELLINGS)
async def test_a_call_is_set_up_in_the_browser_and_carried_to_a_paid_tranche(
    db: None, live: str, visit: Visit, which: str
) -> None:
    one = TELLINGS[which]
    began = time.monotonic()

    def chapter(name: str) -> None:
        print(f"{which}, {name}: {time.monotonic() - began:.0f} s", flush=True)

    await rule_sets.load()
    await told.last_years_form()
    of = await one.place(await people.nation_tree())
    story = Journey(visit, live, one.lang, one.width, one.js, seen=Looked(one.judged))
    officer = await story.signed_in(of.emails[of.officer.id])
    try:
        await one.build(officer, one.call)
        chapter("form published")
        call_id = await _set_up(officer, one.call)
        chapter("open")
        await _carried(story, of, one.call, call_id, one.answers)
        chapter("paid")
    finally:
        await clock.move(timedelta(0))
    assert await _paid(call_id) == one.tranches
    assert story.foreign == []
    assert (await audit.verify()).holds

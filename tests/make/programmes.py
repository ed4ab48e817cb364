"""A call, its officers of three levels and in a second city, and applications driven to a state by the real actions."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.make import identity as people
from tests.make.identity import Tree
from tests.make.questionnaires import question, section

from parks.adapters import clock
from parks.demo import fictions
from parks.identity.queries import OrganisationView
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import NOBODY, Actor, Role
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.actions import applications, calls
from parks.programmes.actions import ladder as officers
from parks.programmes.actions.calls import CallPlan, QuotaPlan, TierPlan
from parks.programmes.rules.ladder import DEFAULT, Ladder
from parks.programmes.states import ApplicationState as State
from parks.questionnaires import actions as questionnaires
from parks.questionnaires.rules.definition import load
from parks.startups import actions as startups
from parks.startups.rules.records import CertificateRecord, CompanyRecord, IpRecord, PersonRecord, ShareRecord
from parks.startups.states import DegreeLevel, IpKind

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

SHEET: dict[str, Any] = {
    "key": "isp_test",
    "title": {"zh": "启动支持计划申报书", "en": "Support Plan application"},
    "sections": [
        section(
            "project",
            question("project_title", required=True, max=60, blind=True),
            question(
                "project_field",
                "choice",
                required=True,
                blind=True,
                options=[
                    {"value": "electronics", "label": {"zh": "电子信息", "en": "Electronics"}},
                    {"value": "energy", "label": {"zh": "新能源", "en": "New energy"}},
                ],
            ),
            question("summary", "long_text", max=500, blind=True),
            question(
                "milestones",
                "table",
                max=5,
                blind=True,
                columns=[{"key": "what", "kind": "text", "label": {"zh": "内容", "en": "What"}, "required": True}],
            ),
        ),
        section("team", question("applicant", "fact", source="applicant.identity"), question("story", "long_text")),
        section(
            "files", question("plan", "file", required=True, max=2, blind=True), question("licence", "file", max=1)
        ),
        section("declarations", question("integrity", "declaration", required=True)),
    ],
}
ANSWERS = {"project_title": "单光子激光雷达芯片", "project_field": "electronics", "integrity": "yes"}
STORY = "林知微的创业故事 CANARY-STORY"
"""In a question that is not blind: no expert may ever read it."""


@dataclass
class World:
    """The tree of `identity`, a second city with its own park, and who holds which office."""

    tree: Tree
    far_city: OrganisationView
    far_park: OrganisationView
    manager: Actor
    other_manager: Actor
    city: Actor
    far_officer: Actor
    province: Actor
    nation: Actor
    auditor: Actor
    expert: Actor
    call_id: UUID = NOBODY
    count: int = 0
    founders: dict[UUID, Actor] = field(default_factory=dict)


async def world(**more: Any) -> World:
    """Officers of every level, and an open call (`more`: see `call`)."""
    tree = await people.nation_tree()
    far_city = await people.organisation(Kind.CITY, "yz", "云州市人社局", "Yunzhou City", tree.province, "330200")
    far_park = await people.organisation(Kind.PARK, "park9", "云州留创园", "Yunzhou Park", far_city, "330203")
    made = World(
        tree=tree,
        far_city=far_city,
        far_park=far_park,
        manager=await people.person("陈若岩", [(Role.PARK_MANAGER, tree.park)]),
        other_manager=await people.person("苏木", [(Role.PARK_MANAGER, tree.other_park)]),
        city=await people.person("钱城", [(Role.CITY_OFFICER, tree.city)]),
        far_officer=await people.person("云远", [(Role.CITY_OFFICER, far_city)]),
        province=await people.person("孙省", [(Role.PROVINCE_OFFICER, tree.province)]),
        nation=await people.person("周部", [(Role.PROGRAMME_OFFICER, tree.nation)]),
        auditor=await people.person("吴审", [(Role.AUDITOR, tree.nation)]),
        expert=await people.person("顾怀远", [(Role.EXPERT, tree.nation)]),
    )
    made.call_id = await call(made, **more)
    return made


async def call(
    of: World,
    *,
    cycle: int = 2027,
    closes_in: timedelta = timedelta(days=30),
    quotas: Sequence[tuple[OrganisationView, int]] = (),
    opened: bool = True,
    certified: bool = False,
    runs: OrganisationView | None = None,
    ladder: Ladder = DEFAULT,
    sheet: dict[str, Any] | None = None,
    **more: Any,
) -> UUID:
    """`more`: whatever else the plan of a call holds."""
    questionnaire = await questionnaires.publish(of.nation, load(sheet or SHEET))
    await calls.found_programme(of.nation, "isp", Bilingual("启动支持计划", "Support Plan"))
    now: datetime = await clock.now()
    made = await calls.draft_call(
        of.nation,
        CallPlan(
            programme="isp",
            organisation_id=(runs or of.tree.nation).id,
            cycle=cycle,
            title=Bilingual(f"{cycle}年度启动支持计划", f"Support Plan {cycle}"),
            opens_at=now - timedelta(days=1),
            closes_at=now + closes_in,
            questionnaire_id=questionnaire,
            tiers=(
                TierPlan("key", Bilingual("重点类", "Key tier"), Money(Decimal(500_000)), 2),
                TierPlan("excellent", Bilingual("优秀类", "Excellent tier"), Money(Decimal(200_000)), 5),
            ),
            quotas=[QuotaPlan(one.id, places) for one, places in quotas],
            notice_days=5,
            correction_days=5,
            contact="010-0000 0000",
            certified=certified,
            ladder=ladder,
            **more,
        ),
    )
    if opened:
        await calls.open_call(of.nation, made)
    return made


async def company(actor: Actor, number: int, park: OrganisationView, **more: Any) -> UUID:
    """A company that meets every rule, unless `more` (share, registered, legal, identity) says otherwise."""
    made = await startups.found_company(
        actor,
        CompanyRecord(
            uscc=fictions.uscc(number),
            name_zh=more.get("name", f"澄湖星阑光电科技有限公司{number}"),
            registered_on=more.get("registered", date(2024, 3, 18)),
            registered_capital=Decimal(3_000_000),
            park_id=park.id,
        ),
    )
    mine = await startups.add_person(
        actor,
        made,
        PersonRecord(
            name=actor.name,
            number=more.get("identity", fictions.identity_number("330106", date(1985, 1, 1) + timedelta(number), 996)),
            me=True,
            works_here=True,
            legal_representative=more.get("legal", True),
            full_time=True,
        ),
    )
    other = await startups.add_person(
        actor, made, PersonRecord(name="何屿", works_here=True, legal_representative=not more.get("legal", True))
    )
    share = Decimal(more.get("share", 58))
    await startups.add_share(actor, made, ShareRecord(person_id=mine, percent=share, cash=share * 10_000))
    await startups.add_share(
        actor, made, ShareRecord(person_id=other, percent=100 - share, cash=(100 - share) * 10_000)
    )
    await startups.add_certificate(
        actor,
        made,
        CertificateRecord(
            person_id=mine,
            level=DegreeLevel.DOCTOR,
            country="DE",
            institution="TU München",
            awarded_on=date(2021, 7, 15),
        ),
    )
    await startups.add_right(
        actor,
        made,
        IpRecord(
            kind=IpKind.INVENTION_PATENT,
            number="ZL202319990001.1",
            title="单光子探测器阵列",
            granted_on=date(2024, 6, 7),
        ),
    )
    return made


async def bytes_of(data: bytes = PDF) -> AsyncIterator[bytes]:
    yield data


async def draft(of: World, *, park: OrganisationView | None = None, founder: Actor | None = None, **more: Any) -> UUID:
    """A new founder with a company of their own, and a draft in the world's call."""
    of.count += 1
    home = park or of.tree.park
    who = founder or await people.person(more.pop("founder_name", "林知微"))
    made = await company(who, more.pop("number", of.count), home, **more)
    begun = await applications.begin(who, more.get("call_id", of.call_id), made, home.id)
    of.founders[begun] = who
    return begun


async def fill(of: World, application_id: UUID, **answers: str) -> None:
    """Every section filled in and said completed, with one file."""
    who = of.founders[application_id]
    for key, value in ({**ANSWERS, "story": STORY} | answers).items():
        await applications.save_answer(who, application_id, key, value, 0)
    await applications.declare_no_secrets(who, application_id)
    await applications.upload(who, application_id, "plan", "林知微-商业计划书.pdf", bytes_of())
    for key in ("project", "team", "files", "declarations"):
        await applications.complete_section(who, application_id, key, completed=True)


STEPS = (State.DRAFT, State.SUBMITTED, State.CITY_REVIEW, State.PROVINCE_REVIEW, State.RECOMMENDED)


async def application(of: World, state: State = State.SUBMITTED, **more: Any) -> UUID:
    """An application driven to that state of the ladder by those whose turn it is."""
    answers = more.pop("answers", {})
    made = await draft(of, **more)
    if state is State.DRAFT:
        return made
    await fill(of, made, **answers)
    await applications.submit(of.founders[made], made, aware=True)
    match state:
        case State.SUBMITTED:
            return made
        case State.RETURNED_FOR_CORRECTION | State.PARK_REVIEW:
            await officers.return_for_correction(of.manager, made, {"project": "请补充项目简介"})
            if state is State.PARK_REVIEW:
                await correct(of, made)
            return made
        case State.NOT_RECOMMENDED:
            await officers.decline(of.manager, made, "材料不足")
            return made
        case State.INELIGIBLE:
            await officers.rule_out(of.manager, made, "R-SHARE", "出资比例不足")
            return made
        case State.WITHDRAWN:
            await applications.withdraw(of.founders[made], made, "不再申报")
            return made
    for officer, reached in (
        (of.manager, State.CITY_REVIEW),
        (of.city, State.PROVINCE_REVIEW),
        (of.province, State.RECOMMENDED),
    ):
        await officers.recommend(officer, made, "同意推荐")
        if reached is state:
            break
    return made


async def correct(of: World, application_id: UUID) -> None:
    """The founder mends the one section that `application` returns, and sends it again."""
    who = of.founders[application_id]
    await applications.save_answer(who, application_id, "summary", "补充后的简介", 0)
    await applications.complete_section(who, application_id, "project", completed=True)
    await applications.submit(who, application_id, aware=True)

"""What stands before the story begins: the offices, the open call, the pool of experts, and a park with a floor."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tests.make import identity as people
from tests.make import spaces
from tests.make.identity import Tree

from parks import paths
from parks.adapters import clock
from parks.demo import fictions
from parks.kernel.actor import Actor, Role
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes.actions import calls
from parks.programmes.actions.calls import CallPlan, QuotaPlan, TierPlan
from parks.questionnaires import actions as questionnaires
from parks.questionnaires.rules.definition import Definition, load
from parks.reviews import actions as reviews
from parks.reviews.rules.conflicts import Tie
from parks.reviews.states import ExpertKind, TieKind
from parks.spaces import actions as estate
from parks.spaces.rules.plan import Shape
from parks.spaces.states import ParkKind, UnitKind

CALL = Bilingual("2027年度留学人员回国创业启动支持计划", "Returnee Startup Support Plan 2027")
PARK = Bilingual("澄湖留学人员创业园", "Chenghu Returnee Park")
COMPANY = "澄湖星阑光电科技有限公司"
USCC = fictions.uscc(1)
PATENT = "ZL202319990001.1"
SHARED_EMPLOYER = "华岭装备集团"
EXPERTS = ("程素衣", "江晚照", "温如故")
BARRED = {
    "顾怀远": Tie(TieKind.SHAREHOLDING, COMPANY, USCC, percent=Decimal("1.2"), since=date(2024, 3, 18)),
    "石敬岩": Tie(TieKind.EMPLOYER, SHARED_EMPLOYER, since=date(2012, 7, 1), until=date(2025, 3, 22)),
    "江明夷": Tie(TieKind.INVENTOR, "单光子探测器阵列", PATENT, since=date(2023, 5, 4)),
}


@dataclass
class Scene:
    tree: Tree
    form: Definition
    call_id: UUID
    floor_id: UUID
    emails: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    async def person(self, name: str, role: Role | None = None, place: UUID | None = None) -> Actor:
        email = f"person{len(self.emails)}@parks.test"
        held = [(role, place)] if role and place else []
        self.actors[name] = made = await people.person(name, held, email=email)
        self.emails[name] = email
        return made


async def scene() -> Scene:
    tree = await people.nation_tree()
    text = (paths.STORAGE / "questionnaires" / "support_plan_2027.json").read_text(encoding="utf-8")
    made = Scene(tree, load(json.loads(text)), UUID(int=0), UUID(int=0))
    manager = await made.person("陈若岩", Role.PARK_MANAGER, tree.park.id)
    await made.person("钱城", Role.CITY_OFFICER, tree.city.id)
    await made.person("孙省", Role.PROVINCE_OFFICER, tree.province.id)
    officer = await made.person("周部", Role.PROGRAMME_OFFICER, tree.nation.id)
    await made.person("秦有据")  # who objects
    made.call_id = await _call(made, officer)
    await _pool(made, officer)
    made.floor_id = await _floor(made, manager)
    return made


async def _call(of: Scene, officer: Actor) -> UUID:
    questionnaire = await questionnaires.publish(officer, of.form)
    await calls.found_programme(
        officer, "isp", Bilingual("留学人员回国创业启动支持计划", "Returnee Startup Support Plan")
    )
    now = await clock.now()
    made = await calls.draft_call(
        officer,
        CallPlan(
            programme="isp",
            organisation_id=of.tree.nation.id,
            cycle=2027,
            title=CALL,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=30),
            questionnaire_id=questionnaire,
            tiers=(
                TierPlan("key", Bilingual("重点类", "Key tier"), Money(Decimal(500_000)), 2),
                TierPlan("excellent", Bilingual("优秀类", "Excellent tier"), Money(Decimal(200_000)), 5),
            ),
            quotas=[QuotaPlan(of.tree.city.id, 11), QuotaPlan(of.tree.province.id, 40)],
            notice_days=5,
            correction_days=5,
            contact="010-0000 0000",
        ),
    )
    await calls.open_call(officer, made)
    return made


async def _pool(of: Scene, officer: Actor) -> None:
    await reviews.publish_rubric(
        officer,
        organisation_id=of.tree.nation.id,
        key="startup",
        title=Bilingual("创业启动支持计划评分标准", "Rubric of the Support Plan"),
    )
    for place, name in enumerate((*EXPERTS, *BARRED)):
        person = await of.person(name)
        employer = f"岚江大学第{place + 1}实验室"
        ties = [Tie(TieKind.EMPLOYER, employer, since=date(2019, 3, 1))]
        await reviews.enrol_expert(
            officer,
            person_id=person.id,
            organisation_id=of.tree.nation.id,
            kind=ExpertKind.TECHNICAL,
            fields=["microelectronics"],
            title="教授",
            employer=employer,
            ties=[*ties, BARRED[name]] if name in BARRED else ties,
        )


async def _floor(of: Scene, manager: Actor) -> UUID:
    """A floor of twelve: offices, desks and a laboratory; two are let already."""
    park = await estate.found_park(
        manager,
        organisation_id=of.tree.park.id,
        name=PARK,
        kind=ParkKind.CO_BUILT_PARK,
        area=Decimal(18600),
        address="澄湖市星湖路 1 号",
    )
    building = await estate.add_building(manager, park, code="A", name=Bilingual("A 座", "Building A"))
    floor = await estate.add_floor(
        manager, building, level=3, name=Bilingual("三层", "3rd floor"), width=Decimal(72), height=Decimal(36)
    )
    kinds = [UnitKind.PRIVATE_OFFICE] * 8 + [UnitKind.DRY_LABORATORY] * 4
    units = [
        await estate.add_unit(
            manager,
            floor,
            code=f"A3{number + 1:02}",
            kind=kind,
            gross_area=Decimal(180 if kind is UnitKind.PRIVATE_OFFICE else 240),
            usable_area=Decimal(135 if kind is UnitKind.PRIVATE_OFFICE else 190),
            seats=12,
            features=(),
            price=Money(Decimal(45)),
            valid_from=spaces.OLD,
            valid_until=None,
            shape=Shape(Decimal(number % 6 * 12), Decimal(number // 6 * 20), Decimal(11), Decimal(15)),
        )
        for number, kind in enumerate(kinds)
    ]
    for number in (1, 2):
        _owner, company = await spaces.company(number + 40)
        await estate.let(manager, units[number], await spaces.days(-100, 900), company)
    return floor

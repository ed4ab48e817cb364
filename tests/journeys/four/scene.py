"""Who stands before the four calls are set up: offices of a nation, two provinces and a city, and one founder each."""

import json
from dataclasses import dataclass
from uuid import UUID

from tests.make import identity as people
from tests.make import programmes as make
from tests.make.identity import Tree

from parks import paths
from parks.identity import queries as identity
from parks.identity.queries import OrganisationView
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import Actor, Role
from parks.kernel.words import Bilingual
from parks.questionnaires import actions as questionnaires
from parks.questionnaires.rules.definition import load
from parks.reviews import actions as reviews
from parks.reviews.states import ExpertKind
from parks.startups import actions as startups
from parks.startups.rules.records import BankRecord

LAST_YEAR = Bilingual("启动支持计划申报书（上年度）", "Support Plan application (last year)")


@dataclass
class Place:
    """Who runs a call, who reviews for it below, who applies, and the experts of its pool."""

    runs: OrganisationView
    park: OrganisationView
    officer: Actor
    second: Actor
    reviewers: dict[str, Actor]
    founder: Actor
    company_id: UUID
    experts: dict[UUID, Actor]
    emails: dict[UUID, str]


async def last_years_form() -> None:
    """The form of last year, as it stands for everyone."""
    officer = await people.person("周部")
    text = (paths.STORAGE / "questionnaires" / "support_plan_2027.json").read_text(encoding="utf-8")
    known = json.loads(text) | {"key": "support_plan_2026", "title": LAST_YEAR.stored()}
    await questionnaires.publish(officer, load(known))


async def support_plan(tree: Tree) -> Place:
    offices = {"park": tree.park, "city": tree.city, "province": tree.province}
    return await _place(tree.nation, offices, 1, "林知微")


async def sichuan(tree: Tree) -> Place:
    province = await people.organisation(Kind.PROVINCE, "sc", "四川省人社厅", "Sichuan", tree.nation, "510000")
    city = await people.organisation(Kind.CITY, "cd", "成都市人社局", "Chengdu", province, "510100")
    park = await people.organisation(Kind.PARK, "wh", "武侯留学人员创业园", "Wuhou Park", city, "510107")
    return await _place(province, {"park": park, "city": city, "province": province}, 2, "许见川")


async def chongqing(tree: Tree) -> Place:
    """A municipality: its parks stand directly under it."""
    province = await people.organisation(Kind.PROVINCE, "cq", "重庆市人社局", "Chongqing", tree.nation, "500000")
    park = await people.organisation(Kind.PARK, "lj", "两江留学人员创业园", "Liangjiang Park", province, "500105")
    return await _place(province, {"park": park, "province": province}, 3, "江渝生")


async def seed_fund(tree: Tree) -> Place:
    return await _place(tree.city, {"park": tree.other_park}, 4, "苏启航")


ROLES = {"park": Role.PARK_MANAGER, "city": Role.CITY_OFFICER, "province": Role.PROVINCE_OFFICER}


async def _place(runs: OrganisationView, offices: dict[str, OrganisationView], number: int, founder: str) -> Place:
    emails: dict[UUID, str] = {}

    async def person(name: str, *held: tuple[Role, OrganisationView]) -> Actor:
        email = f"four-{number}-{len(emails)}@parks.test"
        made = await people.person(name, held, email=email)
        emails[made.id] = email
        return made

    officer = await person("周部", (Role.PROGRAMME_OFFICER, runs))
    second = await person("沈核", (Role.PROGRAMME_OFFICER, runs))
    reviewers = {level: await person(f"审核{level}", (ROLES[level], office)) for level, office in offices.items()}
    applicant = await person(founder)
    company_id = await make.company(applicant, number, offices["park"], name=f"{founder}科技有限公司")
    account = BankRecord(
        bank="澄湖银行", branch="创园支行", account=f"120202123456789{number:04}", clearing_number="102331000119"
    )
    await startups.set_bank_account(applicant, company_id, account, 0)
    experts = dict([await _expert(officer, runs, f"评审{number}{place}") for place in range(3)])
    await reviews.publish_rubric(
        officer, organisation_id=runs.id, key=f"rubric{number}", title=Bilingual("专家评分表", "Experts' rubric")
    )
    return Place(runs, offices["park"], officer, second, reviewers, applicant, company_id, experts, emails)


async def _expert(officer: Actor, runs: OrganisationView, name: str) -> tuple[UUID, Actor]:
    person = await people.person(name)
    made = await reviews.enrol_expert(
        officer,
        person_id=person.id,
        organisation_id=runs.id,
        kind=ExpertKind.TECHNICAL,
        fields=["microelectronics"],
        employer="岚江大学",
        ties=(),
    )
    return made, await identity.actor(person.id)

"""The companies, entered by their founders: each meets every rule, or breaks the one it is meant to break."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from parks.demo import fictions, people
from parks.demo.fictions import Founder
from parks.demo.places import Places
from parks.identity.queries import OrganisationView
from parks.kernel.actor import Actor
from parks.startups import actions
from parks.startups.rules.records import (
    BankRecord,
    CertificateRecord,
    CompanyRecord,
    EmploymentRecord,
    FundingRecord,
    IpRecord,
    PersonRecord,
    ShareRecord,
)
from parks.startups.states import DegreeLevel, FundingKind, IpKind

PARTNERS = "何屿 江予澄 苏砚 黎望舒 俞景行 裴知远 阮青 盛夏 卫朝晖 柯以南 易安 纪衡 祁连 乔木 阎书".split()  # noqa: SIM905 - names read better as a line
INDUSTRIES = {
    "microelectronics": "C3973",
    "electronics": "C3979",
    "manufacturing": "C3491",
    "biomedicine": "C2761",
    "medicine": "C3581",
    "new_energy": "C3849",
    "materials": "C3985",
    "environment": "N7729",
    "agriculture": "A0511",
    "physics": "C4019",
    "chemistry": "C2669",
    "social_sciences": "P8399",
}
LIN_PATENT = fictions.patent(2023, 9990001)
GU_IDENTITY = fictions.identity_number("310104", date(1977, 9, 21), 997)
SHARED_EMPLOYER = "华岭装备集团"
"""Where 林知微's partner and the expert 席慕白 both worked; he left twenty months before the Monday of the demo."""


@dataclass(frozen=True, slots=True)
class Startup:
    """A founder as they act, and their company."""

    fiction: Founder
    founder: Actor
    company_id: UUID
    park: OrganisationView


async def found_all(places: Places, founders: tuple[Founder, ...]) -> dict[int, Startup]:
    """By the founder's number."""
    made = await people.together([_found(places, one) for one in founders])
    return {one.fiction.number: one for one in made}


async def _found(places: Places, one: Founder) -> Startup:
    park = places.far_park if one.number in fictions.IN_WANGJIN else places.park
    founder = await people.enrolled(one.email, one.name)
    company_id = await actions.found_company(founder, _record(one, park))
    me = await actions.add_person(founder, company_id, _me(one))
    partner = await actions.add_person(
        founder,
        company_id,
        PersonRecord(
            name=PARTNERS[(one.number - 1) % len(PARTNERS)],
            position="技术总监",
            works_here=True,
            legal_representative=not one.legal_representative,
            full_time=True,
        ),
    )
    await _shares(founder, company_id, one, me, partner)
    await actions.add_certificate(founder, company_id, _degree(one, me))
    await actions.add_right(founder, company_id, _patent(one))
    await actions.set_bank_account(founder, company_id, bank(one), 0)
    if one.number == 1:
        await _ties_of_lin(founder, company_id, partner)
    if one.number == fictions.FILED_ELSEWHERE:
        await actions.add_funding(
            founder,
            company_id,
            FundingRecord(kind=FundingKind.FILING, programme=PROGRAMME, year=2026, place="望津市"),
        )
    return Startup(one, founder, company_id, park)


PROGRAMME = "中国留学人员回国创业启动支持计划"


def capital(one: Founder) -> Decimal:
    return Decimal(3_000_000) if one.number == 1 else Decimal(1_000_000 + 500_000 * (one.number % 7))


def _record(one: Founder, park: OrganisationView) -> CompanyRecord:
    return CompanyRecord(
        uscc=fictions.uscc(one.number),
        name_zh=one.company.zh,
        name_en=one.company.en,
        registered_on=one.registered,
        registered_capital=capital(one),
        paid_in_capital=capital(one) * Decimal("0.6"),
        region=park.region,
        industry=INDUSTRIES[one.field],
        address=f"{park.name.zh} {100 + one.number} 室",
        headcount=6 + one.number % 20,
        park_id=park.id,
    )


def _me(one: Founder) -> PersonRecord:
    return PersonRecord(
        name=one.name,
        latin=one.latin,
        number=one.identity,
        position="首席执行官",
        me=True,
        works_here=True,
        legal_representative=one.legal_representative,
        returned_on=date(2023, 8, 1) if one.number == 1 else one.registered - timedelta(days=150),
        overseas_years=Decimal("7.5") if one.number == 1 else Decimal(3 + one.number % 6),
        full_time=True,
    )


async def _shares(founder: Actor, company_id: UUID, one: Founder, me: UUID, partner: UUID) -> None:
    whole = capital(one)
    if one.number == 1:
        gu = await actions.add_person(founder, company_id, PersonRecord(name=fictions.SHAREHOLDER, number=GU_IDENTITY))
        lines = [
            ShareRecord(person_id=me, percent=Decimal(58), cash=Decimal(1_200_000), technology=Decimal(540_000)),
            ShareRecord(person_id=partner, percent=Decimal(22), cash=Decimal(660_000)),
            ShareRecord(person_id=gu, percent=Decimal("1.2"), cash=Decimal(36_000)),
            ShareRecord(entity_name="澄湖星聚员工持股平台", percent=Decimal("18.8"), cash=Decimal(564_000)),
        ]
    else:
        lines = [
            ShareRecord(person_id=me, percent=one.share, cash=whole * one.share / 100),
            ShareRecord(person_id=partner, percent=100 - one.share, cash=whole * (100 - one.share) / 100),
        ]
    for line in lines:
        await actions.add_share(founder, company_id, line)


def _degree(one: Founder, me: UUID) -> CertificateRecord:
    return CertificateRecord(
        person_id=me,
        level=DegreeLevel.MASTER if one.number % 4 == 3 else DegreeLevel.DOCTOR,
        country="GB" if one.country == "UK" else one.country,
        institution=one.university,
        awarded_on=date(one.awarded, 7, 15),
        cscse="120230000417" if one.number == 1 else f"1202300{one.number:05}",
    )


def _patent(one: Founder) -> IpRecord:
    return IpRecord(
        kind=IpKind.INVENTION_PATENT,
        number=LIN_PATENT if one.number == 1 else fictions.patent(2024, 9990100 + one.number),
        title="单光子探测器阵列及其读出方法" if one.number == 1 else f"{one.project.zh}及其制备方法",
        filed_on=date(2023, 5, 4) if one.number == 1 else one.registered,
        granted_on=date(2024, 6, 7) if one.number == 1 else one.registered + timedelta(days=400),
        owner=one.company.zh,
        inventors=f"{one.name}、{fictions.CO_INVENTOR}" if one.number == 1 else one.name,
    )


def bank(one: Founder) -> BankRecord:
    """林知微's clearing number is that of another branch: why the park returns her application."""
    return BankRecord(
        bank="澄湖银行",
        branch="澄湖银行创园支行",
        account=f"9900{one.number:04}20240318001",
        clearing_number=fictions.clearing_number(77 if one.number == 1 else 11),
    )


async def _ties_of_lin(founder: Actor, company_id: UUID, partner: UUID) -> None:
    await actions.add_employment(
        founder,
        company_id,
        EmploymentRecord(
            person_id=partner,
            employer=SHARED_EMPLOYER,
            position="光学工程师",
            since=date(2018, 7, 1),
            until=date(2024, 2, 29),
        ),
    )
    await actions.add_certificate(
        founder,
        company_id,
        CertificateRecord(
            person_id=partner,
            level=DegreeLevel.MASTER,
            country="JP",
            institution="Osaka University",
            awarded_on=date(2018, 3, 25),
        ),
    )

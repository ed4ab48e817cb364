"""Companies of the demo world's first founder, made by the actions themselves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.make import identity
from tests.make.documents import incoming

from parks.adapters.ids import uuid7
from parks.demo import fictions
from parks.identity import actions as accounts
from parks.identity import queries as people
from parks.kernel.actor import Actor, Held, Role
from parks.startups import actions
from parks.startups.rules.records import (
    BankRecord,
    CertificateRecord,
    CompanyRecord,
    EmploymentRecord,
    FundingRecord,
    HandsRecord,
    IpRecord,
    PersonRecord,
    ProofRecord,
    ShareRecord,
)
from parks.startups.states import DegreeLevel, FundingKind, Hand, IpKind, Proven

IDENTITY = "330106199203059960"
GU_IDENTITY = "310104197709219970"
ACCOUNT = "1202021234567890123"
CLEARING = "102331000119"
CANARIES = (IDENTITY, GU_IDENTITY, ACCOUNT)
"""Numbers that no page, list, export, API answer or line of the trail may ever hold."""

PARK = "/cn/xj/ch/park1/"


async def founder(name: str = "林知微") -> Actor:
    return await identity.person(name)


def officer(role: Role = Role.PARK_MANAGER, path: str = PARK) -> Actor:
    """Somebody who only reads: no account is needed for that."""
    return Actor(id=uuid7(), name="陈若岩", held=(Held(role, uuid7(), path),))


async def enrolled_officer(role: Role = Role.PARK_MANAGER, path: str = PARK) -> Actor:
    """The same with an account of their own: what they sign names it."""
    return replace(await identity.person("陈若岩"), held=(Held(role, uuid7(), path),))


def record(number: int = 1, **more: Any) -> CompanyRecord:
    values: dict[str, Any] = {
        "uscc": fictions.uscc(number),
        "name_zh": "澄湖星阑光电科技有限公司",
        "name_en": "Chenghu Xinglan Photonics Co., Ltd.",
        "registered_on": date(2024, 3, 18),
        "registered_capital": Decimal(3_000_000),
        "paid_in_capital": Decimal(1_800_000),
        "region": "330106",
        "industry": "C3976",
        "address": "澄湖市创园路 1 号 A312",
        "headcount": 12,
    }
    return CompanyRecord(**(values | more))


async def company(actor: Actor, number: int = 1, **more: Any) -> UUID:
    return await actions.found_company(actor, record(number, **more))


def lin(**more: Any) -> PersonRecord:
    values: dict[str, Any] = {
        "name": "林知微",
        "latin": "Lin Zhiwei",
        "number": IDENTITY,
        "position": "首席执行官",
        "me": True,
        "works_here": True,
        "legal_representative": True,
        "returned_on": date(2023, 8, 1),
        "overseas_years": Decimal("7.5"),
        "full_time": True,
    }
    return PersonRecord(**(values | more))


async def whole(actor: Actor, number: int = 1, **more: Any) -> UUID:
    """§11 A with its three seeded ties: a 1.2 % shareholder, an employer left 20 months ago, a co-inventor."""
    made = await company(actor, number, **more)
    lin_id = await actions.add_person(actor, made, lin())
    gu_id = await actions.add_person(actor, made, PersonRecord(name="顾怀远", number=GU_IDENTITY))
    he_id = await actions.add_person(actor, made, PersonRecord(name="何屿", latin="He Yu", works_here=True))
    for holder, percent, cash, technology in (
        (lin_id, "58", 1_200_000, 540_000),
        (he_id, "22", 660_000, None),
        (gu_id, "1.2", 36_000, None),
    ):
        await actions.add_share(
            actor,
            made,
            ShareRecord(
                person_id=holder,
                percent=Decimal(percent),
                cash=Decimal(cash),
                technology=Decimal(technology) if technology else None,
            ),
        )
    await actions.add_share(
        actor,
        made,
        ShareRecord(entity_name="澄湖星聚员工持股平台", entity_uscc="", percent=Decimal("18.8"), cash=Decimal(564_000)),
    )
    await actions.add_certificate(
        actor,
        made,
        CertificateRecord(
            person_id=lin_id,
            level=DegreeLevel.DOCTOR,
            country="DE",
            institution="Technical University of Munich",
            field="Photonics",
            awarded_on=date(2021, 7, 15),
            cscse="120230000417",
        ),
    )
    await actions.add_certificate(
        actor,
        made,
        CertificateRecord(
            person_id=lin_id,
            level=DegreeLevel.POSTDOC,
            country="DE",
            institution="Max Planck Institute",
            started_on=date(2021, 9, 1),
            awarded_on=date(2023, 3, 31),
        ),
    )
    await actions.add_employment(
        actor,
        made,
        EmploymentRecord(
            person_id=he_id, employer="华岭装备集团", since=date(2018, 7, 1), until=date(2025, 3, 21), position="工程师"
        ),
    )
    await actions.add_right(
        actor,
        made,
        IpRecord(
            kind=IpKind.INVENTION_PATENT,
            number="ZL202319990001.1",
            title="单光子探测器阵列",
            filed_on=date(2023, 5, 4),
            granted_on=date(2024, 6, 7),
            owner="澄湖星阑光电科技有限公司",
            inventors="林知微、江明夷",
        ),
    )
    await actions.set_bank_account(
        actor,
        made,
        BankRecord(bank="澄湖银行", branch="澄湖银行创园支行", account=ACCOUNT, clearing_number=CLEARING),
        0,
    )
    await actions.add_funding(
        actor, made, FundingRecord(kind=FundingKind.AWARD, programme="市级种子资金", year=2024, amount=Decimal(100_000))
    )
    return made


async def proof(actor: Actor, company_id: UUID, noun: Proven, line: UUID, **said: Any) -> UUID:
    """A document of the founder's behind one line of the record."""
    return await actions.prove(actor, company_id, noun, line, incoming(), ProofRecord(**said))


async def member(owner: Actor, company_id: UUID, *rights: Hand, name: str = "江明夷") -> Actor:
    """Somebody whom the owner asked, and who accepted."""
    who = await identity.person(name)
    email = (await people.person(who.id)).email
    asked = await actions.invite_member(owner, company_id, HandsRecord(email=email, name=name, rights=rights))
    await accounts.accept_hand(who, asked)
    return who

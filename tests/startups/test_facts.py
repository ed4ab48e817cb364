"""What programmes and reviews rest on: facts with their source, ties with their marks."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from tests.make import startups as make

from parks.adapters import database, vault
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.startups import actions, queries
from parks.startups.rules.facts import _months
from parks.startups.rules.lines import SOURCES
from parks.startups.rules.records import ShareRecord


async def _whole() -> tuple[Actor, UUID]:
    lin = await make.founder()
    return lin, await make.whole(lin)


async def test_the_facts_of_a_whole_record(db: None) -> None:
    lin, made = await _whole()
    facts = await queries.facts(made, lin.id)
    assert (facts.registered_on, facts.registered_capital) == (date(2024, 3, 18), Decimal(3_000_000))
    assert (facts.applicant_name, facts.applicant_is_legal_representative, facts.full_time) == ("林知微", True, True)
    assert facts.applicant_fingerprint == vault.fingerprint("identity", make.IDENTITY)
    assert [(one.level, one.country, one.cscse, one.documented) for one in facts.degrees] == [
        ("doctor", "DE", "120230000417", False)
    ]
    assert facts.postdoc_months == 18
    assert facts.share_of_applicant() == Decimal(58)
    assert facts.share_of_returnees() == Decimal(58)
    assert [(one.number, one.in_force) for one in facts.assets] == [("ZL202319990001.1", True)]
    assert [(one.kind, one.year) for one in facts.funding] == [("award", 2024)]
    assert facts.entered["company"].url == f"/companies/{made}"
    assert facts.degrees[0].entered.by == "林知微"


async def test_what_nobody_has_said_is_not_known_and_never_no(db: None) -> None:
    lin = await make.founder()
    facts = await queries.facts(await make.company(lin, registered_on=None, registered_capital=None), lin.id)
    assert facts.registered_on is None
    assert facts.applicant_is_legal_representative is None
    assert facts.full_time is None
    assert facts.postdoc_months is None
    assert facts.share_of_applicant() is None
    assert (facts.degrees, facts.assets, facts.contributions) == ((), (), ())
    assert facts.lines["applicant.identity"] == ()
    assert not facts.in_park


async def test_somebody_elses_account_is_no_applicant(db: None) -> None:
    _lin, made = await _whole()
    facts = await queries.facts(made, uuid7())
    assert (facts.applicant_id, facts.applicant_is_legal_representative, facts.degrees) == (None, None, ())
    assert (await queries.facts(made)).applicant_name == "林知微"  # asked for nobody: the legal representative


async def test_a_share_without_amounts_counts_by_its_part_of_the_capital(db: None) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    person = await actions.add_person(lin, made, make.lin())
    await actions.add_share(lin, made, ShareRecord(person_id=person, percent=Decimal("45.5")))
    await actions.add_share(
        lin, made, ShareRecord(entity_name="平台", percent=Decimal("54.5"), cash=Decimal(1_635_000))
    )
    facts = await queries.facts(made, lin.id)
    assert facts.share_of_applicant() == Decimal("45.5")
    assert facts.share_of_returnees() == Decimal(0)  # no degree abroad is on record yet


async def test_the_lines_for_forms_are_bilingual_and_masked(db: None) -> None:
    lin, made = await _whole()
    lines = (await queries.facts(made, lin.id)).lines
    assert lines["applicant.identity"][1].text.en == "Identity number 330106********9960"
    degree = "博士 · Technical University of Munich（德国） · 2021-07-15 · 120230000417"
    assert lines["applicant.education"][0].text.zh == degree
    assert lines["company.shares"][0].text.en == "林知微 · 58 % · cash ¥1,200,000.00 · technology ¥540,000.00"
    assert lines["company.basics"][4].text.zh == "法定代表人 林知微"
    assert lines.keys() == SOURCES
    told = repr(lines)
    for canary in make.CANARIES:
        assert canary not in told
    assert all(line.text.zh and line.text.en for several in lines.values() for line in several)


async def test_the_three_seeded_ties_are_found_by_their_marks(db: None) -> None:
    lin, made = await _whole()
    ties = await queries.ties(made)
    assert (ties.company_name, ties.uscc) == ("澄湖星阑光电科技有限公司", "91330100FAKE00013C")
    gu = next(one for one in ties.shareholders if one.person.name == "顾怀远")
    assert (gu.percent, gu.person.fingerprint) == (Decimal("1.2"), vault.fingerprint("identity", make.GU_IDENTITY))
    assert [(one.employer, one.person, one.since, one.until) for one in ties.employments] == [
        ("华岭装备集团", "何屿", date(2018, 7, 1), date(2025, 3, 22))
    ]
    [patent] = ties.patents
    assert (patent.number, [one.name for one in patent.inventors]) == ("ZL202319990001.1", ["林知微", "江明夷"])
    assert patent.inventors[0].account_id == lin.id


async def test_who_holds_shares_alone_is_none_of_the_companys_people(db: None) -> None:
    _lin, made = await _whole()
    ties = await queries.ties(made)
    assert [one.name for one in ties.people] == ["林知微", "何屿"]
    assert [(one.name, one.percent) for one in ties.entities] == [("澄湖星聚员工持股平台", Decimal("18.8"))]


async def test_a_right_that_lapsed_is_no_longer_in_force(db: None) -> None:
    lin, made = await _whole()
    await database.execute("UPDATE company_ip_asset SET lapsed_on = '2026-01-01'")
    assert [one.in_force for one in (await queries.facts(made, lin.id)).assets] == [False]


def test_months_are_whole_ones() -> None:
    assert [
        _months(date(2021, 9, 1), last)
        for last in (date(2021, 9, 30), date(2021, 10, 1), date(2022, 8, 31), date(2022, 9, 1))
    ] == [0, 1, 11, 12]

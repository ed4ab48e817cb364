"""A founder writes the record; nobody else does, and nobody sees a number behind its mask without a reason."""

import json
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from pydantic import ValidationError
from tests.counting import counted
from tests.make import identity
from tests.make import startups as make

from parks.adapters import database, vault
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.startups import actions, queries
from parks.startups.rules.records import CompanyRecord, EmploymentRecord, Outdated, PersonRecord, ShareRecord


async def _trail() -> str:
    found = await database.rows("SELECT act, detail FROM audit_entry ORDER BY at, id")
    return json.dumps([[one["act"], one["detail"]] for one in found], ensure_ascii=False)


async def test_a_founder_owns_what_she_founds(db: None) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    seen = await queries.company(lin, made)
    assert (seen.uscc, seen.name_zh, seen.member, seen.version) == (
        "91330100FAKE00013C",
        "澄湖星阑光电科技有限公司",
        True,
        1,
    )
    assert seen.registered_capital == Decimal(3_000_000)
    assert [one.id for one in await queries.my_companies(lin)] == [made]
    assert "company founded" in await _trail()


async def test_a_credit_code_is_on_record_once_and_nobody_learns_whose(db: None) -> None:
    await make.company(await make.founder())
    other = await make.founder("何屿")
    with pytest.raises(Conflict) as refusal:
        await make.company(other, name_zh="另一家公司")
    assert "星阑" not in str(refusal.value)
    assert "林" not in str(refusal.value)
    assert await queries.my_companies(other) == []
    assert "另一家公司" not in await _trail()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("91330100fake00013c", "91330100FAKE00013C"), (" 9133 0100 FAKE 0001 3C ", "91330100FAKE00013C")],
)
def test_a_credit_code_comes_in_its_normal_form(typed: str, kept: str) -> None:
    assert make.record(uscc=typed).uscc == kept


@pytest.mark.parametrize("typed", ["91330100FAKE00013D", "91330100FAKE0001", "", "I1330100FAKE00013C"])
def test_a_wrong_credit_code_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        make.record(uscc=typed)


async def test_a_park_that_is_none_is_refused_beside_the_field(db: None) -> None:
    with pytest.raises(Invalid) as refusal:
        await make.company(await make.founder(), park_id=uuid7())
    assert list(refusal.value.fields) == ["park_id"]


async def test_a_company_lies_where_its_park_lies(db: None) -> None:
    tree = await identity.nation_tree()
    lin = await make.founder()
    made = await make.company(lin, park_id=tree.park.id)
    assert (await queries.company(make.officer(), made)).path == tree.park.path
    await actions.amend_company(lin, made, make.record(park_id=tree.other_park.id), 1)
    with pytest.raises(Hidden):
        await queries.company(make.officer(), made)
    for other in (tree.city.id, uuid7()):
        with pytest.raises(Invalid):
            await actions.amend_company(lin, made, make.record(park_id=other), 2)


async def test_the_first_page_is_amended_and_the_trail_tells_before_and_after(db: None) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    await actions.amend_company(lin, made, make.record(headcount=15), 1)
    seen = await queries.company(lin, made)
    assert (seen.headcount, seen.version) == (15, 2)
    found = await database.row("SELECT detail FROM audit_entry WHERE act = 'company record changed'")
    assert found is not None
    assert (found["detail"]["before"], found["detail"]["after"]) == ({"headcount": 12}, {"headcount": 15})


async def test_two_editors_see_each_other_and_overwrite_nothing(db: None) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    await actions.amend_company(lin, made, make.record(headcount=15), 1)
    with pytest.raises(Outdated) as refusal:
        await actions.amend_company(lin, made, make.record(headcount=20, name_en="Xinglan"), 1)
    assert refusal.value.theirs == {"headcount": 15, "name_en": "Chenghu Xinglan Photonics Co., Ltd."}
    assert (await queries.company(lin, made)).headcount == 15
    await actions.amend_company(lin, made, make.record(headcount=20), refusal.value.version)
    assert (await queries.company(lin, made)).headcount == 20


async def test_saving_what_is_there_already_changes_nothing(db: None) -> None:
    lin = await make.founder()
    made = await make.company(lin)
    await actions.amend_company(lin, made, make.record(), 99)
    assert (await queries.company(lin, made)).version == 1


async def test_the_whole_record_is_read_in_one_statement(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    for read in (lambda: queries.company(lin, made), lambda: queries.ties(made)):
        async with counted() as seen:
            await read()
        assert len(seen) == 1


async def test_the_whole_record_holds_what_was_told(db: None) -> None:
    lin = await make.founder()
    seen = await queries.company(lin, await make.whole(lin))
    assert [one.name for one in seen.people] == ["林知微", "顾怀远", "何屿"]
    assert seen.people[0].number_masked == "330106********9960"
    assert (seen.people[0].birth_year, seen.people[0].overseas_years) == (1992, Decimal("7.5"))
    assert [(seen.holder(one), one.percent, one.amount) for one in seen.shares] == [
        ("林知微", Decimal(58), Decimal(1_740_000)),
        ("何屿", Decimal(22), Decimal(660_000)),
        ("顾怀远", Decimal("1.2"), Decimal(36_000)),
        ("澄湖星聚员工持股平台", Decimal("18.8"), Decimal(564_000)),
    ]
    assert seen.percents == Decimal(100)
    assert seen.bank_account is not None
    assert (seen.bank_account.account_masked[-4:], seen.bank_account.clearing_number) == ("0123", make.CLEARING)
    [right] = seen.ip_assets
    assert [(one.name, one.person) for one in right.inventors] == [("林知微", seen.people[0].id), ("江明夷", None)]
    assert right.in_force(date(2026, 11, 22))
    assert not right.in_force(date(2024, 6, 6))
    assert [one.until for one in seen.employments] == [date(2025, 3, 22)]  # half-open: the last day was the 21st


async def test_no_number_is_stored_or_told_in_the_open(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    told = await _trail() + repr(await queries.company(lin, made)) + repr(await queries.facts(made, lin.id))
    told += repr(await queries.ties(made))
    for table in ("company", "company_person", "company_bank_account"):
        told += str(await database.value(f"SELECT json_agg(t) FROM {table} t"))
    assert "林知微" in told
    for canary in make.CANARIES:
        assert canary not in told


async def test_a_number_is_opened_with_a_reason_and_a_line_in_the_trail(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    person = (await queries.company(lin, made)).people[0].id
    for reason in ("", "  x "):
        with pytest.raises(Invalid):
            await actions.unmask(lin, made, person, reason)
    assert await actions.unmask(lin, made, person, "核对身份证原件") == make.IDENTITY
    with pytest.raises(Hidden):
        await actions.unmask(await make.founder("何屿"), made, person, "好奇而已")
    with pytest.raises(Hidden):
        await actions.unmask(lin, made, uuid7(), "核对身份证原件")
    trail = await _trail()
    assert trail.count("identity number unmasked") == 1
    assert "核对身份证原件" in trail
    assert make.IDENTITY not in trail


async def test_equal_numbers_have_equal_fingerprints_and_nothing_to_read(db: None) -> None:
    lin = await make.founder()
    await make.whole(lin)
    prints = await database.rows("SELECT fingerprint FROM company_person WHERE name = '林知微'")
    assert prints[0]["fingerprint"] == vault.fingerprint("identity", make.IDENTITY)
    assert prints[0]["fingerprint"] != vault.fingerprint("account", make.IDENTITY)
    assert vault.lock(make.IDENTITY) != vault.lock(make.IDENTITY)


async def test_after_a_change_of_keys_everything_opens_with_the_new_one(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    before = await database.value("SELECT number_locked FROM company_person WHERE name = '林知微'")
    marks = await actions.reseal()
    assert marks == {mark: mark for mark in marks}, "done with the same key, no fingerprint changes"
    assert len(marks) == 2
    after = await database.value("SELECT number_locked FROM company_person WHERE name = '林知微'")
    assert before != after
    person = (await queries.company(lin, made)).people[0].id
    assert await actions.unmask(lin, made, person, "核对身份证原件") == make.IDENTITY


async def test_an_empty_number_leaves_what_is_stored(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    person = (await queries.company(lin, made)).people[0]
    await actions.amend_person(lin, made, person.id, make.lin(number="", position="董事长"), person.version)
    changed = (await queries.company(lin, made)).people[0]
    assert (changed.position, changed.number_masked) == ("董事长", "330106********9960")


async def test_shares_never_pass_a_hundred_percent(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    person = (await queries.company(lin, made)).people[2].id
    with pytest.raises(Invalid) as refusal:
        await actions.add_share(lin, made, ShareRecord(person_id=person, percent=Decimal("0.0001")))
    assert "0 % left" in str(refusal.value.fields["percent"])
    share = (await queries.company(lin, made)).shares[0]
    with pytest.raises(Invalid):
        await actions.amend_share(
            lin, made, share.id, ShareRecord(person_id=share.person, percent=Decimal("58.1")), share.version
        )
    await actions.amend_share(
        lin, made, share.id, ShareRecord(person_id=share.person, percent=Decimal(50)), share.version
    )
    assert (await queries.company(lin, made)).percents == Decimal(92)


async def test_one_legal_representative_and_nobody_twice(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    for record, word in (
        (PersonRecord(name="何屿", legal_representative=True), "legal representative"),
        (PersonRecord(name="林之微", number=make.IDENTITY), "same identity number"),
        (PersonRecord(name="林知微", me=True), "You are on the record"),
    ):
        with pytest.raises(Conflict) as refusal:
            await actions.add_person(lin, made, record)
        assert word in str(refusal.value)
    assert len((await queries.company(lin, made)).people) == 3


async def test_a_person_with_shares_stays_until_they_are_gone(db: None) -> None:
    lin = await make.founder()
    made = await make.whole(lin)
    record = await queries.company(lin, made)
    gu = record.people[1]
    with pytest.raises(Conflict):
        await actions.remove_person(lin, made, gu.id)
    [share] = [one for one in record.shares if one.person == gu.id]
    await actions.remove_share(lin, made, share.id)
    await actions.remove_person(lin, made, gu.id)
    assert [one.name for one in (await queries.company(lin, made)).people] == ["林知微", "何屿"]


async def test_a_person_of_another_record_is_none_of_this_one(db: None) -> None:
    lin = await make.founder()
    first, second = await make.whole(lin), await make.company(lin, 2)
    stranger = (await queries.company(lin, first)).people[0].id
    with pytest.raises(Hidden):
        await actions.add_share(lin, second, ShareRecord(person_id=stranger, percent=Decimal(1)))
    with pytest.raises(Hidden):
        await actions.amend_person(lin, second, stranger, make.lin(), 1)
    with pytest.raises(Hidden):
        await actions.add_employment(
            lin, second, EmploymentRecord(person_id=stranger, employer="x", since=date(2020, 1, 1))
        )


WRITES: list[Callable[[Actor, UUID], Awaitable[object]]] = [
    lambda actor, made: actions.amend_company(actor, made, make.record(headcount=1), 1),
    lambda actor, made: actions.add_person(actor, made, PersonRecord(name="何屿")),
    lambda actor, made: actions.add_share(actor, made, ShareRecord(entity_name="x", percent=Decimal(1))),
    actions.remove_bank_account,
]


async def _in_park(made: UUID) -> None:
    await database.execute("UPDATE company SET path = $2 WHERE id = $1", made, make.PARK)


@pytest.mark.parametrize("write", WRITES)
async def test_officers_read_and_never_write(db: None, write: Callable[[Actor, UUID], Awaitable[object]]) -> None:
    made = await make.whole(await make.founder())
    await _in_park(made)
    with pytest.raises(Forbidden):
        await write(make.officer(), made)


@pytest.mark.parametrize("write", WRITES)
async def test_to_another_founder_there_is_nothing_here(
    db: None, write: Callable[[Actor, UUID], Awaitable[object]]
) -> None:
    made = await make.whole(await make.founder())
    with pytest.raises(Hidden):
        await write(await make.founder("何屿"), made)


@pytest.mark.parametrize(
    ("role", "path", "sees"),
    [
        (Role.PARK_MANAGER, "/cn/xj/ch/park1/", True),
        (Role.PARK_MANAGER, "/cn/xj/ch/park10/", False),
        (Role.PARK_MANAGER, "/cn/xj/ch/park/", False),
        (Role.CITY_OFFICER, "/cn/xj/ch/", True),
        (Role.CITY_OFFICER, "/cn/xj/wj/", False),
        (Role.PROVINCE_OFFICER, "/cn/xj/", True),
        (Role.PROGRAMME_OFFICER, "/cn/", True),
        (Role.EXPERT, "/cn/", False),
        (Role.AUDITOR, "/cn/", False),
        (Role.SYSTEM_ADMIN, "/cn/", False),
    ],
)
async def test_an_officer_sees_the_companies_of_their_place_alone(db: None, role: Role, path: str, sees: bool) -> None:
    made = await make.whole(await make.founder())
    officer = make.officer(role, path)
    with pytest.raises(Hidden):
        await queries.company(officer, made)  # a company in no park is its members' alone
    await _in_park(made)
    if sees:
        assert not (await queries.company(officer, made)).member
    else:
        with pytest.raises(Hidden):
            await queries.company(officer, made)


def test_a_record_takes_no_field_that_no_rule_needs() -> None:
    with pytest.raises(ValidationError):
        CompanyRecord(**(make.record().model_dump() | {"religion": "none"}))

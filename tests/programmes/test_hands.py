"""Several hands on one application: what each was given, a signature that falls away, and answers taken over."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.make import identity as people
from tests.make import programmes as make
from tests.make import startups as companies

from parks.adapters import database
from parks.identity import actions as accounts
from parks.identity import queries as register
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Forbidden, Hidden, Invalid
from parks.programmes.actions import applications, hands, ladder
from parks.programmes.queries import applications as queries
from parks.programmes.queries import cards, own
from parks.programmes.queries import hands as hand_queries
from parks.programmes.states import ApplicationState as State
from parks.questionnaires import queries as sheets
from parks.startups import actions as startups
from parks.startups.rules.records import FundingRecord, HandsRecord
from parks.startups.states import FundingKind, Hand


async def _hand(of: make.World, application_id: UUID, *rights: Hand, name: str = "江明夷") -> Actor:
    """Somebody whom the applicant asked, and who accepted."""
    who = await people.person(name)
    email = (await register.person(who.id)).email
    record = HandsRecord(email=email, name=name, rights=rights)
    asked = await hands.invite_hand(of.founders[application_id], application_id, record)
    await accounts.accept_hand(who, asked)
    return who


async def _company_of(application_id: UUID) -> UUID:
    found: UUID = await database.value("SELECT company FROM application WHERE id = $1", application_id)
    return found


MAY = [
    (Hand.EDIT, {"write"}),
    (Hand.CERTIFY, {"certify"}),
    (Hand.SUBMIT, {"submit", "take_back", "withdraw"}),
]


@pytest.mark.parametrize(("right", "may"), MAY)
@pytest.mark.parametrize("through", ["application", "company"])
async def test_each_hand_does_what_it_was_given_and_nothing_else(
    db: None, right: Hand, may: set[str], through: str
) -> None:
    world = await make.world()
    made = await make.draft(world)
    await make.fill(world, made)
    if through == "company":
        hand = await companies.member(world.founders[made], await _company_of(made), right)
    else:
        hand = await _hand(world, made, right)
    done = set()
    attempts: dict[str, Callable[[], Awaitable[Any]]] = {
        "write": lambda: applications.save_answer(hand, made, "summary", "协作填写", 0),
        "certify": lambda: applications.certify(hand, made),
        "submit": lambda: applications.submit(hand, made, aware=True),
        "take_back": lambda: applications.take_back(hand, made),
        "withdraw": lambda: applications.withdraw(hand, made),
    }
    for name, attempt in attempts.items():
        try:
            await attempt()
            done.add(name)
        except Forbidden:
            pass
    assert done == may
    with pytest.raises(Forbidden, match="say who may lend a hand"):
        await hands.invite_hand(hand, made, HandsRecord(email="x@parks.test", name="x", rights=(Hand.EDIT,)))
    trail = await database.rows("SELECT act FROM audit_entry WHERE actor_id = $1", hand.id)
    assert ("application submitted" in {one["act"] for one in trail}) is ("submit" in may)


async def test_a_hand_for_one_application_sees_that_one_alone(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    hand = await _hand(world, made, Hand.EDIT)
    other = await make.draft(world)
    assert (await queries.application(hand, made)).rights == {Hand.EDIT}
    assert [one.id for one in await cards.mine(hand)] == [made]
    with pytest.raises(Hidden):
        await queries.application(hand, other)
    from parks.startups import queries as records

    with pytest.raises(Hidden):  # the company's record is not theirs
        await records.company(hand, await _company_of(made))


async def test_who_may_not_write_reads_a_form_that_cannot_be_written_in(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    hand = await _hand(world, made, Hand.CERTIFY)
    seen = await own.application(hand, made)
    assert (seen.can_write, seen.can_send, seen.can_certify) == (False, False, True)
    assert not any(one.editable for one in seen.sheet.questions)


async def test_what_was_ended_is_gone_at_once(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    hand, leaver = await _hand(world, made, Hand.EDIT), await _hand(world, made, Hand.SUBMIT, name="何屿")
    listed = await hand_queries.hands(await queries.application(world.founders[made], made))
    assert [(one.name, one.owner, one.rights) for one in listed.people] == [
        ("林知微", True, tuple(Hand)), ("何屿", False, (Hand.SUBMIT,)), ("江明夷", False, (Hand.EDIT,)),
    ]  # fmt: skip
    with pytest.raises(Forbidden):
        await hands.end_hand(leaver, made, hand.id)
    await hands.end_hand(world.founders[made], made, hand.id)
    await hands.end_hand(leaver, made, leaver.id)
    for gone in (hand, leaver):
        with pytest.raises(Hidden):
            await applications.save_answer(gone, made, "summary", "x", 0)


async def test_two_hands_on_one_field_see_each_other_and_nothing_is_overwritten(db: None) -> None:
    from parks.questionnaires.rules.answers import AnswerConflict

    world = await make.world()
    made = await make.draft(world)
    hand = await _hand(world, made, Hand.EDIT)
    await applications.save_answer(world.founders[made], made, "summary", "申报人写的", 0)
    with pytest.raises(AnswerConflict) as met:
        await applications.save_answer(hand, made, "summary", "协作人写的", 0)
    assert (met.value.theirs, met.value.mine) == ("申报人写的", "协作人写的")
    sheet = (await own.application(hand, made)).sheet
    assert (sheet.question("summary").value, sheet.question("summary").by) == ("申报人写的", "林知微")


async def test_nobody_decides_on_an_application_that_they_lend_a_hand_with(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    await make.fill(world, made)
    email = (await register.person(world.manager.id)).email
    record = HandsRecord(email=email, name="陈若岩", rights=(Hand.EDIT,))
    asked = await hands.invite_hand(world.founders[made], made, record)
    await accounts.accept_hand(world.manager, asked)
    await applications.submit(world.founders[made], made, aware=True)
    with pytest.raises(Forbidden, match="own"):
        await ladder.recommend(world.manager, made, "同意推荐")


async def test_a_signature_is_over_exactly_what_is_sent(db: None) -> None:
    world = await make.world()
    world.call_id = await make.call(world, cycle=2031, certified=True)
    made = await make.draft(world)
    await make.fill(world, made)
    who = world.founders[made]
    with pytest.raises(Invalid) as missing:
        await applications.submit(who, made, aware=True)
    assert set(missing.value.fields) == {"certified"}
    certifier = await _hand(world, made, Hand.CERTIFY)
    await applications.certify(certifier, made)
    signed = (await own.application(who, made)).signed_off
    assert signed is not None
    assert signed.by == "江明夷"
    await applications.save_answer(who, made, "summary", "签认后又改了一个字", 0)
    assert (await own.application(who, made)).signed_off is None
    with pytest.raises(Invalid):
        await applications.submit(who, made, aware=True)
    await applications.certify(certifier, made)
    await applications.submit(who, made, aware=True)
    assert (await queries.application(who, made)).state is State.SUBMITTED
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE application_certification SET mark = ''")


async def test_the_record_is_corrected_from_the_form_and_the_form_says_so_at_once(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    who, company = world.founders[made], await _company_of(made)

    async def shown() -> str:
        fact = (await sheets.sheet((await queries.application(who, made)).sheet_id)).question("applicant").fact
        assert fact is not None
        return " ".join(line.zh for line in fact.lines)

    assert "Lin Zhiwei" not in await shown()
    await startups.write_back(who, company, "applicant.identity", {"latin": "Lin Zhiwei"}, applicant_id=who.id)
    assert "Lin Zhiwei" in await shown()
    with pytest.raises(Invalid) as wrong:
        await startups.write_back(who, company, "company.basics", {"registered_on": "never"})
    assert set(wrong.value.fields) == {"registered_on"}
    for source, value in (("company.basics", {"uscc": "x"}), ("applicant.identity", {"number": "x"})):
        with pytest.raises(Invalid):  # who a company or a person is, no form rewrites
            await startups.write_back(who, company, source, value, applicant_id=who.id)
    hand = await _hand(world, made, Hand.EDIT)
    with pytest.raises(Hidden):
        await startups.write_back(hand, company, "company.basics", {"address": "x"})
    await make.fill(world, made)
    await applications.submit(who, made, aware=True)
    await startups.write_back(who, company, "applicant.identity", {"latin": "Someone Else"}, applicant_id=who.id)
    assert "Lin Zhiwei" in await shown()  # what was sent says what it said


def _typed(value: Any) -> int:
    """Characters that a person types for this: choices and ticks are clicks."""
    match value:
        case str():
            return len(value)
        case Mapping():
            return sum(_typed(one) for one in value.values())
        case list() | tuple():
            return sum(_typed(one) for one in value)
        case _:
            return 0


CHOSEN = {"project_field", "integrity", "kind", "level", "document_kind"}
RECORD: tuple[tuple[str, dict[str, str]], ...] = (
    ("people", {"name": "林知微", "number": companies.IDENTITY, "position": "首席执行官"}),
    ("rights", {"kind": "invention_patent", "number": "ZL202319990001.1", "title": "单光子探测器阵列"}),
    ("figures", {"year": "2025", "kind": "actual", "revenue": "1800000", "rd_spend": "620000"}),
    ("funding", {"kind": "award", "programme": "市级种子资金", "year": "2024"}),
)
COMPANY = {"uscc": "91330100FAKE00013C", "name_zh": "澄湖星阑光电科技有限公司", "registered_capital": "3000000"}
WRITTEN = {
    "project_title": "单光子激光雷达芯片",
    "project_field": "electronics",
    "summary": "面向车载与机器人的单光子激光雷达接收芯片，探测距离与功耗均优于同类产品。" * 4,
    "story": "创始团队自慕尼黑回国，完成两轮流片，与三家整机厂商签订了试用协议。" * 3,
    "integrity": "yes",
}


class _Typist:
    """Whoever fills in forms through the API, with every character counted."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.characters = 0

    async def send(self, method: str, url: str, data: dict[str, Any], *, clicked: frozenset[str] = frozenset()) -> Any:
        self.characters += sum(_typed(value) for key, value in data.items() if key not in clicked | CHOSEN)
        answer = await self.client.request(method, url, json=data)
        assert answer.status_code in {200, 201, 204}, answer.text
        return answer.json() if answer.content else None

    async def answer(self, application: str, question: str, value: Any, seen: int = 0) -> None:
        url = f"/api/v1/applications/{application}/answers/{question}"
        clicked = frozenset({"value"}) if question in CHOSEN else frozenset[str]()
        await self.send("PUT", url, {"value": value, "seen_version": seen}, clicked=clicked)


PICKED = frozenset({"call", "company", "park", "take_over"})


async def test_a_second_application_needs_at_most_four_keystrokes_in_ten(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    park = str(world.tree.park.id)
    second_call = await make.call(world, cycle=2028)
    who = await people.person("林知微")
    await people.signed_in(client, who)
    first, second = _Typist(client), _Typist(client)
    company = (await first.send("POST", "/api/v1/companies", COMPANY))["id"]
    for noun, row in RECORD:
        await first.send("POST", f"/api/v1/companies/{company}/{noun}", row)
    asked = {"call": str(world.call_id), "company": company, "park": park}
    made = (await first.send("POST", "/api/v1/applications", asked, clicked=PICKED))["id"]
    for question, value in WRITTEN.items():
        await first.answer(made, question, value)

    again = asked | {"call": str(second_call), "take_over": made}
    later = (await second.send("POST", "/api/v1/applications", again, clicked=PICKED))["id"]
    stands = {
        one["question"]: one["value"]
        for section in (await client.get(f"/api/v1/applications/{later}")).json()["sections"]
        for one in section["answers"]
    }
    assert {key: stands[key] for key in WRITTEN if key != "integrity"} == {
        key: value for key, value in WRITTEN.items() if key != "integrity"
    }
    assert not stands["integrity"]  # a declaration is given anew
    # this year's own words: a new title and a summary written over half
    await second.answer(later, "project_title", "单光子激光雷达芯片二期", 1)
    await second.answer(later, "summary", WRITTEN["summary"][:70], 1)
    await second.answer(later, "integrity", "yes")
    assert first.characters > 300
    assert second.characters <= 0.4 * first.characters, (second.characters, first.characters)


async def test_nothing_is_taken_over_from_another_company_or_another_ones_application(db: None) -> None:
    world = await make.world()
    strangers = await make.application(world)
    second_call = await make.call(world, cycle=2028)
    who = await people.person("何屿")
    company = await make.company(who, 55, world.tree.park)
    with pytest.raises(Hidden):
        await applications.begin(who, second_call, company, world.tree.park.id, take_over=strangers)
    assert await database.value("SELECT count(*) FROM application WHERE applicant = $1", who.id) == 0


async def test_asking_for_a_hand_in_the_browser_and_lending_it(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    made = await make.draft(world)
    hand = await people.person("江明夷", email="hand@parks.test")
    await people.signed_in(client, world.founders[made])
    url = f"/applications/{made}/hands"
    sent = await client.post(url, data={"name": "江明夷", "email": "hand@parks.test", "rights": "edit"})
    assert sent.status_code == 303, sent.text
    assert "hand@parks.test" in (await client.get(url)).text
    await people.signed_in(client, hand)
    [asked] = await register.invitations(hand)
    taken = await client.post(f"{asked.url}?_method=PUT")
    assert taken.headers["location"] == f"/applications/{made}"
    page = await client.get(f"/applications/{made}")
    assert "/sections/project" in page.text
    assert "-take-back" not in page.text
    check = await client.get(f"/applications/{made}/check")
    assert 'id="send"' not in check.text  # sending was not given
    refused = await client.post(f"/applications/{made}/submission?_method=PUT", data={"aware": "true"})
    assert refused.status_code == 403
    assert "申报人授权" in refused.text or "not given to you" in refused.text


@pytest.mark.parametrize("role", [Role.EXPERT, Role.SYSTEM_ADMIN])
async def test_hands_are_told_to_the_applicants_side_alone(db: None, role: Role) -> None:
    world = await make.world()
    made = await make.application(world)
    with pytest.raises(Hidden):  # an officer reads the application, not who worked on it
        await hand_queries.hands(await queries.application(world.manager, made))
    stranger = await people.person("外人", [(role, world.tree.nation)])
    with pytest.raises(Hidden):
        await queries.application(stranger, made)


async def test_a_change_of_the_record_reaches_open_drafts_and_not_what_was_sent(db: None) -> None:
    world = await make.world()
    sent = await make.application(world)
    second_call = await make.call(world, cycle=2028)
    who, company = world.founders[sent], await _company_of(sent)
    draft = await applications.begin(who, second_call, company, world.tree.park.id)
    before = await database.value("SELECT facts FROM questionnaire_sheet WHERE subject_id = $1", sent)
    await startups.add_funding(who, company, FundingRecord(kind=FundingKind.AWARD, programme="区级资金", year=2025))
    facts = await database.value("SELECT facts FROM questionnaire_sheet WHERE subject_id = $1", draft)
    assert "区级资金" in str(facts)
    assert await database.value("SELECT facts FROM questionnaire_sheet WHERE subject_id = $1", sent) == before


async def test_an_answer_after_the_session_ended_asks_to_sign_in_and_comes_back_to_the_page(
    db: None, client: httpx.AsyncClient
) -> None:
    world = await make.world()
    made = await make.draft(world)
    who = world.founders[made]
    await people.signed_in(client, who)
    page = f"/applications/{made}/sections/project"
    typed = {"summary": "会话过期时正在写的内容", "seen.summary": "0."}
    browser = {"hx-request": "true", "hx-current-url": f"https://parks.test{page}"}
    await accounts.sign_out_everywhere(who)
    late = await client.put(f"{page}/answers/summary", data=typed, headers=browser)
    assert late.status_code == 401  # and not "this page was open for too long"
    assert f"/session/new?next={quote(page, safe='')}" in late.text
    assert await database.value("SELECT count(*) FROM questionnaire_answer") == 0
    for nowhere in ("", "http://[", "https://elsewhere.test//evil"):
        odd = await client.put(f"{page}/answers/summary", data=typed, headers=browser | {"hx-current-url": nowhere})
        assert (odd.status_code, "elsewhere" in odd.text) == (401, False)
    await people.signed_in(client, who)
    back = await client.get("/session/new", params={"next": page})
    assert back.headers["location"] == page
    assert (await client.put(f"{page}/answers/summary", data=typed, headers=browser)).status_code == 200

"""A founder's verbs: begin, write, upload, send once, correct what is named, withdraw."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
from tests.make import identity as people
from tests.make import programmes as make

from parks.adapters import clock, database, object_store
from parks.documents import queries as documents
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.programmes.actions import applications, ladder, receipts
from parks.programmes.queries import applications as queries
from parks.programmes.states import ApplicationState as State


async def state_of(application_id: UUID) -> State:
    return State(await database.value("SELECT state FROM application WHERE id = $1", application_id))


async def test_what_is_sent_has_a_number_a_version_a_receipt_and_lies_with_the_park(db: None) -> None:
    world = await make.world()
    made = await make.application(world)
    found = await queries.application(world.founders[made], made)
    assert (found.state, found.number, found.project) == (State.SUBMITTED, "ISP-2027-000001", "单光子激光雷达芯片")
    sent = await queries.submission(made)
    assert sent.version == 1
    assert {one["rule"]: one["standing"] for one in sent.findings}["R-SHARE"] == "met"
    receipt = found.sent[0].receipt_id
    assert receipt is not None
    assert (await documents.document(receipt)).name == "ISP-2027-000001-v1.pdf"


async def test_sending_twice_is_sending_once(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    await make.fill(world, made)
    who = world.founders[made]
    await asyncio.gather(*(applications.submit(who, made) for _each in range(4)))
    assert await database.value("SELECT count(*) FROM submission") == 1
    assert await database.value("SELECT count(*) FROM submission_receipt") == 1
    assert await database.value("SELECT numbered FROM call") == 1


async def test_parallel_senders_get_numbers_without_gaps_or_twins(db: None) -> None:
    world = await make.world()
    drafts = [await make.draft(world) for _each in range(6)]
    for one in drafts:
        await make.fill(world, one)
    # the last one fails after all others have begun: its number is not lost, because it was never given
    await database.execute("UPDATE questionnaire_section SET completed = FALSE WHERE sheet ="
                           " (SELECT sheet FROM application WHERE id = $1)", drafts[-1])  # fmt: skip
    results = await asyncio.gather(
        *(applications.submit(world.founders[one], one) for one in drafts), return_exceptions=True
    )
    assert [type(one) for one in results if one is not None] == [Invalid]
    numbers = await database.rows("SELECT number FROM application WHERE number IS NOT NULL ORDER BY number")
    assert [one["number"] for one in numbers] == [f"ISP-2027-{n:06}" for n in range(1, 6)]


async def test_gaps_keep_it_from_being_sent_and_are_named_one_by_one(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    with pytest.raises(Invalid) as refused:
        await applications.submit(world.founders[made], made)
    assert {"project_title", "project_field", "plan", "integrity"} <= set(refused.value.fields)
    assert await state_of(made) is State.DRAFT
    assert await database.value("SELECT numbered FROM call") == 0


async def test_a_rule_that_is_not_met_is_told_and_left_to_people(db: None) -> None:
    world = await make.world()
    made = await make.draft(world, share=45)
    await make.fill(world, made)
    with pytest.raises(Invalid) as refused:
        await applications.submit(world.founders[made], made)
    assert set(refused.value.fields) == {"aware"}
    await applications.submit(world.founders[made], made, aware=True)
    findings = {one["rule"]: one["standing"] for one in (await queries.submission(made)).findings}
    assert findings["R-SHARE"] == "not_met"


async def test_the_deadline_goes_by_the_clock_of_the_database(db: None) -> None:
    world = await make.world(closes_in=timedelta(hours=1))
    early, late = await make.draft(world), await make.draft(world)
    for one in (early, late):
        await make.fill(world, one)
    await clock.move(timedelta(minutes=59, seconds=30))
    await applications.submit(world.founders[early], early)
    await clock.move(timedelta(hours=1, seconds=1))
    with pytest.raises(Forbidden, match="closed"):
        await applications.submit(world.founders[late], late)
    assert (await state_of(early), await state_of(late)) == (State.SUBMITTED, State.DRAFT)


async def test_one_application_a_company_and_one_a_person(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    who = world.founders[made]
    company = await database.value("SELECT company FROM application")
    with pytest.raises(Conflict, match="This company has an application"):
        await applications.begin(who, world.call_id, company, world.tree.park.id)
    with pytest.raises(Conflict, match="You have an application"):
        await make.draft(world, founder=who)
    await applications.withdraw(who, made)
    again = await applications.begin(who, world.call_id, company, world.tree.park.id)
    assert again != made


async def test_nobody_writes_in_another_ones_application(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    stranger = await people.person("何屿")
    for attempt in (
        applications.save_answer(stranger, made, "project_title", "mine", 0),
        applications.submit(stranger, made),
        applications.withdraw(stranger, made),
        applications.declare_no_secrets(world.manager, made),
        applications.upload(world.nation, made, "plan", "x.pdf", make.bytes_of()),
    ):
        with pytest.raises(Hidden):
            await attempt


async def test_the_first_file_waits_for_the_secrecy_declaration(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    with pytest.raises(Forbidden, match="state secrets"):
        await applications.upload(world.founders[made], made, "plan", "plan.pdf", make.bytes_of())
    assert await database.value("SELECT count(*) FROM document") == 0


async def test_a_file_that_its_question_refuses_leaves_neither_a_document_nor_an_object(db: None) -> None:
    world = await make.world()
    made = await make.draft(world)
    who = world.founders[made]
    await applications.declare_no_secrets(who, made)
    first = await applications.upload(who, made, "licence", "licence.pdf", make.bytes_of())
    kept = set(await object_store.keys("documents"))
    with pytest.raises(Conflict):
        await applications.upload(who, made, "licence", "second.pdf", make.bytes_of())
    assert [one["id"] for one in await database.rows("SELECT id FROM document")] == [first.id]
    assert set(await object_store.keys("documents")) == kept


async def test_a_file_that_was_sent_stays_with_its_version_when_it_is_replaced(db: None) -> None:
    world = await make.world()
    made = await make.application(world)
    who = world.founders[made]
    first = UUID((await queries.submission(made)).answers["sections"][2]["questions"][0]["files"][0]["id"])
    await ladder.return_for_correction(world.manager, made, {"files": "商业计划书缺页"})
    second = await applications.upload(who, made, "plan", "新计划书.pdf", make.bytes_of(), instead_of=first)
    await applications.complete_section(who, made, "files", completed=True)
    await applications.submit(who, made)
    files = [
        (await queries.submission(made, version)).answers["sections"][2]["questions"][0]["files"][0]["id"]
        for version in (1, 2)
    ]
    assert files == [str(first), str(second.id)]
    assert (await documents.document(first)).name == "林知微-商业计划书.pdf"


async def test_what_was_sent_cannot_be_changed_by_anyone(db: None) -> None:
    world = await make.world()
    made = await make.application(world, State.CITY_REVIEW)
    for sql in (
        "UPDATE submission SET answers = '{}'",
        "DELETE FROM submission",
        "UPDATE recommendation_opinion SET text = 'x'",
        "UPDATE application SET number = 'ISP-2027-999999'",
        "UPDATE call SET closes_at = closes_at + interval '1 day'",
        "UPDATE call SET rules = '[]'",
        "UPDATE call SET numbered = 0",
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)
    with pytest.raises(Forbidden):
        await applications.save_answer(world.founders[made], made, "summary", "later", 0)


async def test_a_receipt_that_could_not_be_made_is_made_when_it_is_asked_for(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await make.world()
    made = await make.draft(world)
    await make.fill(world, made)
    with monkeypatch.context() as away:
        away.setattr("parks.settings.Settings.s3_endpoint", "http://127.0.0.1:9", raising=False)
        away.setattr("parks.adapters.object_store._client", _nobody_there)
        await applications.submit(world.founders[made], made)
    assert await state_of(made) is State.SUBMITTED
    sent = await queries.submission(made)
    assert sent.receipt_id is None
    first = await receipts.file(sent.id)
    assert await receipts.file(sent.id) == first


def _nobody_there() -> None:
    raise OSError("connection refused")


async def test_a_withdrawn_application_frees_its_place_in_the_quota(db: None) -> None:
    world = await make.world()
    await make.call(world, cycle=2028)
    world.call_id = await make.call(world, cycle=2029, quotas=[(world.tree.park, 1)])
    made = await make.application(world, State.CITY_REVIEW)
    assert await database.value("SELECT sum(used) FROM call_quota") == 1
    await applications.withdraw(world.founders[made], made, "不再申报")
    assert await database.value("SELECT sum(used) FROM call_quota") == 0
    with pytest.raises(IllegalMove):
        await applications.withdraw(world.founders[made], made)


async def test_the_same_person_in_another_city_is_found_and_told_to_both(db: None) -> None:
    world = await make.world()
    identity = "330106199203059960"
    first = await make.application(world, identity=identity)
    second = await make.draft(world, park=world.far_park, identity=identity)
    await make.fill(world, second)
    await applications.submit(world.founders[second], second, aware=True)
    findings = {one["rule"]: one for one in (await queries.submission(second)).findings}
    assert findings["R-ONCE"]["standing"] == "not_met"
    assert "澄湖市人社局" in str(findings["R-ONCE"]["fact"])
    seen = await queries.application(world.manager, first)
    assert [(one.kind, one.place.zh) for one in seen.matches] == [("filing", "云州市人社局")]


async def test_who_was_supported_in_an_earlier_cycle_is_found(db: None) -> None:
    from parks.adapters import vault
    from parks.kernel.words import Bilingual
    from parks.programmes.actions.calls import EarlierPlan, record_earlier_award

    world = await make.world()
    identity = "330106198906149976"
    await record_earlier_award(
        world.nation,
        EarlierPlan(
            programme="isp",
            cycle=2024,
            person_name="何屿",
            company_name="旧公司",
            place=Bilingual("澄湖市", "Chenghu"),
            source="2024 年入选名单",
            person_mark=vault.fingerprint("identity", identity),
        ),
    )
    made = await make.application(world, identity=identity)
    findings = {one["rule"]: one["standing"] for one in (await queries.submission(made)).findings}
    assert findings["R-ONCE"] == "not_met"


@pytest.mark.parametrize("registered", [date(2023, 12, 30), date(2024, 1, 1)])
async def test_the_rules_of_the_cycle_are_the_ones_it_opened_with(db: None, registered: date) -> None:
    world = await make.world()
    made = await make.application(world, registered=registered)
    findings = {one["rule"]: one["standing"] for one in (await queries.submission(made)).findings}
    assert findings["R-AGE"] == ("met" if registered >= date(2024, 1, 1) else "not_met")


async def test_what_was_sent_is_taken_back_changed_and_sent_again_under_its_number(db: None) -> None:
    world = await make.world(closes_in=timedelta(hours=1))
    made = await make.application(world)
    who = world.founders[made]
    first = await queries.submission(made)
    await applications.take_back(who, made)
    assert await state_of(made) is State.DRAFT
    with pytest.raises(Hidden):  # a draft is the applicant's alone again, also for who has read it
        await queries.application(world.manager, made)
    await applications.save_answer(who, made, "summary", "截止前补充的简介", 0)
    await applications.submit(who, made)
    found = await queries.application(world.manager, made)
    assert (found.state, found.number) == (State.SUBMITTED, "ISP-2027-000001")
    assert [one.version for one in found.sent] == [2, 1]
    again = await queries.submission(made)
    assert (await queries.submission(made, 1)).answers == first.answers != again.answers
    assert await database.value("SELECT numbered FROM call") == 1
    assert await database.value("SELECT count(*) FROM message WHERE template = 'programmes/taken_back'") == 1


async def test_nothing_is_taken_back_after_the_deadline_nor_once_somebody_acted_nor_by_others(db: None) -> None:
    world = await make.world(closes_in=timedelta(hours=1))
    read, late = await make.application(world, State.CITY_REVIEW), await make.application(world)
    with pytest.raises(IllegalMove):
        await applications.take_back(world.founders[read], read)
    with pytest.raises(Hidden):
        await applications.take_back(world.manager, late)
    await clock.move(timedelta(hours=1, seconds=1))
    assert not (await queries.application(world.founders[late], late)).can_take_back
    with pytest.raises(Forbidden, match="what was sent stands"):
        await applications.take_back(world.founders[late], late)
    assert (await state_of(read), await state_of(late)) == (State.CITY_REVIEW, State.SUBMITTED)


async def test_what_was_taken_back_counts_for_nothing_until_it_is_sent_again(db: None) -> None:
    world = await make.world(closes_in=timedelta(hours=1))
    identity = "330106199203059960"
    first = await make.application(world, identity=identity)
    await applications.take_back(world.founders[first], first)
    second = await make.application(world, park=world.far_park, identity=identity)
    standing = {one["rule"]: one["standing"] for one in (await queries.submission(second)).findings}
    assert standing["R-ONCE"] == "met"
    await clock.move(timedelta(hours=1, seconds=1))
    with pytest.raises(Forbidden, match="closed"):
        await applications.submit(world.founders[first], first)

"""Until when: one answer, by the database's clock; more time for one; reopened; sealed until it closes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest
from tests.make import identity as people
from tests.make import programmes as make
from tests.make.identity import signed_in
from tests.make.questionnaires import question, section

from parks.adapters import clock, database
from parks.audit import queries as audit
from parks.demo import fictions
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.programmes.actions import applications, call_times, calls, ladder
from parks.programmes.queries import applications as queries
from parks.programmes.queries import calls as call_queries
from parks.programmes.queries import to_do
from parks.startups import actions as startups
from parks.startups.rules.records import CompanyRecord

pytestmark = pytest.mark.usefixtures("db")
HOUR = timedelta(hours=1)


async def company_of(application_id: UUID) -> UUID:
    found: UUID = await database.value("SELECT company FROM application WHERE id = $1", application_id)
    return found


async def state_of(application_id: UUID) -> str:
    found: str = await database.value("SELECT state FROM application WHERE id = $1", application_id)
    return found


async def test_one_company_has_more_time_and_the_others_do_not() -> None:
    world = await make.world()
    late, other = await make.draft(world), await make.draft(world)
    await make.fill(world, late)
    await make.fill(world, other)
    company = await company_of(late)
    closes = await call_queries.deadline(world.call_id)
    until = closes + timedelta(days=3)
    with pytest.raises(Forbidden):
        await call_times.extend(world.manager, world.call_id, company, until, "住院")
    with pytest.raises(Invalid) as refused:
        await call_times.extend(world.nation, world.call_id, company, closes, "  ")
    assert set(refused.value.fields) == {"until", "reason"}
    await call_times.extend(world.nation, world.call_id, company, until, "申报人住院，附证明")
    assert await call_queries.deadline(world.call_id, company) == until
    assert await call_queries.deadline(world.call_id, await company_of(other)) == closes
    assert await call_queries.deadline(world.call_id) == closes
    await clock.move(closes - await clock.now() + HOUR)
    (line,) = (one for one in await to_do.to_do(world.founders[late]))
    assert line.due == until
    assert await to_do.to_do(world.founders[other]) == []
    with pytest.raises(Forbidden, match="closed"):
        await applications.submit(world.founders[other], other, aware=True)
    await applications.submit(world.founders[late], late, aware=True)
    assert (await state_of(late), await state_of(other)) == ("submitted", "draft")
    assert [one.act for one in await audit.timeline(world.call_id, ("call extended",))] == ["call extended"]


async def test_a_closed_call_is_reopened_with_a_reason_and_takes_what_waits() -> None:
    world = await make.world()
    waiting = await make.draft(world)
    await make.fill(world, waiting)
    await calls.close_call(world.nation, world.call_id)
    with pytest.raises(Forbidden):
        await applications.submit(world.founders[waiting], waiting, aware=True)
    with pytest.raises(Conflict):
        await call_times.extend(
            world.nation, world.call_id, await company_of(waiting), await clock.now() + 99 * 24 * HOUR, "住院"
        )
    until = await clock.now() + 2 * HOUR
    with pytest.raises(Invalid):
        await call_times.reopen_call(world.nation, world.call_id, await clock.now() - HOUR, "系统故障")
    await call_times.reopen_call(world.nation, world.call_id, until, "系统故障三小时")
    call = await call_queries.call(world.nation, world.call_id)
    assert call.taking
    await applications.submit(world.founders[waiting], waiting, aware=True)
    assert await state_of(waiting) == "submitted"


async def test_dates_and_rules_of_an_opened_call_stay_whatever_is_written() -> None:
    await make.world()
    for sql in (
        "UPDATE call SET closes_at = closes_at + interval '1 day'",
        "UPDATE call SET sealed = TRUE",
        "UPDATE call SET state = 'draft'",
        "UPDATE call_tier SET amount = 1",
        "DELETE FROM call_tier",
    ):
        with pytest.raises(Exception, match="never change"):
            await database.execute(sql)


async def _sealed() -> tuple[make.World, UUID, UUID]:
    """A sealed call with one application in it, and one beside it that is open."""
    world = await make.world()
    beside = await make.application(world)
    world.call_id = await make.call(world, cycle=2028, sealed=True)
    inside = await make.draft(world, founder_name="密封人", name="密封测试科技有限公司")
    await make.fill(world, inside, project_title="密封的项目")
    await applications.submit(world.founders[inside], inside, aware=True)
    return world, inside, beside


STAFF = ("manager", "city", "province", "nation", "auditor")


async def test_a_sealed_call_shows_staff_nothing_by_any_door_until_it_closes(client: httpx.AsyncClient) -> None:
    world, inside, beside = await _sealed()
    document = await database.value(
        "SELECT jsonb_path_query_first(answers, '$.sections[*].questions[*].files[*].id') #>> '{}' FROM submission"
        " WHERE application = $1",
        inside,
    )
    doors = (
        f"/applications/{inside}",
        f"/applications/{inside}/history",
        f"/applications/{inside}/submission",
        f"/applications/{inside}/documents/{document}",
        f"/api/v1/applications/{inside}",
    )
    for name in STAFF:
        officer: Actor = getattr(world, name)
        await signed_in(client, officer)
        for door in doors:
            assert (await client.get(door)).status_code == 404, (name, door)
        for seen in ("/applications", "/applications?q=封测", "/api/v1/applications", "/to-do", "/inbox"):
            answer = await client.get(seen)
            assert "密封" not in answer.text, (name, seen)
            assert "ISP-2028" not in answer.text, (name, seen)
        assert "ISP-2027" in (await client.get("/applications")).text
        export = await client.get("/applications/export?kind=csv")
        assert "ISP-2027" in export.text
        assert "密封" not in export.text
        with pytest.raises(Hidden):
            await ladder.decline(officer, inside, "看不见")
    trail = await database.rows("SELECT detail FROM audit_entry WHERE subject_id = $1", inside)
    assert len(trail) == 5
    assert "密封" not in str([one["detail"] for one in trail])
    assert "商业计划书" not in str([one["detail"] for one in trail])
    await signed_in(client, world.founders[inside])
    assert (await client.get(f"/applications/{inside}")).status_code == 200
    assert beside
    await clock.move(timedelta(days=31))
    await signed_in(client, world.manager)
    assert (await client.get(f"/applications/{inside}")).status_code == 200
    assert "密封测试" in (await client.get("/applications")).text


async def test_it_stays_sealed_while_one_company_has_more_time() -> None:
    world, inside, _beside = await _sealed()
    closes = await call_queries.deadline(world.call_id)
    draft = await make.draft(world)
    await call_times.extend(world.nation, world.call_id, await company_of(draft), closes + 24 * HOUR, "住院")
    await clock.move(closes - await clock.now() + HOUR)
    with pytest.raises(Hidden):
        await queries.application(world.manager, inside)
    await clock.move(closes - await clock.now() + 25 * HOUR + await clock.shift())
    assert (await queries.application(world.manager, inside)).id == inside


async def test_a_look_into_a_sealed_call_is_reasoned_logged_and_told() -> None:
    world, inside, _beside = await _sealed()
    with pytest.raises(Forbidden):
        await call_times.peek(world.manager, world.call_id, "好奇")
    with pytest.raises(Invalid):
        await call_times.peek(world.nation, world.call_id, " ")
    until = await call_times.peek(world.nation, world.call_id, "举报核查，领导批示〔2026〕8号")
    assert (await queries.application(world.nation, inside)).id == inside
    with pytest.raises(Hidden):
        await queries.application(world.manager, inside)
    (line,) = await audit.timeline(world.call_id, ("call peeked",))
    assert line.detail["reason"] == "举报核查，领导批示〔2026〕8号"
    told = await database.rows("SELECT person FROM message WHERE template = 'programmes/peeked'")
    assert {one["person"] for one in told} == {world.auditor.id}
    await clock.move(until - await clock.now() + HOUR)
    with pytest.raises(Hidden):
        await queries.application(world.nation, inside)


SMALL = {
    "key": "isp_small",
    "title": {"zh": "简表", "en": "Short form"},
    "sections": [section("project", question("project_title", max=60))],
}


async def test_three_hundred_around_the_deadline_by_the_databases_clock_alone() -> None:
    """Real writers in parallel, two seconds of them: none late gets in, none timely stays out, whoever had to wait."""
    world = await make.world(sheet=SMALL, closes_in=timedelta(hours=1))
    filed = [one async for one in _ready(world, 300)]
    closes = await call_queries.deadline(world.call_id)
    behind, ahead = await database.value("SELECT parks_now()"), clock.tick()
    await clock.move(closes - behind - timedelta(seconds=1))  # a second before it
    behind, ahead = await database.value("SELECT clock_timestamp() + (parks_now() - now())"), clock.tick()

    async def send(place: int, who: Actor, one: UUID) -> tuple[UUID, datetime, bool]:
        await asyncio.sleep(place * 2 / 300)
        at = behind + timedelta(seconds=clock.tick() - ahead)  # by the database's clock; their own is not asked
        try:
            await applications.submit(who, one, aware=True)
        except Forbidden:
            return one, at, False
        return one, at, True

    outcomes = await asyncio.gather(*(send(place, who, one) for place, (who, one) in enumerate(filed)))
    sent = await database.rows("SELECT id, submitted_at, number FROM application WHERE submitted_at IS NOT NULL")
    assert {one for one, _at, taken in outcomes if taken} == {one["id"] for one in sent}
    assert all(one["submitted_at"] < closes for one in sent)
    unsure = timedelta(milliseconds=20)  # between our mark and the database's own look at its clock
    assert [one for one, at, taken in outcomes if taken and at >= closes + unsure] == []
    assert [one for one, at, taken in outcomes if not taken and at < closes - unsure] == []
    assert 50 < len(sent) < 250
    assert sorted(one["number"] for one in sent) == [f"ISP-2027-{n:06}" for n in range(1, len(sent) + 1)]


async def _ready(world: make.World, many: int) -> AsyncIterator[tuple[Actor, UUID]]:
    """So many founders (one real person, copied: a password takes its time on purpose) with a draft each."""
    first = await people.person("创业者")
    copies = await database.rows(
        "INSERT INTO person SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(),"
        " 'email', n || '@parks.test'))).* FROM person p, generate_series(1, $2) n WHERE p.id = $1 RETURNING id",
        first.id,
        many,
    )
    for number, one in enumerate(copies):
        founder = Actor(id=one["id"], name=f"创业者{number}")
        record = CompanyRecord(uscc=fictions.uscc(number + 1), name_zh=f"澄湖第{number}科技有限公司")
        company = await startups.found_company(founder, record)
        begun = await applications.begin(founder, world.call_id, company, world.tree.park.id)
        await applications.complete_section(founder, begun, "project", completed=True)
        yield founder, begun

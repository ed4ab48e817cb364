"""Asking to judge: a CV, two eyes, a term with a letter or a no with its reason."""

from datetime import timedelta

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import documents, identity
from tests.make import reviews as make

from parks.adapters import clock, database
from parks.identity import queries as people
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.reviews import actions, queries
from parks.reviews.rules.experts import Post, Service
from parks.reviews.states import ExpertState


async def test_an_applicant_is_vetted_appointed_for_a_term_and_can_be_seated(db: None) -> None:
    at = await make.pool(experts=0)
    who = await identity.person("江明夷")
    asked = await make.applied(
        who,
        at.organisation_id,
        serves=Service("上海", ("en", "zh"), 9),
        posts=(Post("岚江银行", title="行长"), Post("旧单位", until=await clock.today())),
    )
    (line,) = await queries.expert_applications(at.officer)
    assert (line.name, line.waits, line.can_vet, line.capacity) == ("江明夷", True, True, 9)
    today = await clock.today()
    until = today + timedelta(days=365)
    made = await actions.appoint_expert(at.officer, asked, term_from=today, term_until=until, capacity=4)
    one = await queries.expert(at.officer, made)
    assert (one.serves, one.state) == (Service("上海", ("en", "zh"), 4, today, until), ExpertState.AVAILABLE)
    assert {each.employer for each in one.posts} == {"岚江银行", "旧单位"}
    assert (await people.actor(who.id)).has(Role.EXPERT)
    letter = "SELECT count(*) FROM message WHERE person = $1 AND template = $2"
    assert await database.value(letter, at.officer.id, "reviews/pool_applied") == 1
    assert await database.value(letter, who.id, "reviews/pool_appointed") == 1
    assessment_id = await make.assessment(at, await make.review_round(at))
    await actions.seat(at.officer, assessment_id, made)
    with pytest.raises(IllegalMove):
        await actions.refuse_application(at.officer, asked, "晚了")
    with pytest.raises(Conflict, match="in the expert pool already"):
        await make.applied(who, at.organisation_id)
    with pytest.raises(asyncpg.RestrictViolationError):
        await database.execute("UPDATE expert_application SET words = '' WHERE id = $1", asked)


async def test_nobody_vets_their_own_and_strangers_see_none(db: None) -> None:
    at = await make.pool(experts=0)
    own = await make.applied(at.officer, at.organisation_id)
    today = await clock.today()
    with pytest.raises(Forbidden, match="yourself"):
        await actions.appoint_expert(
            at.officer, own, term_from=today, term_until=today + timedelta(days=1), capacity=None
        )
    with pytest.raises(Forbidden):
        await actions.refuse_application(at.officer, own, "不便")
    assert [one.can_vet for one in await queries.expert_applications(at.officer)] == [False]
    stranger = await identity.person("外人")
    for act in (
        actions.refuse_application(stranger, own, "不便"),
        actions.withdraw_application(stranger, own),
        queries.expert_application(stranger, own),
        queries.cv(stranger, own),
    ):
        with pytest.raises(Hidden):
            await act


async def test_one_application_waits_and_a_refused_one_can_be_sent_again(db: None) -> None:
    at = await make.pool(experts=0)
    who = await identity.person("江明夷")
    first = await make.applied(who, at.organisation_id)
    files = await database.value("SELECT count(*) FROM document")
    with pytest.raises(Conflict, match="waits"):
        await make.applied(who, at.organisation_id)
    assert await database.value("SELECT count(*) FROM document") == files, "what was refused left no file"
    with pytest.raises(Invalid):
        await actions.refuse_application(at.officer, first, " ")
    await actions.refuse_application(at.officer, first, "请补充近三年任职")
    mine = await queries.my_application(who)
    assert mine is not None
    assert (mine.state, mine.reason) == ("refused", "请补充近三年任职")
    second = await make.applied(who, at.organisation_id)
    await actions.withdraw_application(who, second)
    assert await database.value("SELECT count(*) FROM expert") == 0


async def test_the_form_keeps_what_was_typed_and_takes_the_cv(db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=0)
    who = await identity.person("江明夷")
    await identity.signed_in(client, who)
    typed = {
        "organisation": str(at.organisation_id),
        "kind": "finance",
        "fields": ["materials", "physics"],
        "employer": "岚江银行",
        "employer_1": "澄湖证券",
        "since_1": "2025-02-01",
        "until_1": "2024-01-01",
        "no_secrets": "true",
    }
    file = {"cv": ("履历.pdf", documents.PDF, "application/pdf")}
    answer = await client.post("/experts/apply", data=typed, files=file)
    assert (answer.status_code, "澄湖证券" in answer.text) == (422, True)
    answer = await client.post("/experts/apply", data=typed | {"until_1": ""})
    assert (answer.status_code, "岚江银行" in answer.text) == (422, True)
    answer = await client.post("/experts/apply", data=typed | {"until_1": ""}, files={"cv": ("a.pdf", b"MZ", "x/y")})
    assert answer.status_code == 422
    answer = await client.post("/experts/apply", data=typed | {"until_1": ""}, files=file)
    assert answer.status_code == 303, answer.text
    one = await queries.my_application(who)
    assert one is not None
    assert ([each.employer for each in one.posts], one.fields) == (["岚江银行", "澄湖证券"], ("materials", "physics"))
    await identity.signed_in(client, at.officer)
    page = f"/experts/applications/{one.id}"
    assert (await client.get(f"{page}/cv")).content == documents.PDF
    answer = await client.put(f"{page}/appointment", data={"first": "2027-01-02", "last": "2027-01-01"})
    assert (answer.status_code, "2027-01-02" in answer.text) == (422, True)
    answer = await client.put(f"{page}/appointment", data={"first": "2027-01-01", "last": "2029-12-31"})
    assert answer.status_code == 303


@pytest.mark.parametrize("rows", [1, 3])
async def test_the_list_takes_the_same_statements(rows: int, db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=0)
    for place in range(rows):
        await make.applied(await identity.person(f"申请人{place}"), at.organisation_id)
    await identity.signed_in(client, at.officer)
    async with counted() as seen:
        page = await client.get("/experts/applications")
    assert (page.status_code, len(seen)) == (200, 2)
    assert page.text.count('href="/experts/applications/') == rows

"""The letter of appointment: a PDF with a code that anybody checks, one a term, for its expert and the readers."""

import io
from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest
from pypdf import PdfReader
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import clock, database
from parks.kernel.errors import Conflict, Hidden
from parks.reviews import actions, queries
from parks.reviews.rules.experts import Service
from parks.reviews.states import ExpertKind


async def keep(at: make.Pool, expert_id: UUID, serves: Service) -> None:
    await actions.keep_expert(
        at.officer,
        expert_id,
        kind=ExpertKind.FINANCE,
        fields=["materials"],
        title="行长",
        employer="岚江银行",
        serves=serves,
    )


async def appointed(at: make.Pool) -> tuple[UUID, UUID]:
    """An expert appointed from an application: their id and their letter's."""
    who = await identity.person("江明夷", email="jiang@parks.test")
    today = await clock.today()
    made = await actions.appoint_expert(
        at.officer,
        await make.applied(who, at.organisation_id),
        term_from=today,
        term_until=today + timedelta(days=365),
        capacity=None,
    )
    ((letter),) = await queries.expert_letters(at.officer, made)
    at.experts[made] = who
    return made, letter.id


async def test_an_appointment_comes_with_its_letter_and_anybody_checks_it(db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=1)
    expert_id, letter_id = await appointed(at)
    code = await database.value("SELECT code FROM expert_letter")
    await identity.signed_in(client, at.experts[expert_id])
    page = await client.get("/desk/invitations")
    assert f"/desk/letters/{letter_id}" in page.text
    answer = await client.get(f"/desk/letters/{letter_id}")
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)
    assert all(one in text for one in ("江明夷", "聘书", "岚江银行", code, "CN-ZJ-")), text
    told = "SELECT count(*) FROM message WHERE template = 'reviews/letter_issued'"
    assert await database.value(told) == 1
    client.cookies.clear()
    page = await client.get(f"/verify?code={code.lower().replace('-', ' ')}")
    assert (page.status_code, "江明夷" in page.text, "在聘" in page.text) == (200, True, True)
    api = (await client.get("/api/v1/verification/appointment", params={"code": code})).json()
    assert (api["name"], api["in_force"]) == ("江明夷", True)
    assert (await client.get("/api/v1/verification/appointment", params={"code": "K7QM-3XTA-9PD4"})).status_code == 404
    today = await clock.today()
    await keep(at, expert_id, Service(term_from=today - timedelta(days=9), term_until=today))
    page = await client.get(f"/verify?code={code}")
    assert "<dd>在聘" not in page.text, "the paper is genuine, the appointment is over"
    assert "聘期已结束或尚未开始" in page.text


async def test_a_term_has_one_letter_and_a_renewed_one_its_own(db: None) -> None:
    at = await make.pool(experts=1)
    expert_id = next(iter(at.experts))
    with pytest.raises(Conflict, match="first and last day"):
        await actions.issue_letter(at.officer, expert_id)
    today = await clock.today()
    for days in (365, 730):
        await keep(at, expert_id, Service(term_from=today, term_until=today + timedelta(days=days)))
        await actions.issue_letter(at.officer, expert_id)
        with pytest.raises(Conflict, match="issued already"):
            await actions.issue_letter(at.officer, expert_id)
    letters = await queries.expert_letters(at.officer, expert_id)
    assert {one.number.rpartition("-")[2] for one in letters} == {"001", "002"}
    for sql in ("UPDATE expert_letter SET number = 'x'", "DELETE FROM expert_letter"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await database.execute(sql)


async def test_a_letter_is_its_experts_and_the_pools_readers_alone(db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=1)
    stranger = next(iter(at.experts.values()))
    expert_id, letter_id = await appointed(at)
    other = next(iter(at.experts))
    for who, ask in (
        (stranger, queries.my_letter(stranger, letter_id)),
        (stranger, queries.expert_letter(stranger, expert_id, letter_id)),
        (at.officer, queries.expert_letter(at.officer, other, letter_id)),
    ):
        with pytest.raises(Hidden):
            await ask
        assert who
    assert await queries.my_letters(stranger) == []
    await identity.signed_in(client, at.officer)
    page = await client.get(f"/experts/{expert_id}")
    assert f"/experts/{expert_id}/letters/{letter_id}" in page.text
    answer = await client.post(f"/experts/{expert_id}/letters")
    assert answer.status_code == 409
    assert (await client.get(f"/experts/{expert_id}/letters/{letter_id}")).content.startswith(b"%PDF")

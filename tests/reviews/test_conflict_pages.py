"""Conflicts of interest on their pages: an officer notes and takes back, an expert declares, an administrator pins."""

import httpx
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.adapters import database
from parks.kernel.actor import Role
from parks.reviews import actions, queries
from parks.reviews.rules.conflicts import Barred, Evidence
from parks.reviews.states import ConflictKind, TieSource

TYPED = {"kind": "adviser", "source": "named", "party": "林知微", "evidence": "申报书附件三"}


async def test_an_officer_notes_what_the_applicant_named_and_takes_it_back(db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=2)
    first, second = at.experts
    found = Barred(ConflictKind.KIN, TieSource.COMPANY_REGISTER, Evidence("林知微"))
    assessment_id = await make.assessment(at, await make.review_round(at), barred={second: [found]})
    (seat_id,) = await make.panel(at, assessment_id, size=1)
    url = f"/assessments/{assessment_id}/conflicts"
    desk = await identity.signed_in(client, at.officer)
    page = await desk.get(url)
    assert page.status_code == 200
    assert "与林知微" in page.text or "林知微" in page.text, "what our own data told stands beside its expert"

    refused = await desk.post(url, data={**TYPED, "expert": str(first), "evidence": "", "party": "某某顾问所"})
    assert refused.status_code == 422
    assert "某某顾问所" in refused.text, "nothing typed is lost"
    backwards = {"expert": str(first), "since": "2027-05-02", "last_day": "2027-05-01"}
    assert (await desk.post(url, data=TYPED | backwards)).status_code == 422
    assert await database.value("SELECT count(*) FROM conflict") == 0

    assert (await desk.post(url, data={**TYPED, "expert": str(first)})).status_code == 303
    assert await database.value("SELECT state FROM seat WHERE id = $1", seat_id) == "recused"
    page = await desk.get(url)
    assert "申报书附件三" in page.text
    assert "申报方提出" in page.text
    (noted,) = (await queries.board(at.officer, assessment_id)).noted
    ended = f"{url}/{noted.id}/closure?_method=PUT"
    assert (await desk.post(ended, data={"reason": ""})).status_code == 422
    assert (await desk.post(ended, data={"reason": "误登"})).status_code == 303
    assert (await desk.post(ended, data={"reason": "误登"})).status_code == 409
    assert await queries.standing(assessment_id, first) == ()


async def test_an_expert_declares_an_interest_and_sees_their_own_alone(db: None, client: httpx.AsyncClient) -> None:
    at = await make.pool(experts=2)
    one, other = at.experts.values()
    await actions.declare_interest(other, actions.NewConflict(ConflictKind.INVESTOR, "云州深海科技有限公司"))
    desk = await identity.signed_in(client, one)
    assert (await desk.post("/account/interests", data={"party": " ", "kind": "director"})).status_code == 422
    assert (await desk.post("/account/interests", data={"party": "澄湖创投", "kind": "director"})).status_code == 303
    page = await desk.get("/account/interests")
    assert "澄湖创投" in page.text
    assert "云州深海" not in page.text


async def test_an_administrator_pins_through_the_api_and_the_board_shows_it(
    db: None, client: httpx.AsyncClient
) -> None:
    at = await make.pool(experts=1)
    (expert_id,) = at.experts
    assessment_id = await make.assessment(at, await make.review_round(at))
    new = actions.NewConflict(ConflictKind.KIN, "林知微", "户口簿")
    conflict_id = await actions.enter_conflict(at.officer, assessment_id, new, expert_id=expert_id)
    admin = await identity.person("郑维", [(Role.SYSTEM_ADMIN, at.organisation_id)])
    desk = await identity.signed_in(client, admin)
    pin = f"/api/v1/conflicts/{conflict_id}/pin"
    assert (await desk.put(pin, json={"reason": ""})).status_code == 422
    assert (await desk.put(pin, json={"reason": "纪检要求"})).status_code == 204
    (noted,) = (await queries.board(at.officer, assessment_id)).noted
    assert noted.pinned


async def test_the_board_takes_as_many_statements_for_three_as_for_one(db: None) -> None:
    at = await make.pool(experts=3)
    assessment_id = await make.assessment(at, await make.review_round(at))
    taken = []
    for expert_id in at.experts:
        new = actions.NewConflict(ConflictKind.KIN, "林知微", "户口簿")
        await actions.enter_conflict(at.officer, assessment_id, new, expert_id=expert_id)
        async with counted() as seen:
            await queries.board(at.officer, assessment_id)
        taken.append(len(seen))
    assert taken == [3, 3, 3]

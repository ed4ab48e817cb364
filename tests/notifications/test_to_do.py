"""What waits for whom: one list out of every context, by its day, under one statement count."""

from datetime import timedelta

import httpx
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make
from tests.make import reviews as panels
from tests.make import selections as story
from tests.make import spaces as estates

from parks.adapters import clock
from parks.kernel.actor import Actor, Role
from parks.notifications import queries
from parks.programmes.actions import applications, notices
from parks.programmes.states import ApplicationState as State
from parks.reviews import actions as reviews


async def waits(actor: Actor) -> list[tuple[str, str]]:
    """What to do and how urgent it is, in the order of the page."""
    found = await queries.to_do(actor, await clock.now())
    return [(one.one.label.msgid, one.one.url) for one in found]


async def test_a_draft_waits_for_its_founder_until_the_call_closes(db: None) -> None:
    of = await make.world()
    draft = await make.draft(of)
    founder = of.founders[draft]
    assert await waits(founder) == [("Finish and send your application", f"/applications/{draft}")]
    (one,) = await queries.to_do(founder, await clock.now())
    assert (one.tone, one.one.due) == ("neutral", (await _closes(of)))
    await clock.move(timedelta(days=29))
    (one,) = await queries.to_do(founder, await clock.now())
    assert one.tone == "warning"
    await clock.move(timedelta(days=31))
    assert await waits(founder) == []
    await clock.move(timedelta(0))


async def _closes(of: make.World) -> object:
    from parks.adapters import database

    return await database.value("SELECT closes_at FROM call WHERE id = $1", of.call_id)


async def test_a_case_waits_at_the_desk_it_lies_on_and_at_no_other(db: None) -> None:
    of = await make.world()
    sent = await make.application(of)
    returned = await make.application(of, State.RETURNED_FOR_CORRECTION)
    with_city = await make.application(of, State.CITY_REVIEW)
    decide = "Decide on an application"
    assert await waits(of.manager) == [(decide, f"/applications/{sent}")]
    assert await waits(of.city) == [(decide, f"/applications/{with_city}")]
    assert await waits(of.other_manager) == await waits(of.far_officer) == await waits(of.province) == []
    assert await waits(of.founders[sent]) == []
    assert await waits(of.founders[returned]) == [
        ("Correct what was returned and send it again", f"/applications/{returned}")
    ]
    await applications.withdraw(of.founders[sent], sent, "不再申报")
    assert await waits(of.manager) == []


async def test_an_objection_waits_for_the_programmes_officer_alone(db: None) -> None:
    at, (first, _second), notice_id = await story.published()
    citizen = await people.person("郑直")
    made = await notices.file_objection(
        citizen, notice_id, first, real_name="郑直", contact="13800000000", grounds="该专利的权属存在争议。"
    )
    assert ("Answer an objection", f"/objections/{made}") in await waits(at.of.nation)
    assert await waits(citizen) == await waits(at.of.founders[first]) == []


async def test_seats_wait_for_experts_and_requests_for_managers(db: None) -> None:
    at = await panels.pool(1)
    assessment_id = await panels.assessment(at, await panels.review_round(at))
    ((expert_id, expert),) = at.experts.items()
    assert await waits(expert) == []
    await reviews.seat(at.officer, assessment_id, expert_id)
    ((label, url),) = await waits(expert)
    assert (label, url.startswith("/seats/")) == ("Say whether you can judge a proposal", True)
    home = await estates.estate()
    founder, company_id = await estates.company()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    asked = await estates.request(founder, company_id, home.park_id)
    assert await waits(manager) == [("Answer a request for space", f"/requests/{asked}")]


async def test_the_page_takes_four_statements_at_most_however_much_waits(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    both = await people.person("柯双", [(Role.PARK_MANAGER, of.tree.park), (Role.PROGRAMME_OFFICER, of.tree.nation)])
    seen_by_size: list[int] = []
    for _more in range(2):
        await make.application(of)
        await make.draft(of, founder=both) if not seen_by_size else None
        await people.signed_in(client, both)
        await client.get("/to-do")
        async with counted() as seen:
            page = await client.get("/to-do")
        assert page.status_code == 200
        seen_by_size.append(len(seen))
    assert seen_by_size == [4, 4]  # the session, then programmes, funds and spaces: an officer of both offices
    assert page.text.count('class="task task-due"') == 3
    empty = await client.get("/to-do/lately")
    assert "timeline" in empty.text


async def test_what_people_wrote_stays_text_in_the_list(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    made = await make.draft(of, name="<b>甲</b>公司")
    await people.signed_in(client, of.founders[made])
    page = (await client.get("/to-do")).text
    assert "&lt;b&gt;甲" in page
    assert "<b>甲" not in page


async def test_programs_read_the_same_list(db: None, client: httpx.AsyncClient) -> None:
    of = await make.world()
    draft = await make.draft(of)
    await people.signed_in(client, of.founders[draft])
    (one,) = (await client.get("/api/v1/to-do")).json()
    assert (one["url"], one["overdue"], one["due"][:10]) == (
        f"/applications/{draft}",
        False,
        f"{(await _closes(of)):%Y-%m-%d}",
    )
    assert one["label"] == "完成并提交申报"
    await people.signed_in(client, of.auditor)
    assert (await client.get("/api/v1/to-do")).json() == []

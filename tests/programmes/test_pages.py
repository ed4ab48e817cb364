"""The thread over HTTP, as a browser without JavaScript walks it; statement counts; the API twin."""

import re
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make

from parks.adapters import database
from parks.kernel.actor import Actor
from parks.programmes.states import ApplicationState as State

AT_MOST = 4


async def shown(client: httpx.AsyncClient, url: str, *, most: int = AT_MOST, status: int = 200) -> str:
    """The page, within its statements."""
    async with counted() as seen:
        answer = await client.get(url)
    assert answer.status_code == status, answer.text[-2000:]
    assert len(seen) <= most, seen
    return answer.text


async def put(client: httpx.AsyncClient, url: str, data: dict[str, str] | None = None) -> httpx.Response:
    joint = "&" if "?" in url else "?"
    return await client.post(f"{url}{joint}_method=PUT", data=data or {})


async def as_(client: httpx.AsyncClient, actor: Actor) -> httpx.AsyncClient:
    return await people.signed_in(client, actor)


async def test_a_call_is_open_to_everyone_with_its_rules_and_dates(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    hidden = await make.call(world, cycle=2030, opened=False)
    told = await shown(client, f"/calls/{world.call_id}")
    assert "申报人个人出资须占企业注册资本的50%以上" in told
    assert "¥500,000.00" in told
    assert "周" in told  # the weekday
    assert "2027年度启动支持计划" in await shown(client, "/calls")
    assert (await client.get(f"/calls/{hidden}")).status_code == 404


async def test_a_founder_goes_from_the_call_to_the_receipt_without_javascript(
    db: None, client: httpx.AsyncClient
) -> None:
    world = await make.world()
    who = await people.person("林知微")
    company = await make.company(who, 1, world.tree.park)
    await as_(client, who)

    answer = await client.get(f"/applications/new?call={world.call_id}")
    assert answer.headers["location"].endswith(f"company={company}")
    chance = await shown(client, f"/applications/new?call={world.call_id}&company={company}")
    assert "占注册资本的 58%" in chance or "58%" in chance
    answer = await client.post(f"/applications?call={world.call_id}&company={company}", data={})
    assert answer.status_code == 422
    answer = await client.post(
        f"/applications?call={world.call_id}&company={company}", data={"park": str(world.tree.park.id)}
    )
    assert answer.status_code == 303, answer.text[-1500:]
    url = answer.headers["location"]

    await client.get(url)  # a questionnaire is read once a process, with the first page that needs it
    tasks = await shown(client, url)
    assert f"{url}/sections/project" in tasks
    await shown(client, f"{url}/eligibility")
    assert "Application begun" in await shown(client, f"{url}/history") or "开始申报" in await shown(
        client, f"{url}/history"
    )
    page = await shown(client, f"{url}/sections/project")
    seen = dict(re.findall(r'name="(seen\.[a-z_]+)" value="([^"]*)"', page))
    answer = await put(
        client,
        f"{url}/sections/project",
        {**seen, "project_title": "单光子激光雷达芯片", "project_field": "electronics", "section.completed": "yes"},
    )
    assert answer.status_code == 303, answer.text[-1500:]

    answer = await put(client, f"{url}/submission")
    assert answer.status_code == 422
    await put(client, f"{url}/sections/team", {"section.completed": "yes"})

    no_declaration = await client.post(f"{url}/sections/files/files/plan", files={"file": ("a.pdf", make.PDF)})
    assert no_declaration.status_code == 403
    answer = await client.post(
        f"{url}/sections/files/files/plan", data={"no_secrets": "true"}, files={"file": ("计划书.pdf", make.PDF)}
    )
    assert answer.status_code == 303, answer.text[-1500:]
    refused = await client.post(f"{url}/sections/files/files/licence", files={"file": ("a.pdf", b"not a pdf")})
    assert refused.status_code == 422
    alone = {"hx-request": "true"}  # with JavaScript the question comes anew, and no page
    refused = await client.post(f"{url}/sections/files/files/licence", files={"file": ("a.pdf", b"no")}, headers=alone)
    assert (refused.status_code, refused.headers["hx-retarget"]) == (422, "#question-licence")
    assert refused.text.startswith('<div id="question-licence"')
    assert "hx-preserve" in refused.text  # what was chosen stays chosen
    more = await client.post(f"{url}/sections/files/files/plan", files={"file": ("b.pdf", make.PDF)}, headers=alone)
    [path] = re.findall(r'hx-delete="([^"]+)"[^>]*>[^<]*b\.pdf', more.text)
    assert more.status_code == 200
    fewer = await client.delete(path, headers=alone)
    assert (fewer.status_code, "计划书.pdf" in fewer.text, "b.pdf" in fewer.text) == (200, True, False)
    await put(client, f"{url}/sections/files", {"section.completed": "yes"})
    page = await shown(client, f"{url}/sections/declarations")
    seen = dict(re.findall(r'name="(seen\.[a-z_]+)" value="([^"]*)"', page))
    await put(client, f"{url}/sections/declarations", {**seen, "integrity": "yes", "section.completed": "yes"})

    await shown(client, f"{url}/check")
    answer = await put(client, f"{url}/submission")
    assert answer.status_code == 303, answer.text[-3000:]
    receipt = await shown(client, answer.headers["location"])
    assert "ISP-2027-000001" in receipt
    pdf = await client.get(f"{url}/submission/receipt")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "ISP-2027-000001" in await shown(client, "/applications")
    await shown(client, url)

    answer = await client.post(f"{url}/submission?_method=DELETE", data={"reason": "不再申报"})
    assert answer.status_code == 303
    assert await database.value("SELECT state FROM application") == "withdrawn"
    await shown(client, url)


async def test_two_tabs_see_both_answers(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    made = await make.draft(world)
    await as_(client, world.founders[made])
    url = f"/applications/{made}/sections/project/answers/project_title"
    first = await client.put(url, data={"project_title": "第一个标签页", "seen.project_title": "0.x"})
    assert first.status_code == 200, first.text
    second = await client.put(url, data={"project_title": "第二个标签页", "seen.project_title": "0.x"})
    assert second.status_code == 409
    assert "第一个标签页" in second.text
    mine = re.search(r'name="mine\.project_title" value="([^"]*)"', second.text)
    assert mine is not None
    third = await client.put(url, data={"project_title": "第二个标签页", "mine.project_title": mine[1]})
    assert third.status_code == 200
    assert await database.value("SELECT project_title FROM application") == "第二个标签页"


async def test_an_officer_reads_returns_and_recommends(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world(quotas=[])
    made, second = await make.application(world), await make.application(world)
    await as_(client, world.manager)
    url = f"/applications/{made}"
    desk = await shown(client, url)
    assert "单光子激光雷达芯片" in desk
    assert "gap-project" in desk
    assert "330106198501029" not in desk  # the identity number is masked
    await shown(client, f"{url}/history")
    answer = await put(client, f"{url}/correction", {"gap-project": "  "})
    assert answer.status_code == 422
    answer = await put(client, f"{url}/correction", {"gap-project": "请补充项目简介"})
    assert answer.status_code == 303, answer.text[-2000:]

    await as_(client, world.founders[made])
    told = await shown(client, url)
    assert "请补充项目简介" in told
    letter = re.search(rf"{url}/documents/[0-9a-f-]+", told)
    assert letter is not None
    assert (await client.get(letter[0])).content[:5] == b"%PDF-"
    assert (await client.get(f"{url}/sections/team")).status_code == 200

    await as_(client, world.manager)
    url = f"/applications/{second}"
    assert (await put(client, f"{url}/recommendation", {"outcome": "recommended"})).status_code == 422
    answer = await put(client, f"{url}/recommendation", {"outcome": "recommended", "text": "同意推荐"})
    assert answer.status_code == 303, answer.text[-2000:]
    again = await put(client, f"{url}/recommendation", {"outcome": "recommended", "text": "再次"})
    assert again.status_code == 403
    assert await database.value("SELECT count(*) FROM recommendation_opinion") == 1


async def test_lists_cost_the_same_with_one_row_and_with_three(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    counts: dict[str, list[int]] = {"founder": [], "officer": []}
    who = None
    for number in range(3):
        made = await make.application(world, founder=who, call_id=world.call_id)
        who = who or world.founders[made]
        world.call_id = await make.call(world, cycle=2028 + number)
        if number == 1:
            continue
        for role, actor in (("founder", who), ("officer", world.manager)):
            await as_(client, actor)
            async with counted() as seen:
                assert (await client.get("/applications")).status_code == 200
            counts[role].append(len(seen))
    assert counts["officer"] == [2, 2]
    assert counts["founder"][0] == counts["founder"][1] <= AT_MOST


async def test_what_a_list_shows_can_be_taken_along(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    await make.application(world, answers={"project_title": "=1+1"})
    await as_(client, world.city)
    csv = await client.get("/applications/export?kind=csv&col=number&col=project")
    assert csv.status_code == 200
    assert csv.content.decode("utf-8-sig").splitlines()[1] == "ISP-2027-000001,'=1+1"
    xlsx = await client.get("/applications/export?kind=xlsx")
    assert xlsx.content[:2] == b"PK"
    await as_(client, await people.person("别人"))
    assert (await client.get("/applications/export?kind=csv")).status_code == 403


@pytest.mark.parametrize("path", ["", "/history", "/submission", "/submission/receipt", "/check", "/sections/project"])
async def test_a_stranger_finds_nothing(db: None, client: httpx.AsyncClient, path: str) -> None:
    world = await make.world()
    made = await make.application(world)
    for actor in (await people.person("别人"), world.far_officer, world.other_manager, world.expert):
        await as_(client, actor)
        assert (await client.get(f"/applications/{made}{path}")).status_code == 404


async def test_the_api_does_what_the_pages_do(db: None, client: httpx.AsyncClient) -> None:
    world = await make.world()
    who = await people.person("林知微")
    company = await make.company(who, 1, world.tree.park)
    await as_(client, who)
    api = "/api/v1/applications"
    calls = (await client.get("/api/v1/calls")).json()
    assert [one["taking_applications"] for one in calls] == [True]
    answer = await client.post(
        api, json={"call": str(world.call_id), "company": str(company), "park": str(world.tree.park.id)}
    )
    assert answer.status_code == 201, answer.text
    url = f"{api}/{answer.json()['id']}"
    for question, value in make.ANSWERS.items():
        saved = await client.put(f"{url}/answers/{question}", json={"value": value, "seen_version": 0})
        assert saved.status_code == 200, saved.text
    clash = await client.put(f"{url}/answers/project_title", json={"value": "another", "seen_version": 0})
    assert (clash.status_code, clash.headers["content-type"]) == (409, "application/problem+json")
    early = await client.put(f"{url}/documents?question=plan&name=plan.pdf", content=make.PDF)
    assert early.status_code == 403
    for nothing in ({"no_secrets": False}, {}):
        assert (await client.put(f"{url}/declaration", json=nothing)).status_code == 422
    assert (await client.put(f"{url}/declaration", json={"no_secrets": True})).status_code == 204
    stored = await client.put(f"{url}/documents?question=plan&name=plan.pdf", content=make.PDF)
    assert stored.status_code == 200, stored.text
    assert (await client.get(f"{url}/documents/{stored.json()['id']}")).content == make.PDF
    refused = await client.put(f"{url}/submission", json={})
    assert refused.status_code == 422
    for section in ("project", "team", "files", "declarations"):
        assert (await client.put(f"{url}/sections/{section}", json={"completed": True})).status_code == 204
    sent = await client.put(f"{url}/submission", json={})
    assert sent.status_code == 200, sent.text
    assert sent.json()["number"] == "ISP-2027-000001"
    assert (await client.get(f"{url}/submission/receipt")).content[:5] == b"%PDF-"

    await as_(client, world.manager)
    listed = (await client.get(api)).json()
    assert [one["number"] for one in listed["items"]] == ["ISP-2027-000001"]
    signed = await client.put(f"{url}/recommendation", json={"outcome": "recommended", "text": "同意"})
    assert signed.status_code == 200, signed.text
    await as_(client, world.city)
    back = await client.put(f"{url}/correction", json={"gaps": {"team": "补充团队"}})
    assert back.status_code == 200, back.text
    await as_(client, who)
    assert (await client.get(url)).json()["state"] == State.RETURNED_FOR_CORRECTION
    gone = await client.delete(f"{url}/submission?reason=over")
    assert gone.status_code == 204
    await as_(client, world.far_officer)
    assert (await client.get(url)).status_code == 404
    assert UUID(url.rpartition("/")[2])

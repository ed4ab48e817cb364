"""The pages of space over HTTP: what each reader sees, what is refused, and how many statements it takes."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make
from tests.make.spaces import Estate

from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.spaces import actions
from parks.spaces.states import UnitKind

RIVAL = "澄湖第1科技有限公司"


@dataclass
class Scene:
    """A park with three offices: one free, one let to a rival, one let to the founder's own company."""

    home: Estate
    manager: Actor
    founder: Actor
    company: UUID
    rival: UUID
    free: UUID
    taken: UUID
    own: UUID


@pytest.fixture
async def scene(db: None) -> Scene:
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    founder = await people.person("林知微")
    _same, company = await make.company(0, founder)
    _other, rival = await make.company(1)
    free, taken, own = await make.units(home, 3)
    period = await make.days(-10, 365)
    await actions.let(home.manager, taken, period, rival, note="a secret between the park and its tenant")
    await actions.let(home.manager, own, period, company)
    return Scene(home, manager, founder, company, rival, free, taken, own)


@pytest.fixture
async def browser(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["accept-language"] = "en"
    client.cookies.set("lang", "en", domain="parks.test", path="/")
    return client


async def signed(client: httpx.AsyncClient, actor: Actor) -> httpx.AsyncClient:
    return await people.signed_in(client, actor)


async def test_a_founder_sees_taken_and_no_more(scene: Scene, browser: httpx.AsyncClient) -> None:
    await signed(browser, scene.founder)
    floor = await browser.get(f"/floors/{scene.home.floor_id}")
    assert floor.status_code == 200
    for page in (floor, await browser.get(f"/units/{scene.taken}"), await browser.get(f"/parks/{scene.home.park_id}")):
        assert page.status_code == 200
        assert RIVAL not in page.text
        assert "Starline 1" not in page.text
        assert "a secret" not in page.text
    assert floor.text.count('class="plan-unit plan-taken"') == 1
    assert floor.text.count('class="plan-unit plan-ours"') == 1
    assert floor.text.count('class="plan-unit plan-vacant"') == 1
    assert f"/space/new?park_id={scene.home.park_id}" in floor.text


async def test_the_manager_sees_who_has_what_and_a_door_for_every_free_unit(
    scene: Scene, browser: httpx.AsyncClient
) -> None:
    await signed(browser, scene.manager)
    floor = await browser.get(f"/floors/{scene.home.floor_id}")
    assert RIVAL in floor.text
    today = await clock.today()
    assert f"/units/{scene.free}/allocations/new?start={today}" in floor.text
    assert "a secret" in (await browser.get(f"/units/{scene.taken}")).text
    later = await browser.get(f"/floors/{scene.home.floor_id}?on={today + timedelta(days=400)}")
    assert later.text.count('class="plan-unit plan-vacant"') == 3


async def test_a_request_is_asked_for_listed_matched_and_let(scene: Scene, browser: httpx.AsyncClient) -> None:
    start = await clock.today()
    typed = {
        "company_id": str(scene.company),
        "park_id": str(scene.home.park_id),
        "kind": "private_office",
        "area_min": "150",
        "area_max": "200",
        "seats": "10",
        "start": str(start),
        "last_day": str(start + timedelta(days=364)),
        "note": "要靠近实验室",
    }
    await signed(browser, scene.founder)
    sent = await browser.post("/space", data=typed)
    assert (sent.status_code, sent.headers["location"]) == (303, "/space")
    request = await database.value("SELECT id FROM unit_request")
    assert "150 – 200" in (await browser.get("/space")).text or "150" in (await browser.get("/space")).text

    await signed(browser, scene.manager)
    assert f"/requests/{request}" in (await browser.get("/requests")).text
    page = await browser.get(f"/requests/{request}")
    assert "It is free for the whole time." in page.text or "整段时间" in page.text
    door = re.search(rf'href="(/units/{scene.free}/allocations/new[^"]+)"', page.text)
    assert door is not None
    form = await browser.get(door[1].replace("&amp;", "&"))
    assert f'value="{start}"' in form.text
    let = {"kind": "lease", "request_id": str(request), "start": str(start), "last_day": typed["last_day"]}
    done = await browser.post(f"/units/{scene.free}/allocations", data=let)
    assert (done.status_code, done.headers["location"]) == (303, f"/units/{scene.free}")
    assert await database.value("SELECT state FROM unit_request") == "let"


async def test_taken_days_come_back_with_all_that_was_typed(scene: Scene, browser: httpx.AsyncClient) -> None:
    await signed(browser, scene.manager)
    start = await clock.today()
    code = await database.value("SELECT uscc FROM company WHERE id = $1", scene.company)
    typed = {"kind": "lease", "uscc": code, "start": str(start), "last_day": "", "note": "与张总谈过"}
    answer = await browser.post(f"/units/{scene.taken}/allocations", data=typed)
    assert answer.status_code == 409
    assert "A302" in answer.text
    assert "与张总谈过" in answer.text
    assert code in answer.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": ""}, "start"),
        ({"start": "gestern"}, "start"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"kind": "gift"}, "kind"),
        ({"uscc": ""}, "request_id"),
        ({"kind": "hold"}, "hold_until"),
        ({"kind": "closure"}, "note"),
        ({"request_id": "x"}, "request_id"),
    ],
)
async def test_bad_input_is_told_beside_its_field(
    scene: Scene, browser: httpx.AsyncClient, change: dict[str, str], field: str
) -> None:
    await signed(browser, scene.manager)
    code = await database.value("SELECT uscc FROM company WHERE id = $1", scene.company)
    typed = {"kind": "lease", "uscc": code, "start": str(await clock.today())} | change
    answer = await browser.post(f"/units/{scene.free}/allocations", data=typed)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text


async def test_the_manager_ends_a_lease_on_its_page(scene: Scene, browser: httpx.AsyncClient) -> None:
    await signed(browser, scene.manager)
    lease = await database.value("SELECT id FROM allocation WHERE unit = $1", scene.taken)
    today = await clock.today()
    bad = await browser.post(f"/allocations/{lease}/ending?_method=PUT", data={"last_day": str(today), "reason": ""})
    assert bad.status_code == 422
    done = await browser.post(
        f"/allocations/{lease}/ending?_method=PUT", data={"last_day": str(today), "reason": "搬走"}
    )
    assert done.status_code == 303
    assert await database.value("SELECT ends FROM allocation WHERE id = $1", lease) == today + timedelta(days=1)


async def test_a_founder_withdraws_and_a_manager_declines(scene: Scene, browser: httpx.AsyncClient) -> None:
    first = await make.request(scene.founder, scene.company, scene.home.park_id)
    second = await make.request(scene.founder, scene.company, scene.home.park_id)
    await signed(browser, scene.founder)
    assert (await browser.post(f"/requests/{first}?_method=DELETE")).status_code == 303
    refusal = await browser.post(f"/requests/{second}/refusal?_method=PUT", data={"reason": "no"})
    assert refusal.status_code == 403
    await signed(browser, scene.manager)
    told = await browser.post(f"/requests/{second}/refusal?_method=PUT", data={"reason": "实验室已满"})
    assert told.status_code == 303
    await signed(browser, scene.founder)
    assert "实验室已满" in (await browser.get("/space")).text


async def test_other_peoples_requests_do_not_exist_for_a_founder(scene: Scene, browser: httpx.AsyncClient) -> None:
    stranger = await people.person("路人")
    request = await make.request(scene.founder, scene.company, scene.home.park_id)
    await signed(browser, stranger)
    assert (await browser.get(f"/requests/{request}")).status_code == 404
    assert (await browser.get("/requests")).status_code == 403
    assert (await browser.get("/units/export?kind=csv")).status_code == 403
    typed = {
        "company_id": str(scene.company),
        "park_id": str(scene.home.park_id),
        "kind": "desk",
        "start": "2027-01-01",
    }
    assert (await browser.post("/space", data=typed)).status_code == 403


async def test_a_manager_of_another_park_sees_none_of_it(scene: Scene, browser: httpx.AsyncClient) -> None:
    abroad = await make.estate("park2", "sz")
    other = await people.person("别处经理", [(Role.PARK_MANAGER, abroad.home_id)])
    request = await make.request(scene.founder, scene.company, scene.home.park_id)
    await signed(browser, other)
    for path in ("/units", "/requests", "/units/export?kind=csv", "/requests/export?kind=csv"):
        page = await browser.get(path)
        assert page.status_code == 200
        assert "A302" not in page.text
        assert RIVAL not in page.text
        assert "星阑" not in page.text
    assert (await browser.get(f"/requests/{request}")).status_code == 404
    assert RIVAL not in (await browser.get(f"/floors/{scene.home.floor_id}")).text


async def test_search_finds_two_characters_and_a_code(scene: Scene, browser: httpx.AsyncClient) -> None:
    await signed(browser, scene.manager)
    for path, word, found in (
        ("/units", "星阑", {"A303"}),
        ("/units", "a30", {"A301", "A302", "A303"}),
        ("/units", "%", set()),
        ("/units", "_", set()),
    ):
        page = await browser.get(path, params={"q": word})
        assert set(re.findall(r">(A3\d\d)<", page.text)) == found, word


async def test_lists_are_filtered_sorted_and_exported_alike(scene: Scene, browser: httpx.AsyncClient) -> None:
    await signed(browser, scene.manager)
    vacant = await browser.get("/units", params={"status": "vacant"})
    assert set(re.findall(r">(A3\d\d)<", vacant.text)) == {"A301"}
    turned = await browser.get("/units", params={"sort": "-code"})
    assert re.findall(r"<a href=\"/units/[^\"]+\">(A3\d\d)</a>", turned.text) == ["A303", "A302", "A301"]
    sheet = await browser.get("/units/export", params={"status": "leased", "kind": "csv", "col": ["code", "tenant"]})
    lines = sheet.content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("A302,")
    book = await browser.get("/units/export", params={"kind": "xlsx"})
    assert book.content[:2] == b"PK"


async def test_pages_go_by_key_and_meet_every_row_once(scene: Scene, browser: httpx.AsyncClient) -> None:
    await make.units(scene.home, 42, area=60)
    await signed(browser, scene.manager)
    for sort in ("code", "-code", "kind", "-area", "seats"):
        seen: list[str] = []
        url = f"/units?sort={sort}&size=20"
        while url:
            page = await browser.get(url)
            seen += re.findall(r"<a href=\"/units/[^\"]+\">(A3\d\d)</a>", page.text)
            following = re.search(r'href="([^"]+)"[^>]*rel="next"', page.text)
            url = following[1].replace("&amp;", "&") if following else ""
        assert len(seen) == 45
        assert len(set(seen)) == 45


@pytest.mark.parametrize("path", ["/units", "/requests", "/space", "/parks"])
async def test_lists_take_as_many_statements_for_one_row_as_for_three(
    db: None, browser: httpx.AsyncClient, path: str
) -> None:
    home = await make.estate()
    someone = await people.person("林知微", [(Role.PARK_MANAGER, home.home_id)])
    _same, company = await make.company(0, someone)
    await signed(browser, someone)
    counts = []
    for more in (1, 2):
        for unit in await make.units(home, more):
            await make.request(someone, company, home.park_id)
            await actions.let(home.manager, unit, await make.days(), company)
        async with counted() as seen:
            page = await browser.get(path)
        assert page.status_code == 200
        counts.append(len(seen))
        if more == 1:
            await make.estate("park2", "sz")
            await make.estate("park3", "sz")
    assert counts[0] == counts[1] <= 4


async def test_no_page_takes_more_than_four_statements(scene: Scene, browser: httpx.AsyncClient) -> None:
    request = await make.request(scene.founder, scene.company, scene.home.park_id)
    for actor in (scene.founder, scene.manager):
        await signed(browser, actor)
        paths = [
            f"/parks/{scene.home.park_id}",
            f"/floors/{scene.home.floor_id}",
            f"/units/{scene.taken}",
            f"/requests/{request}",
            "/space/new",
            "/space",
        ]
        if actor is scene.manager:
            paths += [f"/units/{scene.free}/allocations/new?request_id={request}", "/units", "/requests"]
        for path in paths:
            async with counted() as seen:
                page = await browser.get(path)
            assert page.status_code == 200, path
            assert "Bilingual(" not in page.text, path  # a name shown without its language
            assert "Text(" not in page.text, path
            assert len(seen) <= 4, f"{path}: {seen}"


async def test_parks_are_public_and_their_occupancy_is_not(scene: Scene, browser: httpx.AsyncClient) -> None:
    assert "澄湖留学人员创业园" in (await browser.get("/parks")).text or "Chenghu" in (await browser.get("/parks")).text
    page = await browser.get(f"/parks/{scene.home.park_id}")
    assert page.status_code == 200
    assert "66.7" not in page.text
    assert (await browser.get(f"/floors/{scene.home.floor_id}")).status_code == 303
    await signed(browser, scene.manager)
    assert "66.7 %" in (await browser.get(f"/parks/{scene.home.park_id}")).text


async def test_an_odd_day_in_the_address_means_today(scene: Scene, browser: httpx.AsyncClient) -> None:
    await signed(browser, scene.manager)
    for odd in ("", "never", "0001-01-01", "9999-12-31", "2026-02-30", "\x00"):
        page = await browser.get(f"/floors/{scene.home.floor_id}", params={"on": odd})
        assert page.status_code == 200
        assert f'value="{await clock.today()}"' in page.text
    assert (await browser.get("/units", params={"after": "x", "park": "x", "size": "-1"})).status_code == 200


async def test_htmx_gets_the_plan_alone(scene: Scene, browser: httpx.AsyncClient) -> None:
    await signed(browser, scene.manager)
    part = await browser.get(f"/floors/{scene.home.floor_id}", headers={"hx-request": "true"})
    assert part.text.strip().startswith('<section id="floor-plan"')
    assert "<html" not in part.text


async def test_a_hall_is_drawn_as_bookable_and_never_offered(scene: Scene, browser: httpx.AsyncClient) -> None:
    (hall,) = await make.units(scene.home, kind=UnitKind.ROADSHOW_HALL, prefix="R")
    await signed(browser, scene.founder)
    floor = await browser.get(f"/floors/{scene.home.floor_id}")
    assert floor.text.count('class="plan-unit plan-bookable"') == 1
    await signed(browser, scene.manager)
    floor = await browser.get(f"/floors/{scene.home.floor_id}")
    assert f"/units/{hall}/allocations/new" not in floor.text

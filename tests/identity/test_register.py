"""The register: who founds, appoints and dismisses, and who sees it."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from tests.counting import counted
from tests.identity.conftest import Browser
from tests.make import identity as make

from parks.adapters import clock, database
from parks.identity import actions, queries
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import SYSTEM, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.kernel.words import Bilingual


async def test_an_administrator_founds_a_park_and_appoints_its_manager_without_javascript(
    db: None, browser: Browser, client: httpx.AsyncClient, letters: list[Any]
) -> None:
    tree = await make.nation_tree()
    admin = await make.person("管理员", [(Role.SYSTEM_ADMIN, tree.city)])
    await make.signed_in(client, admin)
    client.headers.pop("x-csrf-token")
    founded = await browser.send(
        f"/organisations/{tree.city.id}/parts/new",
        f"/organisations/{tree.city.id}/parts",
        kind="park",
        name_zh="青梧留学人员创业园",
        name_en="Green Parasol Returnee Park",
        code="park3",
        region="330106",
    )
    assert founded.status_code == 303
    place = founded.headers["location"]
    park = next(one for one in await queries.organisations(Kind.PARK) if one.path == "/cn/xj/ch/park3/")
    assert place == f"/organisations/{park.id}"
    appointed = await browser.send(
        f"{place}/appointments/new",
        f"{place}/appointments",
        email="manager@example.cn",
        name="陈若岩",
        role="park_manager",
        reason="聘〔2026〕17 号",
    )
    assert appointed.status_code == 303, appointed.text
    shown = await client.get(place)
    assert "陈若岩" in shown.text
    assert "manager@example.cn" in shown.text
    await actions.set_password(letters[-1].secret, "several words in a row")
    [manager] = await queries.holders(Role.PARK_MANAGER, park.path)
    assert (await queries.actor(manager.id)).holds(Role.PARK_MANAGER, park.path)
    appointment = await database.value("SELECT id FROM appointment WHERE role = 'park_manager'")
    ended = await browser.send(place, f"/appointments/{appointment}?_method=DELETE", reason="term over")
    assert ended.status_code == 303
    assert await queries.holders(Role.PARK_MANAGER, park.path) == []
    past = await client.get("/appointments?state=ended")
    assert "陈若岩" in past.text


async def test_the_tree_is_told_by_names_and_not_by_paths(db: None, client: httpx.AsyncClient) -> None:
    tree = await make.nation_tree()
    await make.signed_in(client, await make.person("管理员", [(Role.SYSTEM_ADMIN, tree.nation)]))
    for page in ("/organisations", f"/organisations/{tree.park.id}"):
        text = (await client.get(page)).text
        assert tree.park.path not in text
        assert tree.city.name.zh in text
    chain = " › ".join(one.name.zh for one in (tree.nation, tree.province, tree.city))
    assert chain in text


@pytest.mark.parametrize(
    ("where", "sees_park", "sees_other", "administers"),
    [
        ("nation admin", True, True, True),
        ("park admin", True, False, True),
        ("city officer", True, True, False),
        ("park manager", True, False, False),
    ],
)
async def test_officers_see_the_roles_in_their_scope_and_administrators_change_them(
    db: None, client: httpx.AsyncClient, where: str, sees_park: bool, sees_other: bool, administers: bool
) -> None:
    tree = await make.nation_tree()
    await make.person("园内审计", [(Role.AUDITOR, tree.park)])
    await make.person("别园审计", [(Role.AUDITOR, tree.other_park)])
    role, place = {
        "nation admin": (Role.SYSTEM_ADMIN, tree.nation),
        "park admin": (Role.SYSTEM_ADMIN, tree.park),
        "city officer": (Role.CITY_OFFICER, tree.city),
        "park manager": (Role.PARK_MANAGER, tree.park),
    }[where]
    await make.signed_in(client, await make.person("看", [(role, place)]))
    listed = (await client.get("/appointments")).text
    assert ("园内审计" in listed) is sees_park
    assert ("别园审计" in listed) is sees_other
    searched = (await client.get("/appointments?q=审计&role=auditor")).text
    assert ("园内审计" in searched, "别园审计" in searched) == (sees_park, sees_other)
    own = await client.get(f"/organisations/{tree.park.id}")
    other = await client.get(f"/organisations/{tree.other_park.id}")
    assert (own.status_code, other.status_code) == (200, 200 if sees_other else 404)
    assert (f"/organisations/{tree.park.id}/appointments/new" in own.text) is administers
    for url in (f"/organisations/{tree.park.id}/appointments/new", f"/organisations/{tree.park.id}/parts/new"):
        assert (await client.get(url)).status_code == (200 if administers else 403)
    people = {one["name"]: one["id"] for one in await database.rows("SELECT name, id FROM person")}
    assert (await client.get(f"/people/{people['园内审计']}")).status_code == 200
    assert (await client.get(f"/people/{people['别园审计']}")).status_code == (200 if sees_other else 404)


@pytest.mark.parametrize("path", ["/organisations", "/appointments"])
async def test_a_founder_and_an_expert_see_no_register(db: None, client: httpx.AsyncClient, path: str) -> None:
    tree = await make.nation_tree()
    for person in (await make.person("创"), await make.person("专", [(Role.EXPERT, tree.nation)])):
        await make.signed_in(client, person)
        assert (await client.get(path)).status_code == 403


async def test_lists_take_the_same_few_statements_for_one_row_and_for_three(
    db: None, client: httpx.AsyncClient
) -> None:
    tree = await make.nation_tree()
    admin = await make.person("管", [(Role.SYSTEM_ADMIN, tree.nation)])
    await make.signed_in(client, admin)
    urls = ("/organisations", f"/organisations/{tree.park.id}", "/appointments", f"/people/{admin.id}", "/account")
    counts = []
    for rows in (1, 3):
        while await database.value("SELECT count(*) FROM api_key") < rows:
            await make.person("甲", [(Role.PARK_MANAGER, tree.park)])
            await actions.make_key(admin, "k", roles=[(Role.SYSTEM_ADMIN, tree.nation.id)])
            await actions.sign_in_as(admin.id)
        seen_by_url = {}
        for url in urls:
            async with counted() as seen:
                assert (await client.get(url)).status_code == 200
            seen_by_url[url] = len(seen)
        counts.append(seen_by_url)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 4, counts[0]


async def test_pages_of_the_list_follow_each_other_without_gaps(db: None) -> None:
    from litestar.testing import RequestFactory

    tree = await make.nation_tree()
    for number in range(25):
        await make.person(f"人{number % 5}", [(Role.EXPERT, tree.city)])
    admin = await make.person("管", [(Role.SYSTEM_ADMIN, tree.nation)])
    for sort in ("person", "-person", "since", "-since", "organisation"):
        seen: list[Any] = []
        url = f"/appointments?size=20&sort={sort}"
        while url:
            path, _mark, query = url.partition("?")
            asked: dict[str, str | list[str]] = dict(parse_qsl(query))
            request = RequestFactory().get(path, query_params=asked)
            page = await queries.appointments(admin, queries.APPOINTMENTS.read(request))
            seen += [one.id for one in page.rows]
            url = page.next
        assert len(seen) == len(set(seen)) == page.total == 26, sort


@pytest.mark.parametrize("after", ["x", "W10", "WyJ4IiwgInkiXQ", "WzEsICIwIl0", "WyIyMDI2IiwgbnVsbF0"])
@pytest.mark.parametrize("sort", ["since", "person"])
async def test_a_place_that_was_tampered_with_is_the_start(
    db: None, client: httpx.AsyncClient, after: str, sort: str
) -> None:
    tree = await make.nation_tree()
    await make.signed_in(client, await make.person("管", [(Role.SYSTEM_ADMIN, tree.nation)]))
    assert (await client.get(f"/appointments?sort={sort}&after={after}")).status_code == 200


async def test_nobody_rules_above_or_beside_their_place_or_over_themselves(db: None) -> None:
    tree = await make.nation_tree()
    admin = await make.person("园管", [(Role.SYSTEM_ADMIN, tree.park)])
    other = await make.person("别")
    for place, role in ((tree.city, Role.CITY_OFFICER), (tree.other_park, Role.PARK_MANAGER)):
        with pytest.raises(Forbidden):
            await actions.appoint(admin, other.id, role, place.id)
    with pytest.raises(Forbidden):
        await actions.appoint(admin, admin.id, Role.PARK_MANAGER, tree.park.id)
    own = await database.value("SELECT id FROM appointment WHERE person = $1", admin.id)
    with pytest.raises(Forbidden):
        await actions.dismiss(admin, own, "tired")
    with pytest.raises(Forbidden):
        await actions.found_organisation(admin, Kind.PARK, Bilingual("园", "Park"), "park9", tree.city.id)
    with pytest.raises(Forbidden):
        await actions.suspend(admin, other.id, "a founder is not theirs to suspend")
    with pytest.raises(Forbidden):
        await actions.suspend(admin, admin.id, "oneself")


async def test_a_programme_officer_calls_experts_and_no_one_else(db: None) -> None:
    tree = await make.nation_tree()
    officer = await make.person("主管", [(Role.PROGRAMME_OFFICER, tree.nation)])
    expert = await actions.invite(officer, "expert@example.cn", "顾怀远")
    assert await actions.appoint(officer, expert, Role.EXPERT, tree.nation.id)
    with pytest.raises(Forbidden):
        await actions.appoint(officer, expert, Role.AUDITOR, tree.nation.id)


async def test_dismissing_outside_of_ones_scope_tells_nothing(db: None) -> None:
    tree = await make.nation_tree()
    admin = await make.person("园管", [(Role.SYSTEM_ADMIN, tree.park)])
    await make.person("别", [(Role.PARK_MANAGER, tree.other_park)])
    there = await database.value("SELECT id FROM appointment WHERE role = 'park_manager'")
    with pytest.raises(Hidden):
        await actions.dismiss(admin, there, "not mine")


@pytest.mark.parametrize(
    ("kind", "code", "zh", "refusal"),
    [
        (Kind.CITY, "xx", "市", Invalid),
        (Kind.NATION, "xx", "国", Invalid),
        (Kind.PARK, "a_b", "园", Invalid),
        (Kind.PARK, "%", "园", Invalid),
        (Kind.PARK, "", "园", Invalid),
        (Kind.PARK, "xx", " ", Invalid),
        (Kind.PARK, "park1", "园", Conflict),
    ],
)
async def test_an_organisation_that_does_not_fit_is_refused(
    db: None, kind: Kind, code: str, zh: str, refusal: type[Exception]
) -> None:
    tree = await make.nation_tree()
    with pytest.raises(refusal):
        await actions.found_organisation(SYSTEM, kind, Bilingual(zh, "Name"), code, tree.city.id)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE organisation SET path = '/cn/other/', code = 'other' WHERE code = 'xj'",
        "UPDATE organisation SET kind = 'city' WHERE code = 'park1'",
        (
            "INSERT INTO organisation (id, kind, code, path, parent, made_at)"
            " SELECT gen_random_uuid(), 'park', 'p9', '/elsewhere/p9/', id, now() FROM organisation WHERE code = 'ch'"
        ),
        "DELETE FROM organisation WHERE code = 'ch'",
    ],
)
async def test_the_database_keeps_the_tree_whole(db: None, sql: str) -> None:
    await make.nation_tree()
    with pytest.raises(Exception, match=r"keeps its path|not that of its parent|violates"):
        await database.execute(sql)


async def test_an_appointment_ends_on_its_day_and_can_be_given_anew(db: None) -> None:
    tree = await make.nation_tree()
    person = await make.person()
    until = await clock.today() + timedelta(days=30)
    await actions.appoint(SYSTEM, person.id, Role.EXPERT, tree.nation.id, until=until)
    assert (await queries.actor(person.id)).has(Role.EXPERT)
    try:
        await clock.move(timedelta(days=30))
        assert not (await queries.actor(person.id)).has(Role.EXPERT)
        await actions.appoint(SYSTEM, person.id, Role.EXPERT, tree.nation.id)
        assert (await queries.actor(person.id)).has(Role.EXPERT)
    finally:
        await clock.move(timedelta(0))
    with pytest.raises(Invalid):
        await actions.appoint(SYSTEM, person.id, Role.AUDITOR, tree.nation.id, until=await clock.today())


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"email": "x"},
        {"email": "new@example.cn", "role": "park_manager", "reason": "r"},
        {"email": "a@b.cn", "role": "founder", "reason": "r", "name": "n"},
        {"email": "a@b.cn", "role": "park_manager", "reason": "r", "name": "n", "until": "2020-01-01"},
    ],
)
async def test_an_appointment_asked_for_wrongly_is_422_beside_the_field(
    db: None, browser: Browser, client: httpx.AsyncClient, sent: dict[str, str]
) -> None:
    tree = await make.nation_tree()
    await make.signed_in(client, await make.person("管", [(Role.SYSTEM_ADMIN, tree.nation)]))
    client.headers.pop("x-csrf-token")
    url = f"/organisations/{tree.park.id}/appointments"
    answer = await browser.send(f"{url}/new", url, **sent)
    assert answer.status_code == 422
    assert 'class="summary"' in answer.text
    assert await database.value("SELECT count(*) FROM person") == 1


async def test_the_language_switch_is_kept_with_the_signed_in_person(
    db: None, browser: Browser, client: httpx.AsyncClient
) -> None:
    person = await make.person()
    await make.signed_in(client, person)
    client.headers.pop("x-csrf-token")
    await browser.send("/account", "/preferences", lang="en")
    assert (await queries.person(person.id)).language == "en"
    assert 'lang="en"' in (await client.get("/account")).text
    changed = await browser.send("/account/edit", "/account?_method=PUT", name=" 林  知微 ", language="zh")
    assert changed.status_code == 303
    assert 'lang="zh-CN"' in (await client.get("/account")).text
    assert (await queries.person(person.id)).name == "林 知微"


async def test_an_installation_begins_with_a_nation_and_one_administrator_and_begins_once(
    db: None, letters: list[Any]
) -> None:
    first = await actions.begin(Bilingual("人力资源社会保障部", "Ministry"), "cn", "admin@example.cn", "管理员")
    await actions.set_password(letters[-1].secret, "several words in a row")
    assert (await queries.actor(first)).holds(Role.SYSTEM_ADMIN, "/cn/")
    with pytest.raises(Conflict):
        await actions.begin(Bilingual("别国", "Elsewhere"), "xx", "other@example.cn", "别人")
    lines = await database.rows("SELECT DISTINCT via FROM audit_entry WHERE act <> 'password set by letter'")
    assert [one["via"] for one in lines] == ["command"]

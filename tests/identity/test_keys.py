"""Keys for programs: a person's own, no more than the person may, revocable, told once."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.counting import counted
from tests.identity.conftest import Browser
from tests.make import identity as make

from parks.adapters import database
from parks.identity import actions, queries
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid


def _bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


async def test_a_key_acts_for_its_person_with_the_chosen_roles_alone_in_one_statement(
    db: None, client: httpx.AsyncClient
) -> None:
    tree = await make.nation_tree()
    person = await make.person(roles=[(Role.CITY_OFFICER, tree.city), (Role.AUDITOR, tree.nation)])
    key = await actions.make_key(person, "report", roles=[(Role.AUDITOR, tree.park.id)])
    async with counted() as seen:
        signed = await queries.actor_of_key(key.secret)
    assert signed is not None
    assert len(seen) == 1
    assert (signed.actor.id, signed.actor.via) == (person.id, "api-key")
    assert [(one.role, one.path) for one in signed.actor.held] == [(Role.AUDITOR, tree.park.path)]
    me = (await client.get("/api/v1/me", headers=_bearer(key.secret))).json()
    assert me["roles"] == [
        {
            "role": "auditor",
            "organisation_id": str(tree.park.id),
            "path": tree.park.path,
            "value": f"auditor@{tree.park.id}",
        }
    ]


async def test_a_key_loses_a_role_with_its_person(db: None) -> None:
    tree = await make.nation_tree()
    person = await make.person(roles=[(Role.AUDITOR, tree.city)])
    key = await actions.make_key(person, "report", roles=[(Role.AUDITOR, tree.park.id)])
    await actions.dismiss(SYSTEM, await database.value("SELECT id FROM appointment"), "term over")
    signed = await queries.actor_of_key(key.secret)
    assert signed is not None
    assert signed.actor.held == ()


async def test_a_key_cannot_use_what_its_person_does_not_hold(db: None) -> None:
    tree = await make.nation_tree()
    person = await make.person(roles=[(Role.PARK_MANAGER, tree.park)])
    for role, place in (
        (Role.PARK_MANAGER, tree.other_park.id),
        (Role.PARK_MANAGER, tree.city.id),
        (Role.AUDITOR, tree.park.id),
        (Role.PARK_MANAGER, uuid4()),
    ):
        with pytest.raises(Invalid):
            await actions.make_key(person, "report", roles=[(role, place)])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/me", 200),
        ("DELETE", "/api/v1/keys/00000000-0000-4000-8000-000000000000", 403),
        ("POST", "/api/v1/keys", 403),
    ],
)
async def test_a_key_that_may_only_read_reads(
    db: None, client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    key = await actions.make_key(await make.person(), "report", read_only=True)
    answer = await client.request(
        method, path, headers=_bearer(key.secret), json={"name": "x"} if method == "POST" else None
    )
    assert answer.status_code == status
    if status == 403:
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_key_needs_no_form_mark_and_makes_no_keys(db: None, client: httpx.AsyncClient) -> None:
    key = await actions.make_key(await make.person(language="en"), "report", read_only=False)
    answer = await client.post("/api/v1/keys", headers=_bearer(key.secret), json={"name": "second"})
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Keys are made and revoked by people, in a session, not by keys."


@pytest.mark.parametrize(
    "how", ["revoked", "expired", "suspended", "altered", "empty", "basic", "unknown", "not ascii"]
)
async def test_a_key_that_does_not_stand_is_401_even_beside_a_good_cookie(
    db: None, client: httpx.AsyncClient, how: str
) -> None:
    person = await make.person()
    key = await actions.make_key(person, "report")
    header = f"Bearer {key.secret}"
    if how == "suspended":
        await actions.suspend(SYSTEM, person.id, "left")
        person = await make.person("乙")
    await make.signed_in(client, person)
    match how:
        case "revoked":
            await actions.revoke_key(person, key.id)
        case "expired":
            await database.execute("UPDATE api_key SET expires_at = now()")
        case "altered":
            header = header[:-1]
        case "empty":
            header = "Bearer "
        case "basic":
            header = "Basic " + key.secret
        case "unknown":
            header = "Bearer parks_nobody"
        case "not ascii":
            header = "Bearer parks_\u00e9\u00ff"
    answer = await client.get("/api/v1/me", headers={b"authorization": header.encode("latin-1")})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


async def test_a_key_opens_no_page(db: None, client: httpx.AsyncClient) -> None:
    key = await actions.make_key(await make.person(), "report", read_only=False)
    assert (await client.get("/account", headers=_bearer(key.secret))).status_code == 303
    assert (await client.post("/sessions?_method=DELETE", headers=_bearer(key.secret))).status_code == 401


async def test_a_person_makes_a_key_sees_it_once_and_revokes_it_without_javascript(
    db: None, browser: Browser, client: httpx.AsyncClient
) -> None:
    tree = await make.nation_tree()
    person = await make.person(roles=[(Role.CITY_OFFICER, tree.city)])
    await make.signed_in(client, person)
    client.headers.pop("x-csrf-token")
    made = await browser.send(
        "/account/keys/new",
        "/account/keys",
        name="月度统计",
        roles=f"city_officer@{tree.city.id}",
        read_only="true",
        days="30",
    )
    assert made.status_code == 201
    [key] = await queries.keys(person)
    secret = made.text.partition('id="key-secret">')[2].partition("<")[0]
    assert secret.startswith(key.shown)
    assert [one.role for one in key.roles] == [Role.CITY_OFFICER]
    account = await client.get("/account")
    assert "月度统计" in account.text
    assert secret not in account.text
    gone = await browser.send("/account", f"/account/keys/{key.id}?_method=DELETE")
    assert gone.status_code == 303
    assert await queries.keys(person) == []


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"name": "x", "days": "0"}, {"name": "x", "days": "many"}, {"name": "x", "roles": "king@1"}]
)
async def test_a_key_that_is_asked_for_wrongly_is_422_with_a_sentence(
    db: None, browser: Browser, client: httpx.AsyncClient, sent: dict[str, str]
) -> None:
    await make.signed_in(client, await make.person())
    client.headers.pop("x-csrf-token")
    answer = await browser.send("/account/keys/new", "/account/keys", **({"days": "90"} | sent))
    assert answer.status_code == 422
    assert 'class="summary"' in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "report"}, 201),
        ({"name": "report", "days": 400}, 422),
        ({"name": " "}, 422),
        ({"name": "a\x00b"}, 422),
        ({}, 422),
        ({"name": "report", "roles": ["auditor@nowhere"]}, 422),
        ({"name": "report", "read_only": "perhaps"}, 422),
        ({"name": "report", "person": str(SYSTEM.id)}, 422),
        ([], 422),
    ],
)
async def test_keys_through_the_api_of_a_session(db: None, client: httpx.AsyncClient, body: Any, status: int) -> None:
    await make.signed_in(client, await make.person())
    answer = await client.post("/api/v1/keys", json=body)
    assert answer.status_code == status, answer.text
    if status == 201:
        listed = (await client.get("/api/v1/keys")).json()
        assert [one["id"] for one in listed] == [answer.json()["id"]]
        assert "secret" not in listed[0]
        assert (await client.delete(f"/api/v1/keys/{listed[0]['id']}")).status_code == 204
        assert (await client.get("/api/v1/keys")).json() == []


async def test_nobody_revokes_anothers_key_and_twenty_are_enough(db: None) -> None:
    person, other = await make.person("甲"), await make.person("乙")
    key = await actions.make_key(person, "report")
    with pytest.raises(Hidden):
        await actions.revoke_key(other, key.id)
    for number in range(19):
        await actions.make_key(person, f"report {number}")
    with pytest.raises(Conflict):
        await actions.make_key(person, "one too many")


async def test_a_key_is_refused_in_the_action_too(db: None) -> None:
    person = await make.person()
    by_key = Actor(person.id, person.name, held=person.held, via="api-key")
    with pytest.raises(Forbidden):
        await actions.make_key(by_key, "second")
    with pytest.raises(Forbidden):
        await actions.revoke_key(by_key, UUID(int=7))

"""Sessions: forged tokens are nobody, a new one at each sign-in, gone at once when ended."""

import asyncio
import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.identity.conftest import Browser
from tests.make import identity as make

from parks.adapters import database, tokens
from parks.identity import actions, queries
from parks.identity.rules import limits
from parks.kernel.actor import SYSTEM, Actor, Role
from parks.kernel.errors import Conflict, Hidden, Invalid, TooMany
from parks.settings import settings
from parks.web import security


async def _claims(actor: Actor) -> dict[str, Any]:
    found = tokens.read("session", await actions.sign_in_as(actor.id))
    assert found is not None
    return found


async def test_signing_in_makes_a_new_session_and_ends_the_browsers_former_one(db: None, browser: Browser) -> None:
    person = await make.person(email="lin@example.cn")
    await make.signed_in(browser.client, person)
    browser.client.headers.pop("x-csrf-token")
    former = browser.client.cookies[security.session_cookie()]
    page = await browser.client.get("/account")
    found = re.search(r'name="_csrf" value="([0-9a-f]+)"', page.text)
    assert found
    answer = await browser.client.post(
        "/session", data={"_csrf": found[1], "email": "lin@example.cn", "password": make.PASSWORD}
    )
    assert answer.status_code == 303
    assert browser.client.cookies[security.session_cookie()] != former
    gone = await browser.client.get("/api/v1/me", headers={"cookie": f"{security.session_cookie()}={former}"})
    assert gone.status_code == 401


@pytest.mark.parametrize(
    ("verb", "path", "left"),
    [("here", "/session?_method=DELETE", 1), ("everywhere", "/sessions?_method=DELETE", 0)],
)
async def test_signing_out_ends_the_session_at_once(
    db: None, client: httpx.AsyncClient, verb: str, path: str, left: int
) -> None:
    person = await make.person()
    await actions.sign_in_as(person.id)
    await make.signed_in(client, person)
    token = client.cookies[security.session_cookie()]
    answer = await client.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/session/new")
    assert security.session_cookie() not in client.cookies
    again = await client.get("/api/v1/me", headers={"cookie": f"{security.session_cookie()}={token}"})
    assert again.status_code == 401
    assert await database.value("SELECT count(*) FROM session WHERE ended_at IS NULL") == left


async def test_one_ends_ones_own_sessions_and_nobody_elses(db: None, client: httpx.AsyncClient) -> None:
    person, other = await make.person("甲"), await make.person("乙")
    away = UUID((await _claims(person))["jti"])
    strange = UUID((await _claims(other))["jti"])
    await make.signed_in(client, person)
    assert (await client.post(f"/sessions/{strange}?_method=DELETE")).status_code == 404
    assert (await client.post(f"/sessions/{away}?_method=DELETE")).headers["location"] == "/account"
    alive = await database.rows("SELECT id FROM session WHERE ended_at IS NULL")
    assert away not in {one["id"] for one in alive}
    assert strange in {one["id"] for one in alive}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE session SET expires_at = now()",
        "UPDATE session SET seen_at = now() - interval '121 minutes'",
        "UPDATE session SET ended_at = now()",
        "UPDATE person SET suspended_at = now()",
        "DELETE FROM session",
    ],
)
async def test_a_session_that_is_over_is_nobody(db: None, client: httpx.AsyncClient, sql: str) -> None:
    await make.signed_in(client, await make.person())
    assert (await client.get("/api/v1/me")).status_code == 200
    await database.execute(sql)
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_the_last_use_is_noted_once_a_minute_and_keeps_the_session(db: None, client: httpx.AsyncClient) -> None:
    await make.signed_in(client, await make.person())
    async with counted() as fresh:
        await client.get("/api/v1/me")
    await database.execute("UPDATE session SET seen_at = now() - interval '100 minutes'")
    async with counted() as stale:
        await client.get("/api/v1/me")
    assert len(stale) == len(fresh) + 1
    assert await database.value("SELECT now() - seen_at < interval '1 minute' FROM session")


@pytest.mark.parametrize("change", ["appointed", "dismissed", "password changed"])
async def test_a_change_of_role_or_password_wants_a_new_session(
    db: None, client: httpx.AsyncClient, change: str
) -> None:
    tree = await make.nation_tree()
    person = await make.person(roles=[(Role.EXPERT, tree.nation)])
    await make.signed_in(client, person)
    match change:
        case "appointed":
            await actions.appoint(SYSTEM, person.id, Role.PARK_MANAGER, tree.park.id)
        case "dismissed":
            appointment = await database.value("SELECT id FROM appointment")
            await actions.dismiss(SYSTEM, appointment, "the term is over")
        case _:
            await actions.change_password(person, make.PASSWORD, "wholly other words")
    assert (await client.get("/api/v1/me")).status_code == 401


async def test_changing_the_password_keeps_this_device_and_ends_the_others(
    db: None, browser: Browser, client: httpx.AsyncClient
) -> None:
    person = await make.person(email="lin@example.cn")
    elsewhere = await actions.sign_in("lin@example.cn", make.PASSWORD)
    await make.signed_in(client, person)
    before = client.cookies[security.session_cookie()]
    client.headers.pop("x-csrf-token")
    wrong = await browser.send(
        "/account/password", "/account/password?_method=PUT", current="x", password="new words 9"
    )
    assert wrong.status_code == 422
    done = await browser.send(
        "/account/password", "/account/password?_method=PUT", current=make.PASSWORD, password="some new words"
    )
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    assert client.cookies[security.session_cookie()] != before
    assert (await client.get("/account")).status_code == 200
    assert (
        await client.get("/api/v1/me", headers={"cookie": f"{security.session_cookie()}={elsewhere}"})
    ).status_code == 401


async def test_stepping_into_a_role_is_for_the_demo_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await make.person()
    serious = settings().model_copy(update={"demo": False})
    monkeypatch.setattr("parks.identity.actions.sessions.settings", lambda: serious)
    with pytest.raises(Hidden):
        await actions.sign_in_as(person.id)


async def test_the_eleventh_failure_is_429_even_with_the_right_password_and_right_after_the_window_it_works(
    db: None, browser: Browser
) -> None:
    await make.person(email="lin@example.cn")
    browser.client.cookies.set("lang", "en", domain="parks.test")
    for _number in range(limits.FAILURES):
        answer = await browser.send("/session/new", "/session", email="lin@example.cn", password="wrong words")
        assert answer.status_code == 422
    right = {"email": "lin@example.cn", "password": make.PASSWORD}
    refused = await browser.send("/session/new", "/session", **right)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "300")
    assert "wait five minutes" in refused.text
    await database.execute("UPDATE sign_in_try SET at = at - interval '5 minutes'")
    assert (await browser.send("/session/new", "/session", **right)).status_code == 303


@pytest.mark.parametrize("known", [True, False])
async def test_an_account_is_limited_from_many_networks_known_or_not(db: None, known: bool) -> None:
    await make.person(email="lin@example.cn")
    address = "lin@example.cn" if known else "nobody@example.cn"
    for number in range(limits.FAILURES):
        with pytest.raises(Invalid):
            await actions.sign_in(address, "wrong words", device=actions.Device(ip=f"192.0.2.{number}"))
    with pytest.raises(TooMany):
        await actions.sign_in(address.upper(), make.PASSWORD, device=actions.Device(ip="192.0.2.99"))


async def test_a_network_that_tries_many_accounts_is_limited_and_others_are_not(db: None) -> None:
    await make.person(email="lin@example.cn")
    bad = actions.Device(ip="198.51.100.7")
    for number in range(limits.FAILURES):
        with pytest.raises(Invalid):
            await actions.sign_in(f"guess{number}@example.cn", "wrong words", device=bad)
    with pytest.raises(TooMany):
        await actions.sign_in("lin@example.cn", make.PASSWORD, device=bad)
    assert await actions.sign_in("lin@example.cn", make.PASSWORD, device=actions.Device(ip="203.0.113.1"))


async def test_a_burst_of_parallel_guesses_does_not_slip_past_the_limit(db: None) -> None:
    await make.person(email="lin@example.cn")
    results = await asyncio.gather(
        *(actions.sign_in("lin@example.cn", f"guess number {n}") for n in range(30)), return_exceptions=True
    )
    assert sum(isinstance(one, Invalid) for one in results) == limits.FAILURES
    assert sum(isinstance(one, TooMany) for one in results) == 30 - limits.FAILURES


async def test_an_address_that_spoofs_its_origin_is_still_counted(db: None, browser: Browser) -> None:
    for number in range(limits.FAILURES + 1):
        browser.client.headers["x-forwarded-for"] = f"192.0.2.{number}"
        answer = await browser.send("/session/new", "/session", email=f"n{number}@example.cn", password="wrong words")
    assert answer.status_code == 429


async def test_wrong_sign_ins_at_once_do_not_stall_the_pages(db: None, client: httpx.AsyncClient) -> None:
    """Hashing runs beside the event loop: a page under twenty wrong sign-ins is not as slow as their sum."""
    loop = asyncio.get_running_loop()

    async def look() -> float:
        began = loop.time()
        assert (await client.get("/healthz")).status_code == 200
        return loop.time() - began

    await look()
    began = loop.time()
    storm = asyncio.gather(
        *(
            actions.sign_in(f"n{n}@example.cn", "wrong words", device=actions.Device(ip=f"192.0.2.{n}"))
            for n in range(20)
        ),
        return_exceptions=True,
    )
    looks = [await look() for _number in range(20)]
    await storm
    whole = loop.time() - began
    assert sorted(looks)[10] < whole / 4


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
async def test_signing_in_never_leads_away(db: None, browser: Browser, next_page: str) -> None:
    await make.person(email="lin@example.cn")
    opened = await browser.client.get("/session/new", params={"next": next_page})
    assert 'name="next" value="/"' in opened.text
    answer = await browser.send(
        "/session/new", "/session", email="lin@example.cn", password=make.PASSWORD, next=next_page
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_signing_in_leads_back_to_the_page_that_was_asked_for(db: None, browser: Browser) -> None:
    await make.person(email="lin@example.cn")
    sent_away = await browser.client.get("/account?tab=keys")
    opened = await browser.client.get(sent_away.headers["location"])
    assert 'name="next" value="/account?tab=keys"' in opened.text
    answer = await browser.send(
        "/session/new", "/session", email="lin@example.cn", password=make.PASSWORD, next="/account?tab=keys"
    )
    assert answer.headers["location"] == "/account?tab=keys"


OWN = "https://parks.test"


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ("no token", 403),
        ("altered token", 403),
        ("another session's token", 403),
        ("a visitor's token", 403),
        ("foreign Origin", 403),
        ("null Origin", 403),
        ("Sec-Fetch-Site cross-site", 403),
        ("Sec-Fetch-Site same-site", 403),
        ("right, by header", 303),
        ("right, by form", 303),
        ("right, with Origin and Sec-Fetch-Site", 303),
    ],
)
@pytest.mark.parametrize("path", ["/account?_method=PUT", "/sessions?_method=DELETE", "/session"])
async def test_a_change_needs_our_origin_and_the_mark_of_this_very_session(
    db: None, client: httpx.AsyncClient, case: str, status: int, path: str
) -> None:
    other = await make.person("乙")
    await actions.sign_in_as(other.id)
    person = await make.person("甲", email="jia@example.cn")
    await make.signed_in(client, person)
    mark = client.headers.pop("x-csrf-token")
    data = {"name": "甲", "language": "zh", "email": "jia@example.cn", "password": make.PASSWORD}
    headers = {"x-csrf-token": mark}
    match case:
        case "no token":
            headers = {}
        case "altered token":
            headers = {"x-csrf-token": mark[:-1] + ("0" if mark[-1] != "0" else "1")}
        case "another session's token":
            headers = {"x-csrf-token": security.form_mark(f"session:{await make.session_of(other)}")}
        case "a visitor's token":
            client.cookies.set(security.VISIT, "a visit", domain="parks.test")
            headers = {"x-csrf-token": security.form_mark("visit:a visit")}
        case "foreign Origin":
            headers["origin"] = "https://evil.example"
        case "null Origin":
            headers["origin"] = "null"
        case "Sec-Fetch-Site cross-site" | "Sec-Fetch-Site same-site":
            headers["sec-fetch-site"] = case.rsplit(maxsplit=1)[-1]
        case "right, by form":
            headers, data = {}, data | {"_csrf": mark}
        case "right, with Origin and Sec-Fetch-Site":
            headers |= {"origin": OWN, "sec-fetch-site": "same-origin"}
    answer = await client.post(path, data=data, headers=headers)
    assert answer.status_code == status, answer.text


async def test_every_act_leaves_a_line_and_none_holds_a_secret(db: None, letters: list[Any]) -> None:
    tree = await make.nation_tree()
    admin = await make.person("管", [(Role.SYSTEM_ADMIN, tree.nation)])
    await actions.sign_up("lin@example.cn", "correct horse battery", "林知微")
    await actions.confirm(letters[-1].secret)
    await actions.sign_in("lin@example.cn", "correct horse battery")
    lin = await queries.actor(letters[-1].person_id)
    await actions.ask_reset("lin@example.cn")
    await actions.set_password(letters[-1].secret, "wholly other words")
    await actions.change_password(lin, "wholly other words", "yet other words")
    await actions.describe(lin, "林知微微", "en")
    await actions.choose_language(lin, "zh")
    key = await actions.make_key(lin, "monthly report")
    await actions.revoke_key(lin, key.id)
    invited = await actions.invite(admin, "new@example.cn", "新")
    appointment = await actions.appoint(admin, invited, Role.PARK_MANAGER, tree.park.id, reason="2026-17")
    await actions.dismiss(admin, appointment, "term over")
    await actions.suspend(admin, lin.id, "asked for it")
    await actions.restore(admin, lin.id, "asked again")
    await actions.sign_out(lin, await make.session_of(await _again(lin)))
    await actions.sign_out_everywhere(lin)
    lines = await database.rows("SELECT act, detail::text AS detail, actor_label FROM audit_entry ORDER BY id")
    acts = [one["act"] for one in lines]
    for act in (
        "organisation founded", "person enrolled", "person appointed", "person signed up", "address confirmed",
        "signed in", "new password asked for", "password set by letter", "password changed", "account changed",
        "language chosen", "key made", "key revoked", "person invited", "person dismissed", "person suspended",
        "person restored", "signed out", "signed out everywhere",
    ):  # fmt: skip
        assert act in acts, act
    everything = "\n".join(one["act"] + one["detail"] + one["actor_label"] for one in lines)
    secrets = ["correct horse", "other words", make.PASSWORD, key.secret, *(one.secret for one in letters)]
    assert not [one for one in secrets if one in everything]
    kept = await database.rows("SELECT digest FROM code UNION ALL SELECT digest FROM api_key")
    assert not {one["digest"] for one in kept} & {key.secret, *(one.secret for one in letters)}


async def _again(actor: Actor) -> Actor:
    await actions.sign_in_as(actor.id)
    return actor


async def test_the_database_keeps_one_live_appointment_and_one_address(db: None) -> None:
    tree = await make.nation_tree()
    person = await make.person(roles=[(Role.PARK_MANAGER, tree.park)])
    with pytest.raises(Conflict):
        await actions.appoint(SYSTEM, person.id, Role.PARK_MANAGER, tree.park.id)
    results = await asyncio.gather(
        *(actions.appoint(SYSTEM, person.id, Role.EXPERT, tree.city.id) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(one, Conflict) for one in results) == 7
    with pytest.raises(Exception, match="person_email_once"):
        await database.execute(
            "INSERT INTO person (id, email, made_at) SELECT gen_random_uuid(), upper(email), now() FROM person"
        )

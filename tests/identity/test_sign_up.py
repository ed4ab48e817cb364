"""From the first visit to a confirmed account; answers tell nothing of who has one."""

import asyncio
from typing import Any

import httpx
import pytest
from tests.identity.conftest import Browser
from tests.make import identity as make

from parks.adapters import database
from parks.identity import actions, queries
from parks.identity.events import CodeIssued, SignUpRepeated
from parks.identity.rules import limits
from parks.identity.states import Purpose
from parks.kernel.actor import SYSTEM
from parks.kernel.errors import Invalid

LIN = {"name": "林知微", "email": "Lin.Zhiwei@Example.CN", "password": "星阑 光电 2027 春", "agreed": "true"}


async def test_a_founder_signs_up_confirms_and_signs_in_without_javascript(
    db: None, browser: Browser, letters: list[Any]
) -> None:
    answer = await browser.send("/sign-up", "/sign-up", **LIN, language="zh")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-up/letter")
    [letter] = letters
    assert letter.purpose is Purpose.CONFIRM
    too_early = await browser.send("/session/new", "/session", email=LIN["email"], password=LIN["password"])
    assert too_early.status_code == 422
    assert "请先确认" in too_early.text
    link = f"/confirmation?code={letters[-1].secret}"
    confirmed = await browser.send(link, "/confirmation", code=letters[-1].secret)
    assert confirmed.headers["location"] == "/session/new"
    inside = await browser.send("/session/new", "/session", email="lin.zhiwei@example.cn", password=LIN["password"])
    assert (inside.status_code, inside.headers["location"]) == (303, "/")
    cookie = inside.headers["set-cookie"]
    assert cookie.startswith("__Host-parks=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    account = await browser.client.get("/account")
    assert account.status_code == 200
    assert "lin.zhiwei@example.cn" in account.text
    consent = await database.row("SELECT purpose, version FROM consent WHERE person = $1", letter.person_id)
    assert dict(consent or {}) == {"purpose": "privacy notice", "version": limits.PRIVACY_NOTICE}


async def test_opening_the_letters_link_alone_changes_nothing(
    db: None, client: httpx.AsyncClient, letters: list[Any]
) -> None:
    await actions.sign_up("a@example.cn", "correct horse battery", "A")
    for _again in range(2):
        assert (await client.get(f"/confirmation?code={letters[0].secret}")).status_code == 200
    assert await database.value("SELECT confirmed_at FROM person") is None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This is needed."),
        ("email", "lin@", "Write the address like"),
        ("email", "lin@example.cn\r\nBcc: x@y.cn", "Write the address like"),
        ("password", "short", "Use at least 8 characters"),
        ("password", "P@ssw0rd123", "others try first"),
        ("password", "林知微1992!", "your own name"),
        ("agreed", "", "agree to it"),
        ("language", "fr", "Choose one of the options"),
        ("name", "a\x00b", "cannot be stored"),
    ],
)
async def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    db: None, browser: Browser, letters: list[Any], field: str, value: str, sentence: str
) -> None:
    browser.client.cookies.set("lang", "en", domain="parks.test")
    answer = await browser.send("/sign-up", "/sign-up", **{**LIN, "language": "en", field: value})
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    assert sentence in answer.text
    kept = {"name": "林知微", "email": "Lin.Zhiwei@Example.CN"} | {field: None}
    assert all(f'value="{text}"' in answer.text for text in kept.values() if text and field not in {"name", "email"})
    assert LIN["password"] not in answer.text
    assert letters == []


async def test_sign_up_answers_the_same_for_a_known_address_whose_owner_is_told(
    db: None, browser: Browser, letters: list[Any]
) -> None:
    known = await make.person(email="known@example.cn")
    answers = [
        await browser.send("/sign-up", "/sign-up", **{**LIN, "email": address}, language="zh")
        for address in ("known@example.cn", "new@example.cn")
    ]
    assert len({_seen(answer) for answer in answers}) == 1
    assert [type(one) for one in letters] == [SignUpRepeated, CodeIssued]
    assert letters[0].person_id == known.id
    token = await actions.sign_in("known@example.cn", make.PASSWORD)
    assert token, "the owner's password is untouched"


async def test_forgotten_answers_the_same_for_known_and_unknown_addresses(
    db: None, browser: Browser, letters: list[Any]
) -> None:
    known = await make.person(email="known@example.cn")
    answers = [
        await browser.send("/password/forgotten", "/password/forgotten", email=address)
        for address in ("known@example.cn", "unknown@example.cn")
    ]
    assert len({_seen(answer) for answer in answers}) == 1
    assert [(one.person_id, one.purpose) for one in letters] == [(known.id, Purpose.RESET)]


async def test_sign_in_answers_the_same_for_wrong_unknown_and_suspended(db: None, browser: Browser) -> None:
    await make.person(email="known@example.cn")
    out = await make.person(email="out@example.cn")
    await actions.suspend(SYSTEM, out.id, "left")
    answers = []
    for address, password in (
        ("known@example.cn", "wrong password"),
        ("nobody@example.cn", make.PASSWORD),
        ("out@example.cn", make.PASSWORD),
    ):
        answer = await browser.send("/session/new", "/session", email=address, password=password)
        answers.append((answer.status_code, answer.text.replace(address, "ADDRESS").partition("request_id")[0]))
    assert len({(status, _without_id(text)) for status, text in answers}) == 1
    assert answers[0][0] == 422


async def test_known_and_unknown_addresses_take_comparable_time(db: None) -> None:
    """Both hash once: the medians of five tries lie within a factor of two, however busy the machine is."""
    await make.person(email="known@example.cn")
    loop = asyncio.get_running_loop()
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for _number in range(5):
        for who, times in took.items():
            began = loop.time()
            with pytest.raises(Invalid):
                await actions.sign_in(f"{who}@example.cn", "wrong password")
            times.append(loop.time() - began)
    known, unknown = sorted(took["known"])[2], sorted(took["unknown"])[2]
    assert 0.5 < known / unknown < 2


async def test_an_address_signed_up_twice_before_it_is_confirmed_chooses_its_password_by_letter(
    db: None, letters: list[Any]
) -> None:
    """A stranger's earlier sign-up must not plant a password in the owner's account."""
    await actions.sign_up("owner@example.cn", "the stranger's choice", "Stranger")
    await actions.sign_up("owner@example.cn", "the owner's own words", "Owner")
    planted, chosen = letters
    assert chosen.purpose is Purpose.RESET
    with pytest.raises(Invalid):
        await actions.confirm(planted.secret)
    await actions.set_password(chosen.secret, "the owner's own words")
    with pytest.raises(Invalid):
        await actions.sign_in("owner@example.cn", "the stranger's choice")
    assert await actions.sign_in("owner@example.cn", "the owner's own words")


async def test_an_invited_officers_address_cannot_be_taken_by_signing_up(db: None, letters: list[Any]) -> None:
    invited = await actions.invite(SYSTEM, "officer@example.cn", "王澄")
    await actions.sign_up("officer@example.cn", "the stranger's choice", "Stranger")
    assert [one.purpose for one in letters] == [Purpose.INVITE, Purpose.INVITE]
    assert (await queries.person(invited)).name == "王澄"
    assert await database.value("SELECT password FROM person WHERE id = $1", invited) is None


async def test_a_flood_of_sign_ups_sends_three_letters_and_answers_as_always(db: None, letters: list[Any]) -> None:
    await make.person(email="known@example.cn")
    for _number in range(5):
        await actions.ask_reset("known@example.cn")
    assert len(letters) == limits.LETTERS


async def test_two_who_sign_up_at_once_with_one_address_become_one_person(db: None, letters: list[Any]) -> None:
    await asyncio.gather(*(actions.sign_up("Twin@example.cn", "correct horse battery", "T") for _ in range(2)))
    assert await database.value("SELECT count(*) FROM person") == 1


async def test_of_twenty_parallel_uses_of_a_reset_code_one_wins(db: None, letters: list[Any]) -> None:
    person = await make.person(email="known@example.cn")
    before = await actions.sign_in_as(person.id)
    await actions.ask_reset("known@example.cn")
    results = await asyncio.gather(
        *(actions.set_password(letters[0].secret, f"new password number {n}") for n in range(20)),
        return_exceptions=True,
    )
    winners = [n for n, one in enumerate(results) if not isinstance(one, BaseException)]
    assert len(winners) == 1
    assert all(isinstance(one, Invalid) for n, one in enumerate(results) if n not in winners)
    assert await actions.sign_in("known@example.cn", f"new password number {winners[0]}")
    assert before
    assert await database.value("SELECT count(*) FROM session WHERE ended_at IS NULL") == 1


@pytest.mark.parametrize("how", ["used", "expired", "altered", "other purpose", "voided"])
async def test_a_code_that_does_not_stand_opens_nothing(
    db: None, browser: Browser, letters: list[Any], how: str
) -> None:
    await make.person(email="known@example.cn")
    await actions.ask_reset("known@example.cn")
    code = letters[0].secret
    match how:
        case "used":
            await actions.set_password(code, "some other words")
        case "expired":
            await database.execute("UPDATE code SET expires_at = now() - interval '1 second'")
        case "altered":
            code = code[:-1] + ("A" if code[-1] != "A" else "B")
        case "other purpose":
            await database.execute("UPDATE code SET purpose = 'confirm'")
        case "voided":
            await actions.ask_reset("known@example.cn")
    answer = await browser.send(f"/password/new?code={code}", "/password/new", code=code, password="yet other words")
    assert answer.status_code == 422
    with pytest.raises(Invalid):
        await actions.sign_in("known@example.cn", "yet other words")


async def test_a_weak_choice_does_not_use_the_code_up(db: None, browser: Browser, letters: list[Any]) -> None:
    await make.person(email="known@example.cn")
    await actions.ask_reset("known@example.cn")
    code = letters[0].secret
    weak = await browser.send(f"/password/new?code={code}", "/password/new", code=code, password="12345678")
    assert weak.status_code == 422
    good = await browser.send(f"/password/new?code={code}", "/password/new", code=code, password="words in a row")
    assert good.status_code == 303


def _seen(answer: httpx.Response) -> tuple[Any, ...]:
    """All that a stranger sees of an answer, but the request's id."""
    headers = tuple(sorted((k, v) for k, v in answer.headers.multi_items() if k not in {"x-request-id", "set-cookie"}))
    return answer.status_code, _without_id(answer.text), headers


def _without_id(text: str) -> str:
    import re

    return re.sub(r"\b[0-9a-f]{16}\b|[0-9a-f]{64}", "ID", text)

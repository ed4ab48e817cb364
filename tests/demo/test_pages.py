"""`/demo` and its clock: one click into anyone, time that runs one way, and nothing of it outside the demo."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.make import identity as make

from parks.adapters import clock, database
from parks.demo import clockwork
from parks.demo.pages import clock as clock_page
from parks.demo.pages import tour as tour_page
from parks.demo.tour import CARDS
from parks.identity import queries as identity
from parks.settings import settings

ENGLISH = {"accept-language": "en"}


@pytest.fixture
async def still(db: None) -> AsyncIterator[None]:
    yield
    await database.execute("DELETE FROM clock_shift")


async def _mark(client: httpx.AsyncClient, url: str) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', (await client.get(url, headers=ENGLISH)).text)
    assert found is not None
    return found.group(1)


async def _step_into(client: httpx.AsyncClient, who: str, **more: str) -> httpx.Response:
    sent = {"_csrf": await _mark(client, "/demo"), "who": who, **more}
    return await client.post("/demo/session", data=sent, headers=ENGLISH)


async def _move(client: httpx.AsyncClient, **sent: str) -> httpx.Response:
    mark = await _mark(client, "/demo/clock")
    return await client.post("/demo/clock?_method=PUT", data={"_csrf": mark, **sent}, headers=ENGLISH)


async def test_a_visitor_reads_who_can_be_met_and_steps_into_one_in_their_own_language(
    db: None, client: httpx.AsyncClient
) -> None:
    card = CARDS[0]
    person = await make.person(card.login.name, email=card.login.email)
    shown = (await client.get("/demo", headers=ENGLISH)).text
    assert all(f"Step in as {one.login.name}" in shown for one in CARDS)

    answer = await _step_into(client, card.login.role)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    account = await client.get("/account")
    assert account.status_code == 200
    assert card.login.email in account.text
    assert (await identity.person(person.id)).language == "en"
    acts = await database.rows("SELECT act FROM audit_entry WHERE subject_id = $1 ORDER BY id", person.id)
    assert [one["act"] for one in acts][-2:] == ["language chosen", "signed in through the demo"]

    straight = await _step_into(client, card.login.role, next=card.tries[0].url)
    assert straight.headers["location"] == card.tries[0].url
    away = await _step_into(client, card.login.role, next="https://elsewhere.example/")
    assert away.headers["location"] == "/"


async def test_nobody_else_can_be_stepped_into_and_an_empty_demo_says_so(db: None, client: httpx.AsyncClient) -> None:
    await make.person("外人", email="somebody@parks.test")
    assert (await _step_into(client, "somebody@parks.test")).status_code == 404
    empty = await _step_into(client, CARDS[0].login.role)
    assert empty.status_code == 422
    assert "started without its world" in empty.text
    without_mark = await client.post("/demo/session", data={"who": CARDS[0].login.role})
    assert without_mark.status_code == 403


async def test_the_clock_goes_on_by_a_button_or_to_a_day_and_it_is_on_the_record(
    still: None, client: httpx.AsyncClient
) -> None:
    before = await clock.now()
    assert (await _move(client, stop="day")).status_code == 303
    assert timedelta(days=1) <= await clock.now() - before < timedelta(days=1, minutes=1)
    day = (before + timedelta(days=30)).date()
    assert (await _move(client, to=day.isoformat())).status_code == 303
    now = await clock.now()
    assert (now.date(), now.hour) == (day, 9)
    acts = await database.rows("SELECT act FROM audit_entry WHERE subject_id = $1", clockwork.CLOCK)
    assert [one["act"] for one in acts] == ["clock moved"] * 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"to": "2020-01-01"}, "goes forwards alone"),
        ({"to": "2031-01-01"}, "up to the end of 2028"),
        ({"stop": "notice"}, "Choose a button, or a day."),
        ({"to": "Monday"}, "Error:"),
    ],
)
async def test_it_never_goes_back_nor_where_no_calendar_is(
    still: None, client: httpx.AsyncClient, sent: dict[str, str], said: str
) -> None:
    answer = await _move(client, **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert await clock.shift() == timedelta(0)


async def test_outside_the_demo_there_is_nothing_of_it(
    db: None, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = await _mark(client, "/demo")
    serious = settings().model_copy(update={"demo": False})
    for module in (clock_page, tour_page, clockwork):
        monkeypatch.setattr(module, "settings", lambda: serious)
    sent: dict[str, Any] = {"_csrf": mark, "who": CARDS[0].login.role, "stop": "day"}
    answers = [
        await client.get("/demo"),
        await client.post("/demo/session", data=sent),
        await client.get("/demo/clock"),
        await client.post("/demo/clock?_method=PUT", data=sent),
    ]
    assert [one.status_code for one in answers] == [404] * 4

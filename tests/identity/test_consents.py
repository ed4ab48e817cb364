"""Agreement by purpose and version: asked at the first use, asked again when the text changes, taken back at will."""

import dataclasses
from collections.abc import Iterator

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as make

from parks.adapters import database
from parks.identity import actions, queries
from parks.identity.queries import asking
from parks.identity.rules import purposes
from parks.kernel.errors import Conflict, Hidden

VERSION = purposes.NOTICE.version


async def test_who_has_not_agreed_meets_the_notice_first_and_then_goes_on(db: None, client: httpx.AsyncClient) -> None:
    someone = await make.person()
    await database.execute("DELETE FROM consent")  # as an invited person comes
    await make.signed_in(client, someone)
    met = await client.get("/applications?sort=number")
    assert met.headers["location"] == "/account/consents/notice?next=%2Fapplications%3Fsort%3Dnumber"
    page = await client.get(met.headers["location"])
    assert page.status_code == 200
    assert 'value="/applications?sort=number"' in page.text
    refused = await client.put("/account/consents/privacy", data={"version": VERSION, "next": "/applications"})
    assert refused.status_code == 422
    agreed = await client.put(
        "/account/consents/privacy", data={"version": VERSION, "agreed": "true", "next": "/applications"}
    )
    assert (agreed.status_code, agreed.headers["location"]) == (303, "/applications")
    async with counted() as seen:
        assert (await client.get("/to-do")).status_code == 200
    assert len(seen) <= 4
    (line,) = await database.rows("SELECT detail FROM audit_entry WHERE act = 'consent given'")
    assert line["detail"] == {"purpose": "privacy notice", "version": VERSION}


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[purposes.Purpose]:
    """The notice is published anew."""
    found = dataclasses.replace(purposes.NOTICE, version="2027-01-01")
    monkeypatch.setattr(asking, "NOTICE", found)
    return found  # type: ignore[return-value]  # a fixture that needs no cleaning up


async def test_a_new_version_asks_again_and_loses_nothing_that_is_being_typed(
    db: None, client: httpx.AsyncClient, newer: purposes.Purpose
) -> None:
    someone = await make.person("林知微")
    await make.signed_in(client, someone)
    assert "/account/consents/notice" in (await client.get("/account")).headers["location"]
    assert (await client.put("/account", data={"name": "林知远", "language": "zh"})).status_code == 303
    assert (await client.get("/calls")).status_code == 200  # public pages stay public
    htmx = await client.get("/to-do/lately", headers={"hx-request": "true"})
    assert htmx.headers["hx-redirect"] == "/account/consents/notice"


async def test_what_was_agreed_to_can_be_taken_back_and_the_page_says_what_follows(
    db: None, client: httpx.AsyncClient
) -> None:
    someone = await make.person(language="en")
    await make.signed_in(client, someone)
    page = (await client.get("/account/consents")).text
    assert "What you have filed goes on" in page
    assert (await client.delete("/account/consents/privacy")).status_code == 303
    assert (await client.get("/account")).status_code == 303
    assert (await client.get("/account/consents")).status_code == 200
    await actions.agree(someone, "privacy", VERSION)
    assert (await client.get("/account")).status_code == 200
    with pytest.raises(Conflict):
        await actions.agree(someone, "privacy", "2020-01-01")
    with pytest.raises(Hidden):
        await actions.agree(someone, "everything", VERSION)


async def test_news_and_its_agreement_are_one_choice(db: None, client: httpx.AsyncClient) -> None:
    someone = await make.person()
    await make.signed_in(client, someone)
    await client.put("/account/messages", data={"news": "inbox"})
    assert [bool(one.given_at) for one in await queries.consents(someone)] == [True, True]
    await client.delete("/account/consents/news")
    assert await database.value("SELECT channel FROM notification_preference WHERE person = $1", someone.id) == "none"
    assert [bool(one.given_at) for one in await queries.consents(someone)] == [True, False]

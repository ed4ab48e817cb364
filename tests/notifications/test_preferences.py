"""The page where one chooses how to hear: what is owed stands there and cannot be chosen away."""

import httpx
from tests.make import identity as people

from parks.adapters import database


async def test_the_page_offers_what_may_be_chosen_and_says_why_the_rest_may_not(
    db: None, client: httpx.AsyncClient
) -> None:
    someone = await people.person("林知微", language="en")
    await people.signed_in(client, someone)
    page = (await client.get("/account/messages")).text
    assert 'name="reminder"' in page
    assert 'name="decision"' not in page
    assert "It cannot be switched off." in page
    saved = await client.put("/account/messages", data={"reminder": "none", "desk": "inbox"})
    assert saved.status_code == 303
    kept = await database.rows("SELECT kind, channel FROM notification_preference WHERE person = $1", someone.id)
    assert {(one["kind"], one["channel"]) for one in kept} == {("reminder", "none"), ("desk", "inbox")}
    for wrong in ({"decision": "none"}, {"desk": "none"}, {"reminder": "pigeon"}, {"horoscope": "mail"}):
        assert (await client.put("/account/messages", data=wrong)).status_code == 422


async def test_programs_choose_within_the_same_bounds(db: None, client: httpx.AsyncClient) -> None:
    await people.signed_in(client, await people.person("林知微", language="en"))
    shown = {one["kind"]: one for one in (await client.get("/api/v1/message-preferences")).json()}
    assert (shown["decision"]["channels"], shown["reminder"]["channel"]) == (["mail"], "mail")
    assert shown["decision"]["name"] == "Decisions and formal letters"
    chosen = await client.put("/api/v1/message-preferences", json={"channels": {"reminder": "none"}})
    assert {one["kind"]: one["channel"] for one in chosen.json()}["reminder"] == "none"
    for wrong in ({"decision": "none"}, {"horoscope": "mail"}):
        refused = await client.put("/api/v1/message-preferences", json={"channels": wrong})
        assert (refused.status_code, list(refused.json()["fields"])) == (422, list(wrong))

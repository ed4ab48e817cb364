"""One's own messages: listed at one cost, opened once, nobody else's, never one with a code."""

import re
from uuid import uuid4

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import notifications as make

from parks.adapters import database
from parks.notifications import actions


async def test_the_list_shows_all_at_the_same_cost_and_counts_the_unread(db: None, client: httpx.AsyncClient) -> None:
    someone = await people.person()
    await people.signed_in(client, someone)
    counts = []
    for more in (1, 2):
        await make.told(someone, more)
        async with counted() as seen:
            page = await client.get("/inbox")
        assert page.status_code == 200
        counts.append(len(seen))
    assert page.text.count('<th scope="row">') == 3
    assert counts[0] == counts[1] <= 4
    assert ">3<" in (await client.get("/inbox/unread", headers={"hx-request": "true"})).text


async def test_opening_a_message_reads_it_and_leads_on(db: None, client: httpx.AsyncClient) -> None:
    someone = await people.person()
    (message,) = await make.told(someone)
    await people.signed_in(client, someone)
    async with counted() as seen:
        page = await client.get(f"/inbox/{message}")
    assert len(seen) <= 4
    assert "澄湖第0公司" in page.text
    assert 'href="/space"' in page.text
    assert ">1<" not in (await client.get("/inbox/unread", headers={"hx-request": "true"})).text
    assert "未读</span>" not in (await client.get("/inbox")).text


async def test_nobody_finds_anothers_message(db: None, client: httpx.AsyncClient) -> None:
    someone, other = await people.person(), await people.person("何屿")
    (message,) = await make.told(someone)
    await people.signed_in(client, other)
    assert (await client.get(f"/inbox/{message}")).status_code == 404
    assert (await client.get(f"/api/v1/inbox/{message}")).status_code == 404
    assert "澄湖第0公司" not in (await client.get("/inbox")).text
    assert (await client.get("/api/v1/inbox")).json() == []
    assert await database.value("SELECT count(*) FROM message WHERE read_at IS NOT NULL") == 0


async def test_a_message_with_a_code_is_not_in_the_inbox(db: None, client: httpx.AsyncClient) -> None:
    someone = await people.person()
    (message,) = await actions.tell(someone.id, "identity/reset", secret=True, code="canary-code", hours=1)
    await people.signed_in(client, someone)
    assert (await client.get(f"/inbox/{message}")).status_code == 404
    page = await client.get("/inbox")
    assert page.status_code == 200
    assert "设置新密码" not in page.text
    assert "canary-code" not in page.text


async def test_all_can_be_marked_as_read_without_javascript(db: None, client: httpx.AsyncClient) -> None:
    someone, other = await people.person(), await people.person("何屿")
    await make.told(someone, 3)
    await make.told(other)
    await people.signed_in(client, someone)
    page = await client.get("/inbox?state=unread")
    form = re.search(r'name="_csrf" value="([0-9a-f]+)"', page.text)
    assert form
    answer = await client.post("/inbox/reading?_method=PUT", data={"_csrf": form[1]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
    unread = await database.rows("SELECT person FROM message WHERE read_at IS NULL")
    assert [one["person"] for one in unread] == [other.id]


@pytest.mark.parametrize(("asked", "found"), [("公司", 3), ("第1公司", 1), ("Company 2", 1), ("100%", 0), ("_", 0)])
async def test_search_takes_words_of_both_languages_as_they_are(
    db: None, client: httpx.AsyncClient, asked: str, found: int
) -> None:
    someone = await people.person()
    await make.told(someone, 3)
    await people.signed_in(client, someone)
    page = await client.get("/inbox", params={"q": asked})
    assert page.text.count('<th scope="row">') == found


async def test_pages_follow_each_other_without_gap_or_twin(db: None, client: httpx.AsyncClient) -> None:
    someone = await people.person()
    await make.told(someone, 25)
    await database.execute("UPDATE message SET told_at = date_trunc('minute', told_at)")  # all at one moment
    await people.signed_in(client, someone)
    seen: list[str] = []
    url = "/inbox?size=20"
    for _page in range(2):
        text = (await client.get(url)).text
        seen += re.findall(r'<th scope="row"><a href="/inbox/([0-9a-f-]+)"', text)
        following = re.search(r'href="([^"]*after=[^"]*)"', text)
        url = following[1].replace("&amp;", "&") if following else ""
    assert url == ""
    assert len(seen) == len(set(seen)) == 25
    assert (await client.get("/inbox?after=bm9uc2Vuc2U")).status_code == 200


async def test_a_visitor_has_no_inbox_and_no_count(db: None, client: httpx.AsyncClient) -> None:
    assert (await client.get("/inbox")).headers["location"].startswith("/session/new")
    assert (await client.get(f"/inbox/{uuid4()}")).status_code == 303
    count = await client.get("/inbox/unread", headers={"hx-request": "true"})
    assert (count.status_code, "hx-redirect" in count.headers) == (200, False)


async def test_what_people_wrote_stays_text_on_the_page(db: None, client: httpx.AsyncClient) -> None:
    someone = await people.person()
    (message,) = await actions.tell(
        someone.id, "spaces/withdrawn", "/space", company="<script>alert(1)</script>", park=make.PLACE
    )
    await people.signed_in(client, someone)
    for page in ("/inbox", f"/inbox/{message}"):
        assert "<script>alert" not in (await client.get(page)).text

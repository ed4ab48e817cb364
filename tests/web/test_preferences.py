"""Language, colours and size of print are chosen with plain forms, and lead nowhere but back."""

import re

import httpx
import pytest


async def mark(client: httpx.AsyncClient) -> str:
    """The form mark of this visit, as any page carries it."""
    found = re.search(r'name="_csrf" value="([0-9a-f]+)"', (await client.get("/")).text)
    assert found
    return found[1]


async def test_choosing_english_keeps_the_choice_and_goes_back_to_the_page(client: httpx.AsyncClient) -> None:
    assert 'lang="zh-CN"' in (await client.get("/")).text
    answer = await client.post(
        "/preferences",
        data={"_csrf": await mark(client), "lang": "en"},
        headers={"referer": "https://parks.test/calls?q=%E5%88%9B%E4%B8%9A"},
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/calls?q=")
    assert '<html lang="en"' in (await client.get("/")).text


async def test_large_print_and_dark_stand_on_the_page_from_then_on(client: httpx.AsyncClient) -> None:
    csrf = await mark(client)
    for choice in ({"print": "large"}, {"theme": "dark"}, {"keys": "off"}):
        await client.post("/preferences", data={"_csrf": csrf} | choice)
    page = (await client.get("/")).text
    assert 'data-print="large"' in page
    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page


async def test_what_is_not_a_choice_changes_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/preferences", data={"_csrf": await mark(client), "lang": "xx", "theme": "<b>", "a": "b"}
    )
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "referer",
    ["https://evil.example/calls", "https://evil.example//parks.test/", "//evil.example/x", "javascript:alert(1)", "",
     "https://parks.test//evil.example/x", "https://parks.test/\\evil.example"],
)  # fmt: skip
async def test_nobody_is_sent_to_another_site(client: httpx.AsyncClient, referer: str) -> None:
    answer = await client.post(
        "/preferences", data={"_csrf": await mark(client), "lang": "en"}, headers={"referer": referer}
    )
    assert answer.headers["location"] == "/"


async def test_without_the_mark_of_this_visit_nothing_is_kept(client: httpx.AsyncClient) -> None:
    answer = await client.post("/preferences", data={"_csrf": "0" * 64, "lang": "en"})
    assert answer.status_code == 403
    assert not [line for line in answer.headers.get_list("set-cookie") if line.startswith("lang=")]

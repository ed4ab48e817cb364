"""The header contract holds on every answer."""

import httpx

from parks.web.security import HEADERS


async def test_an_unknown_page_tells_nothing_and_keeps_the_header_contract(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere")
    assert answer.status_code == 404
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert len(answer.headers["x-request-id"]) == 16

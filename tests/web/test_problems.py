"""What an error page says, and where it stands."""

import httpx


async def test_an_error_inside_a_page_comes_without_masthead_and_menu(client: httpx.AsyncClient) -> None:
    whole = await client.get("/nowhere")
    inside = await client.get("/nowhere", headers={"sec-fetch-dest": "iframe"})
    assert (whole.status_code, inside.status_code) == (404, 404)
    assert "masthead" in whole.text
    assert "masthead" not in inside.text
    assert inside.headers["x-request-id"] in inside.text
    assert "<h1>" in inside.text

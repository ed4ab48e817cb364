"""What is answered where nothing is there, nothing fits, or the inside breaks: the header contract holds, and no word
of the inside is told.
"""

from typing import Any

import httpx
import pytest
from tests.access.contract import broken_headers
from tests.access.scene import Scene

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("method", "path", "status", "sent"),
    [
        ("GET", "/nowhere", 404, {}),
        ("GET", "/static/none.css", 404, {}),
        ("GET", "/companies/not-an-id", 404, {}),
        ("PATCH", "/companies", 405, {}),
        ("TRACE", "/", 405, {}),
        ("POST", "/companies", 413, {"content": b"name_zh=" + b"x" * 1_100_000, "headers": {"content-type": FORM}}),
        ("GET", "/api/v1/nowhere", 404, {}),
        ("PATCH", "/api/v1/companies", 405, {}),
        ("POST", "/api/v1/companies", 422, {"json": {}}),
        ("POST", "/api/v1/companies", 422, {"content": b"{", "headers": {"content-type": "application/json"}}),
        ("GET", "/api/v1/schema/swagger", 404, {}),
    ],
)  # fmt: skip
async def test_an_error_keeps_the_header_contract(
    method: str, path: str, status: int, sent: dict[str, Any], client: httpx.AsyncClient, scene: Scene
) -> None:
    headers = {**scene.headers["founder"], **sent.get("headers", {})}
    answer = await client.request(method, path, **{**sent, "headers": headers})
    assert answer.status_code == status
    assert broken_headers(answer) == []
    if path.startswith("/api/") and status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
    if status >= 400:
        assert answer.headers["x-request-id"] in answer.text


async def test_a_crash_is_a_500_that_shows_nothing_of_the_inside(
    client: httpx.AsyncClient, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parks.startups import queries

    async def broken(*_args: Any) -> None:
        raise ZeroDivisionError("CANARY-INSIDE")

    monkeypatch.setattr(queries, "my_companies", broken)
    answer = await client.get("/companies", headers=scene.headers["founder"])
    assert (answer.status_code, broken_headers(answer)) == (500, [])
    assert "CANARY" not in answer.text
    assert answer.headers["x-request-id"] in answer.text

"""Reading changes nothing: every GET as everyone, and no table differs afterwards."""

from typing import Any

import httpx
import pytest
from tests.access import calls
from tests.access.contract import broken_headers
from tests.access.scene import COLUMNS, Scene

from parks.adapters import database

FORM = "application/x-www-form-urlencoded"
NOTED = {"session": ("seen_at",), "api_key": ("used_at",), "message": ("read_at",)}
"""What a look may leave behind: that somebody was here, and that a message was opened."""

MADE_ON_FIRST_SIGHT = {"submission_receipt", "document", "audit_event"}
"""A receipt's PDF is set when it is first opened, kept, and entered in the trail (programmes/actions/receipts.py)."""


async def _state_of_the_world() -> dict[str, str]:
    """Table → a checksum over all its rows."""
    names = await database.rows(
        "SELECT relname AS name FROM pg_stat_user_tables WHERE relname <> ALL($1) ORDER BY 1", list(MADE_ON_FIRST_SIGHT)
    )
    sums = {}
    for (name,) in names:
        left_out = " - ".join(["to_jsonb(t)", *(f"'{column}'" for column in NOTED.get(name, ()))])
        sums[name] = await database.value(
            f"SELECT md5(coalesce(string_agg(({left_out})::text, ';' ORDER BY ({left_out})::text), ''))"
            f' FROM "{name}" t'
        )
    return sums


@pytest.mark.parametrize("column", COLUMNS)
async def test_reading_as(column: str, house: Any, client: httpx.AsyncClient, scene: Scene) -> None:
    before = await _state_of_the_world()
    for door in calls.doors(house):
        if door.safe:
            answer = await calls.ask(client, scene, column, door)
            assert answer.status_code < 500, door
    after = await _state_of_the_world()
    assert {name for name in after if after[name] != before.get(name)} == set()


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

"""Behind a proxy each visitor has their own address, and nobody chooses one for themselves."""

from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs
from tests.make import identity as make
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from parks.adapters import database
from parks.asgi import wrap
from parks.settings import Settings, settings


def _through(house: Any, peer: str, trusted: str | None = None) -> httpx.AsyncClient:
    """The app as `parks serve` runs it, asked by a peer of the socket."""
    inner: Any = wrap(house)
    app: Any = ProxyHeadersMiddleware(inner, trusted or settings().trusted_proxies)
    transport = httpx.ASGITransport(app=app, client=(peer, 40000))
    return httpx.AsyncClient(transport=transport, base_url="https://parks.test")


@pytest.mark.parametrize(
    ("peer", "trusted", "says", "kept"),
    [
        ("127.0.0.1", None, "203.0.113.9", "203.0.113.9"),  # nginx beside it
        ("127.0.0.1", None, "6.6.6.6, 203.0.113.9", "203.0.113.9"),  # a proxy that appends: the last it saw counts
        ("127.0.0.1", None, "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", None, "::ffff:203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", None, "<script>", ""),
        ("172.30.57.1", "172.30.57.1", "203.0.113.9", "203.0.113.9"),  # deploy/compose.yaml
        ("198.51.100.7", None, "203.0.113.9", "198.51.100.7"),  # anyone may write a header
        ("198.51.100.7", None, "", "198.51.100.7"),
    ],
)
async def test_a_session_is_from_where_the_visitor_is(
    db: None, house: Any, peer: str, trusted: str | None, says: str, kept: str
) -> None:
    lin = await make.person("林知微", email="lin@example.cn")
    async with _through(house, peer, trusted) as client:
        client.headers.update({"x-forwarded-for": says} if says else {})
        door = (await client.get("/session/new")).text
        mark = door.partition('name="_csrf" value="')[2].partition('"')[0]
        form = {"email": "lin@example.cn", "password": make.PASSWORD, "_csrf": mark}
        assert (await client.post("/session", data=form)).status_code == 303
    assert await database.value("SELECT ip FROM session WHERE person = $1", lin.id) == kept
    assert await database.value("SELECT detail->>'ip' FROM audit_entry WHERE act = 'signed in'") == kept


async def test_a_proxy_that_nobody_named_is_told_of_once(db: None, house: Any) -> None:
    async with _through(house, "192.0.2.80") as client:
        client.headers["x-forwarded-for"] = "203.0.113.9"
        door = (await client.get("/password/forgotten")).text
        mark = door.partition('name="_csrf" value="')[2].partition('"')[0]
        with capture_logs() as told:
            for _time in range(2):
                await client.post("/password/forgotten", data={"email": "lin@example.cn", "_csrf": mark})
    said = [one for one in told if "proxy" in one["event"]]
    assert [(one["peer"], one["setting"]) for one in said] == [("192.0.2.80", "PARKS_TRUSTED_PROXIES")]


@pytest.mark.parametrize("told", ["*", "0.0.0.0/0", "::/0", "10.0.0.1, 0.0.0.0/0", "proxy.example", ""])
def test_nobody_can_trust_everybody(told: str) -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=told)

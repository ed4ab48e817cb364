"""Letters that were asked for, and forms sent as a browser sends them."""

import re
from typing import Any

import httpx
import pytest

from parks.adapters import bus
from parks.identity.events import CodeIssued, SignUpRepeated


@pytest.fixture
def letters(house: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was told to the mail: the newest last."""
    told: list[Any] = []

    async def listen(event: Any) -> None:
        told.append(event)

    monkeypatch.setitem(bus._reactions, CodeIssued, [listen])
    monkeypatch.setitem(bus._reactions, SignUpRepeated, [listen])
    return told


class Browser:
    """Opens a page and sends its form with what the page hid in it, JavaScript off."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        client.headers.pop("x-csrf-token", None)

    async def send(self, page: str, to: str, **values: Any) -> httpx.Response:
        opened = await self.client.get(page)
        assert opened.status_code == 200, opened.text
        found = re.search(r'name="_csrf" value="([0-9a-f]+)"', opened.text)
        assert found, f"{page} has no form"
        return await self.client.post(to, data={"_csrf": found[1], **values})


@pytest.fixture
def browser(client: httpx.AsyncClient) -> Browser:
    return Browser(client)

"""Small icons come out of one sprite, which holds what the pages show and no more."""

import re

import httpx
import pytest

from parks import paths
from parks.web import assets, icons, sprite

SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="0 0 20 20" fill="currentColor">(.+?)</symbol>')
TOLD = re.compile(r"[\"']([a-z0-9]+(?:-[a-z0-9]+)*)[\"']")


def test_every_name_is_a_symbol_with_a_drawing() -> None:
    symbols = dict(SYMBOL.findall(sprite.sprite().decode()))
    assert set(symbols) == sprite.NAMES
    assert all("<path" in drawing for drawing in symbols.values())


def test_no_name_stands_there_that_nobody_shows() -> None:
    files = [*paths.TEMPLATES.rglob("*.html"), *(paths.STATIC.parent.parent).rglob("*.py")]
    told = {name for file in files if file.name != "sprite.py" for name in TOLD.findall(file.read_text())}
    assert sprite.NAMES - told == set()


def test_an_icon_refers_to_the_sprite_and_is_silent_unless_it_has_a_label() -> None:
    assert f'href="{assets.url("icons.svg")}#map"' in icons.icon("map")
    assert 'aria-hidden="true"' in icons.icon("map")
    assert 'role="img" aria-label="a &lt;b&gt;"' in icons.icon("map", "a <b>")
    assert "<path" in icons.icon("bars-3", size=24)
    with pytest.raises(LookupError, match="no-such"):
        icons.icon("no-such")


async def test_the_sprite_is_served_for_ever(client: httpx.AsyncClient) -> None:
    answer = await client.get(assets.url("icons.svg"))
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in answer.headers["cache-control"]

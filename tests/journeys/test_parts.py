"""Every part of the look, in both languages, in light, dark and large print, on a phone, a tablet and a desk."""

from typing import Any

import pytest
from playwright.async_api import Page
from tests.journeys.eyes import good

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {"light": {}, "dark": {"theme": "dark"}, "large": {"large": True}}


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("kind", LOOKS)
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_part_is_accessible_and_keeps_inside_the_window(visit, lang: str, kind: str, width: int) -> None:
    page: Page = await visit(lang=lang, width=width, **LOOKS[kind])
    for reader in ("founder", "officer"):
        await page.goto(f"/demo/parts?as={reader}")
        await good(page, f"parts-{reader}-{lang}-{kind}-{width}")

"""The demo's own pages, as visitors see them first: both languages, on a phone and on a desk."""

import pytest
from playwright.async_api import Page
from tests.journeys.eyes import good

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_demo_shows_its_people_and_its_clock(db, visit, lang: str, width: int) -> None:
    page: Page = await visit(lang=lang, width=width)
    await page.goto("/demo")
    await good(page, f"demo-{lang}-{width}")
    await page.goto("/demo/clock")
    await good(page, f"demo-clock-{lang}-{width}")

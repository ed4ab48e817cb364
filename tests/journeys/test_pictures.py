"""The pictures of README: the demo world as four of its people see it. `PARKS_PICTURES=1` takes them anew."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect
from tests.delivery.running import Demo
from tests.journeys.eyes import runs_off

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 200_000
SIZE = ViewportSize(width=1280, height=860)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not os.environ.get("PARKS_PICTURES"), reason="set PARKS_PICTURES=1 to take README's pictures"),
]


@pytest.fixture
def world() -> Iterator[str]:
    """The address of a demo of its own, with its whole world."""
    place = Path(tempfile.mkdtemp(prefix="parks-pictures-"))
    place.chmod(0o755)
    demo = Demo(place, arguments=(), patience=400)
    try:
        yield str(demo.start()["address"])
    finally:
        if demo.child is not None and demo.child.poll() is None:
            demo.end()
        shutil.rmtree(place, ignore_errors=True)


async def _as(browser: Browser, address: str, role: str, lang: str) -> Page:
    context = await browser.new_context(
        base_url=address, viewport=SIZE, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto("/demo")
    await page.locator(f"#{role} .cast-ways > button").click()
    if await page.locator("html").get_attribute("lang") != {"zh": "zh-CN", "en": "en"}[lang]:
        await page.locator("form.language button").click()
    return page


async def _take(page: Page, name: str) -> None:
    """As large as the window; small enough for a page that strangers open first."""
    assert await runs_off(page) == []
    await expect(page.locator("main [hx-trigger=load]")).to_have_count(0)
    path = PICTURES / f"{name}.jpg"
    await page.screenshot(path=path, type="jpeg", quality=88, animations="disabled")
    assert path.stat().st_size < LARGEST
    await page.context.close()


async def test_four_people_at_their_work(world: str, browser: Browser) -> None:
    founder = await _as(browser, world, "founder_draft", "zh")
    await founder.goto("/applications")
    await founder.locator("main .card a, main a.button").first.click()
    await founder.locator(".tasks a").nth(8).click()
    await expect(founder.locator("main textarea").first).to_be_visible()
    await _take(founder, "founder-form")

    manager = await _as(browser, world, "park_manager", "zh")
    await manager.goto("/parks")
    await manager.locator("main .card a, main a").first.click()
    await manager.locator("main a[href*='/floors/']").nth(1).click()
    await expect(manager.locator("#floor-plan svg").first).to_be_visible()
    await _take(manager, "manager-floor")

    officer = await _as(browser, world, "programme_officer", "en")
    await officer.goto("/applications")
    await expect(officer.locator("tbody tr").nth(20)).to_be_attached()
    await _take(officer, "officer-list")

    expert = await _as(browser, world, "expert", "en")
    await expert.goto("/desk")
    await expert.locator("tbody tr:last-child a").click()
    await expect(expert.locator("#sheet")).to_be_visible()
    await expert.wait_for_timeout(3_000)  # the browser's own PDF reader tells nobody when it has painted
    await _take(expert, "expert-desk")

"""An expert's sheet in a real browser: ten minutes without network lose nothing, and no other window is overwritten."""

import asyncio
import time
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, expect
from tests.make import reviews as make

from parks.identity import actions as accounts
from parks.kernel.actor import Actor
from parks.reviews import actions, queries
from parks.reviews.queries.desk import Line

pytestmark = pytest.mark.browser
COOKIE = "parks_session"
AWAY = "断网时写下的理由：样机已在两家单位试用。"
ELSEWHERE = "另一台电脑上写下的理由。"


@dataclass
class Seat:
    actor: Actor
    seat_id: UUID
    live: str

    @property
    def url(self) -> str:
        return f"{self.live}/seats/{self.seat_id}"

    async def lines(self) -> tuple[Line, ...]:
        return (await queries.my_seat(self.actor, self.seat_id)).lines

    async def opened(self, browser: Browser) -> Page:
        context = await browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
        token = await accounts.sign_in_as(self.actor.id)
        await context.add_cookies([{"name": COOKIE, "value": token, "url": self.live}])
        page = await context.new_page()
        page.set_default_timeout(8_000)
        await page.clock.install()
        await page.goto(self.url)
        return page

    async def until(self, place: int, comment: str, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while (found := (await self.lines())[place].comment) != comment:
            assert time.monotonic() < end, f"the server has {found!r}, not {comment!r}"
            await asyncio.sleep(0.1)


@pytest.fixture
async def seat(live: str, db: None) -> Seat:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    [(seat_id, actor)] = (await make.panel(pool, await make.assessment(pool, round_id))).items()
    return Seat(actor, seat_id, live)


async def test_what_is_typed_reaches_the_server_within_two_seconds(seat: Seat, browser: Browser) -> None:
    page = await seat.opened(browser)
    first = (await seat.lines())[0].criterion_id
    await page.locator(f"#f-comment-{first}").press_sequentially("理由一二三")
    await page.clock.fast_forward(1_100)
    await seat.until(0, "理由一二三", 2)
    await expect(page.locator("#tally")).to_contain_text("0.00")
    await page.context.close()


@pytest.mark.timeout(90)
async def test_ten_minutes_without_network_lose_nothing_and_overwrite_nothing(seat: Seat, browser: Browser) -> None:
    page = await seat.opened(browser)
    lines = await seat.lines()
    first, second = lines[0].criterion_id, lines[1].criterion_id
    await page.context.set_offline(True)
    for criterion in (first, second):
        await page.locator(f"#f-mark-{criterion}").fill("8")
        await page.locator(f"#f-comment-{criterion}").fill(AWAY)
    for _minute in range(10):
        await page.clock.fast_forward("01:00")
    await expect(page.locator(f"#question-{second} .sheet-state")).to_contain_text("留在本浏览器")
    # meanwhile the first criterion is marked on another machine
    await actions.save_marks(seat.actor, seat.seat_id, [actions.NewMark(first, Decimal(5), ELSEWHERE, "")])
    await page.context.set_offline(False)
    await page.reload()  # the browser may even have been closed
    await page.clock.fast_forward(2_000)
    await seat.until(1, AWAY)
    there = page.locator(f"#saved-{first}")
    await expect(there).to_contain_text(ELSEWHERE)
    assert await page.locator(f"#f-comment-{first}").input_value() == AWAY
    assert ((await seat.lines())[0].mark, (await seat.lines())[0].comment) == (Decimal(5), ELSEWHERE)
    await there.get_by_role("button", name="保留我在此处填写的").click()
    await seat.until(0, AWAY)
    assert [one.mark for one in (await seat.lines())[:2]] == [Decimal(8), Decimal(8)]
    await page.context.close()

"""An expert's sheet in a real browser: ten minutes without network lose nothing, and no other window is overwritten;
skip, border, keys and page jumps.
"""

import asyncio
import io
import os
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, expect
from pypdf import PdfWriter
from tests.journeys.eyes import axe
from tests.make import documents
from tests.make import reviews as make

from parks.adapters import database
from parks.identity import actions as accounts
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.reviews import actions, queries
from parks.reviews.queries.desk import Line
from parks.reviews.rules.rubric import NewCriterion

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


SEATS = int(os.environ.get("PARKS_REVIEWS", "3"))
"""How many proposals are scored by keyboard alone; 45 is an expert's longest day (docs/plan-issue-4.md)."""
MARKS = ("8", "Shift+Digit7", "9", "0", "6", "Shift+Digit5")
EXPECTED = ("8", "7.5", "9", "10", "6", "5.5")


class Keys:
    """Counts each press; what is written into a comment is put there without keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    async def press(self, key: str) -> None:
        self.count += 1
        await self.page.keyboard.press(key)


@pytest.mark.timeout(60 + SEATS * 6)
async def test_six_criteria_take_twelve_keys_beside_the_comments(live: str, db: None, browser: Browser) -> None:
    pool = await make.pool(experts=1)
    [actor] = pool.experts.values()
    criteria = [
        NewCriterion(Bilingual(f"指标{n}", f"Criterion {n}"), Decimal(weight), tie_break=n if n < 3 else None)
        for n, weight in enumerate((30, 20, 15, 15, 10, 10), 1)
    ]
    rubric_id = await actions.publish_rubric(
        pool.officer,
        organisation_id=pool.organisation_id,
        key="six",
        title=Bilingual("六项指标", "Six criteria"),
        criteria=criteria,
    )
    pool = replace(pool, rubric_id=rubric_id)
    round_id = await make.review_round(pool, seats=1)
    seats = []
    for _number in range(SEATS):
        seats += list(await make.panel(pool, await make.assessment(pool, round_id)))
    page = await Seat(actor, seats[0], live).opened(browser)
    keys = Keys(page)
    for seat_id in seats:
        await page.wait_for_url(f"**/seats/{seat_id}")
        await expect(page.locator("textarea").first).to_be_enabled()
        before = keys.count
        for place, key in enumerate(MARKS):
            await keys.press(key)
            await expect(page.locator("textarea").nth(place)).to_be_focused()
            await page.keyboard.insert_text("论证充分，团队完整，路径清楚，风险可控。")
            if place < len(MARKS) - 1:
                await keys.press("Escape")
        await keys.press("Control+Shift+Enter")
        if seat_id == seats[-1]:
            await page.wait_for_url("**/desk")
        assert keys.count - before <= 12
    stored = await database.rows(
        "SELECT m.seat, array_agg(m.value ORDER BY c.position) AS marks FROM mark m"
        " JOIN criterion c ON c.id = m.criterion JOIN seat s ON s.id = m.seat WHERE s.state = 'scored' GROUP BY m.seat"
    )
    assert [one["marks"] for one in stored] == [[Decimal(one) for one in EXPECTED]] * SEATS
    await page.context.close()


async def test_single_keys_that_are_switched_off_set_nothing_and_the_help_tells_those_that_work(
    seat: Seat, browser: Browser
) -> None:
    page = await seat.opened(browser)
    await page.keyboard.press("?")
    told = page.locator("#keys-help")
    await expect(told).to_contain_text("另加半分")
    await expect(told).to_contain_text("从评语转到下一项指标")
    await page.keyboard.press("Escape")
    await page.context.add_cookies([{"name": "keys", "value": "off", "url": seat.live}])
    await page.reload()
    await page.keyboard.press("8")
    assert await page.locator("input[type=number]").first.input_value() == ""
    await page.context.close()


async def test_an_expert_skips_moves_the_border_switches_keys_off_and_jumps_to_a_page(
    live: str, db: None, browser: Browser
) -> None:
    pool = await make.pool(experts=1)
    paper = (await documents.pdf(pool.officer, body=plan())).id
    round_id = await make.review_round(pool, seats=1)
    seats = []
    for _number in range(2):
        seats += list(await make.panel(pool, await make.assessment(pool, round_id, documents=[paper])))
    [actor] = pool.experts.values()
    page = await Seat(actor, seats[0], live).opened(browser)
    await page.keyboard.press("s")  # skipping is one key
    await page.wait_for_url(f"**/seats/{seats[1]}")
    assert [one.seat_id for one in (await queries.desk(actor)).waiting] == [seats[1], seats[0]]
    # the border is kept for the person, not in this browser
    bar = page.locator(".desk-bar")
    async with page.expect_response(lambda answer: answer.url.endswith("/desk/layout")) as kept:
        await bar.press("ArrowLeft")
        await page.clock.fast_forward(1_000)
    assert (await kept.value).status == 204
    assert (await queries.desk(actor)).layout.split == 50
    # a page that a comment names becomes a link into the frame
    line = (await queries.my_seat(actor, seats[1])).lines[0]
    await page.locator(f"#f-mark-{line.criterion_id}").fill("8")
    await page.locator(f"#f-comment-{line.criterion_id}").fill("测算见 #1:2，可信。")
    await page.locator(f"#f-comment-{line.criterion_id}").blur()
    await page.clock.fast_forward(2_000)
    link = page.locator(f"#saved-{line.criterion_id} a")
    await expect(link).to_have_text("附件 1 第 2 页")
    async with page.expect_request(lambda asked: "page=2" in asked.url) as jumped:
        await link.click()
    assert await (await (await jumped.value).frame.frame_element()).get_attribute("name") == "paper"
    assert page.url.endswith(f"/seats/{seats[1]}")
    # the switch, on the page itself, holds on every machine
    await page.locator("#desk-look summary").click()
    await page.locator("#desk-look").get_by_label("关", exact=True).check()
    assert await axe(page) == []
    await page.locator("#desk-look").get_by_role("button").click()
    await page.wait_for_load_state()
    await page.context.close()
    elsewhere = await Seat(actor, seats[1], live).opened(browser)
    await elsewhere.locator("h1").click()
    await elsewhere.keyboard.press("s")
    await elsewhere.keyboard.press("9")
    assert elsewhere.url.endswith(f"/seats/{seats[1]}")
    assert await elsewhere.locator("input[name^=mark-]").nth(1).input_value() == ""
    await elsewhere.goto(f"{live}/desk/form")
    assert await axe(elsewhere) == []
    await elsewhere.goto(f"{live}/desk")
    assert await axe(elsewhere) == []
    await elsewhere.context.close()


def plan() -> bytes:
    """Three blank pages."""
    writer = PdfWriter()
    for _page in range(3):
        writer.add_blank_page(300, 400)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

"""Nothing typed is lost: browsers killed, sessions ended and networks cut in the middle of a sentence.

Two of each by default; `PARKS_CUTS=50` makes it fifty. What was typed more than two seconds before a kill must be there
when the browser comes back; what was typed while a session or a network was away must be there to the last sign.
"""

import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright
from tests.journeys.conftest import ARGUMENTS, Visit, chromium
from tests.make import identity
from tests.make.questionnaires import question

from parks.identity import actions as accounts
from parks.kernel.actor import Actor, Role
from parks.kernel.words import Bilingual
from parks.questionnaires import queries
from parks.questionnaires.actions import designs, rehearsals
from parks.questionnaires.queries import designs as design_queries
from parks.questionnaires.rules.definition import Question, Section
from parks.questionnaires.rules.handed_in import Sent

pytestmark = pytest.mark.browser
CUTS = int(os.environ.get("PARKS_CUTS", "2"))
COOKIE = "parks_session"
TEXT = "星阑光电研制干涉测量镜头，已完成样机，正在两家单位试用。We measure what nobody could before. " * 2
SAFE = 2.0
"""Seconds after which what was typed may no longer be lost."""


@dataclass
class Desk:
    """A long text field that saves itself: a rehearsal of a form with one question."""

    actor: Actor
    other: Actor
    design_id: UUID
    live: str

    @property
    def url(self) -> str:
        return f"{self.live}/forms/{self.design_id}/rehearsal/sections/project"

    async def kept(self) -> str:
        sheet_id = (await design_queries.design(self.actor, self.design_id)).rehearsal
        assert sheet_id is not None
        return str((await queries.sheet(sheet_id)).question("summary").kept)

    async def sign_in(self, context: BrowserContext) -> None:
        token = await accounts.sign_in_as(self.actor.id)
        await context.add_cookies([{"name": COOKIE, "value": token, "url": self.live}])


@pytest.fixture
async def desk(live: str, db: None) -> Desk:
    tree = await identity.nation_tree()
    chen = await identity.person("陈若岩", [(Role.CITY_OFFICER, tree.city)])
    wu = await identity.person("吴桐", [(Role.CITY_OFFICER, tree.city)])
    made = await designs.draft(chen, tree.city.id, "drafts", Bilingual("草稿", "Drafts"))
    both = Bilingual("项目", "Project")
    await designs.put_section(chen, made, None, Section(key="project", title=both, questions=()))
    for asked in (question("summary", "long_text", max=5000), question("field", "yes_no")):
        await designs.put_question(chen, made, None, "project", Question.model_validate(asked))
    await rehearsals.rehearse(chen, made)
    return Desk(chen, wu, made, live)


async def _reader(browser: Browser) -> Page:
    """A browser whose console may complain: of the network that is cut, of the session that is gone."""
    context = await browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(8_000)
    return page


async def _type(page: Page, text: str, typed: list[float], pace: float) -> None:
    """One sign after the other, noting when each was in the field."""
    for sign in text:
        await page.keyboard.insert_text(sign)
        typed.append(time.monotonic())
        await asyncio.sleep(pace)


async def _until(found: str, desk: Desk, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while (await desk.kept()) != found:
        assert time.monotonic() < end, f"the server has {(await desk.kept())!r}, not {found!r}"
        await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def _browser(driver: Playwright, folder: Path) -> AsyncIterator[tuple[BrowserContext, subprocess.Popen[bytes]]]:
    """A Chromium of its own that can be killed; `folder` is what it remembers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    program = chromium() or driver.chromium.executable_path
    process = subprocess.Popen(  # noqa: ASYNC220 - a browser, not work to wait for
        [program, "--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={folder}", *ARGUMENTS],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _turn in range(100):
            with contextlib.suppress(Exception):
                browser = await driver.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
                break
            await asyncio.sleep(0.1)
        yield browser.contexts[0], process
    finally:
        _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.timeout(60 + CUTS * 20)
async def test_a_killed_browser_loses_at_most_two_seconds(desk: Desk, tmp_path: Path) -> None:
    dice = random.Random(7)  # noqa: S311 - which moment, not a secret
    before = ""
    async with async_playwright() as driver:
        for _turn in range(CUTS):
            typed: list[float] = []
            async with _browser(driver, tmp_path / "browser") as (context, process):
                await desk.sign_in(context)
                page = await context.new_page()
                await page.goto(desk.url)
                await page.locator("#f-summary").fill(before)
                await page.locator("#f-summary").press("End")
                task = asyncio.create_task(_type(page, TEXT, typed, 0.03))
                await asyncio.sleep(dice.uniform(2.5, 4.0))
                killed = time.monotonic()
                _kill(process)
                with contextlib.suppress(Exception):
                    await task
            surely = before + TEXT[: sum(at < killed - SAFE for at in typed)]
            async with _browser(driver, tmp_path / "browser") as (context, _process):
                await desk.sign_in(context)
                page = await context.new_page()
                await page.goto(desk.url)
                await page.wait_for_timeout(300)
                shown = await page.locator("#f-summary").input_value()
                assert shown.startswith(surely.rstrip())
                assert (before + TEXT).startswith(shown)
                assert len(surely) > len(before)
                await _until(shown.strip(), desk)
            before = ""


@pytest.mark.timeout(60 + CUTS * 20)
async def test_a_session_that_ends_while_typing_loses_nothing(desk: Desk, browser: Browser) -> None:
    page = await _reader(browser)
    for turn in range(CUTS):
        await desk.sign_in(page.context)
        await page.goto(desk.url)
        field = page.locator("#f-summary")
        await field.fill("")
        text = f"{turn}: {TEXT}"
        cut = 30 + turn % 40
        await field.press_sequentially(text[:cut], delay=10)
        await accounts.sign_out_everywhere(desk.actor)
        await field.press_sequentially(text[cut : cut + 80], delay=10)
        await page.wait_for_timeout(1500)
        assert "留在本浏览器" in await page.locator("#question-summary .sheet-state").inner_text()
        await desk.sign_in(page.context)
        await page.goto(desk.url)
        assert await field.input_value() == text[: cut + 80]
        await _until(text[: cut + 80].strip(), desk)


@pytest.mark.timeout(60 + CUTS * 20)
async def test_a_cut_network_loses_nothing_and_mends_itself(desk: Desk, browser: Browser) -> None:
    page = await _reader(browser)
    await desk.sign_in(page.context)
    await page.goto(desk.url)
    field = page.locator("#f-summary")
    for turn in range(CUTS):
        await field.fill("")
        text = f"{turn}: {TEXT}"
        await field.press_sequentially(text[:20], delay=10)
        await page.context.set_offline(True)
        await field.press_sequentially(text[20:100], delay=10)
        await page.wait_for_timeout(1500)
        if turn % 2:  # the tab is closed while the network is away
            await page.close()
            page = await page.context.new_page()
            await page.context.set_offline(False)
            await page.goto(desk.url)
            field = page.locator("#f-summary")
            assert await field.input_value() == text[:100]
        else:
            assert await page.locator("#question-summary .sheet-state").inner_text() != ""
            await page.context.set_offline(False)
        await _until(text[:100].strip(), desk)


async def test_what_is_typed_is_saved_within_two_seconds_and_the_page_says_so(desk: Desk, visit: Visit) -> None:
    page = await visit()
    await desk.sign_in(page.context)
    await page.goto(desk.url)
    field = page.locator("#f-summary")
    typing = asyncio.create_task(field.press_sequentially(TEXT[:60], delay=60))  # never a pause as long as a second
    await asyncio.sleep(2)
    assert len(await desk.kept()) >= 5
    await typing
    await page.locator("#saved-summary").get_by_text("已保存").wait_for(timeout=2000)
    await _until(TEXT[:60].strip(), desk, seconds=2)


async def test_a_draft_meets_what_somebody_else_wrote_and_a_person_chooses(desk: Desk, browser: Browser) -> None:
    page = await _reader(browser)
    await desk.sign_in(page.context)
    await page.goto(desk.url)
    field = page.locator("#f-summary")
    await page.context.set_offline(True)
    await field.press_sequentially("Mine", delay=10)
    await page.wait_for_timeout(1200)
    await rehearsals.save_answer(desk.other, desk.design_id, "summary", Sent("Theirs", 0))
    await page.context.set_offline(False)
    await page.goto(desk.url)
    saved = page.locator("#saved-summary")
    await saved.get_by_text("Theirs").wait_for()
    assert await field.input_value() == "Mine"
    assert await desk.kept() == "Theirs"
    await saved.get_by_role("button").first.click()
    await _until("Mine", desk)
    await page.goto(desk.url)
    assert await field.input_value() == "Mine"
    assert await page.evaluate("Object.keys(localStorage).filter((one) => one.includes(':sheet:')).length") == 0

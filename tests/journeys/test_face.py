"""What the face does for a reader in the browser: with JavaScript on, off, by keyboard, offline and on paper."""

import re

import pytest
from playwright.async_api import Page, Route, expect
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser
PARTS = "/demo/parts"


async def test_the_error_summary_takes_focus_and_leads_to_the_field(visit: Visit) -> None:
    page = await visit(lang="en")
    await page.goto(PARTS)
    await expect(page).to_have_title(re.compile(r"^Error: All parts · 园创 Parks$"))
    await expect(page.locator(".summary")).to_be_focused()
    link = page.locator(".summary a").first
    words = await link.inner_text()
    await link.click()
    field = page.locator("#f-email")
    await expect(field).to_be_focused()
    assert words in await page.locator("#f-email-error").inner_text()


async def test_the_counter_counts_what_is_left_and_what_is_too_much(visit: Visit) -> None:
    page = await visit(lang="zh")
    await page.goto(PARTS)
    counter = page.locator("#f-idea-count")
    await page.locator("#f-idea").fill("芯" * 190)
    await expect(counter).to_have_text("还可以输入 10 个字")
    await page.locator("#f-idea").fill("芯" * 203)
    await expect(counter).to_have_text("超出 3 个字")


async def test_a_question_mark_opens_the_help_unless_typing_or_switched_off(visit: Visit) -> None:
    page = await visit()
    await page.goto(PARTS)
    help_dialog = page.locator("#keys-help")
    await page.locator("#f-name").press("?")
    await expect(help_dialog).to_be_hidden()
    await page.locator("h1").first.click()
    await page.keyboard.press("?")
    await expect(help_dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(help_dialog).to_be_hidden()
    await page.keyboard.press("/")
    await expect(page.locator("#list-q")).to_be_focused()

    await page.locator("details.menu:has(.settings) > summary").click()
    await page.locator('button[name="keys"][value="off"]').click()
    await expect(page.locator("#keys-help")).to_have_attribute("data-keys", "off")
    await page.locator("h1").first.click()
    await page.keyboard.press("?")
    await expect(help_dialog).to_be_hidden()


async def test_small_icons_are_drawn_out_of_the_sprite(visit: Visit) -> None:
    """A policy that forbids the file, or a name that it lacks, leaves an empty box."""
    page = await visit()
    async with page.expect_response(re.compile(r"/static/icons\.")) as answer:
        await page.goto(f"{PARTS}?as=officer", wait_until="networkidle")
    assert (await answer.value).ok
    widths = await page.locator(".rail .icon use").evaluate_all("uses => uses.map(use => use.getBBox().width)")
    assert len(widths) > 4
    assert min(widths) > 0


async def test_choosing_rows_says_how_many_and_frees_the_buttons(visit: Visit) -> None:
    page = await visit(lang="en")
    await page.goto(f"{PARTS}?as=officer")
    act = page.get_by_role("button", name="Recommend")
    await expect(act).to_have_attribute("aria-disabled", "true")
    await page.locator("[data-pick]").nth(1).check()
    await expect(page.locator(".batch-count")).to_have_text("1 chosen")
    await page.locator("[data-pick-all]").check()
    await expect(page.locator(".batch-count")).to_have_text("5 chosen")
    await expect(act).to_have_attribute("aria-disabled", "false")
    await page.locator("[data-pick]").first.uncheck()
    await expect(page.locator(".batch-count")).to_have_text("4 chosen")
    await expect(page.locator("[data-pick-all]")).not_to_be_checked()


async def test_sorting_and_columns_swap_the_list_and_stand_in_the_url(visit: Visit) -> None:
    page = await visit(lang="en")
    await page.goto(f"{PARTS}?as=officer")
    await page.get_by_role("link", name="Enterprise", exact=True).click()
    await expect(page.locator('th[aria-sort="ascending"]')).to_contain_text("Enterprise")
    await expect(page).to_have_url(re.compile(r"sort=company"))
    await page.locator("#list-q").fill("云杉")
    await page.get_by_role("button", name="Show", exact=True).click()
    await expect(page).to_have_url(re.compile(r"q=%E4%BA%91%E6%9D%89"))
    assert "state=" not in page.url  # an empty filter stays out of the URL
    await expect(page.locator("#list-q")).to_have_value("云杉")


async def test_what_is_typed_is_saved_within_two_seconds_and_says_so(visit: Visit) -> None:
    page = await visit(lang="en")
    sent: list[str] = []

    async def take(route: Route) -> None:
        if route.request.method != "PUT":
            await route.continue_()
            return
        sent.append(route.request.post_data or "")
        await route.fulfill(status=200, content_type="application/json", body='{"version": 8}')

    await page.route(f"**{PARTS}", take)
    await page.goto(PARTS)
    await page.locator("#f-idea").fill("A chip that sees.")
    await expect(page.locator('[data-saved][data-state="done"]')).to_have_text(
        re.compile(r"^Saved at \d\d:\d\d$"), timeout=2_000
    )
    assert len(sent) == 1
    assert "idea=A+chip+that+sees." in sent[0]
    assert await drafts(page) == []


async def test_a_lost_connection_or_a_crash_loses_nothing(visit: Visit) -> None:
    page = await visit(lang="en")
    answering = False

    async def take(route: Route) -> None:
        if route.request.method != "PUT":
            await route.continue_()
        elif answering:
            await route.fulfill(status=204)
        else:
            await route.abort("connectionfailed")

    await page.route(f"**{PARTS}", take)
    await page.goto(PARTS)
    await page.locator("#f-idea").fill("Typed on a train.")
    await expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
    [kept] = await drafts(page)
    assert kept.startswith("parks:draft:00000000-0000-0000-0000-000000000007:")  # it is this person's alone

    crashed = page.context
    await page.close()
    page = await crashed.new_page()
    await page.route(f"**{PARTS}", take)
    await page.goto(PARTS)
    await expect(page.locator("#f-idea")).to_have_value("Typed on a train.")
    answering = True
    await expect(page.locator('[data-saved][data-state="done"]')).to_contain_text("Saved at", timeout=10_000)
    assert await drafts(page) == []


async def drafts(page: Page) -> list[str]:
    return list(await page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('parks:draft:'))"))


async def test_a_file_too_large_is_told_before_it_is_sent(visit: Visit) -> None:
    page = await visit(lang="en")
    await page.goto(PARTS)
    field = page.locator("#f-plan")
    await field.evaluate("field => field.dataset.limit = '0.001'")
    await field.set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF" + b"0" * 2000})
    await expect(page.locator(".drop-said")).to_contain_text("larger than 20 MB")
    assert await field.evaluate("field => field.files.length") == 0


async def test_weighty_acts_ask_once_more_and_can_be_left(visit: Visit) -> None:
    page = await visit(lang="en")
    await page.goto(PARTS)
    box = page.locator("#withdraw")
    await box.locator("summary").click()
    await expect(page.locator("#withdraw-title")).to_be_focused()
    assert await box.locator("form").get_attribute("action") == f"{PARTS}?_method=DELETE"
    await box.get_by_role("button", name="Cancel").click()
    await expect(box).not_to_have_attribute("open", "")


@pytest.mark.parametrize("width", [360, 1440])
async def test_without_javascript_everything_is_reached(visit: Visit, width: int) -> None:
    page = await visit(lang="en", js=False, width=width)
    await page.goto(f"{PARTS}?as=officer")
    if width == 360:
        await page.locator(".drawer > summary").click()
    nav = page.locator(".drawer nav" if width == 360 else ".rail")
    await expect(nav.get_by_role("link", name="Expert pool")).to_be_visible()
    await expect(page.locator("[data-copy]")).to_be_hidden()
    await page.get_by_text("Withdraw application", exact=True).first.click()
    await expect(page.get_by_label("Reason")).to_be_visible()
    await page.get_by_text("Columns", exact=True).click()
    await page.get_by_label("Field", exact=True).last.check()
    await page.get_by_role("button", name="Show these").click()
    await expect(page.get_by_role("columnheader", name="Field")).to_be_attached()
    await page.get_by_role("button", name="中文").click()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


async def test_by_keyboard_the_first_stop_leads_past_the_menu(visit: Visit) -> None:
    page = await visit(lang="en")
    await page.goto("/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()


async def test_on_paper_stand_title_address_and_time_and_no_menu(visit: Visit, live: str) -> None:
    page = await visit(lang="en")
    await page.goto(f"{PARTS}?as=officer")
    await page.emulate_media(media="print")
    head = page.locator(".print-head")
    await expect(head).to_be_visible()
    await expect(head).to_contain_text("园创 Parks · All parts")
    await expect(head).to_contain_text(f"{live}{PARTS} · Sun 22 Nov 2026, 14:05 (Beijing)")
    for gone in (".masthead", ".rail", ".footing", ".batch", ".toolbar-fields"):
        await expect(page.locator(gone)).to_be_hidden()


async def test_a_page_is_light_enough_for_a_slow_line(visit: Visit) -> None:
    page = await visit()
    weights: dict[str, int] = {}

    async def weigh(response) -> None:
        weights[response.url] = len(await response.body())

    page.on("response", weigh)
    await page.goto(f"{PARTS}?as=officer", wait_until="networkidle")
    assert all(url.startswith(page.url.split("/demo")[0]) for url in weights)
    assert sum(weights.values()) < 200_000, weights

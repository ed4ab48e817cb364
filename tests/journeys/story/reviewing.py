"""4. A round with a rubric, three experts seated, three refused with the reason; blind scores; the ranking."""

import re
from datetime import timedelta

from playwright.async_api import expect
from tests.journeys.story import scene as told
from tests.journeys.story.walker import Walker

from parks.adapters import clock

IDENTITY = ("林知微", "Lin Zhiwei", "Xinglan", told.COMPANY, told.USCC, "Technical University of Munich")
REASON = "技术路线清楚，样片数据可信，市场判断略显乐观。"


async def open_round(officer: Walker) -> None:
    await officer.door("Calls")
    await officer.follow(told.CALL)
    await officer.follow("Selection of this call")
    await officer.sees("selection-before", "Open the review round")
    await officer.write(
        {"Experts for each application": "3", "Scores are due on": str(await clock.today() + timedelta(days=14))}
    )
    await officer.choose("Rubric", re.compile("评分标准|Rubric of"))
    await officer.press("Open the round")
    await officer.sees("selection-review")


async def seat(officer: Walker) -> None:
    await officer.follow("To the round: seats, declarations and scores")
    await officer.sees("round", "Ranking")
    await officer.page.locator("main tbody a").first.click()
    await officer.page.wait_for_url("**/assessments/*")
    await officer.sees("panel", "Offer a seat")
    for name in told.BARRED:
        await expect(officer.page.get_by_role("radio", name=name)).to_be_disabled()
    for name in told.EXPERTS:
        await officer.page.get_by_role("radio", name=name).check()
        await officer.press("Offer the seat")
    await officer.sees("panel-seated")


async def score(expert: Walker, mark: int) -> None:
    await expert.sees("expert-desk", "My reviews")
    await expert.page.locator("main .acts a.button").first.click()
    await expert.page.wait_for_url("**/seats/*")
    await expert.sees("declaration", "Before you read")
    await expert.tick("I sign this pledge.")
    await expert.tick(
        "I have no conflict of interest: no shares, no post within three years,"
        " no common patent, no kinship, no teaching or mentoring, as far as I can tell."
    )
    await expert.press("Declare and open the proposal")
    await expert.reads("单光子激光雷达芯片")
    page = await expert.page.content()
    assert [one for one in IDENTITY if one in page] == []
    sheet = expert.page.locator("#sheet")
    if not await sheet.is_visible():  # on a phone they are two tabs
        await expert.sees("proposal", "Proposal")
        await expert.page.locator(".desk-tabs").get_by_role("link", name=expert.word("Score sheet")).click()
    for group in await sheet.locator("fieldset[data-criterion]").all():
        await group.get_by_label(expert.word("Mark"), exact=True).fill(str(mark))
        await group.get_by_role("textbox", name=expert.word("Why (at least {n} characters)", n=10)).fill(REASON)
    await expert.sees("score-sheet", "Score sheet")
    await expert.press("Submit score", within=sheet)
    await expert.sees("score-submitted", "Your score is submitted and locked.")


async def ranking(officer: Walker) -> None:
    await officer.door("Review rounds")
    await officer.sees("rounds", "Review rounds")
    await officer.page.locator("main tbody a").first.click()
    await officer.page.wait_for_url("**/rounds/*")
    await officer.follow("Ranking")
    await officer.sees("ranking", "Rank")
    await expect(officer.page.locator("main tbody tr")).to_have_count(1)
    await officer.door("Expert pool")
    await officer.sees("pool", "Expert pool")

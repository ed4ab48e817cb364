"""A committee's meeting in browsers: a chair and a member in the room, two who count, minutes in the end."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect
from tests.journeys.eyes import axe
from tests.make import meetings as make

from parks.identity import actions as accounts
from parks.kernel.actor import Actor

pytestmark = pytest.mark.browser
Visit = Callable[..., Awaitable[Page]]
RECUSED = "与申报企业的股东曾同在一个课题组。"


async def seated(visit: Visit, live: str, actor: Actor, path: str, width: int = 390) -> Page:
    """Somebody with a phone in the room."""
    page = await visit(width=width)
    token = await accounts.sign_in_as(actor.id)
    await page.context.add_cookies([{"name": "parks_session", "value": token, "url": live}])
    await page.goto(path)
    return page


async def press(page: Page, form: str) -> None:
    """The button of the form whose action ends so, or that sends this move."""
    found = f'form[action*="/{form}"] button' if "=" not in form else f"form:has(input[{form}]) button"
    await page.locator(found).first.click()
    await page.wait_for_load_state()


@pytest.mark.timeout(180)
async def test_two_in_the_room_recusal_vote_and_a_count_by_two(visit: Visit, live: str, db: None) -> None:
    of = await make.called(await make.reviewed(proposals=2, experts=3))
    seat, screen = f"/meetings/{of.meeting_id}/seat", f"/meetings/{of.meeting_id}/screen"
    chair, member = [await seated(visit, live, one, seat) for one in of.voters[:2]]
    tally, secretary = [await seated(visit, live, one, seat) for one in (of.tally, of.secretary)]
    for page in (chair, member):
        await press(page, "attendance")
    await press(chair, "value=open")
    assert await axe(chair) == []
    # the member is recused from the first item: one voter of two that are needed, and no vote is opened
    await press(chair, "value=call")
    await member.goto(seat)
    await member.locator("details summary").last.click()
    await member.locator('textarea[name="reason"]').fill(RECUSED)
    await press(member, "recusal")
    assert await axe(member) == []
    await expect(member.locator("#room-status")).to_contain_text("回避")
    await press(chair, 'value="open vote"')
    await expect(chair.locator(".summary")).to_contain_text("2")
    await press(chair, 'value="put back"')
    # the second item: both vote, two count, the chair resolves
    await chair.locator("form:has(input[value=call]) button").last.click()
    await press(chair, 'value="open vote"')
    for page in (chair, member):
        await page.goto(seat)
        await page.locator('input[name="choice"][value="approve"]').check()
        await press(page, "vote")
    await chair.goto(screen)
    assert await axe(chair) == []
    await chair.goto(seat)
    await press(chair, 'value="close vote"')
    for page, figure in ((tally, "2"), (secretary, "1"), (tally, "2"), (secretary, "2")):
        await page.goto(seat)
        for name, value in (("approve", figure), ("reject", "0"), ("abstain", "0")):
            await page.locator(f'input[name="{name}"]').fill(value)
        assert await axe(page) == []
        await press(page, "tally")
    await chair.goto(seat)
    await chair.locator('input[name="resolution"][value="approved"]').check()
    await chair.locator('textarea[name="reason"]').fill("论证充分，一致同意。")
    await press(chair, "resolution")
    await press(chair, "value=close")
    await secretary.goto(seat)
    await press(secretary, "minutes")
    await secretary.goto(f"/meetings/{of.meeting_id}")
    assert await axe(secretary) == []
    async with secretary.expect_download() as waited:
        await secretary.locator('a[href$="/minutes"]').click()
    body = await (await waited.value).path()
    assert body.read_bytes().startswith(b"%PDF")
    assert RECUSED not in await chair.content()  # why somebody is out is staff's to know

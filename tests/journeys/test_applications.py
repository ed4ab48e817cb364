"""The pages of applications as people see them: axe at zero, nothing off the side, narrow and wide, both languages."""

import pytest
from playwright.async_api import Page, expect
from tests.journeys import eyes
from tests.journeys.conftest import Visit
from tests.make import programmes as make

from parks.adapters import database
from parks.identity import actions as accounts
from parks.kernel.actor import Actor
from parks.programmes.states import ApplicationState as State

pytestmark = pytest.mark.browser
COOKIE = "parks_session"
"""What the live server, without https, calls its session (web.security.session_cookie)."""


async def enter(page: Page, live: str, actor: Actor) -> None:
    """A session of that person in this browser."""
    token = await accounts.sign_in_as(actor.id)
    await page.context.add_cookies([{"name": COOKIE, "value": token, "url": live}])


@pytest.mark.parametrize(("lang", "width"), [("zh", 1440), ("en", 360)])
async def test_every_page_of_an_application_is_good(db: None, live: str, visit: Visit, lang: str, width: int) -> None:
    world = await make.world()
    draft = await make.draft(world)
    back = await make.application(world, State.RETURNED_FOR_CORRECTION)
    sent = await make.application(world)
    await database.execute("UPDATE person SET language = $1", lang)
    shown = await visit(lang=lang, width=width)
    for who, urls in (
        (None, ("/calls", f"/calls/{world.call_id}")),
        (
            world.founders[draft],
            ("/applications", f"/applications/{draft}", f"/applications/{draft}/sections/project",
             f"/applications/{draft}/sections/files", f"/applications/{draft}/check"),
        ),
        (world.founders[back], (f"/applications/{back}", f"/applications/{back}/submission")),
        (world.manager, ("/applications", f"/applications/{sent}")),
    ):  # fmt: skip
        if who is not None:
            await enter(shown, live, who)
        for number, url in enumerate(urls):
            await shown.goto(url)
            assert shown.url == live + url
            await expect(shown.locator("main [hx-trigger=load]")).to_have_count(0)
            await expect(shown.locator("h1")).to_be_visible()
            await eyes.good(shown, f"applications-{lang}-{width}-{who.name if who else 'anyone'}-{number}")

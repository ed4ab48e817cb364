"""Every reader's main pages over one scene: axe finds nothing, and nothing runs off the side, on a phone and a desk."""

import re

import pytest
from playwright.async_api import Page
from tests.journeys.conftest import Visit
from tests.journeys.eyes import axe, runs_off
from tests.make import pages

from parks.identity import actions as people

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
"""An id in a path: what is left of the path is the kind of page, whose colours are judged with its first reader."""

HERE = "parks_session"
"""The session's cookie where there is no https, as on the journeys' own server."""

ELSEWHERE = (
    "/new",
    "/password",
    "/confirmation",
    "/letter",
    "/eligibility",
    "/bank-account",
    "/account/",
    "/sections/",
)
"""Pages whose parts are met elsewhere in the walk, or in a journey of their own: left out for time."""


@pytest.mark.timeout(900)
async def test_every_readers_pages_hold_to_the_rules_on_a_phone_and_on_a_desk(
    db: None, visit: Visit, live: str
) -> None:
    wrong: list[str] = []
    judged: set[str] = set()
    seen = 0
    for role, reader in (await pages.scene()).items():
        page = await visit()
        if reader.actor is not None:
            token = await people.sign_in_as(reader.actor.id)
            await page.context.add_cookies([{"name": HERE, "value": token, "url": live}])
        for path in (one for one in reader.paths if role == "admin" or not any(part in one for part in ELSEWHERE)):
            kind = THING.sub("#", path)
            wrong += [f"{role} {path}: {line}" for line in await _findings(page, path, colours=kind not in judged)]
            judged.add(kind)
            seen += 1
    assert wrong == []
    assert seen > 50


async def _findings(page: Page, path: str, *, colours: bool) -> list[str]:
    answer = await page.goto(path, wait_until="load")
    assert answer is not None
    if answer.status >= 500:
        return [f"answers {answer.status}"]
    findings = [f"at 1440 {line}" for line in await runs_off(page)]
    await page.set_viewport_size({"width": 360, "height": 780})
    findings += [f"at 360 {line}" for line in await runs_off(page)]
    findings += await axe(page, colours=colours)
    await page.set_viewport_size({"width": 1440, "height": 900})
    return findings

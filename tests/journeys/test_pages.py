"""Every reader's main pages over one scene: axe finds nothing, and nothing runs off the side, on a phone and a desk."""

from collections.abc import Mapping, Sequence

import pytest
from playwright.async_api import Page
from tests.journeys.conftest import Visit
from tests.journeys.eyes import axe, runs_off
from tests.make import pages
from tests.make.pages import Reader

from parks.identity import actions as people

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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
    scene = await pages.scene()
    kept = {
        role: [one for one in reader.paths if role == "admin" or not any(part in one for part in ELSEWHERE)]
        for role, reader in scene.items()
    }
    wrong, seen = await _walked(visit, live, scene, kept)
    assert wrong == []
    assert seen > 50


@pytest.mark.timeout(900)
async def test_the_pages_of_any_programme_and_its_money_hold_to_them_in_both_languages(
    db: None, visit: Visit, live: str
) -> None:
    scene = await pages.any_programme()
    wrong, seen = await _walked(visit, live, scene, {role: one.paths for role, one in scene.items()}, lang="en")
    assert wrong == []
    assert seen > 60


async def _walked(
    visit: Visit, live: str, scene: Mapping[str, Reader], kept: Mapping[str, Sequence[str]], lang: str = "zh"
) -> tuple[list[str], int]:
    wrong: list[str] = []
    seen = 0
    for role, reader in scene.items():
        page = await visit(lang=lang)
        if reader.actor is not None:
            token = await people.sign_in_as(reader.actor.id)
            await page.context.add_cookies([{"name": HERE, "value": token, "url": live}])
        for path in kept[role]:
            wrong += [f"{role} {path}: {line}" for line in await _findings(page, path)]
            seen += 1
    return wrong, seen


async def _findings(page: Page, path: str) -> list[str]:
    answer = await page.goto(path, wait_until="load")
    assert answer is not None
    if answer.status >= 500:
        return [f"answers {answer.status}"]
    findings = [f"at 1440 {line}" for line in await runs_off(page)]
    await page.set_viewport_size({"width": 360, "height": 780})
    findings += [f"at 360 {line}" for line in await runs_off(page)]
    findings += await axe(page)
    await page.set_viewport_size({"width": 1440, "height": 900})
    return findings

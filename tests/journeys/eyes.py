"""How a page is looked at: a picture for people, axe for the rules, and nothing that runs off the side."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

PICTURES = Path(__file__).parents[2] / "test-results"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What sticks to the window's edge would stand in the middle of a whole page's picture. A style element would be
# stopped by our own CSP, as it should.
UNSTUCK = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(".batch, .table-wrap thead th { position: static !important }");
  document.adoptedStyleSheets.push(sheet) }"""


async def look(page: Page, name: str, *, full: bool = True) -> Path:
    """Keep a picture of the whole page under test-results/; the pictures of README are made this way too."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / (re.sub(r"[^\w.-]+", "-", name) + ".png")
    if full:
        await page.evaluate(UNSTUCK)
    await page.screenshot(path=path, full_page=full, animations="disabled")
    if full:
        await page.evaluate("() => document.adoptedStyleSheets.pop()")
    return path


async def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA: a line a rule, with the elements. Wanted is the empty list."""
    async with _where_axe_runs(page) as seen:
        await seen.evaluate("() => window.scrollTo(0, 0)")  # what sticks to the top covers whatever scrolls below it
        found = await Axe().run(seen, options={"runOnly": {"type": "tag", "values": RULES}})
    return [_line(one) for one in found.response["violations"]]


@asynccontextmanager
async def _where_axe_runs(page: Page) -> AsyncIterator[Page]:
    """The page itself; without JavaScript a copy of what the reader sees, where axe can run and our scripts cannot.

    Axe waits for timers, which never go off where scripts are switched off.
    """
    if await page.evaluate("() => document.documentElement.classList.contains('js')"):
        yield page
        return
    browser, size = page.context.browser, page.viewport_size
    if browser is None or size is None:
        raise AssertionError("a page of the fixture `visit` has a browser and a size")
    shown = await page.content()
    context = await browser.new_context(viewport=size, reduced_motion="reduce")
    copy = await context.new_page()
    await copy.route("**/*.js", lambda route: route.abort())
    await copy.route(page.url, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
    await copy.goto(page.url)
    try:
        yield copy
    finally:
        await context.close()


def _line(violation: dict[str, Any]) -> str:
    nodes = "; ".join(f"{node['target']}: {node['failureSummary'][:300]}" for node in violation["nodes"][:3])
    return f"{violation['id']} ({len(violation['nodes'])}): {nodes}"


async def runs_off(page: Page) -> list[str]:
    """What makes the page wider than its window (tables may scroll inside their own frame)."""
    return list(
        await page.evaluate(
            """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.querySelectorAll("body *")]
              .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1
                && !e.closest(".table-wrap, .tabs, .visually-hidden, details:not([open]) > :not(summary)"))
              .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
        )
    )


async def good(page: Page, name: str) -> None:
    """A page as it must be: no finding of axe, nothing off the side, and a picture to judge the rest by."""
    await look(page, name)
    findings = await axe(page)
    assert findings == [], f"{name} ({page.url}): {findings}"
    wide = await runs_off(page)
    assert wide == [], f"{name} ({page.url}) runs off the side: {wide}"

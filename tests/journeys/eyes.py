"""How a page is looked at: a picture for people, axe for the rules, and nothing that runs off the side."""

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

PICTURES = Path(__file__).parents[2] / "test-results"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = "color-contrast"
"""The one rule that takes as long as all others together."""

AXE = Axe().axe_script
# All rules run. What was found good is not written down element by element and carried here, which took half the time.
# A frame is left out: it shows a PDF in the browser's own reader, which never answers axe. The style sheet is not
# fetched anew on each page for the one rule that reads it, on locking the screen's direction: it names no direction
# (tests/web/test_styles.py).
VIOLATIONS = """([rules, without]) => axe.run(
    { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], iframes: false, preload: false,
      rules: Object.fromEntries(without.map(one => [one, { enabled: false }])) })
  .then(found => found.violations)"""

# Timers never go off where scripts are switched off, and axe waits for short ones: there they go off at once.
# Its long ones only give up on what takes too long.
AT_ONCE = """() => { window.setTimeout = (act, wait, ...more) => {
  if (!(wait > 100)) Promise.resolve().then(() => act(...more)); return 0 } }"""

# What sticks to the window's edge would stand in the middle of a whole page's picture. A style element would be
# stopped by our own CSP, as it should.
UNSTUCK = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(".batch, .table-wrap thead th { position: static !important }");
  document.adoptedStyleSheets.push(sheet) }"""


async def look(page: Page, name: str, *, full: bool = True) -> Path:
    """Keep a picture of the whole page under test-results/; the pictures of README are made this way too."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / (re.sub(r"[^\w.-]+", "-", name) + ".jpg")
    if full:
        await page.evaluate(UNSTUCK)
    # Hiding the caret would leave a style attribute on every field, which our CSP stops where htmx carries it over.
    await page.screenshot(path=path, type="jpeg", quality=80, full_page=full, animations="disabled", caret="initial")
    if full:
        await page.evaluate("() => document.adoptedStyleSheets.pop()")
    return path


async def axe(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds against WCAG 2.2 AA: a line a rule, with the elements. Wanted is the empty list."""
    await page.evaluate("() => window.scrollTo(0, 0)")  # what sticks to the top covers whatever scrolls below it
    if not await page.evaluate("() => document.documentElement.classList.contains('js')"):
        await page.evaluate(AT_ONCE)
    await page.evaluate(AXE)
    return [_line(one) for one in await page.evaluate(VIOLATIONS, [RULES, [] if colours else [COLOURS]])]


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


async def good(page: Page, name: str, *, colours: bool = True) -> None:
    """A page as it must be: no finding of axe and nothing off the side. What is not gets a picture; with PARKS_PICTURES
    every page gets one, to judge the rest by. `colours` are judged where the same page is not judged elsewhere.
    """
    findings, wide = await axe(page, colours=colours), await runs_off(page)
    if findings or wide or os.environ.get("PARKS_PICTURES"):
        await look(page, name)
    assert findings == [], f"{name} ({page.url}): {findings}"
    assert wide == [], f"{name} ({page.url}) runs off the side: {wide}"

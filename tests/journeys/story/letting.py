"""6. She asks for a unit; the manager sees the floor on a date and lets one; the same days are refused kindly."""

import re
from datetime import timedelta
from typing import Any

from playwright.async_api import expect
from tests.journeys.story import scene as told
from tests.journeys.story.walker import Walker

from parks.adapters import clock, database
from parks.demo import fictions


async def ask(founder: Walker) -> None:
    start = await clock.today() + timedelta(days=10)
    await founder.door("Our space")
    await founder.sees("space-none", "You have not asked for space yet")
    await founder.follow("Ask for space")
    await founder.choose("For which company", re.compile("星阑|Xinglan"))
    await founder.choose("In which park", told.PARK)
    await founder.pick("What kind of unit", "Private office")
    await founder.write(
        {
            "At least (m², gross area)": "150",
            "At most (m², gross area)": "200",
            "How many seats": "10",
            "First day": str(start),
            "Last day": str(start + timedelta(days=730)),
            "What else the park should know": "需要靠近实验室",
        }
    )
    await founder.sees("space-new", "Ask for space")
    await founder.press("Send the request")
    await founder.sees("request-sent")


async def let(manager: Walker) -> None:
    await manager.door("Parks")
    await manager.sees("parks", told.PARK)
    await manager.follow(told.PARK)
    await manager.sees("park", "Occupancy on {day}", day=await clock.today())
    await manager.page.locator("main a[href*='/floors/']").first.click()
    await manager.page.wait_for_url("**/floors/*")
    on = await clock.today() + timedelta(days=10)
    await manager.write({"On the day": str(on)})
    await manager.page.get_by_role("button", name=manager.word("Show"), exact=True).click()
    await expect(manager.page.locator("#plan-title")).to_contain_text(manager.word("How it stands on {day}", day=on))
    await manager.sees("floor", "The same as a table")
    await manager.door("Requests for space")
    await manager.sees("requests", "Who waits longest stands first.")
    await manager.page.locator("main tbody a").first.click()
    await manager.page.wait_for_url("**/requests/*")
    await manager.sees("request", "Free units, best fit first")
    await manager.follow("Let {code}", code="A301")
    await manager.sees("take", "Check the days; nothing is let before you press the button.")
    company: Any = await database.row("SELECT name_zh, name_en FROM company WHERE uscc = $1", told.USCC)
    name = company["name_en" if manager.journey.lang == "en" else "name_zh"]
    await manager.press("Let {code} to {company}", code="A301", company=name)
    await manager.sees("unit-let", "Done. It stands on the unit's timeline below.")


async def let_again(manager: Walker) -> None:
    """The same days to somebody else: refused by the database, told kindly, nothing typed is lost."""
    await manager.follow("Let, hold or close it")
    start = await clock.today() + timedelta(days=40)
    await manager.write(
        {
            "Or the company's credit code": fictions.uscc(42),
            "First day": str(start),
            "Last day": str(start + timedelta(days=30)),
        }
    )
    await manager.press("Put it on the plan")
    await manager.sees("take-refused", "There is a problem")
    await expect(manager.field("First day")).to_have_value(str(start))


async def moved_in(founder: Walker) -> None:
    await founder.door("Our space")
    await founder.sees("space", "Let to you")
    await founder.reads("A301")

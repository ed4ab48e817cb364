"""3. The park returns it once with every gap in one letter; she corrects; park, city and province recommend."""

from playwright.async_api import expect
from tests.journeys.story.scene import Scene
from tests.journeys.story.walker import Walker

BANK_GAP = "联行号与开户支行不符，请核对。"
PROJECT_GAP = "请补充 2028 年的实施计划。"
OPINION = "材料齐全，事实清楚，同意推荐。"


async def return_once(manager: Walker, of: Scene, number: str) -> None:
    await manager.door("Applications")
    await manager.sees("work-list", "Applications")
    await manager.follow(number)
    await manager.sees("desk", "Rules, as they stood when it was sent")
    box = await manager.unfold("Return for correction")
    await manager.sees(
        "desk-return",
        "Once only: name everything that is missing, section by section."
        " The founder can change these sections and no others.",
    )
    titles = {one.key: one.title for one in of.form.sections}
    await manager.write({titles["bank"]: BANK_GAP, titles["project"]: PROJECT_GAP}, within=box)
    await manager.press("Return with one letter", within=box)
    await manager.sees("desk-returned")


async def correct(founder: Walker, of: Scene) -> None:
    titles = {one.key: one.title for one in of.form.sections}
    await founder.door("My applications")
    await founder.sees("my-applications")
    await founder.follow("Continue")
    await founder.sees("correction")
    await founder.reads(BANK_GAP, PROJECT_GAP)
    assert (await founder.downloads("Open the letter (PDF)")).startswith(b"%PDF")
    await founder.follow(titles["ip"])
    await expect(founder.page.locator("main textarea")).to_have_count(0)
    await founder.sees("section-closed")
    await founder.follow("Back to the task list")
    await founder.follow(titles["project"])
    await founder.sees("section-opened", "What is to be changed here")
    milestones = next(q for s in of.form.sections for q in s.questions if q.key == "milestones")
    for column, value in zip(milestones.columns, ("2028-06", "量产爬坡", "月产 1 万片"), strict=True):
        await founder.page.get_by_label(founder.word("{column}, row {n}", column=column.label, n=3), exact=True).fill(
            value
        )
    await _completed(founder)
    await founder.sees("section-opened-next", titles["bank"])  # saving leads on to what is left
    await _completed(founder)
    await founder.follow("Check answers and send")
    await founder.sees("check-correction")
    aware = founder.page.get_by_label(
        founder.word("I know that not every rule is met for certain. Let people look at it all the same.")
    )
    if await aware.count():
        await aware.check()
    await founder.press("Send the correction")


async def _completed(founder: Walker) -> None:
    await (
        founder.group("Have you completed this section?").get_by_label(founder.word("Yes, I have completed it")).check()
    )
    await founder.press("Save and continue")


async def recommend(officer: Walker, number: str, name: str) -> None:
    await officer.door("Applications")
    await officer.follow(number)
    await officer.sees(f"desk-{name}", "Your opinion")
    await officer.pick("Your opinion", "Recommended")
    await officer.write({"Opinion": OPINION})
    await officer.press("Sign")

"""5. Tiers, the notice, one objection answered; the days pass; the award, its letter, its code checked by anyone."""

from datetime import timedelta

from tests.journeys.story import scene as told
from tests.journeys.story.walker import Walker

from parks.adapters import clock, database

GROUNDS = "该企业样片由合作方提供，是否为其自有技术，请核实。"
ANSWER = "经核实，专利与流片合同均在企业名下，异议不成立。"


async def propose(officer: Walker, number: str) -> None:
    await officer.door("Calls")
    await officer.follow(told.CALL)
    await officer.follow("Selection of this call")
    await officer.sees(
        "selection-ranked",
        "Every application is ranked. Tiers follow the ranks; where a better rank is passed over, say why.",
    )
    await officer.page.get_by_label(officer.word("Tier of {number}", number=number)).select_option("key")
    await officer.press("Propose these tiers")
    await officer.sees("selection-proposed", "The tiers are proposed. Look at them once more, then publish.")
    await officer.confirm("Publish the notice")
    await officer.sees("notice-published", "The notice is public from today.")


async def objection(objector: Walker) -> None:
    await objector.door("Public notices")
    await objector.sees("notices", "Stands now")
    await objector.page.locator("main article a").first.click()
    await objector.page.wait_for_url("**/notices/*")
    await objector.sees("notice", "Proposed for support")
    await objector.reads(told.COMPANY)
    await objector.follow("Object")
    await objector.write({"How we reach you": "0571-8100 0000", "Grounds": GROUNDS})
    await objector.tick("What I send contains no state secrets.")
    await objector.sees("objection-new", "File an objection")
    await objector.press("File the objection")
    await objector.sees(
        "objection-filed", "Your objection is filed. You are told here and by e-mail when it is answered."
    )


async def answer(officer: Walker) -> None:
    await officer.door("Objections")
    await officer.sees("objections", "Being looked into")
    await officer.page.locator("main tbody a").first.click()
    await officer.page.wait_for_url("**/objections/*")
    await officer.pick("Outcome", "Dismissed: the application stays on the notice")
    await officer.write({"Answer": ANSWER})
    await officer.sees("objection-answering", "Answer the objection")
    await officer.press("Answer and close")
    await officer.sees("objection-answered", "Dismissed: the application stays on the notice.")


async def days_pass() -> None:
    last = await database.value("SELECT max(last_day) FROM public_notice")
    await clock.move(timedelta(days=(last - await clock.today()).days + 1))


async def award(officer: Walker) -> None:
    await officer.door("Calls")
    await officer.follow(told.CALL)
    await officer.follow("Selection of this call")
    await officer.sees("selection-awards", "Make the awards")
    await officer.confirm("Make the awards")
    await officer.sees("selection-done")


async def letter(founder: Walker, stranger: Walker) -> None:
    await founder.door("My applications")
    await founder.page.locator("main .card h2 a").first.click()
    await founder.page.wait_for_url("**/applications/*")
    await founder.sees("application-awarded")
    await founder.follow("Open the award and its letter")
    await founder.sees("award", "Selected")
    assert (await founder.downloads("Download the award letter (PDF)")).startswith(b"%PDF")
    code = await database.value("SELECT code FROM award")
    await founder.reads(code)
    await stranger.open("/verify")
    await stranger.sees("verify", "Check a letter")
    await stranger.write({"Verification code": code})
    await stranger.press("Check")
    await stranger.sees("verified", "This letter is genuine. Compare what stands on it with this:")
    await stranger.reads(told.COMPANY)

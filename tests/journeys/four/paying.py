"""The money's own pages: the agreement signed by both, released by two, a bank file out and back in, paid."""

from uuid import UUID

from playwright.async_api import expect
from tests.journeys.four.scene import Place
from tests.journeys.four.setting import Call
from tests.journeys.story.walker import Walker
from tests.make.funds import filled
from tests.make.programmes import PDF

from parks.adapters import clock, database
from parks.web.exports import XLSX


async def budget(officer: Walker, call: Call) -> None:
    """Out of the call's own task list, before it opens."""
    await officer.follow("Budget")
    await officer.sees(
        "budget-new",
        "This call has no budget yet. Tiers are proposed within it, and signing an agreement commits its money.",
    )
    await officer.write({"Amount": call.budget, "Decision": "财社〔2027〕12号"})
    await officer.choose("Source", "Provincial funds")
    await officer.press("Found the budget")
    await officer.sees("budget", "The budget is founded.")


async def agree(officer: Walker, founder: Walker, of: Place, call: Call, call_id: UUID, amount: str) -> None:
    """Drafted by the programme, completed and signed by the company, countersigned: the money is bound."""
    await officer.open(f"/calls/{call_id}/agreements")
    await officer.sees("agreements", "Draft the agreements")
    await officer.unfold("Draft them all")
    await officer.press("Draft them all", within=officer.page.locator("#draft"))
    application_id = await database.value("SELECT id FROM application WHERE call = $1", call_id)
    await founder.open(f"/applications/{application_id}/agreement")
    await founder.sees("agreement", "What the grant is for")
    await _what_the_tier_asks_for(founder)
    await founder.page.locator("#f-use-research").fill(amount)
    for box in await founder.page.locator("input[id^=f-headcount], input[id^=f-revenue], input[id^=f-ip]").all():
        await box.fill("12")
    await founder.write({"Your name": of.founder.name})
    await founder.press("Save, and sign where your name stands")
    await founder.sees("agreement-signed", "Signed. The programme countersigns; you are told.")
    await officer.open(f"/applications/{application_id}/agreement")
    await officer.sees("agreement-to-sign", "Sign for the programme")
    await officer.write({"Your name": of.officer.name})
    await officer.press("Sign")
    await officer.sees("agreement-in-force", "The agreement is in force and its money is committed.")


async def _what_the_tier_asks_for(founder: Walker) -> None:
    """Where a call asks something of one tier alone, the agreement waits for it."""
    offered = await founder.page.locator("select[name=material] option").all()
    for value in filter(None, [await one.get_attribute("value") for one in offered]):
        await founder.page.locator("select[name=material]").select_option(value)
        await founder.attach("File", "附加材料.pdf", PDF)
        await founder.tick("I declare that this file holds no state secrets and nothing classified.")
        await founder.press("Hand in the file")
        await founder.sees("agreement-material", "The file is with the agreement.")


async def release(first: Walker, second: Walker) -> None:
    """One proposes; they cannot agree to it themselves; another does."""
    await first.follow("Payments and reports")
    await first.sees("commitment", "What is paid when")
    await first.follow("Propose the release")
    await first.sees("release-proposing", "Propose the release")
    await first.write({"What shows that the condition holds": "协议已由双方签署，账户已核对。"})
    await first.press("Propose")
    await first.sees("release-proposed", "Proposed. Another officer is to agree.")
    await expect(first.page.get_by_role("link", name=first.word("Agree to the release"), exact=True)).to_have_count(0)
    await second.open("/releases")
    await second.sees("releases", "One person proposes, another agrees; then it goes on a bank file.")
    await second.follow("Agree to the release")
    await second.sees("release-agreeing")
    await second.press("Agree to it")
    await second.sees("release-agreed", "Released. It can go on a bank file now.")


async def pay(officer: Walker) -> None:
    """A batch, its file as the bank takes it, and the same file as the bank gives it back."""
    await officer.open("/releases")
    await officer.press("Make a bank file of what is chosen")
    await officer.sees("batch", "The batch is made. Take its file to the bank.")
    async with officer.page.expect_download() as taken:
        await officer.page.get_by_role("button", name=officer.word("Take the bank file (xlsx)")).click()
    content = (await (await taken.value).path()).read_bytes()
    assert content.startswith(b"PK")
    answer = filled(content, {0: {"status": "paid", "paid_on": f"{await clock.today():%Y-%m-%d}"}})
    await officer.field("The file that the bank gave back").set_input_files(
        {"name": "bank.xlsx", "mimeType": XLSX, "buffer": answer}
    )
    await officer.press("Settle by this file")
    await officer.sees("batch-settled", "{n} lines are settled.", n=1)

"""1. A founder signs up and confirms; founds a company, names people and shares, adds a degree and a patent."""

import asyncio
import re
from pathlib import Path

from playwright.async_api import expect
from tests.journeys.story import scene as told
from tests.journeys.story.walker import Walker
from tests.make.notifications import mails, text_of

from parks.startups.rules.words import DOCUMENTS, LEVELS, RIGHTS

EMAIL = "lin.zhiwei@example.com"
PASSWORD = "星阑 光电 2027 春"
IDENTITY = "330106199203059960"
GU_IDENTITY = "310104197709219970"
PHOTONICS = "Technical University of Munich"


async def sign_up(founder: Walker, post: Path) -> None:
    await founder.open("/")
    await founder.sees("front-door", "One place for returnee entrepreneurs")
    await founder.follow("Create an account")
    await founder.sees("sign-up", "For founders who come back from abroad. Officers and experts are invited by letter.")
    await founder.write({"Your name": "林知微", "E-mail address": EMAIL, "Password": "short"})
    await founder.press("Create an account")
    await founder.sees("sign-up-refused", "There is a problem")
    await founder.write({"Password": PASSWORD})
    await founder.tick("I have read the privacy notice and agree that my data are used as it says.")
    await founder.press("Create an account")
    await founder.sees("sign-up-letter", "We have sent a letter to the address you gave.")
    await founder.open(await _letters_link(post))
    await founder.sees("confirmation", "One more click, and the account is yours.")
    await founder.press("Confirm my address")
    await founder.sees("sign-in", "Your address is confirmed. You can sign in now.")
    await founder.write({"E-mail address": EMAIL, "Password": PASSWORD})
    await founder.press("Sign in")
    await founder.sees("to-do-none", "Nothing to do just now")


async def _letters_link(post: Path) -> str:
    """The link of the letter that came by mail, as a path."""
    for _attempt in range(300):
        letters = [one for one in mails(post) if EMAIL in str(one["To"])]
        if letters:
            break
        await asyncio.sleep(0.1)
    else:
        raise AssertionError("no letter came")
    found = re.search(r"https?://[^/\s]+(/confirmation\?code=\S+)", text_of(letters[-1]))
    assert found, text_of(letters[-1])
    return found[1]


async def company(founder: Walker) -> None:
    await founder.door("My companies")
    await founder.sees("my-companies-none", "No company yet")
    await founder.opens("Add your company", "#company-form")
    await founder.write({"Unified social credit code": "91330100FAKE00013D", "Name in Chinese": told.COMPANY})
    await founder.refused("Save", "#company-form")
    await founder.sees("company-refused", "There is a problem")
    await founder.write(
        {
            "Unified social credit code": told.USCC,
            "Name in English": "Chenghu Xinglan Photonics Co., Ltd.",
            "Registered on": "2024-03-18",
            "Registered capital": "3,000,000",
            "Paid-in capital": "1,800,000",
            "Address": "澄湖市创园路 1 号 A312",
            "Staff": "12",
        }
    )
    await _region(founder)
    await founder.choose("Industry", re.compile(r"^\s*C39 "))
    await founder.choose("Park", told.PARK)
    await founder.press("Save")
    await founder.reads(told.USCC)
    await _people(founder)
    await _proofs(founder)
    await _money(founder)
    await founder.sees("company", "Intellectual property")


async def _region(founder: Walker) -> None:
    """Searched for by its name; with JavaScript on, what is found comes while one types."""
    await founder.page.locator("#f-_q").fill("西湖")
    if not founder.journey.js:
        await founder.press("Find")
    xihu = re.compile(r"杭州市 西湖区|Xihu District, Hangzhou")
    await expect(founder.page.locator("#f-region option").filter(has_text=xihu)).to_be_attached()
    await founder.sees("company-region", "City or district")
    await founder.choose("City or district", xihu)


async def _people(founder: Walker) -> None:
    await founder.opens("Add a person")
    await founder.sees("person-new", "Name in Latin letters")
    await founder.write(
        {
            "Full name": "林知微",
            "Name in Latin letters": "Lin Zhiwei",
            "Document number": IDENTITY,
            "Position in the company": "首席执行官",
            "Returned to China on": "2023-08-01",
            "Years of study and work abroad": "7.5",
        }
    )
    await founder.choose("Kind of document", DOCUMENTS["resident_id"])
    for one in ("This is me", "Works for the company", "Is the legal representative"):
        await founder.tick(one)
    await founder.pick("Works for the company full-time", "Yes")
    await founder.keeps("Save")
    for name, number in (("何屿", ""), ("顾怀远", GU_IDENTITY)):
        await founder.opens("Add a person")
        await founder.write({"Full name": name, "Document number": number})
        await founder.choose("Kind of document", DOCUMENTS["resident_id"])
        if not number:
            await founder.tick("Works for the company")
        await founder.keeps("Save")
    for holder, percent, cash in (("林知微", "58", "1740000"), ("何屿", "22", "660000"), ("顾怀远", "1.2", "36000")):
        await founder.opens("Add a shareholder")
        await founder.choose("Holder", holder)
        await founder.write({"Percent": percent, "Contribution in cash": cash})
        await founder.keeps("Save")
    await founder.opens("Add a shareholder")
    await founder.sees("share-new", "Or a company or platform")
    await founder.write(
        {"Or a company or platform": "澄湖星聚员工持股平台", "Percent": "18.8", "Contribution in cash": "564000"}
    )
    await founder.keeps("Save")


async def _proofs(founder: Walker) -> None:
    await founder.opens("Add a degree or a time as a postdoc")
    await founder.choose("Person", "林知微")
    await founder.choose("Degree", LEVELS["doctor"])
    await founder.choose("Country or region", re.compile(r"^\s*(德国|Germany)\s*$"))
    await founder.write(
        {
            "University or institute": PHOTONICS,
            "Field of study": "Photonics",
            "Awarded on, or last day": "2021-07-15",
            "CSCSE certification number": "120230000417",
        }
    )
    await founder.sees("certificate-new", "CSCSE certification number")
    await founder.keeps("Save")
    await founder.opens("Add a post")
    await founder.choose("Person", "何屿")
    await founder.write({"Employer": told.SHARED_EMPLOYER, "First day": "2018-07-01", "Last day": "2025-03-21"})
    await founder.sees("post-new", "Employer")
    await founder.keeps("Save")
    await founder.opens("Add an IP asset")
    await founder.choose("Kind", RIGHTS["invention_patent"])
    await founder.write(
        {
            "Number": told.PATENT,
            "Title": "单光子探测器阵列",
            "Filed on": "2023-05-04",
            "Granted on": "2024-06-07",
            "Owner": told.COMPANY,
            "Inventors": "林知微、江明夷",
        }
    )
    await founder.sees("patent-new", "All names, parted by commas.")
    await founder.keeps("Save")


async def _money(founder: Walker) -> None:
    await founder.opens("Add the account")
    await founder.write(
        {
            "Opening bank": "澄湖银行",
            "Branch": "澄湖银行创园支行",
            "Account number": "1202021234567890123",
            "Clearing number": "102331000119",
        }
    )
    await founder.sees("bank-account", "Clearing number")
    await founder.keeps("Save")

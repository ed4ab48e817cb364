"""How an officer sets a call up: every part of its task list on its own page, previewed, opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from playwright.async_api import expect
from tests.journeys.story.walker import Walker, Words

from parks.adapters import clock
from parks.kernel.words import Bilingual, Text
from parks.programmes.rules.call_parts import KINDS, PARTS
from parks.programmes.rules.ladder import NAMES
from parks.programmes.states import Level


@dataclass(frozen=True)
class Tier:
    """`parts`: percent, months after signing, condition; none for one payment."""

    key: str
    name: Bilingual
    amount: str
    places: str = ""
    parts: Sequence[tuple[str, str, Bilingual]] = ()


@dataclass(frozen=True)
class Material:
    """`question`: the label of the form's file question that it is handed in by; `tier` its name."""

    kind: str
    name: Bilingual
    tier: Words = ""
    question: Words = ""
    required: bool = True


@dataclass(frozen=True)
class Call:
    """What the officer has on the desk: the call as it was decided on paper.

    `usual`: its tiers are those that its region is known for.
    """

    code: str
    programme: Bilingual
    runs: Bilingual
    title: Bilingual
    locality: str
    form: Bilingual
    rules: Bilingual
    tiers: Sequence[Tier]
    materials: Sequence[Material]
    levels: Mapping[Level, str]
    quotas: Mapping[Words, str]
    budget: str
    certified: bool = False
    correction_days: str = "5"
    notice_days: str = "5"
    usual: bool = False


async def begin(officer: Walker, call: Call) -> UUID:
    """Named first; what comes after is a list of parts."""
    await officer.door("Calls")
    await officer.follow("Set up a call")
    await officer.sees("call-new", "Set up a call")
    new = officer.group("A new programme")
    await officer.write({"Code": call.code}, within=new)
    await officer.write({"Name in Chinese": call.programme.zh, "Name in English": call.programme.en}, within=new)
    await officer.choose("Run by", call.runs)
    await officer.write({"Cycle (year)": "2027", "Title in Chinese": call.title.zh, "Title in English": call.title.en})
    await officer.press("Begin")
    await officer.sees("call-setup", "The call is begun. Go through its parts; nobody sees it yet.")
    return UUID(officer.page.url.split("/calls/")[1][:36])


async def _part(officer: Walker, part: str) -> None:
    await officer.follow(PARTS[part])
    await officer.sees(f"setup-{part}")


async def _save(officer: Walker, part: str) -> None:
    await officer.press("Save")
    await officer.sees("call-setup-again", Text("“{part}” is saved.", {"part": PARTS[part]}))


async def basics(officer: Walker, call: Call) -> None:
    await _part(officer, "basics")
    if call.locality != "CN":  # searched for by its code as by its name
        await officer.page.locator("#f-_q").fill(call.locality)
        if not officer.journey.js:
            await officer.press("Find")
        await expect(officer.page.locator(f'#f-region option[value="{call.locality}"]')).to_be_attached()
        await officer.page.locator("#f-region").select_option(call.locality)
    await officer.write({"Whom to ask": "010-0000 0000"})
    await officer.write({"Minutes that an application takes": "90"})
    await _save(officer, "basics")


async def dates(officer: Walker, call: Call) -> None:
    """A closing before the opening is refused, and what was typed stands."""
    await _part(officer, "dates")
    today = await clock.today()
    day = {name: f"{today + timedelta(days=many):%Y-%m-%d}" for name, many in (("opens", -1), ("closes", 30))}
    await officer.write({"Opens on": day["opens"], "At (Beijing)": "09:00"})
    await officer.write({"Closes on": day["opens"], "Up to (Beijing)": "08:00"})
    await officer.press("Save")
    await officer.sees("setup-dates-refused", "A call closes after it opens.")
    beside = officer.page.locator("#f-closes_day-error")
    await expect(beside).to_contain_text(officer.word("A call closes after it opens."))
    assert await officer.field("Up to (Beijing)").input_value() == "08:00"
    await officer.write({"Closes on": day["closes"], "Up to (Beijing)": "17:00"})
    await _save(officer, "dates")


async def form(officer: Walker, call: Call) -> None:
    await _part(officer, "form")
    await officer.choose("Form", call.form)
    if call.certified:
        await officer.tick("Certified: a certifier signs off what is sent")
    await _save(officer, "form")


async def rules(officer: Walker, call: Call) -> None:
    await _part(officer, "rules")
    await officer.group("Rule set").get_by_label(officer.word(call.rules)).first.check()
    await _save(officer, "rules")


async def tiers(officer: Walker, call: Call) -> None:
    await _part(officer, "tiers")
    if call.usual:
        await officer.follow("Fill these tiers in")
        await officer.sees("setup-tiers-usual")
        filled = [await box.input_value() for box in await officer.page.locator("[id^=f-amount-]").all()]
        assert [f"{one.amount}.00" for one in call.tiers] == [one for one in filled if one]
        await _save(officer, "tiers")
        return
    for place, one in enumerate(call.tiers, start=1):
        box = officer.group(Text("Tier {n}", {"n": place}))
        await officer.write(
            {"Key": one.key, "Name in Chinese": one.name.zh, "Name in English": one.name.en, "Grant": one.amount},
            within=box,
        )
        await officer.write({"Places (open: no limit)": one.places}, within=box)
        for row, (percent, months, said) in enumerate(one.parts, start=1):
            typed = {"percent": f"{percent}", "months": f"{months}", "zh": said.zh, "en": said.en}
            for name, value in typed.items():
                await officer.page.locator(f'[name="part-{place}-{row}-{name}"]').fill(value)
    await _save(officer, "tiers")


async def materials(officer: Walker, call: Call) -> None:
    await _part(officer, "materials")
    for place, one in enumerate(call.materials, start=1):
        box = officer.group(Text("Material {n}", {"n": place}))
        await officer.choose("Kind", KINDS[one.kind], within=box)
        if one.tier:
            await officer.choose("For the tier (open: for all)", one.tier, within=box)
        if one.question:
            await officer.choose("Handed in by this question of the form", one.question, within=box)
        await officer.write({"Name in Chinese": one.name.zh, "Name in English": one.name.en}, within=box)
        if one.required:
            await officer.tick("It must be there", within=box)
    await _save(officer, "materials")


async def ladder(officer: Walker, call: Call) -> None:
    """The levels that the call has, each with its working days."""
    await _part(officer, "ladder")
    for level, name in NAMES.items():
        box = officer.group(name)
        if not await box.count():
            continue
        await officer.field("This call has this level", within=box).set_checked(level in call.levels)
        if level in call.levels:
            await officer.write({"Working days for its decision": call.levels[level]}, within=box)
    await _save(officer, "ladder")


async def quotas(officer: Walker, call: Call) -> None:
    await _part(officer, "quotas")
    await officer.write(call.quotas)
    await _save(officer, "quotas")


async def review(officer: Walker) -> None:
    await _part(officer, "review")
    await officer.choose("Rubric", Bilingual("专家评分表", "Experts' rubric"))
    await _save(officer, "review")


async def notice(officer: Walker, call: Call) -> None:
    await _part(officer, "notice")
    await officer.write(
        {
            "Working days for a correction": call.correction_days,
            "Working days of the public notice": call.notice_days,
        }
    )
    await _save(officer, "notice")

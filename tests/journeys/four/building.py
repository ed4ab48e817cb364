"""How an officer builds a form in the browser: copied from last year and changed, or part by part from nothing."""

from playwright.async_api import Locator
from tests.journeys.story.walker import Walker, Words

from parks.kernel.words import Bilingual
from parks.questionnaires.rules.definition import Kind
from parks.questionnaires.rules.words import KINDS


async def begin(officer: Walker, held: Bilingual, title: Bilingual, key: str, copied: Bilingual | None = None) -> None:
    await officer.open("/forms")
    await officer.sees("forms", "Forms")
    await officer.follow("New form")
    await officer.sees("form-new", "Begin with a copy of")
    await officer.choose("Held by", held)
    await officer.write({"Title in Chinese": title.zh, "Title in English": title.en, "Key": key})
    if copied:
        await officer.choose("Begin with a copy of", copied)
    await officer.press("Begin the form")
    await officer.sees("form", "The form is begun. Add its first section.")


async def change(officer: Walker, question: Words, fields: dict[Words, str]) -> None:
    """One question of a copied form, by its name."""
    await officer.follow(question)
    await officer.sees("form-question", "When it is asked")
    await officer.write(fields)
    await officer.press("Save")
    await officer.sees("form", "Saved.")


async def publish(officer: Walker) -> None:
    await officer.press("Publish")
    await officer.sees("form", "The form is published. Calls can be set up with it now.")


async def section(officer: Walker, zh: str, en: str) -> None:
    await officer.follow("Add a section")
    await officer.sees("form-section-new", "Title in Chinese")
    await officer.write({"Title in Chinese": zh, "Title in English": en})
    await officer.press("Save")
    await officer.sees("form", "Saved.")


async def question(
    officer: Walker,
    within: Words,
    kind: Kind,
    zh: str,
    en: str,
    *,
    key: str = "",
    needed: bool = False,
    asked_where: Words = "",
) -> None:
    """A new one at the end of that section; a kind that needs more opens its own page after the first saving."""
    box = officer.page.locator("main section.sheet").filter(
        has=officer.page.get_by_role("heading", name=officer.word(within))
    )
    await officer.follow("Add a question", within=box)
    await officer.sees("form-question-new", "Another kind asks for other details: save, and they appear.")
    await officer.choose("Kind", KINDS[kind])
    await officer.write({"Question in Chinese": zh, "Question in English": en, "Key": key})
    if needed:
        await officer.tick("Needed: without it a section is not complete")
    if asked_where:
        await officer.choose("Only where this was answered", asked_where)
    await officer.press("Save")
    if kind is not Kind.TEXT:
        await officer.sees(f"form-{kind.value}", "Saved. Now say what this kind needs.")


async def options(officer: Walker, *rows: tuple[str, str, str]) -> None:
    """Chinese, English, value; and back to the form."""
    for number, row in enumerate(rows, start=1):
        for column, value in zip(("In Chinese", "In English", "Value"), row, strict=True):
            await _cell(officer, column, number).fill(value)
    await finish(officer)


async def columns(officer: Walker, *rows: tuple[str, str, str, Kind]) -> None:
    """Chinese, English, key, kind; every one is needed."""
    for number, (*row, kind) in enumerate(rows, start=1):
        for column, value in zip(("In Chinese", "In English", "Key"), row, strict=True):
            await _cell(officer, column, number).fill(value)
        await _cell(officer, "Kind", number).select_option(kind.value)
        await _cell(officer, "Needed", number).check()
    await finish(officer)


def _cell(officer: Walker, column: str, number: int) -> Locator:
    name = officer.word("{column}, row {n}", column=officer.word(column), n=number)
    return officer.page.get_by_label(name, exact=True)


async def computed(officer: Walker, expression: str) -> None:
    """An expression that cannot be read is refused beside its field, and stands there as it was typed."""
    await officer.write({"What it comes to": "sum(budget.amount"})
    await officer.press("Save")
    await officer.sees("form-computed-refused", "There is a problem")
    assert await officer.field("What it comes to").input_value() == "sum(budget.amount"
    await officer.write({"What it comes to": expression})
    await officer.choose("Shown as", KINDS[Kind.MONEY])
    await finish(officer)


async def finish(officer: Walker) -> None:
    await officer.press("Save")
    await officer.sees("form-built", "Saved.")


async def check(officer: Walker, holds: str, zh: str, en: str, beside: Words) -> None:
    await officer.follow("Add a check")
    await officer.sees("form-check", "What must hold")
    await officer.write({"What must hold": holds})
    await officer.write({"What is said where it does not, in Chinese": zh})
    await officer.write({"What is said where it does not, in English": en})
    await officer.group("Beside which questions").get_by_label(officer.word(beside), exact=True).check()
    await finish(officer)


PROJECT, MONEY = Bilingual("项目", "The project"), Bilingual("资金", "The money")
STAGE, BUDGET = Bilingual("所处阶段", "Stage"), Bilingual("预算明细", "Budget lines")
DECK = Bilingual("路演材料", "Pitch deck")


async def seed_fund_form(officer: Walker) -> None:
    """A form of another shape, from nothing: a condition, a table whose sum is checked, a value that is computed."""
    await section(officer, PROJECT.zh, PROJECT.en)
    await question(officer, PROJECT, Kind.TEXT, "项目名称", "Name of the project", key="project_title", needed=True)
    await question(officer, PROJECT, Kind.CHOICE, STAGE.zh, STAGE.en, key="stage", needed=True)
    await options(officer, ("想法", "An idea", "idea"), ("样机", "A prototype", "prototype"))
    prototype = Bilingual("样机", "A prototype")
    await question(
        officer, PROJECT, Kind.LONG_TEXT, "样机说明", "About the prototype", key="about", asked_where=prototype
    )
    await finish(officer)
    await question(officer, PROJECT, Kind.FILE, DECK.zh, DECK.en, key="deck")
    await finish(officer)
    await section(officer, MONEY.zh, MONEY.en)
    await question(officer, MONEY, Kind.MONEY, "申请金额", "Amount asked for", key="asked", needed=True)
    await finish(officer)
    await question(officer, MONEY, Kind.TABLE, BUDGET.zh, BUDGET.en, key="budget", needed=True)
    await columns(officer, ("用途", "For what", "what", Kind.TEXT), ("金额", "Amount", "amount", Kind.MONEY))
    await question(officer, MONEY, Kind.COMPUTED, "预算合计", "Sum of the budget", key="total")
    await computed(officer, "sum(budget.amount)")
    await check(
        officer,
        "sum(budget.amount) == asked",
        "预算合计应等于申请金额。",
        "The budget adds up to the amount asked for.",
        BUDGET,
    )
    await publish(officer)

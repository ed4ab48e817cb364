"""2. She opens the call, sees the rules, fills all sections, uploads, checks, sends, and gets a receipt."""

from playwright.async_api import Locator, expect
from tests.journeys.story import scene as told
from tests.journeys.story.scene import Scene
from tests.journeys.story.walker import Walker

from parks.questionnaires.rules.definition import Kind, Question, Section

PROJECT = "单光子激光雷达芯片"
STORY = "面向车载与低空飞行的单光子激光雷达，已完成第三版样片，探测距离与功耗均优于现有方案。"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SECRETS = "I declare that this file holds no state secrets and nothing classified."
ROWS: dict[str, list[list[str]]] = {
    "milestones": [["2027-06", "完成第四版流片", "良率 60%"], ["2027-12", "通过车规认证", "AEC-Q102"]],
    "team_members": [["何屿", "芯片设计", "十年模拟电路设计经验"]],
    "overseas_posts": [["2021-09", "2023-03", "德国", "Max Planck Institute", "博士后"]],
    "finance_years": [
        ["2026", "1200000", "-300000", "800000", "60000", "12"],
        ["2027", "4000000", "200000", "", "", "20"],
    ],
    "budget_items": [["research", "400000", "流片与测试"], ["team", "100000", "引进两名工程师"]],
}
ANSWERS = {
    "project_title": PROJECT,
    "budget_total": "500000",
    "applicant_phone": "0571-8800 0000",
    "tax_office": "澄湖市税务局创园分局",
    "returnee_route": "degree",
    "founded_abroad": "no",
    "project_field": "microelectronics",
    "project_stage": "prototype",
    "funded_before": "no",
}


async def find(founder: Walker) -> None:
    await founder.door("Calls")
    await founder.sees("calls", told.CALL)


async def begin(founder: Walker) -> None:
    await founder.follow(told.CALL)
    await founder.sees("call", "Who can apply")
    await founder.follow("Begin an application")
    await founder.sees("rules", "What the rules say so far", "Met")
    await founder.choose("Through which park?", told.PARK)
    await founder.press("Begin the application")
    await founder.sees("application", "What is left to do")


async def fill(founder: Walker, of: Scene) -> None:
    for section in of.form.sections:
        if section.key != "opinions":
            await _section(founder, section)
    await founder.sees("application-filled", "Check answers and send")


async def _section(founder: Walker, section: Section) -> None:
    """Saving leads on to the next section; from the task list every one can be opened."""
    if await founder.page.locator("main h1").inner_text() != founder.word(section.title):
        if "/sections/" in founder.page.url:
            await founder.follow("Back to the task list")
        await founder.follow(section.title)
    for question in section.questions:
        if question.when is None:
            await _answer(founder, question)
    await founder.sees(f"section-{section.key}", section.title)
    group = founder.group("Have you completed this section?")
    await group.get_by_label(founder.word("Yes, I have completed it")).check()
    await founder.press("Save and continue")


async def _answer(founder: Walker, question: Question) -> None:
    match question.kind:
        case Kind.TEXT | Kind.MONEY | Kind.NUMBER:
            await founder.write({question.label: ANSWERS[question.key]})
        case Kind.LONG_TEXT:
            await founder.write({question.label: STORY})
        case Kind.DECLARATION:
            await founder.tick(question.label)
        case Kind.CHOICE:
            wanted = ANSWERS.get(question.key, question.options[0].value)
            label = next(one.label for one in question.options if one.value == wanted)
            await founder.pick(question.label, label)
        case Kind.YES_NO:
            await founder.pick(question.label, "No")
        case Kind.TABLE:
            await _rows(founder, question)
        case Kind.FILE if question.required:
            await _file(founder, question)


async def _rows(founder: Walker, question: Question) -> None:
    for number, row in enumerate(ROWS[question.key], start=1):
        for column, value in zip(question.columns, row, strict=True):
            name = founder.word("{column}, row {n}", column=column.label, n=number)
            cell = founder.page.get_by_label(name, exact=True)
            if column.kind is Kind.CHOICE:
                await cell.select_option(value)
            elif value:
                await cell.fill(value)


async def _file(founder: Walker, question: Question) -> None:
    """Refused without the declaration, told kindly; then sent with it. With JavaScript no page is loaded for it."""
    box = founder.page.locator(f"#question-{question.key}")
    name = f"{founder.word(question.label)}.pdf"
    await founder.attach("Choose a file", name, PDF, within=box)
    if question.key == "licence_file":
        await _upload(founder, box)
        await founder.sees("upload-undeclared", "Declare first that what you upload contains no state secrets.")
        if not founder.journey.js:  # else what was chosen stays chosen
            await founder.attach("Choose a file", name, PDF, within=box)
    await founder.tick(SECRETS, within=box)
    await _upload(founder, box)
    await expect(box.locator(".files")).to_contain_text(name)


async def _upload(founder: Walker, box: Locator) -> None:
    if not founder.journey.js:
        await founder.press("Upload", within=box)
        return
    async with founder.page.expect_response(lambda answer: "/files/" in answer.url):
        await box.get_by_role("button", name=founder.word("Upload"), exact=True).click()


async def send(founder: Walker) -> str:
    """Answers the reference number."""
    await founder.follow("Check answers and send")
    await founder.sees("check-answers", "Everything is filled in.")
    box = founder.page.get_by_label(
        founder.word("I know that not every rule is met for certain. Let people look at it all the same.")
    )
    if await box.count():
        await box.check()
    await founder.press("Send the application")
    await founder.sees("receipt", "Your application has been sent")
    number = await founder.page.locator("#receipt-number").inner_text()
    assert (await founder.downloads("All that you sent (PDF)")).startswith(b"%PDF")
    return number.strip()

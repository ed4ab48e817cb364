"""`/demo/parts`: every part of the look on one page, for eyes and for the tests that photograph it.

`?as=founder|officer|expert` shows the density and the navigation of that reader; language, colours and print follow
the reader's own choice. Everything on it is made up here; it reads no table.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import QueryParameter

from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, _
from parks.settings import settings
from parks.web import access, paging
from parks.web.forms import Form
from parks.web.language import BEIJING
from parks.web.rendering import Choice, Crumb, Happening, NavItem, Task, screen

GRID = paging.Grid(
    columns=(
        paging.Column("number", Bilingual("编号", "Number")),
        paging.Column("company", Bilingual("企业", "Enterprise"), sort="company"),
        paging.Column("state", Bilingual("状态", "State")),
        paging.Column("amount", Bilingual("资助金额", "Grant amount"), sort="amount", numeric=True),
        paging.Column("sent", Bilingual("提交时间", "Sent"), sort="sent"),
        paging.Column("field", Bilingual("技术领域", "Field"), shown=False),
    ),
    sorts=("-sent", "company", "amount", "sent"),
    filters=(
        paging.Filter(
            "state",
            Bilingual("状态", "State"),
            (("park_review", Bilingual("园区初审", "Park review")), ("awarded", Bilingual("入选", "Selected"))),
        ),
        paging.Filter("city", Bilingual("城市", "City")),
    ),
)

AT = datetime(2026, 11, 22, 14, 5, tzinfo=BEIJING)
LONG = Bilingual(
    "杭州湾新区归谷国际生物医药与高端医疗器械协同创新产业技术研究院(中外合资)股份有限公司长三角分公司",
    "Hangzhou Bay Returnee Valley International Biopharmaceutical and Medical-device Co-innovation Institute Ltd",
)

COMPANIES = [
    (
        Bilingual("苏州云杉智能科技有限公司", "Suzhou Spruce Intelligence Ltd"),
        Bilingual("园区初审", "Park review"),
        "info",
        "500000",
    ),
    (LONG, Bilingual("退回补正", "Returned for correction"), "warning", "200000"),
    (
        Bilingual("西安深瞳光电有限公司", "Xi'an Deepeye Photonics Ltd"),
        Bilingual("入选", "Selected"),
        "success",
        "1250000.5",
    ),
    (
        Bilingual("成都青禾种业", "Pneumonoultramicroscopicsilicovolcanoconiosis Ltd"),
        Bilingual("未入选", "Not selected"),
        "neutral",
        "8000",
    ),
    (
        Bilingual("广州海归谷新材料有限公司", "Guangzhou Valley Materials Ltd"),
        Bilingual("异议处理", "Objection"),
        "danger",
        "200000",
    ),
]
ROWS = [
    {
        "id": str(number),
        "number": f"ISP-2027-{number:05d}",
        "company": company,
        "state": state,
        "tone": tone,
        "amount": Money(Decimal(amount)),
        "sent": AT.replace(day=22 - number),
        "field": Bilingual("人工智能", "Artificial intelligence"),
    }
    for number, (company, state, tone, amount) in enumerate(COMPANIES, start=1)
]

NAV = (
    NavItem(Bilingual("申报", "Applications"), "/demo/parts", "document-text"),
    NavItem(Bilingual("评审轮次", "Rounds"), "/rounds", "scale"),
    NavItem(Bilingual("专家库", "Expert pool"), "/experts", "academic-cap"),
    NavItem(Bilingual("园区与房源", "Parks and units"), "/parks", "building-office-2"),
    NavItem(Bilingual("待办与消息", "Inbox"), "/inbox", "inbox"),
)
ME = Actor(UUID(int=7), "欧阳若琳", via="session")

FILLED: Form[Any] = Form(
    values={"name": "欧阳若琳", "field": "ai", "parts": ["a"], "amount": "500000", "idea": "一种低功耗的视觉芯片。"},
    errors={"email": _("Write an e-mail address like name@example.com."), "born": _("This is needed.")},
)
CHOICES = [
    Choice("ai", Bilingual("人工智能", "Artificial intelligence")),
    Choice("bio", Bilingual("生物医药", "Biomedicine"), hint=Bilingual("含医疗器械", "Medical devices included")),
    Choice("new", Bilingual("新材料", "New materials")),
]
TASKS = [
    Task(Bilingual("企业与团队", "Enterprise and team"), "#a", Bilingual("已完成", "Completed"), "success"),
    Task(Bilingual("项目与技术", "Project and technology"), "#b", Bilingual("填写中", "In progress"), "info"),
    Task(
        Bilingual("知识产权", "Intellectual property"),
        "#c",
        Bilingual("需补正", "Changes requested"),
        "warning",
        Bilingual("缺少专利证书第 2 页", "Page 2 of the patent certificate is missing"),
    ),
    Task(Bilingual("资金使用计划", "Use of funds"), "#d", Bilingual("未开始", "Not started"), "neutral"),
    Task(
        Bilingual("核对并提交", "Check and submit"),
        "",
        Bilingual("完成以上各项后可开始", "Cannot start yet"),
        "neutral",
    ),
]
STORY = [
    Happening(AT, Bilingual("杭州市人社局", "Hangzhou HRSS"), Bilingual("已推荐至省级", "Recommended to the province")),
    Happening(AT.replace(day=20), ME.name, Bilingual("补正后重新提交", "Sent again after correction")),
    Happening(AT.replace(day=18), Bilingual("园区", "Park"), Bilingual("退回补正，共 2 项", "Returned: 2 gaps named")),
]
VERDICTS = [
    (
        "met",
        Bilingual("企业注册未满五年", "The enterprise is under five years old"),
        Bilingual("申报通知第二条第(三)项", "Notice, clause 2 (3)"),
        Bilingual("注册于 2024年3月1日", "Registered on 1 Mar 2024"),
    ),
    (
        "not met",
        Bilingual("申报人为法定代表人", "The applicant is the legal representative"),
        Bilingual("申报通知第二条第(一)项", "Notice, clause 2 (1)"),
        Bilingual("登记的法定代表人是王五", "On record: Wang Wu"),
    ),
    (
        "not known",
        Bilingual("拥有自主知识产权", "Owns intellectual property"),
        Bilingual("申报通知第二条第(四)项", "Notice, clause 2 (4)"),
        Bilingual("还没有登记知识产权", "None recorded yet"),
    ),
]
FACTS = [
    (Bilingual("企业", "Enterprise"), LONG),
    (Bilingual("统一社会信用代码", "USCC"), "91330100MA2CXXXX0P"),
    (Bilingual("资助金额", "Grant amount"), Money(Decimal(500_000))),
    (Bilingual("截止", "Deadline"), AT),
    (Bilingual("网站", "Website"), ""),
]
TABS = [
    Crumb(Bilingual("申报材料", "Application"), "/demo/parts"),
    Crumb(Bilingual("办理经过", "History"), "/demo/parts?tab=2"),
]
CRUMBS = [
    Crumb(Bilingual("申报", "Applications"), "/demo/parts"),
    Crumb(Bilingual("2027 年度", "Cycle 2027"), "/demo/parts"),
    Crumb(Bilingual("全部部件", "All parts")),
]
STEPS = [
    Bilingual("申报", "Apply"),
    Bilingual("推荐", "Recommend"),
    Bilingual("评审", "Review"),
    Bilingual("公示", "Notice"),
]


@get(
    "/demo/parts",
    opt={"access": access.public("made-up rows alone, and in the demo alone")},
    include_in_schema=False,
    name="parts:show",
)
async def show(
    request: Request[Any, Any, Any], reader: Annotated[str, QueryParameter(name="as")] = "founder"
) -> Response[str]:
    if not settings().demo:
        hidden()
    state = GRID.read(request)
    return screen(
        request,
        "demo/parts.html",
        "demo/_parts_list.html",
        density=reader if reader in {"founder", "officer", "expert"} else "founder",
        signed_in=True,
        me=ME,
        nav=NAV,
        now=AT,
        place=Bilingual("杭州留学人员创业园", "Hangzhou Returnee Park"),
        form=FILLED,
        choices=CHOICES,
        crumbs_here=CRUMBS,
        tasks=TASKS,
        story=STORY,
        verdicts=VERDICTS,
        facts_here=FACTS,
        tabs_here=TABS,
        steps_here=STEPS,
        page=paging.Page(ROWS, state, next=state.url(after="x"), total=1234),
        nothing=paging.Page([], state),
    )

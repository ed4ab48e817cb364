"""How a founder of the demo world fills in the Support Plan's form and sends it: section by section, as people do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.demo import papers
from parks.demo.companies import Startup
from parks.demo.fictions import Founder
from parks.demo.papers import Papers
from parks.programmes.actions import applications
from parks.questionnaires.rules.handed_in import Sent

SECTIONS = (
    "applicant",
    "education",
    "overseas_work",
    "return",
    "enterprise",
    "shareholders",
    "ip",
    "project",
    "team",
    "finance",
    "budget",
    "earlier_funding",
    "bank",
    "attachments",
)
"""What is settled before the declarations can be given."""

DECLARED = ("integrity", "secrecy", "no_parallel_filing", "consent")
HALF = 7
"""So many sections has a founder who is half-way."""

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where applications of one call are written: the call, and the papers that go with all of them."""

    call_id: UUID
    papers: Papers


async def begin(desk: Desk, of: Startup) -> UUID:
    return await applications.begin(of.founder, desk.call_id, of.company_id, of.park.id)


async def fill(desk: Desk, of: Startup, application_id: UUID, sections: int = len(SECTIONS)) -> None:
    """The first so many sections, complete; with all of them also the files and the declarations."""
    wanted = SECTIONS[:sections]
    told = {key: value for section in wanted for key, value in answers(of.fiction)[section].items()}
    await applications.save_section(of.founder, application_id, _sent(told))
    if "attachments" in wanted:
        await applications.declare_no_secrets(of.founder, application_id)
        for question, name in papers.NAMES.items():
            await applications.upload(of.founder, application_id, question, name, desk.papers.of(question))
    await _complete(of, application_id, wanted)
    if sections == len(SECTIONS):
        await applications.save_section(of.founder, application_id, _sent(dict.fromkeys(DECLARED, "yes")))
        await _complete(of, application_id, ["declarations"])


async def send(desk: Desk, of: Startup) -> UUID:
    """A whole application, sent; `aware`, because some of them break a rule and are sent for people to look at."""
    application_id = await begin(desk, of)
    await fill(desk, of, application_id)
    await applications.submit(of.founder, application_id, aware=True)
    return application_id


async def _complete(of: Startup, application_id: UUID, sections: Sequence[str]) -> None:
    for section in sections:
        await applications.complete_section(of.founder, application_id, section, completed=True)


def _sent(told: Answers) -> dict[str, Sent]:
    return {key: Sent(value, 0) for key, value in told.items()}


STAGES = ("prototype", "pilot", "small_batch", "laboratory")


def answers(one: Founder) -> dict[str, Answers]:
    """By section. Nothing in the blind questions tells whose it is."""
    project = one.project.zh
    return {
        "applicant": {"applicant_phone": f"0571-5550 {1000 + one.number}"},
        "education": {
            "returnee_route": "degree",
            "study_funding": ("self", "scholarship", "state")[one.number % 3],
        },
        "overseas_work": {"founded_abroad": "no"},
        "return": {"full_time": "yes"},
        "enterprise": {
            "tax_office": "澄湖市税务局创园税务所",
            "main_business": f"{project}的研发、生产与销售，以及相关技术服务。",
        },
        "shareholders": {},
        "ip": {
            "ip_role": f"“{project}”的核心结构与制备方法已取得发明专利，构成产品的关键性能，由企业自主实施，"
            "未许可他人使用，也没有质押。"
        },
        "project": _project(one),
        "team": {
            "team_roles": "负责人统筹技术路线与融资；技术总监负责工程化；另有工艺、测试和市场各一组，共同在园内办公。"
        },
        "finance": {
            "finance_years": [
                _year(2025, 180 + 12 * one.number, -160, 210),
                _year(2026, 420 + 20 * one.number, -90, 260),
                _year(2027, 980 + 35 * one.number, 60, 320),
            ],
            "finance_needs": "未来两年计划融资两千万元，用于中试线和注册检验。",
        },
        "budget": {
            "budget_total": "500000",
            "budget_items": [
                {"item": "research", "amount": "320000", "note": "样机迭代与第三方检测"},
                {"item": "market", "amount": "120000", "note": "首批客户试用"},
                {"item": "team", "amount": "60000", "note": "引进工艺工程师"},
            ],
        },
        "earlier_funding": {"funded_before": "no"},
        "bank": {},
        "attachments": {},
    }


def _year(year: int, revenue: int, profit: int, research: int) -> dict[str, str]:
    """Amounts in thousands of yuan."""
    return {
        "year": str(year),
        "revenue": f"{revenue}000",
        "profit": f"{profit}000",
        "research": f"{research}000",
        "tax": f"{max(revenue // 20, 1)}000",
        "staff": str(8 + (year - 2025) * 5),
    }


def _project(one: Founder) -> Answers:
    project = one.project.zh
    return {
        "project_title": project,
        "project_field": one.field,
        "project_stage": STAGES[one.number % len(STAGES)],
        "project_summary": f"面向国产替代需求，开发{project}。已完成原理验证和第一轮样机，主要指标达到进口产品水平，"
        "成本约为其六成，正在与三家用户开展试用。",
        "technology": f"{project}的难点在于稳定性和一致性。我们以自主设计的核心结构为基础，结合在线检测与补偿算法，"
        "把批次间偏差控制在百分之三以内；关键材料和工艺均可在国内取得。样机已连续运行一千小时，无性能衰减。",
        "market": "国内年需求约二十亿元，近三年平均增长两成，主要由三家外国厂商供应。首批目标是对交付周期和"
        "定制能力敏感的中型客户，随后进入龙头企业的第二供应商名录。",
        "competition": "与进口产品相比，性能相当、价格低三到四成、交付快两个月；与国内同行相比，一致性更好，"
        "并已取得发明专利。主要风险是用户验证周期较长，已通过联合测试缩短。",
        "business_model": "以整件销售为主，配套按年收取的校准与维护服务；第三年起向系统集成商授权模块。",
        "milestones": [
            {"month": "2027-06", "goal": "工程样机定型", "measure": "通过第三方检测"},
            {"month": "2027-12", "goal": "中试线贯通", "measure": "月产能三百件"},
            {"month": "2028-09", "goal": "批量交付", "measure": "年销售收入一千二百万元"},
        ],
        "social_value": "带动本地上下游十余家企业，新增就业三十人以上。",
    }

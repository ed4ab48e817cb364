"""Pools, rounds, panels and scores, made by calling the actions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from tests.make import documents, identity

from parks.adapters import clock
from parks.adapters.sheets import Row, template
from parks.identity import queries as actors
from parks.kernel.actor import Actor, Role
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.reviews import actions, queries
from parks.reviews.queries.imports import codes
from parks.reviews.rules.conflicts import Barred, Tie
from parks.reviews.rules.pool_sheet import COLUMNS
from parks.reviews.rules.proposal import Answer, Attachment, Proposal, Section
from parks.reviews.states import ExpertKind

_next = count(1)

CANARIES = ("林知微", "Zhiwei Lin", "慕尼黑工业大学", "星阑光电", "91330100FAKE00013C", "商业计划书_林知微_终稿.pdf")
"""What must never reach an expert: the applicant's name in both scripts, school, company, number, a file's own name."""


@dataclass
class Pool:
    """An officer of the nation, the pool's experts as actors (by their expert ids), and a published rubric."""

    officer: Actor
    organisation_id: UUID
    rubric_id: UUID
    experts: dict[UUID, Actor] = field(default_factory=dict)


async def pool(experts: int = 3, kind: ExpertKind = ExpertKind.TECHNICAL) -> Pool:
    tree = await identity.nation_tree()
    officer = await identity.person("韩令仪", [(Role.PROGRAMME_OFFICER, tree.nation)])
    nation = tree.nation.id
    rubric_id = await actions.publish_rubric(
        officer, organisation_id=nation, key="startup", title=Bilingual("创业项目评分标准", "Startup rubric")
    )
    made = Pool(officer, nation, rubric_id)
    for _ in range(experts):
        await expert(made, kind=kind)
    return made


async def expert(
    at: Pool,
    *,
    name: str = "",
    kind: ExpertKind = ExpertKind.TECHNICAL,
    fields: Sequence[str] = ("electronics",),
    employer: str = "岚江大学信息学院",
    title: str = "教授",
    ties: Sequence[Tie] = (),
) -> UUID:
    person = await identity.person(name or f"程素衣{next(_next)}")
    made = await actions.enrol_expert(
        at.officer,
        person_id=person.id,
        organisation_id=at.organisation_id,
        kind=kind,
        fields=fields,
        title=title,
        employer=employer,
        ties=ties,
    )
    at.experts[made] = await actors.actor(person.id)
    return made


async def applied(actor: Actor, organisation_id: UUID, **more: Any) -> UUID:
    """An application to the pool with a CV."""
    told = {"kind": ExpertKind.FINANCE, "fields": ("materials",), "employer": "岚江银行"} | more
    return await actions.apply_to_pool(
        actor, actions.NewApplication(organisation_id, **told), documents.incoming("履历.pdf")
    )


async def pool_list(officer: Actor, organisation_id: UUID) -> UUID:
    """A list of one expert, read and not confirmed."""
    cells = {
        "expert.email": "listed@parks.test",
        "expert.name": "名单专家",
        "expert.kind": "finance",
        "expert.fields": "materials",
        "expert.employer": "岚江银行",
    }
    file = template("专家 Experts", COLUMNS, codes(), [Row(3, cells)])
    return await actions.read_experts(officer, organisation_id, "专家库.xlsx", file)


async def review_round(at: Pool, *, seats: int = 3, days: int = 14, scoring: Mapping[str, Any] | None = None) -> UUID:
    return await actions.open_round(
        at.officer,
        organisation_id=at.organisation_id,
        title=Bilingual("2027年启动支持计划专家评审", "Expert review, Support Plan 2027"),
        rubric_id=at.rubric_id,
        seats=seats,
        closes=await clock.now() + timedelta(days=days),
        scoring=scoring,
    )


def proposal(*documents: UUID) -> Proposal:
    """A blind proposal: what is told is the technology, never who."""
    return Proposal(
        "electronics",
        (
            Section(
                Bilingual("项目", "Project"),
                (
                    Answer(Bilingual("技术方案", "Technology"), "基于光波导的车载激光雷达，探测距离 250 米。"),
                    Answer(
                        Bilingual("里程碑", "Milestones"),
                        heads=(Bilingual("时间", "When"), Bilingual("目标", "Aim")),
                        lines=(("2027-06", "样机"), ("2028-01", "小批量")),
                    ),
                ),
            ),
        ),
        tuple(Attachment(one, Bilingual("商业计划书", "Business plan")) for one in documents),
    )


async def assessment(
    at: Pool,
    round_id: UUID,
    *,
    barred: Mapping[UUID, Sequence[Barred]] | None = None,
    label: str = "澄湖市星阑光电科技有限公司 林知微",
    documents: Sequence[UUID] = (),
) -> UUID:
    subject_id = uuid4()
    return await actions.open_assessment(
        at.officer,
        round_id,
        SubjectRef("application", subject_id, label, f"/applications/{subject_id}"),
        proposal(*documents),
        barred or {},
    )


async def panel(at: Pool, assessment_id: UUID, *, declared: bool = True, size: int | None = None) -> dict[UUID, Actor]:
    """Seats for the pool's experts, in their order: seat id → expert."""
    seats = {}
    for expert_id, actor in list(at.experts.items())[:size]:
        seat_id = await actions.seat(at.officer, assessment_id, expert_id)
        if declared:
            await actions.declare(actor, seat_id, conflict=False)
        seats[seat_id] = actor
    return seats


async def fill(actor: Actor, seat_id: UUID, marks: Decimal | str | Sequence[Decimal | str]) -> None:
    """Marks with comments on every criterion: one for all, or one each."""
    lines = (await queries.my_seat(actor, seat_id)).lines
    each = [marks] * len(lines) if isinstance(marks, (Decimal, str)) else list(marks)
    for line, mark in zip(lines, each, strict=True):
        await actions.save_mark(actor, seat_id, line.criterion_id, Decimal(mark), "技术先进，论证充分，风险可控。")


async def score(actor: Actor, seat_id: UUID, marks: Decimal | str | Sequence[Decimal | str]) -> bool:
    await fill(actor, seat_id, marks)
    return await actions.submit_score(actor, seat_id)

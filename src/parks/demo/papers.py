"""The papers that applications need: set once, and handed in again and again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from parks.adapters import typesetter
from parks.kernel.words import Bilingual

NAMES = {
    "licence_file": "营业执照.pdf",
    "identity_file": "身份证件.pdf",
    "degree_file": "国（境）外学历学位认证书.pdf",
    "ip_file": "专利证书.pdf",
    "articles_file": "公司章程.pdf",
    "statements_file": "财务报表.pdf",
    "plan_file": "商业计划书.pdf",
    "plan_blind_file": "商业计划书（匿名版）.pdf",
}
"""What the Support Plan's form asks for in any case, and what founders call these files."""

BLIND = "plan_blind_file"


@dataclass(frozen=True, slots=True)
class Papers:
    """`blind` tells nobody's name; `other` stands for every certificate."""

    blind: bytes
    other: bytes

    def of(self, question: str) -> AsyncIterator[bytes]:
        return _flow(self.blind if question == BLIND else self.other)


async def _flow(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def made() -> Papers:
    return Papers(
        await _paper(Bilingual("商业计划书（匿名版）", "Business plan (blind)"), PLAN),
        await _paper(Bilingual("材料样本", "Sample paper"), SAMPLE),
    )


SAMPLE = Bilingual(
    "本文件为演示材料，仅用于说明申报流程，不对应任何真实的人员、企业或证照。",
    "This is a sample for the demo. It stands for a paper of an applicant and belongs to no real person or company.",
)
PLAN = Bilingual(
    "本计划书供专家匿名评审使用：只写技术、市场、团队分工和资金安排，不出现姓名、学校和企业名称。以下为演示内容。",
    "For blind review: technology, market, roles and money alone, without the name of any person, school or company.",
)


async def _paper(title: Bilingual, text: Bilingual) -> bytes:
    return await typesetter.pdf(
        "notice",
        typesetter.Notice(
            issuer=Bilingual("演示世界", "The demo world"),
            title=title,
            number="DEMO",
            day=date(2026, 1, 5),
            opening=text,
            heads=(Bilingual("阶段", "Stage"), Bilingual("目标", "Goal"), Bilingual("投入（万元）", "Cost (10,000)")),
            rows=(
                ("2026", Bilingual("完成工程样机并送检", "Engineering sample tested"), "120"),
                ("2027", Bilingual("中试线贯通，首批客户试用", "Pilot line running, first customers"), "260"),
                ("2028", Bilingual("小批量交付，收支平衡", "Small batches, break-even"), "310"),
            ),
            closing=SAMPLE,
        ),
    )

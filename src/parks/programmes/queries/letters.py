"""What stands in the letters of a programme: the receipt of all that was sent, and the one letter of a correction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters.clock import BEIJING
from parks.adapters.database import row
from parks.adapters.typesetter import Answer, Ranking, Receipt, Return, Section
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.programmes.queries.ranked_lists import RankedListView

NEXT = Bilingual(
    "园区先行初审。材料如有缺漏，将一次性告知全部补正事项和期限；初审通过后逐级推荐至市、省。办理进度可在系统“我的申报”中随时查看。",
    "The park reviews it first. If anything is missing, one letter names all of it and by when it is needed; then the"
    " city and the province review it. You can follow every step under “My applications”.",
)


async def receipt(submission_id: UUID) -> tuple[str, Receipt]:
    """The file's name and what stands in it: everything that was sent, question by question."""
    found = await row(
        "SELECT a.number, s.version, s.at, s.answers, a.company_name, a.applicant_name, a.uscc, p.name AS sender,"
        " c.title_zh, c.title_en, o.name_zh, o.name_en, k.name_zh AS park_zh, k.name_en AS park_en FROM submission s"
        " JOIN application a ON a.id = s.application JOIN person p ON p.id = s.by JOIN call c ON c.id = a.call"
        " JOIN organisation o ON o.id = c.organisation JOIN organisation k ON k.id = a.park WHERE s.id = $1",
        submission_id,
    )
    one: Mapping[str, Any] = found or hidden()
    at: datetime = one["at"].astimezone(BEIJING)
    letter = Receipt(
        issuer=Bilingual(one["name_zh"], one["name_en"]),
        title=Bilingual("申报材料提交回执", "Receipt of an application"),
        number=one["number"],
        day=at.date(),
        to=one["applicant_name"],
        facts=[
            (Bilingual("申报事项", "Call"), Bilingual(one["title_zh"], one["title_en"])),
            (Bilingual("申报编号", "Reference number"), one["number"]),
            (Bilingual("企业", "Company"), f"{one['company_name']}（{one['uscc']}）"),
            (Bilingual("申报人", "Applicant"), one["applicant_name"]),
            (Bilingual("所在园区", "Park"), Bilingual(one["park_zh"], one["park_en"])),
            (Bilingual("提交时间（北京时间）", "Sent (Beijing time)"), f"{at:%Y-%m-%d %H:%M:%S}"),
            (Bilingual("版本", "Version"), str(one["version"])),
        ],
        sections=[section(each) for each in one["answers"]["sections"]],
        next=NEXT,
    )
    return f"{one['number']}-v{one['version']}.pdf", letter


def section(stored: Mapping[str, Any]) -> Section:
    return Section(title=Bilingual.of(stored["title"]), answers=[_answer(one) for one in stored["questions"]])


def _answer(stored: Mapping[str, Any]) -> Answer:
    """One question of a frozen version as the typesetter takes it (questionnaires/rules/snapshots.py has the shape)."""
    made = Answer(question=Bilingual.of(stored["label"]))
    if "columns" in stored:
        made["heads"] = [Bilingual.of(one["label"]) for one in stored["columns"]]
        made["rows"] = [[Bilingual.of(cell) for cell in line] for line in stored["lines"]]
    elif "files" in stored:
        made["lines"] = [f"{one['name']}（{one['size']:,} B）" for one in stored["files"]]
    elif len(stored["lines"]) == 1:
        made["answer"] = Bilingual.of(stored["lines"][0])
    else:
        made["lines"] = [Bilingual.of(one) for one in stored["lines"]]
    return made


def correction(
    *,
    number: str,
    company: str,
    applicant: str,
    office: Bilingual,
    officer: str,
    gaps: Sequence[tuple[Bilingual, str]],
    due: date,
    at: datetime,
) -> tuple[str, Return]:
    """The letter of 补正: every gap with its section, and the last day."""
    day = at.astimezone(BEIJING).date()
    letter = Return(
        issuer=office,
        title=Bilingual("补正告知书", "Notice of correction"),
        number=number,
        day=day,
        to=f"{applicant}（{company}）",
        opening=Bilingual(
            "经审查，您提交的申报材料需要补正。全部补正事项一次性告知如下，未列入的部分无需修改。",
            "Your application needs to be corrected. Everything is named here, once; nothing else has to be changed.",
        ),
        gaps=[{"where": where, "gap": gap} for where, gap in gaps],
        closing=Bilingual(
            f"请于{due.year}年{due.month}月{due.day}日（含当日）前在系统中补正并重新提交；逾期未补正的，按现有材料办理。",
            f"Please correct it and send it again by the end of {due.day} {due:%B %Y}. After that day it is decided on"
            " what was sent before.",
        ),
        signer=Bilingual(f"{office.zh} 经办人：{officer}", f"{office.en}, {officer}"),
    )
    return f"{number}.pdf", letter


def ranked_list(of: RankedListView) -> tuple[str, Ranking]:
    """A frozen list for the seal of its office."""
    heads: list[Bilingual] = [
        Bilingual("名次", "Rank"),
        Bilingual("申报编号", "Number"),
        Bilingual("企业", "Company"),
        Bilingual("项目", "Project"),
        Bilingual("申报人", "Applicant"),
    ]
    if of.scored:
        heads.append(Bilingual("得分", "Score"))
    rows = []
    for one in of.places:
        line = [str(one.rank), one.number, one.company, one.project, one.applicant]
        rows.append([*line, "" if one.score is None else str(one.score)] if of.scored else line)
    letter = Ranking(
        issuer=of.organisation,
        title=Bilingual("推荐排序名单", "Ranked list of recommendations"),
        number=f"{of.cycle}-{of.number}",
        day=of.at.astimezone(BEIJING).date(),
        opening=Bilingual(
            f"“{of.call.zh}”经本单位审核，按下列顺序推荐。名单自推荐时起固定，不再变更。",
            f"In “{of.call.en}” this office recommends in the following order. The list is frozen as recommended.",
        ),
        heads=heads,
        rows=rows,
        opinion=of.text,
        signer=Bilingual(f"经办人：{of.officer}", of.officer),
    )
    return f"ranked-list-{of.cycle}-{of.number}.pdf", letter

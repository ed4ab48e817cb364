"""Applications as rows of a sheet: its columns, what a cell means, and what the page would say to it.

Every column has an id that never changes (`company.uscc`, `answer.project_title`): files made years apart can be read
side by side. What a cell means is handed to the questionnaire's own checks, so page, API and sheet refuse the same.
Declarations have no column: nobody ticks them for another. Files are added by the applicant.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.adapters import sheets
from parks.adapters.sheets import EXAMPLE, Row
from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual, Text, _
from parks.questionnaires.rules.answers import Names, Typed, keep, reading
from parks.questionnaires.rules.definition import IN_ROWS, Asked, Definition, Kind, Question
from parks.questionnaires.rules.sections import Filled, Standing
from parks.questionnaires.states import SectionStatus

USCC, NAME_ZH, NAME_EN = "company.uscc", "company.name_zh", "company.name_en"
REGISTERED, PERSON, EMAIL = "company.registered_on", "applicant.name", "applicant.email"
PARK, REFERENCE = "park.code", "source.reference"
ANSWER = "answer."


@dataclass(frozen=True, slots=True)
class Column(sheets.Column):
    """`question` where the column holds answers to one."""

    question: Question | None = None


FIXED = (
    Column(
        USCC,
        Bilingual("统一社会信用代码", "Credit code"),
        Bilingual("18 位，文本格式", "18 characters, as text"),
        EXAMPLE,
        needed=True,
    ),
    Column(
        NAME_ZH,
        Bilingual("企业中文名称", "Company name in Chinese"),
        Bilingual("与营业执照一致", "As on the licence"),
        "澄湖示例科技有限公司",
        needed=True,
    ),
    Column(
        NAME_EN,
        Bilingual("企业英文名称", "Company name in English"),
        Bilingual("可不填", "May be empty"),
        "Chenghu Example Ltd.",
    ),
    Column(
        REGISTERED,
        Bilingual("注册日期", "Registered on"),
        Bilingual("如 2024-03-18", "Such as 2024-03-18"),
        "2024-03-18",
    ),
    Column(
        PERSON,
        Bilingual("申报人姓名", "Applicant's name"),
        Bilingual("真实姓名", "The real name"),
        "林知微",
        needed=True,
    ),
    Column(
        EMAIL,
        Bilingual("申报人电子邮箱", "Applicant's e-mail"),
        Bilingual("没有账号的将收到邀请信", "Who has no account gets an invitation"),
        "name@example.cn",
        needed=True,
    ),
    Column(
        PARK,
        Bilingual("园区代码", "Park code"),
        Bilingual("见第二张表", "See the second sheet"),
        "park1",
        needed=True,
    ),
    Column(
        REFERENCE,
        Bilingual("原编号", "Former number"),
        Bilingual("纸质件或旧系统的编号，可不填", "Of the paper or the older system; may be empty"),
        "2026-0001",
    ),
)

HINTS: Mapping[Kind, Bilingual] = {
    Kind.CHOICE: Bilingual("填选项代码或名称，见第二张表", "The option's code or name, see the second sheet"),
    Kind.CHOICES: Bilingual("多个选项以分号隔开，见第二张表", "Options parted by semicolons, see the second sheet"),
    Kind.YES_NO: Bilingual("是 / 否", "yes / no"),
    Kind.DATE: Bilingual("如 2026-11-22", "Such as 2026-11-22"),
    Kind.MONTH: Bilingual("如 2026-11", "Such as 2026-11"),
    Kind.MONEY: Bilingual("元", "In yuan"),
    Kind.PERCENTAGE: Bilingual("百分数，如 33.33", "Per cent, such as 33.33"),
    Kind.REGION: Bilingual("六位行政区划代码", "The region's six digits"),
    Kind.INDUSTRY: Bilingual("行业代码，如 C3569", "The industry's code, such as C3569"),
}


def columns_of(definition: Definition) -> tuple[Column, ...]:
    """The fixed ones, then one for each question that an officer can copy from paper, in the form's order."""
    asked = (one for one in definition.questions if one.typed and one.kind is not Kind.DECLARATION)
    return (*FIXED, *(Column(ANSWER + one.key, one.label, _hint(one), "", question=one) for one in asked))


def _hint(question: Question) -> Bilingual:
    if question.kind in IN_ROWS:
        names = [one.label for one in question.cells]
        zh, en = " | ".join(one.zh for one in names), " | ".join(one.en for one in names)
        return Bilingual(f"每行一条，各列以 | 隔开：{zh}", f"A line each, cells parted by |: {en}")
    return HINTS.get(question.kind, Bilingual("", ""))


# --- what a cell means


def meant(question: Question, text: str) -> Any:
    """What a page would have sent for this cell. Options may be written by their code or by their name."""
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return _option(question, text)
        case Kind.CHOICES:
            whole = _option(question, text)
            if whole in question.option_values:
                return [whole]
            return [_option(question, one) for one in re.split(r"[;；\n]", text) if one.strip()]
        case kind if kind in IN_ROWS:
            return [_row(question, one) for one in _parted(text, "\n") if one.strip()]
        case _:
            return text


def _option(asked: Asked, text: str) -> str:
    wanted = text.strip().casefold()
    return next(
        (value for value, label in asked.choices if wanted in {value.casefold(), label.zh, label.en.casefold()}),
        text.strip(),
    )


def _row(question: Question, line: str) -> dict[str, str]:
    cells = [_plain(one) for one in _parted(line, "|")]
    if len(cells) > len(question.cells):
        raise Invalid(fields={question.key: _("A line has at most {n} cells, parted by |.", n=len(question.cells))})
    return {
        column.key: _option(column, cell) if column.kind in {Kind.CHOICE, Kind.YES_NO} else cell.strip()
        for column, cell in zip(question.cells, cells, strict=False)
    }


def _parted(text: str, sign: str) -> list[str]:
    """Split at the sign, unless a backslash stands before it; backslashes stay for `_plain`."""
    parts, escaped = [""], False
    for one in text:
        if one == sign and not escaped:
            parts.append("")
        else:
            parts[-1] += one
        escaped = one == "\\" and not escaped
    return parts


def _plain(cell: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], cell.strip(), flags=re.DOTALL)


def written(question: Question, kept: Typed) -> str:
    """A stored answer as the cell that means it again."""
    if isinstance(kept, str):
        return kept
    if question.kind not in IN_ROWS:
        return "; ".join(one for one in kept if isinstance(one, str))
    rows = [one for one in kept if isinstance(one, dict)]
    return "\n".join(" | ".join(_escaped(row.get(one.key, "")) for one in question.cells) for row in rows)


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def problem_of(question: Question, text: str, names: Names | None = None) -> Text | None:
    """What the page would say beside this answer. Nothing given is no problem in a draft."""
    try:
        kept = keep(question, meant(question, text))
    except Invalid as refusal:
        return next(iter(refusal.fields.values()), refusal.reason)
    return reading(question, kept, names).problem


# --- what a row means


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of a row's company and applicant, without their names for whoever may not see them."""

    company_id: UUID | None = None
    company_name: str = ""
    members: frozenset[UUID] = frozenset()
    company_applied: bool = False
    person_id: UUID | None = None
    person_name: str = ""
    suspended: bool = False
    person_applied: bool = False


def check_answers(rows: Sequence[Row], definition: Definition, names: Names | None) -> None:
    """Each answer by the questionnaire's own checks; what stands in a section that cannot be begun yet is refused."""
    asked = {one.id: one.question for one in columns_of(definition) if one.question is not None}
    waiting = any(one.after for one in definition.sections)
    for row in rows:
        given = {column: text for column in asked if (text := row.cells.get(column, "").strip())}
        for column, text in given.items():
            if problem := problem_of(asked[column], text, names):
                row.say(column, problem)
        if waiting and not row.problems:
            later = _not_begun(definition, {asked[one].key: meant(asked[one], text) for one, text in given.items()})
            for column in given:
                if asked[column].key in later:
                    row.say(column, _("This section comes later: complete the sections before it first."))


def _not_begun(definition: Definition, answers: Mapping[str, Any]) -> set[str]:
    """The questions of sections that wait for others, when all that has no gap is completed."""
    kept = {key: keep(question, answers[key]) for key in answers if (question := definition.question(key))}
    filled = Filled(answers=kept, confirmed=[one.key for one in definition.sections])
    statuses = Standing(definition, filled).statuses
    closed = [one for one in definition.sections if statuses[one.key] is SectionStatus.CANNOT_START]
    return {question.key for section in closed for question in section.questions}


def check_once(rows: Sequence[Row], normal: Mapping[str, Callable[[str], str]]) -> None:
    """One company and one person file one application: neither may stand in two rows. `normal`: a column's one form."""
    for column, form in normal.items():
        first: dict[str, int] = {}
        for row in rows:
            if column in row.problems:
                continue
            other = first.setdefault(form(row.cells[column]), row.number)
            if other != row.number:
                row.say(column, _("Row {n} holds the same. One company and one person file one application.", n=other))


def check_known(row: Row, known: Known) -> None:
    """What the page would refuse because of what is on record already."""
    if known.suspended:
        row.say(EMAIL, _("This account is suspended. Nothing can be filed for it."))
    elif known.person_id is not None and _folded(known.person_name) != _folded(row.cells[PERSON]):
        row.say(EMAIL, _("This address has an account under another name. Compare the address and the name."))
    if known.person_applied:
        row.say(EMAIL, _("This person has an application in this call already."))
    if known.company_applied:
        row.say(USCC, _("This company has an application in this call already."))
    elif known.company_id is not None and _folded(known.company_name) != _folded(row.cells[NAME_ZH]):
        row.say(USCC, _("The record of this credit code has another name. Compare the code and the name."))
    elif known.company_id is not None and known.person_id not in known.members:
        row.say(USCC, _("The record of this company is kept by somebody else. They invite the applicant to it first."))


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()

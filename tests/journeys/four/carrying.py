"""What lies between the opened call and its awards, by the actions that the pages of the story call."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.journeys.four.scene import Place
from tests.make import selections as make
from tests.make.programmes import bytes_of

from parks.adapters import clock, database
from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual
from parks.programmes.actions import applications, awards, notices, selections
from parks.programmes.actions import ladder as officers
from parks.programmes.queries import selections as queries
from parks.questionnaires import queries as sheets
from parks.questionnaires.queries import QuestionView
from parks.questionnaires.rules.definition import Kind, Question
from parks.reviews import actions as reviews
from parks.reviews import queries as review_queries

TEXTS = {Kind.TEXT: "单光子激光雷达芯片", Kind.LONG_TEXT: "已完成第三版样片，性能优于现有方案。"}
PLAIN = {Kind.NUMBER: "12", Kind.PERCENTAGE: "40", Kind.MONEY: "500000", Kind.DATE: "2026-03-01", Kind.MONTH: "2027-06"}


async def apply(of: Place, call_id: UUID, answers: dict[str, Any]) -> UUID:
    """A founder fills in whatever the form asks, section by section."""
    made = await applications.begin(of.founder, call_id, of.company_id, of.park.id)
    await applications.declare_no_secrets(of.founder, made)
    sheet_id: UUID = await database.value("SELECT sheet FROM application WHERE id = $1", made)
    for section in (await sheets.sheet(sheet_id)).sections:
        for key in [one.key for one in section.questions]:
            question = (await sheets.sheet(sheet_id)).question(key)
            if question.applies and not question.given:
                await _answer(of, made, question, answers)
        await applications.complete_section(of.founder, made, section.key, completed=True)
    return made


async def send(of: Place, application_id: UUID, *, certified: bool) -> None:
    """Sent once it is whole: what the call's materials ask for is handed in, and a certifier has signed."""
    of_call = await database.rows(
        "SELECT m.question FROM call_material m JOIN application a ON a.call = m.call"
        " WHERE a.id = $1 AND m.question <> '' AND m.required AND m.tier = ''",
        application_id,
    )
    sheet_id: UUID = await database.value("SELECT sheet FROM application WHERE id = $1", application_id)
    known = await sheets.sheet(sheet_id)
    for one in of_call:
        if not known.question(one["question"]).files:
            with pytest.raises(Invalid) as refused:
                await applications.submit(of.founder, application_id, aware=True)
            assert set(refused.value.fields) == {f"question-{one['question']}"}
            await applications.upload(of.founder, application_id, one["question"], "路演材料.pdf", bytes_of())
    if certified:
        with pytest.raises(Invalid) as refused:
            await applications.submit(of.founder, application_id, aware=True)
        assert set(refused.value.fields) == {"certified"}
        await applications.certify(of.founder, application_id)
    await applications.submit(of.founder, application_id, aware=True)


async def _answer(of: Place, application_id: UUID, asked: QuestionView, answers: dict[str, Any]) -> None:
    question = asked.question
    if question.kind is Kind.FILE:
        if question.required:
            await applications.upload(of.founder, application_id, question.key, f"{question.key}.pdf", bytes_of())
        return
    value = answers.get(question.key) or _plain(question)
    if value:
        await applications.save_answer(of.founder, application_id, question.key, value, 0)


def _plain(question: Question) -> Any:
    match question.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return TEXTS[question.kind][: question.max or 100]
        case Kind.DECLARATION:
            return "yes"
        case Kind.YES_NO:
            return "no"
        case Kind.CHOICE:
            return question.options[0].value
        case Kind.TABLE:
            return [{one.key: one.options[0].value if one.options else _cell(one.kind) for one in question.columns}]
    return PLAIN.get(question.kind)


def _cell(kind: Kind) -> str:
    return PLAIN.get(kind) or TEXTS[Kind.TEXT]


async def recommend(of: Place, application_id: UUID) -> None:
    """Each level of this call's ladder in its turn."""
    for officer in of.reviewers.values():
        await officers.recommend(officer, application_id, "符合条件，同意推荐。")


async def judge(of: Place, call_id: UUID, application_id: UUID, rubric_id: UUID, tier: str) -> UUID:
    """Scored by three, proposed for a tier, published, stood, awarded; answers the award's id."""
    await selections.open_selection(
        of.officer,
        call_id,
        rubric_id=rubric_id,
        title=Bilingual("专家评审", "Expert review"),
        seats=3,
        closes=await clock.now() + timedelta(days=14),
    )
    view = await queries.selection(of.officer, call_id)
    (assessment_id,) = [one.assessment_id for one in view.candidates]
    for expert_id, actor in of.experts.items():
        seat_id = await reviews.seat(of.officer, assessment_id, expert_id)
        await reviews.declare(actor, seat_id, conflict=False)
        for line in (await review_queries.my_seat(actor, seat_id)).lines:
            await reviews.save_mark(actor, seat_id, line.criterion_id, Decimal(8), "论证充分，路径清楚，团队完整。")
        await reviews.submit_score(actor, seat_id)
    await selections.propose(of.officer, call_id, {application_id: tier}, {})
    await make.stand(await notices.publish_notice(of.officer, call_id))
    (award_id,) = await awards.make_awards(of.officer, call_id)
    return award_id

"""A round's results for programs: what its page shows, of all proposals at once."""

from decimal import Decimal
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.reviews import actions, queries
from parks.reviews.api.reviewing import Made
from parks.reviews.forms import MarkAnswerIn, MarkQueryIn
from parks.reviews.permissions import OFFICERS, READERS
from parks.web import access

READ, RUN, EXPERTS = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT)


class ApartOut(BaseModel):
    """A mark, or the whole score where `criterion_id` is null, beyond the round's bounds."""

    seat_id: UUID
    expert: str
    criterion_id: UUID | None
    mark: Decimal
    maximum: Decimal
    others_lowest: Decimal
    others_highest: Decimal


class QuestionOut(BaseModel):
    """`mark_after` is null while it waits for the expert."""

    id: UUID
    seat_id: UUID
    expert: str
    criterion_id: UUID
    kind: str
    words: str
    mark: Decimal
    answer: str
    mark_after: Decimal | None


class AnswerTold(BaseModel):
    changed: bool


class BonusOut(BaseModel):
    """The panel's mean on a bonus criterion: beside the score, never in it."""

    criterion_id: UUID
    mark: Decimal
    maximum: Decimal


class ResultOut(BaseModel):
    """`adjusted` compares within its `group` alone; `above_line` from 0 to 1, null where no places were asked."""

    assessment_id: UUID
    code: str
    state: str
    rank: int | None
    score: Decimal | None
    plain_mean: Decimal | None
    range: Decimal | None
    left_out: list[str]
    bonus: list[BonusOut]
    adjusted: float | None
    group: int | None
    above_line: float | None
    apart: list[ApartOut]
    questions: list[QuestionOut]


class ResultsOut(BaseModel):
    """`icc_one` of one expert's score, `icc_mean` of a panel's mean; null where they are not defined."""

    alpha: Decimal | None
    icc_one: Decimal | None
    icc_mean: Decimal | None
    groups: int
    places: int | None
    results: list[ResultOut]


class ResultApi(Controller):
    path = "/api/v1/rounds/{round_id:uuid}/results"
    tags = ("reviews",)

    @get(name="api-results:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, round_id: FromPath[UUID]) -> ResultsOut:
        """By the same search, filters and order as the page (`q`, `places`, `state`, `field`, `sort`)."""
        of = await queries.review_round(request.user, round_id)
        found = await queries.results(request.user, of, queries.RESULT_LIST.read(request).everything())
        return ResultsOut(
            alpha=found.agreement.alpha,
            icc_one=found.agreement.one,
            icc_mean=found.agreement.mean,
            groups=found.beside.groups,
            places=found.places,
            results=[_result(one) for one in found.page.rows],
        )


def _result(one: queries.ResultRow) -> ResultOut:
    return ResultOut(
        assessment_id=one.id,
        code=one.code,
        state=one.state,
        rank=one.rank,
        score=one.total,
        plain_mean=one.plain,
        range=one.range,
        left_out=[str(each) for each in one.dropped],
        bonus=[BonusOut(criterion_id=each.criterion_id, mark=each.mark, maximum=each.maximum) for each in one.bonus],
        adjusted=one.adjusted,
        group=one.part,
        above_line=one.above,
        apart=[
            ApartOut(
                seat_id=each.seat_id,
                expert=each.expert,
                criterion_id=each.criterion_id,
                mark=each.mark,
                maximum=each.maximum,
                others_lowest=each.others[0],
                others_highest=each.others[1],
            )
            for each in one.apart
        ],
        questions=[
            QuestionOut(
                id=each.id,
                seat_id=each.seat_id,
                expert=each.expert,
                criterion_id=each.criterion_id,
                kind=each.kind,
                words=each.words,
                mark=each.mark,
                answer=each.answer,
                mark_after=each.after,
            )
            for each in one.asked
        ],
    )


class MarkQueryApi(Controller):
    path = "/api/v1/seats/{seat_id:uuid}/queries"
    tags = ("reviews",)

    @post(name="api-mark-queries:post", opt={"access": RUN})
    async def ask(self, request: HTMXRequest, seat_id: FromPath[UUID], data: JSONBody[MarkQueryIn]) -> Made:
        """Ask the expert about a mark of a complete panel; the expert reads the words, never who asks."""
        return Made(id=await actions.ask_about_mark(request.user, seat_id, data.criterion, data.kind, data.words))

    @put("/{mark_query_id:uuid}/answer", name="api-mark-answer:put", opt={"access": EXPERTS})
    async def answer(
        self,
        request: HTMXRequest,
        seat_id: FromPath[UUID],
        mark_query_id: FromPath[UUID],
        data: JSONBody[MarkAnswerIn],
    ) -> AnswerTold:
        """Answer in words; with another mark the score is submitted anew, both versions are kept."""
        changed = await actions.answer_about_mark(request.user, seat_id, mark_query_id, data.words, data.mark)
        return AnswerTold(changed=changed)

"""The yearly evaluation for programs: an expert's years with figures and grades, and one's own."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from litestar import Controller, get, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.kernel.actor import Role
from parks.reviews import actions, queries
from parks.reviews.forms import YearGrade
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries.evaluations import Year
from parks.web import access

EXPERTS, READ, RUN = access.only(Role.EXPERT), access.only(*READERS), access.only(*OFFICERS)


class OwnYearOut(BaseModel):
    """A year of one's own; `days` median from offer to score, `comment` characters a criterion."""

    year: int
    offered: int
    scored: int
    recused: int
    missed: int
    last_day: int
    days: Decimal | None
    comment: Decimal | None
    grade: str
    words: str

    @classmethod
    def of(cls, one: Year) -> "OwnYearOut":
        now = one.now
        return cls(
            year=one.year,
            offered=now.offered,
            scored=now.scored,
            recused=now.recused,
            missed=now.missed,
            last_day=now.last_day,
            days=now.days,
            comment=now.comment,
            grade=one.grade,
            words=one.words,
        )


class YearOut(OwnYearOut):
    """`off`: mean distance in points from the other experts' mean; `far` how many scores lie further than 15."""

    off: Decimal | None = None
    far: int = 0
    graded_at: datetime | None = None

    @classmethod
    def whole(cls, one: Year) -> "YearOut":
        own = OwnYearOut.of(one).model_dump()
        return cls(**own, off=one.now.off, far=one.now.far, graded_at=one.at)


class YearsOut(BaseModel):
    """`rest_suggested`: two years in a row were graded poor."""

    expert_id: UUID
    name: str
    state: str
    rest_suggested: bool
    years: list[YearOut]


async def _years(request: HTMXRequest, expert_id: UUID) -> YearsOut:
    found = await queries.expert_years(request.user, expert_id)
    return YearsOut(
        expert_id=found.expert_id,
        name=found.name,
        state=found.state,
        rest_suggested=found.rest,
        years=[YearOut.whole(one) for one in found.years],
    )


class EvaluationApi(Controller):
    path = "/api/v1"
    tags = ("reviews",)

    @get("/experts/{expert_id:uuid}/evaluations", name="api-evaluations:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> YearsOut:
        return await _years(request, expert_id)

    @put("/experts/{expert_id:uuid}/evaluations/{year:int}", name="api-evaluation:put", opt={"access": RUN})
    async def grade(
        self, request: HTMXRequest, expert_id: FromPath[UUID], year: FromPath[int], data: JSONBody[YearGrade]
    ) -> YearsOut:
        """Graded again, the later grade counts; the trail keeps both."""
        await actions.evaluate_expert(request.user, expert_id, year, data.grade, data.words)
        return await _years(request, expert_id)

    @get("/desk/figures", name="api-my-years:show", opt={"access": EXPERTS})
    async def mine(self, request: HTMXRequest) -> list[OwnYearOut]:
        return [OwnYearOut.of(one) for one in await queries.my_years(request.user)]

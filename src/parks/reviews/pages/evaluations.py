"""The yearly evaluation of the evaluators: for the officers of the pool, and each expert's own."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import YearGrade
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.rules import names
from parks.web import access, forms
from parks.web.rendering import screen, see_other

READ, RUN, EXPERTS = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT)


class EvaluationPages(Controller):
    path = "/experts/{expert_id:uuid}/evaluations"
    include_in_schema = False

    @get(name="evaluations:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, expert_id: FromPath[UUID]) -> Response[str]:
        return await _years(request, expert_id, forms.blank())

    @put("/{year:int}", name="evaluation:put", opt={"access": RUN})
    async def grade(self, request: HTMXRequest, expert_id: FromPath[UUID], year: FromPath[int]) -> Response[Any]:
        form = await forms.read(request, YearGrade)
        if form.ok:
            try:
                await actions.evaluate_expert(request.user, expert_id, year, form.data.grade, form.data.words)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                told = _("The grade is kept. The expert reads it on their own page.")
                return see_other(request, f"/experts/{expert_id}/evaluations", flash=told)
        return await _years(request, expert_id, form, 422, about=year)


async def _years(
    request: HTMXRequest, expert_id: UUID, form: forms.Form[Any], status: int = 200, about: int | None = None
) -> Response[str]:
    found = await queries.expert_years(request.user, expert_id)
    return screen(
        request, "reviews/evaluations/show.html", status=status, of=found, names=names, form=form, about=about
    )


class MyYearPages(Controller):
    path = "/desk/figures"
    include_in_schema = False

    @get(name="my-years:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest) -> Response[str]:
        return screen(request, "reviews/desk/figures.html", years=await queries.my_years(request.user), names=names)

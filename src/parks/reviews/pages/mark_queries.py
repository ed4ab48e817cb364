"""Asking an expert about a mark, and the expert's answer on the sheet."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import MarkAnswerIn, MarkQueryIn
from parks.reviews.pages.desk import shown
from parks.reviews.permissions import OFFICERS
from parks.reviews.rules import names
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

EXPERTS, RUN = access.only(Role.EXPERT), access.only(*OFFICERS)


class MarkQueryPages(Controller):
    path = "/seats/{seat_id:uuid}/queries"
    include_in_schema = False

    @get("/new", name="mark-query:new", opt={"access": RUN})
    async def new(self, request: HTMXRequest, seat_id: FromPath[UUID], criterion: FromQuery[str] = "") -> Response[str]:
        return await _form(request, seat_id, forms.blank({"criterion": criterion, "kind": "reason"}))

    @post(name="mark-queries:post", opt={"access": RUN})
    async def ask(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, MarkQueryIn)
        if not form.ok:
            return await _form(request, seat_id, form, 422)
        data = form.data
        try:
            await actions.ask_about_mark(request.user, seat_id, data.criterion, data.kind, data.words)
        except (Invalid, Conflict) as refusal:
            return await _form(request, seat_id, form.refuse(refusal), refusal.status)
        of = await queries.asking(request.user, seat_id)
        told = _("{expert} is asked. The answer stands in the results as soon as it is given.", expert=of.expert)
        return see_other(request, f"/rounds/{of.round_id}/results", flash=told)


class MarkAnswerPages(Controller):
    path = "/seats/{seat_id:uuid}/queries/{mark_query_id:uuid}/answer"
    include_in_schema = False

    @put(name="mark-answer:put", opt={"access": EXPERTS})
    async def answer(
        self, request: HTMXRequest, seat_id: FromPath[UUID], mark_query_id: FromPath[UUID]
    ) -> Response[Any]:
        """The fields are called by the question: the sheet may show several."""
        sent = await request.form()
        values = {name: str(sent[name]) for name in sent if name != "_csrf"}
        words, look = f"answer-{mark_query_id}", f"look-{mark_query_id}"
        parsed = forms.parse(MarkAnswerIn, {"words": values.get(words, ""), "mark": values.get(look, "")})
        errors = {(words if name == "words" else look): said for name, said in parsed.errors.items()}
        form: forms.Form[Any] = forms.Form(values=values, errors=errors, parsed=parsed.parsed)
        if form.ok:
            try:
                await actions.answer_about_mark(request.user, seat_id, mark_query_id, form.data.words, form.data.mark)
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            return await shown(request, seat_id, status=422, form=form)
        return see_other(request, f"/seats/{seat_id}#sheet", flash=_("Thank you. Your answer is sent."))


async def _form(request: HTMXRequest, seat_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    return screen(
        request,
        "reviews/seats/ask.html",
        status=status,
        form=form,
        of=(of := await queries.asking(request.user, seat_id)),
        criteria=[Choice(str(one), title) for one, title in of.criteria],
        kinds=[Choice(kind.value, text) for kind, text in names.QUERY_KINDS.items()],
    )

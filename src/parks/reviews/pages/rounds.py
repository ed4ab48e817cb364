"""Rounds, what stands before their panels, seats and the ranking: for officers, and to be read by auditors."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.identity import queries as identity
from parks.kernel.errors import Conflict, Forbidden, Invalid, Refusal
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import Adding, NewDeadline, NewRound, Reason, SeatOffer, end_of
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries.assignments import suggested
from parks.reviews.rules import names
from parks.reviews.states import AssessmentState
from parks.web import access, exports, forms
from parks.web.rendering import Choice, language_of, screen, see_other

LISTED, COMPARED = 60, 400
"""Candidates shown on an assessment's page; among whom the cheapest replacement is looked for."""
READ, RUN = access.only(*READERS), access.only(*OFFICERS)


ADDED = {name: "" if value is None else str(value) for name, value in Adding().model_dump().items()}


class RoundPages(Controller):
    path = "/rounds"
    include_in_schema = False

    @get(name="rounds:list", opt={"access": READ})
    async def index(self, request: HTMXRequest) -> Response[str]:
        found = await queries.rounds(request.user)
        can_open = request.user.has(*OFFICERS)
        return screen(request, "reviews/rounds/index.html", rounds=found, names=names, can_open=can_open)

    @get("/new", name="round:new", opt={"access": RUN})
    async def new(self, request: HTMXRequest) -> Response[str]:
        return await _round_form(request, forms.blank({"seats": "3", **ADDED}))

    @post(name="rounds:post", opt={"access": RUN})
    async def create(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, NewRound)
        if form.ok:
            data = form.data
            try:
                made = await actions.open_round(
                    request.user,
                    organisation_id=data.organisation,
                    title=data.title,
                    rubric_id=data.rubric,
                    seats=data.seats,
                    closes=data.deadline,
                    scoring=data.scoring,
                )
            except (Invalid, Forbidden) as refusal:
                return await _round_form(request, form.refuse(refusal), refusal.status)
            return see_other(request, f"/rounds/{made}", flash=_("The round is open."))
        return await _round_form(request, form, 422)

    @get("/{round_id:uuid}", name="round:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        return await _round(request, round_id, forms.blank())

    @get("/{round_id:uuid}/export", name="round:export", opt={"access": READ})
    async def export(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[bytes]:
        await queries.review_round(request.user, round_id)  # an empty file would say that there is such a round
        state = queries.ASSESSMENT_LIST.read(request).everything()
        page = await queries.assessments(request.user, round_id, state)
        return await _file(request, "assessments", page, _assessment_cell)

    @put("/{round_id:uuid}/deadline", name="deadline:put", opt={"access": RUN})
    async def extend(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, NewDeadline)
        if form.ok:
            try:
                await actions.extend_round(request.user, round_id, end_of(form.data.closes), form.data.reason)
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            return await _round(request, round_id, form, 422)
        return see_other(request, f"/rounds/{round_id}", flash=_("The deadline is moved."))

    @put("/{round_id:uuid}/closure", name="closure:put", opt={"access": RUN})
    async def close(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        await actions.close_round(request.user, round_id)
        return see_other(request, f"/rounds/{round_id}/ranking", flash=_("The round is closed; its ranking is final."))

    @get("/{round_id:uuid}/ranking", name="ranking:show", opt={"access": READ})
    async def ranking(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[str]:
        found = await queries.review_round(request.user, round_id)
        page = await queries.standings(request.user, round_id, queries.RANK_LIST.read(request))
        page_, fragment = "reviews/rounds/ranking.html", "reviews/rounds/_ranking.html"
        return screen(request, page_, fragment, round=found, page=page, names=names)

    @get("/{round_id:uuid}/ranking/export", name="ranking:export", opt={"access": READ})
    async def export_ranking(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[bytes]:
        await queries.review_round(request.user, round_id)  # as above
        page = await queries.standings(request.user, round_id, queries.RANK_LIST.read(request).everything())
        return await _file(request, "ranking", page, _assessment_cell)


async def _round(request: HTMXRequest, round_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    found = await queries.review_round(request.user, round_id)
    page = await queries.assessments(request.user, round_id, queries.ASSESSMENT_LIST.read(request))
    return screen(
        request,
        "reviews/rounds/show.html",
        "reviews/rounds/_list.html",
        status=status,
        round=found,
        page=page,
        names=names,
        form=form,
    )


async def _round_form(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[str]:
    """The form with the places where the officer may open a round, and the rubrics that serve them."""
    places = [await identity.organisation(one.organisation_id) for one in request.user.held if one.role in OFFICERS]
    rubrics = await queries.rubrics(request.user)
    return screen(
        request,
        "reviews/rounds/new.html",
        status=status,
        form=form,
        places=[Choice(str(one.id), one.name) for one in places],
        rubrics=[
            Choice(str(one.id), one.title, hint=_("version {n}", n=one.version), selected=len(rubrics) == 1)
            for one in rubrics
        ],
    )


async def _file(request: HTMXRequest, name: str, page: Any, cell: Any) -> Response[bytes]:
    """What the list shows, as xlsx or csv."""
    shown = [column for column in page.state.grid.columns if column.name in page.state.columns]
    lines = [[cell(line, column.name) for column in shown] for line in page.rows]
    kind = request.query_params.get("kind", "xlsx")
    return await exports.download(kind, name, [column.label for column in shown], lines, language_of(request))


def _assessment_cell(line: Any, column: str) -> Any:
    match column:
        case "field":
            return names.field_name(line.field)
        case "state":
            return names.ASSESSMENT_STATES[AssessmentState(line.state)]
        case "seats":
            return f"{line.scored}/{len(line.seats)}"
        case _:
            return getattr(line, column)


class AssessmentPages(Controller):
    path = "/assessments/{assessment_id:uuid}"
    include_in_schema = False

    @get(name="assessment:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, assessment_id: FromPath[UUID], q: FromQuery[str] = "") -> Response[str]:
        return await _assessment(request, assessment_id, forms.blank({"q": q}), q=q)

    @get("/summary", name="summary:show", opt={"access": READ})
    async def summary(self, request: HTMXRequest, assessment_id: FromPath[UUID]) -> Response[str]:
        """The fragment that programmes show on their own pages."""
        found = await queries.summary(assessment_id, request.user)
        return screen(
            request, "reviews/assessments/summary.html", "reviews/assessments/_summary.html", summary=found, names=names
        )

    @post("/seats", name="seats:post", opt={"access": RUN})
    async def seat(self, request: HTMXRequest, assessment_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, SeatOffer)
        if not form.ok:
            return await _assessment(request, assessment_id, form, 422)
        try:
            await actions.seat(request.user, assessment_id, form.data.expert)
        except (Invalid, Forbidden, Conflict) as refusal:
            return await _assessment(request, assessment_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"/assessments/{assessment_id}", flash=_("The seat is offered to the expert."))


async def _assessment(
    request: HTMXRequest, assessment_id: UUID, form: forms.Form[Any], status: int = 200, q: str = ""
) -> Response[str]:
    found = await queries.assessment(request.user, assessment_id)
    sought = q.replace("\x00", "")[:100]
    limit = LISTED if sought else COMPARED
    candidates = await queries.candidates(request.user, assessment_id, sought, limit) if found.can_seat else []
    return screen(
        request,
        "reviews/assessments/show.html",
        "reviews/assessments/_panel.html",
        status=status,
        one=found,
        candidates=candidates[:LISTED],
        suggested=None if sought else suggested(found, candidates),
        names=names,
        form=form,
    )


class RunSeatPages(Controller):
    """What the officer does about a seat that is offered, being scored or scored."""

    path = "/seats/{seat_id:uuid}"
    include_in_schema = False

    @put("/replacement", name="replacement:put", opt={"access": RUN})
    async def replace(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        return await _with_reason(request, seat_id, actions.replace, _("The seat is free again."))

    @put("/reopening", name="reopening:put", opt={"access": RUN})
    async def reopen(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        return await _with_reason(request, seat_id, actions.reopen_score, _("The score is given back to its expert."))


async def _with_reason(request: HTMXRequest, seat_id: UUID, act: Any, done: Any) -> Response[Any]:
    assessment_id = await queries.assessment_of(request.user, seat_id)
    form = await forms.read(request, Reason)
    try:
        await act(request.user, seat_id, form.data.reason)
    except Refusal as refusal:
        if refusal.status not in {409, 422}:
            raise
        return await _assessment(request, assessment_id, form.refuse(refusal), refusal.status)
    return see_other(request, f"/assessments/{assessment_id}", flash=done)

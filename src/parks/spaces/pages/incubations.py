"""A company's stay in a park: applying, the park's list, and one stay with the forms of its next steps."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.forms.incubations import Apply, TakeStep
from parks.spaces.rules import incubation_names as names
from parks.spaces.rules.incubations import NEEDS
from parks.startups import queries as startups
from parks.web import access, exports, forms
from parks.web.paging import ListState
from parks.web.rendering import Choice, language_of, screen, see_other


def _cell(line: queries.IncubationLine, column: str) -> Any:
    match column:
        case "state":
            return names.STATES[line.state]
        case "ends":
            return line.last_day
        case _:
            return getattr(line, column)


async def _asked(request: HTMXRequest) -> ListState:
    return queries.incubation_grid(await queries.park_choices(request.user)).read(request)


class IncubationPages(Controller):
    include_in_schema = False

    @get("/parks/{park_id:uuid}/apply", name="incubations:new", opt={"access": access.SIGNED_IN})
    async def new(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        return await _apply_page(request, park_id, forms.blank())

    @post("/parks/{park_id:uuid}/apply", name="incubations:post", opt={"access": access.SIGNED_IN}, status_code=200)
    async def apply(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Apply)
        status = 422
        if form.ok:
            typed = form.data
            try:
                stay = await actions.open_incubation(
                    request.user, typed.company_id, park_id, typed.words, enquiry=typed.enquiry
                )
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"/incubations/{stay}", flash=_("Sent. What happens next stands here."))
        return await _apply_page(request, park_id, form, status)

    @get("/incubations", name="incubations:list", opt={"access": access.SIGNED_IN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        page = await queries.incubations(request.user, await _asked(request))
        return screen(request, "spaces/incubations/index.html", "spaces/incubations/_list.html", page=page, names=names)

    @get("/incubations/export", name="incubations:export", opt={"access": access.SIGNED_IN})
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        page = await queries.incubations(request.user, (await _asked(request)).everything())
        shown = [column for column in page.state.grid.columns if column.name in page.state.columns]
        lines = [[_cell(line, column.name) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, "incubations", [one.label for one in shown], lines, language_of(request))

    @get("/incubations/{incubation_id:uuid}", name="incubations:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, incubation_id: FromPath[UUID]) -> Response[Any]:
        return await _stay_page(request, incubation_id, forms.blank())

    @post(
        "/incubations/{incubation_id:uuid}/steps",
        name="incubation-steps:post",
        opt={"access": access.SIGNED_IN},
        status_code=200,
    )
    async def step(self, request: HTMXRequest, incubation_id: FromPath[UUID]) -> Response[Any]:
        await queries.incubation(request.user, incubation_id)  # another's is not there, rather than refused
        form = await forms.read(request, TakeStep)
        status = 422
        if form.ok:
            typed = form.data
            try:
                await actions.take_step(request.user, incubation_id, typed.move, typed.typed, typed.version)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"/incubations/{incubation_id}", flash=_("The step is on record."))
        return await _stay_page(request, incubation_id, form, status)


async def _stay_page(
    request: HTMXRequest, incubation_id: UUID, form: forms.Form[Any], status: int = 200
) -> Response[Any]:
    choices = {
        name: [Choice(str(value), label) for value, label in values.items()] for name, values in names.VALUES.items()
    }
    stay = await queries.incubation(request.user, incubation_id)
    return screen(
        request,
        "spaces/incubations/show.html",
        status=status,
        stay=stay,
        form=form,
        move=form["move"] or request.query_params.get("step", "") or stay.proposed or "",
        needs=NEEDS,
        choices=choices,
        names=names,
    )


async def _apply_page(request: HTMXRequest, park_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    park = await queries.park(request.user, park_id)
    companies = [Choice(str(one.id), one.name) for one in await startups.my_companies(request.user)]
    if len(companies) == 1 and not form["company_id"]:
        form.values["company_id"] = companies[0].value
    return screen(
        request,
        "spaces/incubations/new.html",
        status=status,
        form=form,
        park=park,
        park_id=park_id,
        companies=companies,
    )

"""Requests for space: the manager's morning, one with the units that fit, and the founder's own page."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.audit import queries as audit
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.reviews.rules.names import countdown, urgency
from parks.spaces import actions, queries
from parks.spaces.forms import AskForUnit, Decline
from parks.spaces.permissions import KEEPERS, READERS
from parks.spaces.rules import names
from parks.spaces.states import LETTABLE
from parks.startups import queries as startups
from parks.web import access, exports, forms
from parks.web.rendering import Choice, language_of, screen, see_other

OFFICERS = access.only(*READERS)
MANAGERS = access.only(*KEEPERS)


def _cell(line: queries.RequestView, column: str) -> Any:
    match column:
        case "kind":
            return names.UNIT_KINDS[line.kind]
        case "area":
            return line.area_label
        case "wanted":
            return line.period.start
        case "until":
            return line.period.last_day
        case "asked":
            return line.asked_at
        case "waiting":
            return line.days_waiting
        case "state":
            return names.REQUEST_STATES[line.state]
        case "unit":
            return line.unit_code
        case _:
            return getattr(line, column)


class RequestPages(Controller):
    path = "/requests"
    include_in_schema = False

    @get(name="requests:list", opt={"access": OFFICERS})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        page = await queries.requests(request.user, queries.REQUEST_LIST.read(request))
        return screen(request, "spaces/requests/index.html", "spaces/requests/_list.html", page=page, names=names)

    @get("/export", name="requests:export", opt={"access": OFFICERS})
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        state = queries.REQUEST_LIST.read(request).everything()
        page = await queries.requests(request.user, state)
        shown = [column for column in state.grid.columns if column.name in state.columns]
        lines = [[_cell(line, column.name) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, "requests", [column.label for column in shown], lines, language_of(request))

    @get("/{request_id:uuid}", name="requests:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, request_id: FromPath[UUID]) -> Response[Any]:
        return await _request_page(request, request_id, forms.blank())

    @put("/{request_id:uuid}/refusal", name="refusal:put", opt={"access": MANAGERS})
    async def decline(self, request: HTMXRequest, request_id: FromPath[UUID]) -> Response[Any]:
        await queries.request(request.user, request_id)  # another park's is not there, rather than refused
        form = await forms.read(request, Decline)
        status = 422
        if form.ok:
            try:
                await actions.decline(request.user, request_id, form.data.reason)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, "/requests", flash=_("Declined. The founder is told your reason."))
        return await _request_page(request, request_id, form, status=status)

    @delete("/{request_id:uuid}", name="requests:delete", opt={"access": access.SIGNED_IN}, status_code=200)
    async def withdraw(self, request: HTMXRequest, request_id: FromPath[UUID]) -> Response[Any]:
        await queries.request(request.user, request_id)
        await actions.withdraw(request.user, request_id)
        return see_other(request, "/space", flash=_("Withdrawn. You can ask again at any time."))


async def _request_page(
    request: HTMXRequest, request_id: UUID, form: forms.Form[Any], status: int = 200
) -> Response[Any]:
    wanted = await queries.request(request.user, request_id)
    return screen(
        request,
        "spaces/requests/show.html",
        status=status,
        wanted=wanted,
        fits=await queries.fits(wanted) if wanted.can_answer else [],
        lines=await audit.timeline(request_id) if wanted.sees_all else [],
        form=form,
        names=names,
    )


class SpacePages(Controller):
    path = "/space"
    include_in_schema = False

    @get(name="space:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest) -> Response[Any]:
        units = await queries.my_units(request.user)
        return screen(
            request,
            "spaces/space/index.html",
            units=units,
            offers=[
                (one, countdown(one.expires_at, one.now), urgency(one.expires_at, one.now))
                for one in await queries.my_offers(request.user)
            ],
            requests=await queries.my_requests(request.user),
            names=names,
        )

    @get("/new", name="requests:new", opt={"access": access.SIGNED_IN})
    async def new(self, request: HTMXRequest) -> Response[Any]:
        known = ("company_id", "park_id", "kind", "start", "area_min")
        return await _ask_form(request, forms.blank({name: request.query_params.get(name, "") for name in known}))

    @post(name="requests:post", opt={"access": access.SIGNED_IN}, status_code=200)
    async def ask(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, AskForUnit)
        if form.ok:
            asked = form.data
            try:
                await actions.ask_for_unit(
                    request.user,
                    asked.company_id,
                    asked.park_id,
                    kind=asked.kind,
                    period=asked.period,
                    area_min=asked.area_min,
                    area_max=asked.area_max,
                    seats=asked.seats,
                    must=asked.must,
                    prefer=asked.prefer,
                    budget=asked.monthly,
                    note=asked.note,
                )
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(request, "/space", flash=_("Sent. The park's manager answers here and by e-mail."))
        return await _ask_form(request, form, status=422)


async def _ask_form(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    companies = [Choice(str(one.id), one.name) for one in await startups.my_companies(request.user)]
    parks = [Choice(value, name) for value, name in await queries.park_choices()]
    for name, only in (("company_id", companies), ("park_id", parks)):
        if len(only) == 1 and not form[name]:
            form.values[name] = only[0].value
    return screen(
        request,
        "spaces/space/new.html",
        status=status,
        form=form,
        companies=companies,
        parks=parks,
        kinds=[Choice(str(kind), names.UNIT_KINDS[kind]) for kind in LETTABLE],
        features=[Choice(name, label) for name, label in names.FEATURES.items()],
    )

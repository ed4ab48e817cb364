"""Repairs and services: the tenant asks, rates and asks anew; the park promises, answers and closes."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.forms.services import AnswerService, AskService, RateService, ReopenService, SetPromises
from parks.spaces.permissions import KEEPERS, READERS
from parks.spaces.rules import names
from parks.web import access, exports, forms
from parks.web.rendering import Choice, language_of, screen, see_other


def _cell(line: queries.ServiceView, column: str) -> Any:
    match column:
        case "asked":
            return line.asked_at
        case "unit":
            return line.unit_code
        case "kind":
            return names.SERVICE_KINDS[line.kind]
        case "state":
            return names.SERVICE_STATES[line.state]
        case "late":
            return names.LATENESS[line.late] if line.due else None
        case _:
            return getattr(line, column)


class ServicePages(Controller):
    path = "/services"
    include_in_schema = False

    @get(name="services:list", opt={"access": access.SIGNED_IN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        page = await queries.services(request.user, queries.SERVICE_LIST.read(request))
        return screen(
            request,
            "spaces/services/index.html",
            "spaces/services/_list.html",
            page=page,
            asks=not request.user.has(*READERS),
            names=names,
        )

    @get("/export", name="services:export", opt={"access": access.SIGNED_IN})
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        state = queries.SERVICE_LIST.read(request).everything()
        page = await queries.services(request.user, state)
        shown = [column for column in state.grid.columns if column.name in state.columns]
        lines = [[_cell(line, column.name) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, "services", [column.label for column in shown], lines, language_of(request))

    @get("/new", name="services:new", opt={"access": access.SIGNED_IN})
    async def new(self, request: HTMXRequest) -> Response[Any]:
        known = ("kind", "unit")
        return await _ask_form(request, forms.blank({name: request.query_params.get(name, "") for name in known}))

    @post(name="services:post", opt={"access": access.SIGNED_IN}, status_code=200)
    async def ask(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, AskService)
        status = 422
        if form.ok:
            try:
                made = await actions.ask_service(request.user, **form.data.model_dump())
            except (Invalid, Forbidden) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"/services/{made}", flash=_("Sent. The park answers here."))
        return await _ask_form(request, form, status)

    @get("/{service_id:uuid}", name="services:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, service_id: FromPath[UUID]) -> Response[Any]:
        return await _page(request, service_id, forms.blank())

    @put("/{service_id:uuid}/answer", name="service:answer", opt={"access": access.only(*KEEPERS)}, status_code=200)
    async def answer(self, request: HTMXRequest, service_id: FromPath[UUID]) -> Response[Any]:
        await queries.service(request.user, service_id)  # another park's is not there, rather than refused
        form = await forms.read(request, AnswerService)
        if not form.ok:
            return await _page(request, service_id, form, 422)
        try:
            await actions.answer_service(request.user, service_id, **form.data.model_dump())
        except Conflict as refusal:
            return await _page(request, service_id, form.refuse(refusal), refusal.status)
        told = (
            _("Closed. The tenant can rate it now.") if form.data.done else _("Taken on. The tenant reads your words.")
        )
        return see_other(request, f"/services/{service_id}", flash=told)

    @put("/{service_id:uuid}/rating", name="service:rate", opt={"access": access.SIGNED_IN}, status_code=200)
    async def rate(self, request: HTMXRequest, service_id: FromPath[UUID]) -> Response[Any]:
        await queries.service(request.user, service_id)
        form = await forms.read(request, RateService)
        if not form.ok:
            return await _page(request, service_id, form, 422)
        try:
            await actions.rate_service(request.user, service_id, **form.data.model_dump())
        except Conflict as refusal:
            return await _page(request, service_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"/services/{service_id}", flash=_("Thank you. The park reads your rating."))

    @put("/{service_id:uuid}/reopening", name="service:reopen", opt={"access": access.SIGNED_IN}, status_code=200)
    async def reopen(self, request: HTMXRequest, service_id: FromPath[UUID]) -> Response[Any]:
        await queries.service(request.user, service_id)
        form = await forms.read(request, ReopenService)
        if not form.ok:
            return await _page(request, service_id, form, 422)
        try:
            await actions.reopen_service(request.user, service_id, form.data.reason)
        except Conflict as refusal:
            return await _page(request, service_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"/services/{service_id}", flash=_("Asked again. It stands in the park's queue."))


class PromisePages(Controller):
    path = "/parks/{park_id:uuid}/promises"
    include_in_schema = False

    @get(name="promises:edit", opt={"access": access.only(*KEEPERS)})
    async def edit(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.promises(request.user, park_id)
        form = forms.blank({str(kind): str(days or "") for kind, days in found.days.items()})
        return screen(request, "spaces/services/edit.html", found=found, form=form, kinds=names.SERVICE_KINDS)

    @put(name="promises:put", opt={"access": access.only(*KEEPERS)}, status_code=200)
    async def write(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.promises(request.user, park_id)
        form = await forms.read(request, SetPromises)
        if not form.ok:
            return screen(
                request, "spaces/services/edit.html", status=422, found=found, form=form, kinds=names.SERVICE_KINDS
            )
        await actions.set_promises(request.user, park_id, form.data.days)
        return see_other(request, "/services", flash=_("Kept. It counts for what is asked from now on."))


async def _page(request: HTMXRequest, service_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    return screen(
        request,
        "spaces/services/show.html",
        status=status,
        service=await queries.service(request.user, service_id),
        form=form,
        ratings=[Choice(str(n), str(n)) for n in (5, 4, 3, 2, 1)],
        names=names,
    )


async def _ask_form(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    hosts = [one for one in await queries.hosting(request.user) if one.company_id is not None]
    parks = {str(one.park_id): one.park for one in hosts}
    companies = {str(one.company_id): one.company for one in hosts if one.company is not None}
    for name, only in (("park_id", list(parks)), ("company_id", list(companies))):
        if len(only) == 1 and not form[name]:
            form.values[name] = only[0]
    return screen(
        request,
        "spaces/services/new.html",
        status=status,
        form=form,
        parks=[Choice(key, name) for key, name in parks.items()],
        companies=[Choice(key, name) for key, name in companies.items()],
        kinds=[Choice(str(kind), name) for kind, name in names.SERVICE_KINDS.items()],
    )

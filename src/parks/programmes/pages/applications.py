"""The founder's pages: my applications, one application as a task list, its sections, the check, the receipt.

The same addresses are the officers' work list and desk: who looks decides which page it is.
"""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.audit import queries as audit
from parks.kernel.errors import Refusal, hidden
from parks.kernel.words import _
from parks.programmes import forms
from parks.programmes.actions import applications
from parks.programmes.pages import told
from parks.programmes.queries import applications as queries
from parks.programmes.queries import calls, cards, desk, own, work_list
from parks.programmes.rules.ladder import OFFICERS, READERS
from parks.questionnaires import queries as sheets
from parks.startups import queries as startups
from parks.web import access, exports
from parks.web.forms import blank, read
from parks.web.rendering import Choice, language_of, screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
READING = {"access": access.only(*READERS)}


class ApplicationPages(Controller):
    path = "/applications"
    include_in_schema = False

    @get(name="application:index", opt=SIGNED_IN)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        """Officers: their work list. Founders: their own applications."""
        if not request.user.has(*READERS):
            return screen(request, "programmes/applications/mine.html", cards=await cards.mine(request.user))
        page = await work_list.one_page(request.user, work_list.GRID.read(request))
        return screen(
            request,
            "programmes/applications/index.html",
            "programmes/applications/_list.html",
            page=page,
            choosing=request.user.has(*OFFICERS),
        )

    @get("/export", name="application:export", opt=READING)
    async def export(self, request: HTMXRequest, kind: FromQuery[str] = "xlsx") -> Response[Any]:
        state = work_list.GRID.read(request).everything()
        found = await work_list.every_row(request.user, state)
        shown = [one for one in work_list.GRID.columns if one.name in state.columns]
        lines = [[row.cells()[one.name] for one in shown] for row in found]
        heads, ids = [one.label for one in shown], [one.name for one in shown]
        return await exports.download(kind, "applications", heads, lines, language_of(request), ids=ids)

    @get("/new", name="application:new", opt=SIGNED_IN)
    async def new(
        self, request: HTMXRequest, call: FromQuery[UUID], company: FromQuery[UUID | None] = None
    ) -> Response[Any]:
        """Which company; then its rules at once, met, not met or not known yet, and the park."""
        if company is not None:
            return await _beginning(request, call, company)
        companies = await startups.my_companies(request.user)
        if len(companies) == 1:
            return see_other(request, f"/applications/new?call={call}&company={companies[0].id}")
        return screen(
            request,
            "programmes/applications/choose.html",
            call=await calls.call(request.user, call),
            companies=companies,
        )

    @post(name="application:begin", opt=SIGNED_IN)
    async def begin(self, request: HTMXRequest, call: FromQuery[UUID], company: FromQuery[UUID]) -> Response[Any]:
        form = await read(request, forms.Begin)
        if not form.ok:
            return await _beginning(request, call, company, form=form, status=422)
        try:
            made = await applications.begin(request.user, call, company, form.data.park, take_over=form.data.take_over)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _beginning(request, call, company, form=form.refuse(refusal), status=refusal.status)
        return see_other(
            request, f"/applications/{made}", _("Your application is begun. Every answer is saved as you go.")
        )

    @get("/{application_id:uuid}", name="application:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        if request.user.has(*READERS):
            return await _desk_or_own(request, application_id)
        return await _own(request, application_id)

    @get("/{application_id:uuid}/eligibility", name="application:eligibility", opt=SIGNED_IN)
    async def eligibility(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.application(request.user, application_id)
        if not found.own:
            hidden()  # officers have it on their desk
        sheet = await sheets.sheet(found.sheet_id)
        return screen(
            request,
            "programmes/applications/eligibility.html",
            "programmes/applications/_eligibility.html",
            application=found,
            findings=await own.eligibility_of(found, sheet),
        )

    @get("/{application_id:uuid}/history", name="application:history", opt=SIGNED_IN)
    async def history(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.application(request.user, application_id)
        lines = await audit.timeline(application_id, told.ACTS_SHOWN)
        return screen(
            request,
            "programmes/applications/history.html",
            "programmes/applications/_history.html",
            application=found,
            happenings=told.happenings(found, lines),
        )

    @get("/{application_id:uuid}/check", name="application:check", opt=SIGNED_IN)
    async def check(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        return await _check(request, application_id)

    @put("/{application_id:uuid}/submission", name="submission:put", opt=SIGNED_IN)
    async def submit(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.Submit)
        try:
            await applications.submit(
                request.user,
                application_id,
                aware=form.ok and form.data.aware,
                arrived=request.scope["state"].get("arrived"),
            )
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _check(request, application_id, form=form.refuse(refusal), status=refusal.status)
        return see_other(request, f"/applications/{application_id}/submission")

    @delete("/{application_id:uuid}/submission", name="submission:delete", opt=SIGNED_IN, status_code=200)
    async def withdraw(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.Withdraw)
        await applications.withdraw(request.user, application_id, form.data.reason)
        return see_other(request, "/applications", _("The application is withdrawn. What you wrote is kept to read."))

    @put("/{application_id:uuid}/certification", name="certification:put", opt=SIGNED_IN)
    async def certify(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        await applications.certify(request.user, application_id)
        return see_other(
            request,
            f"/applications/{application_id}/check",
            _("Signed off. Any change of it asks for a new signature."),
        )

    @put("/{application_id:uuid}/draft", name="draft:put", opt=SIGNED_IN)
    async def take_back(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        await applications.take_back(request.user, application_id)
        return see_other(
            request,
            f"/applications/{application_id}",
            _("It is a draft again and keeps its number. It counts once you have sent it again."),
        )

    @get("/{application_id:uuid}/submission", name="submission:show", opt=SIGNED_IN)
    async def receipt(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        """The confirmation: reference number, what next and when, contact, PDF. It may be bookmarked."""
        found = await queries.application(request.user, application_id)
        if found.number is None:
            hidden()
        return screen(request, "programmes/applications/receipt.html", application=found, next=told.next_step(found))


async def _beginning(
    request: HTMXRequest, call_id: UUID, company_id: UUID, *, form: Any = None, status: int = 200
) -> Response[Any]:
    call = await calls.call(request.user, call_id)
    chance = await own.chance(request.user, call, company_id)
    return screen(
        request,
        "programmes/applications/new.html",
        status=status,
        call=call,
        chance=chance,
        parks=[Choice(str(park_id), name) for park_id, name in chance.parks],
        form=form
        or blank({"park": str(chance.park_id or ""), "take_over": str(chance.earlier.id) if chance.earlier else ""}),
    )


async def _own(request: HTMXRequest, application_id: UUID) -> Response[Any]:
    mine = await own.application(request.user, application_id, counting=True)
    return screen(
        request,
        "programmes/applications/show.html",
        mine=mine,
        application=mine.application,
        next=told.next_step(mine.application),
    )


async def _desk_or_own(request: HTMXRequest, application_id: UUID) -> Response[Any]:
    """Officers who are founders as well have their own application as founders have it."""
    found = await queries.application(request.user, application_id)
    if found.own:
        return await _own(request, application_id)
    return screen(
        request,
        "programmes/applications/desk.html",
        form=blank(),
        gap_form=blank(),
        **told.desk(await desk.desk(request.user, found)),
    )


async def _check(request: HTMXRequest, application_id: UUID, *, form: Any = None, status: int = 200) -> Response[Any]:
    mine = await own.application(request.user, application_id)
    findings = await own.eligibility_of(mine.application, mine.sheet)
    return screen(
        request,
        "programmes/applications/check.html",
        status=status,
        mine=mine,
        application=mine.application,
        sheet=mine.sheet,
        findings=findings,
        certain=own.all_met(findings),
        form=form or blank(),
    )

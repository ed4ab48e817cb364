"""The public notice and the objections to it."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.documents import queries as document_queries
from parks.documents.actions import Incoming
from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, Refusal, hidden
from parks.kernel.words import _
from parks.programmes import forms
from parks.programmes.actions import notices as actions
from parks.programmes.queries import notices as queries
from parks.web import access, downloads
from parks.web.forms import Form, blank, read, upload
from parks.web.rendering import Choice, screen, see_other

PUBLIC = {"access": access.public("a public notice is for the public, while it stands")}
SIGNED_IN = {"access": access.SIGNED_IN}
OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
NEW = "programmes/objections/new.html"
OBJECTION = "programmes/objections/show.html"
UPLOAD_LIMIT = 21 * 2**20
OUTCOMES = [
    Choice("false", _("Dismissed: the application stays on the notice")),
    Choice("true", _("Upheld: the application leaves the notice")),
]


class NoticePages(Controller):
    path = "/notices"
    include_in_schema = False

    @get(name="notices:index", opt=PUBLIC)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "programmes/notices/index.html", notices=await queries.notices())

    @get("/{notice_id:uuid}", name="notice:show", opt=PUBLIC)
    async def show(self, request: HTMXRequest, notice_id: FromPath[UUID]) -> Response[Any]:
        return screen(
            request,
            "programmes/notices/show.html",
            headers={"x-robots-tag": "noindex, nofollow, noarchive"},
            notice=await queries.notice(notice_id),
        )

    @get("/{notice_id:uuid}/objections/new", name="objection:new", opt=SIGNED_IN)
    async def new(self, request: HTMXRequest, notice_id: FromPath[UUID]) -> Response[Any]:
        form = blank({"real_name": request.user.name, "application": request.query_params.get("entry", "")})
        return await _new(request, notice_id, form)

    @post("/{notice_id:uuid}/objections", name="objection:file", opt=SIGNED_IN, request_max_body_size=UPLOAD_LIMIT)
    async def file(self, request: HTMXRequest, notice_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.ObjectionInput)
        if not form.ok:
            return await _new(request, notice_id, form, 422)
        typed, sent = form.data, upload((await request.form()).get("evidence"))
        try:
            objection_id = await actions.file_objection(
                request.user,
                notice_id,
                typed.application,
                real_name=typed.real_name,
                contact=typed.contact,
                grounds=typed.grounds,
                evidence=Incoming(sent.filename, downloads.pieces(sent)) if sent and sent.filename else None,
            )
        except Refusal as refusal:
            return await _new(request, notice_id, form.refuse(refusal), refusal.status)
        return see_other(
            request,
            f"/objections/{objection_id}",
            _("Your objection is filed. You are told here and by e-mail when it is answered."),
        )


async def _new(request: HTMXRequest, notice_id: UUID, form: Form[Any], status: int = 200) -> Response[Any]:
    notice = await queries.notice(notice_id)
    if not notice.stands:
        hidden()
    entries = [Choice(str(one.application_id), f"{one.company} · {one.project}") for one in notice.entries]
    return screen(request, NEW, None, status=status, form=form, notice=notice, entries=entries)


class ObjectionPages(Controller):
    path = "/objections"
    include_in_schema = False

    @get(name="objections:index", opt=SIGNED_IN)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        found = await queries.objections(request.user)
        return screen(request, "programmes/objections/index.html", objections=found)

    @get("/{objection_id:uuid}", name="objection:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, objection_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.objection(request.user, objection_id)
        return screen(request, OBJECTION, objection=found, form=blank(), outcomes=OUTCOMES)

    @post("/{objection_id:uuid}/contact", name="objection:contact", opt=OFFICER, status_code=200)
    async def contact(self, request: HTMXRequest, objection_id: FromPath[UUID]) -> Response[Any]:
        """How to reach who objected, once, for a reason that is kept."""
        form, whole = await read(request, forms.Unmasking), ""
        if form.ok:
            try:
                whole = await actions.unmask_contact(request.user, objection_id, form.data.reason)
            except Invalid as refusal:
                form.refuse(refusal)
        found = await queries.objection(request.user, objection_id)
        status = 200 if whole else 422
        return screen(
            request, OBJECTION, None, status=status, objection=found, form=form, outcomes=OUTCOMES, whole=whole
        )

    @get("/{objection_id:uuid}/evidence", name="objection:evidence", opt=SIGNED_IN)
    async def evidence(self, request: HTMXRequest, objection_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.objection(request.user, objection_id)
        return downloads.send(await document_queries.opened(found.evidence_id or hidden()))

    @put("/{objection_id:uuid}/decision", name="objection:decide", opt=OFFICER)
    async def decide(self, request: HTMXRequest, objection_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.ObjectionDecision)
        if not form.ok:
            found = await queries.objection(request.user, objection_id)
            return screen(request, OBJECTION, None, status=422, objection=found, form=form, outcomes=OUTCOMES)
        await actions.decide_objection(request.user, objection_id, upheld=form.data.upheld, answer=form.data.answer)
        return see_other(request, f"/objections/{objection_id}", _("Answered. The person who filed it is told."))

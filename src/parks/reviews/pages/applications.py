"""Asking to judge, and the vetting of who asks."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.adapters import clock
from parks.documents.actions import Incoming
from parks.kernel.errors import Invalid, Refusal
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import POSTS, PoolApplication, PoolTerm, Reason
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.rules import names
from parks.reviews.rules.experts import LANGUAGES
from parks.web import access, downloads, forms
from parks.web.access import SIGNED_IN
from parks.web.rendering import Choice, screen, see_other

READ, RUN = access.only(*READERS), access.only(*OFFICERS)
UPLOAD = 21_000_000
"""Bytes of a request: 20 MB of CV, and the form around it."""


class ApplyPages(Controller):
    """For anyone signed in: their application, its answer, and the form."""

    path = "/experts/apply"
    include_in_schema = False

    @get(name="expert-apply:show", opt={"access": SIGNED_IN})
    async def show(self, request: HTMXRequest) -> Response[str]:
        return await _apply(request, forms.blank())

    @post(name="expert-apply:post", opt={"access": SIGNED_IN}, request_max_body_size=UPLOAD)
    async def send(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, PoolApplication)
        sent = await request.form()
        file = forms.upload(sent.get("cv"))
        form.values.pop("cv", None)
        if not form["no_secrets"]:
            form.errors["no_secrets"] = _("Declare first that what you send contains no state secrets.")
        if file is None or not file.filename:
            form.errors["cv"] = _("Choose a file.")
        if form.ok and file is not None:
            try:
                cv = Incoming(file.filename, downloads.pieces(file))
                await actions.apply_to_pool(request.user, form.data.told, cv)
            except Refusal as refusal:
                if refusal.status not in {404, 409, 413, 422}:
                    raise
                return await _apply(request, form.refuse(refusal), refusal.status)
            return see_other(request, "/experts/apply", flash=_("Your application is sent. You get a letter."))
        return await _apply(request, form, 422)

    @delete(name="expert-apply:delete", opt={"access": SIGNED_IN}, status_code=303)
    async def withdraw(self, request: HTMXRequest) -> Response[Any]:
        mine = await queries.my_application(request.user)
        if mine is not None:
            await actions.withdraw_application(request.user, mine.id)
        return see_other(request, "/experts/apply", flash=_("Your application is taken back."))


async def _apply(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[str]:
    places = await queries.places_with_pools()
    return screen(
        request,
        "reviews/experts/apply.html",
        status=status,
        mine=await queries.my_application(request.user),
        form=form,
        names=names,
        rows=range(1, POSTS + 1),
        places=[Choice(str(one.id), one.name) for one in places],
        kinds=[Choice(key.value, text) for key, text in names.EXPERT_KINDS.items()],
        fields=[Choice(key, text) for key, text in names.FIELDS.items()],
        languages=[Choice(key, text) for key, text in LANGUAGES.items()],
    )


class VettingPages(Controller):
    """Who asks to judge, for the officers of the place."""

    path = "/experts/applications"
    include_in_schema = False

    @get(name="expert-applications:list", opt={"access": READ})
    async def index(self, request: HTMXRequest) -> Response[str]:
        found = await queries.expert_applications(request.user)
        return screen(request, "reviews/experts/applications.html", applications=found, names=names)

    @get("/{expert_application_id:uuid}", name="expert-application:show", opt={"access": READ})
    async def show(self, request: HTMXRequest, expert_application_id: FromPath[UUID]) -> Response[str]:
        today = await clock.today()
        last = today.replace(year=today.year + 3, day=min(today.day, 28))
        known = {"first": today.isoformat(), "last": last.isoformat()}
        return await _vet(request, expert_application_id, forms.blank(known))

    @get("/{expert_application_id:uuid}/cv", name="expert-application:cv", opt={"access": READ})
    async def cv(self, request: HTMXRequest, expert_application_id: FromPath[UUID]) -> Response[Any]:
        return downloads.send(await queries.cv(request.user, expert_application_id))

    @put("/{expert_application_id:uuid}/appointment", name="expert-application:appoint", opt={"access": RUN})
    async def appoint(self, request: HTMXRequest, expert_application_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, PoolTerm)
        if form.ok:
            data = form.data
            try:
                made = await actions.appoint_expert(
                    request.user,
                    expert_application_id,
                    term_from=data.first,
                    term_until=data.until,
                    capacity=data.capacity,
                )
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(request, f"/experts/{made}", flash=_("The expert is appointed and gets a letter."))
        return await _vet(request, expert_application_id, form, 422)

    @put("/{expert_application_id:uuid}/refusal", name="expert-application:refuse", opt={"access": RUN})
    async def refuse(self, request: HTMXRequest, expert_application_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Reason)
        if form.ok:
            try:
                await actions.refuse_application(request.user, expert_application_id, form.data.reason)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                told = _("The application is refused; the applicant reads the reason.")
                return see_other(request, "/experts/applications", flash=told)
        return await _vet(request, expert_application_id, form, 422)


async def _vet(request: HTMXRequest, application_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[str]:
    one = await queries.expert_application(request.user, application_id)
    return screen(request, "reviews/experts/application.html", status=status, one=one, form=form, names=names)

"""Waivers of one application: asked for, and decided, on one page."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Refusal, hidden
from parks.kernel.words import _
from parks.programmes import forms, permissions
from parks.programmes.actions import waivers
from parks.programmes.queries import applications as queries
from parks.programmes.rules.ladder import READERS
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, screen, see_other

READING = {"access": access.only(*READERS)}
DECIDING = {"access": access.only(*permissions.DECIDERS)}

STATES = {"asked": _("Asked for"), "granted": _("Waiver granted"), "refused": _("Waiver refused")}


class WaiverPages(Controller):
    path = "/"
    include_in_schema = False

    @get("/applications/{application_id:uuid}/waivers", name="waiver:index", opt=READING)
    async def index(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        return await _screen(request, application_id)

    @post("/applications/{application_id:uuid}/waivers", name="waiver:ask", opt=DECIDING)
    async def ask(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.WaiverRequest)
        if not form.ok:
            return await _screen(request, application_id, form, status=422)
        try:
            await waivers.ask(request.user, application_id, form.data.rule, form.data.reason)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _screen(request, application_id, form.refuse(refusal), status=refusal.status)
        return see_other(
            request, f"/applications/{application_id}/waivers", _("Asked for. The officer who runs the call decides.")
        )

    @put("/waivers/{waiver_id:uuid}", name="waiver:decide", opt=DECIDING, status_code=303)
    async def decide(self, request: HTMXRequest, waiver_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.WaiverDecision)
        try:
            if form.ok:
                await waivers.decide(request.user, waiver_id, granted=form.data.granted, text=form.data.text)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            form.refuse(refusal)
            return await _screen(request, _of(form), form, status=refusal.status)
        if not form.ok:
            return await _screen(request, _of(form), form, status=422)
        return see_other(request, f"/applications/{_of(form)}/waivers", _("Decided. It stands beside the finding now."))


def _of(form: Form[Any]) -> UUID:
    """The application's page that the decision was written on."""
    try:
        return UUID(str(form["application"]))
    except ValueError:
        hidden()


async def _screen(
    request: HTMXRequest, application_id: UUID, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    found = await queries.application(request.user, application_id)
    return screen(
        request,
        "programmes/waivers/index.html",
        status=status,
        application=found,
        form=form or blank(),
        states=STATES,
        asking=bool(permissions.may_ask_waiver(request.user, applicant_id=found.applicant_id, path=found.path)),
        rules=[Choice(one.id, one.title) for one in found.rules if one.gate],
        decisions=[Choice("true", _("Grant it: the rule does not count here")), Choice("false", _("Refuse it"))],
    )

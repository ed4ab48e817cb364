"""What officers do on an application: return it once, and sign an opinion."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Refusal
from parks.kernel.words import Text, _
from parks.programmes import forms
from parks.programmes.actions import ladder
from parks.programmes.pages import told
from parks.programmes.queries import applications, desk
from parks.programmes.rules.ladder import OFFICERS
from parks.programmes.states import Outcome
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import screen, see_other

OFFICER = {"access": access.only(*OFFICERS)}
GAP = "gap-"

DONE: dict[Outcome, Text] = {
    Outcome.RECOMMENDED: _("Recommended, and signed with your name. It lies with the next level now."),
    Outcome.NOT_RECOMMENDED: _("Not recommended. The founder is told your reason."),
    Outcome.INELIGIBLE: _("Found not eligible. The founder is told which rule is not met, and why."),
}


class LadderPages(Controller):
    path = "/applications/{application_id:uuid}"
    include_in_schema = False

    @put("/correction", name="correction:put", opt=OFFICER)
    async def correct(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        """Fields `gap-SECTION`: what is missing in it; empty ones need nothing."""
        typed = await request.form()
        form: Form[Any] = Form(values={name: typed[name] for name in typed if name.startswith(GAP)})
        gaps = {name.removeprefix(GAP): str(text) for name, text in form.values.items()}
        try:
            await ladder.return_for_correction(request.user, application_id, gaps)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _desk(request, application_id, gap_form=form.refuse(refusal), status=refusal.status)
        return see_other(
            request, "/applications", _("Returned with one letter that names every gap. The founder has been told.")
        )

    @put("/recommendation", name="recommendation:put", opt=OFFICER)
    async def decide(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.Opinion)
        if not form.ok:
            return await _desk(request, application_id, form=form, status=422)
        try:
            await ladder.sign(
                request.user, application_id, form.data.outcome, form.data.text, form.data.rule, score=form.data.score
            )
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _desk(request, application_id, form=form.refuse(refusal), status=refusal.status)
        return see_other(request, "/applications", DONE[form.data.outcome])


async def _desk(
    request: HTMXRequest, application_id: UUID, *, form: Any = None, gap_form: Any = None, status: int
) -> Response[Any]:
    found = await applications.application(request.user, application_id)
    return screen(
        request,
        "programmes/applications/desk.html",
        status=status,
        form=form or blank(),
        gap_form=gap_form or blank(),
        **told.desk(await desk.desk(request.user, found)),
    )

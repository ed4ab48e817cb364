"""Several applications at once, from the work list: what it would do first, then all of it or nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Response, post, put
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Refusal
from parks.kernel.words import Text, _
from parks.programmes import forms
from parks.programmes.actions import ladder
from parks.programmes.queries import consequences, work_list
from parks.programmes.queries.consequences import Batch
from parks.programmes.rules.ladder import OFFICERS
from parks.programmes.states import Outcome
from parks.questionnaires import queries as sheets
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import screen, see_other

OFFICER = {"access": access.only(*OFFICERS)}
LIST = "/applications"
GAP = "gap-"

DONE: dict[Batch, Text] = {
    Batch.RECOMMENDED: _("Recommended, each with its own opinion signed with your name."),
    Batch.NOT_RECOMMENDED: _("Not recommended. Every founder is told your reason."),
    Batch.RETURNED: _("Returned, each with its own letter. Every founder has been told."),
}
TITLES: dict[Batch, Text] = {
    Batch.RECOMMENDED: _("Recommend several applications"),
    Batch.NOT_RECOMMENDED: _("Do not recommend several applications"),
    Batch.RETURNED: _("Return several applications for correction"),
}


class BatchPages(Controller):
    path = "/applications/batch"
    include_in_schema = False

    @post(name="batch:preview", opt=OFFICER, status_code=200)
    async def preview(self, request: HTMXRequest) -> Response[Any]:
        """What was chosen in the list, and what would become of it; nothing is changed."""
        form = await read(request, forms.Chosen)
        if not form.ok:
            return see_other(request, LIST, _("Choose at least one application, and what to do with it."))
        ids = form.data.id
        if form.data.all:
            state = work_list.GRID.view(form.data.view, LIST).everything()
            ids = [one.id for one in await work_list.every_row(request.user, state)]
        if not 0 < len(ids) <= ladder.MANY:
            return see_other(request, LIST, _("Choose between 1 and {n} applications at once.", n=ladder.MANY))
        return await _shown(request, ids, form.data.do)

    @put(name="batch:put", opt=OFFICER)
    async def put(self, request: HTMXRequest) -> Response[Any]:
        """Fields: `id` of each, `do`, `text`, and `gap-SECTION` where it is a return."""
        form = await read(request, forms.Signed)
        if not form.ok:
            known = await read(request, forms.Chosen)
            if not known.ok:
                return see_other(request, LIST, _("Choose at least one application, and what to do with it."))
            return await _shown(request, known.data.id, known.data.do, form=form, status=422)
        typed = form.data
        try:
            if typed.do is Batch.RETURNED:
                gaps = {name.removeprefix(GAP): str(text) for name, text in form.values.items() if name.startswith(GAP)}
                await ladder.return_many(request.user, typed.id, gaps)
            else:
                await ladder.sign_many(request.user, typed.id, Outcome(typed.do.value), typed.text)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _shown(request, typed.id, typed.do, form=form.refuse(refusal), status=refusal.status)
        return see_other(request, LIST, DONE[typed.do])


async def _shown(
    request: HTMXRequest, ids: Sequence[UUID], what: Batch, *, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    found = await consequences.consequences(request.user, ids, what)
    sheet = await sheets.sheet(found.sheets[0]) if what is Batch.RETURNED and found.sheets else None
    return screen(
        request,
        "programmes/applications/batch.html",
        status=status,
        found=found,
        title=TITLES[what],
        sections=sheet.sections if sheet else (),
        form=form or blank(),
    )

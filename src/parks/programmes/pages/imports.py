"""Bringing in applications from a sheet: template, file, what is wrong with it, confirmation, how far it has come."""

from functools import partial
from typing import Any
from uuid import UUID

import anyio
from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.adapters.sheets import MOST_BYTES, MOST_ROWS
from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, Refusal
from parks.kernel.words import _
from parks.programmes.actions import imports
from parks.programmes.queries import imports as queries
from parks.programmes.rules.import_files import template
from parks.web import access, exports, language
from parks.web.forms import Form, blank, upload
from parks.web.rendering import language_of, screen, see_other

OFFICER = {"access": access.only(Role.PROGRAMME_OFFICER)}
BODY = MOST_BYTES + 100_000
"""Bytes of a request: the file, and the form around it."""


class ImportPages(Controller):
    path = "/calls/{call_id:uuid}/import"
    include_in_schema = False

    @get(name="import:new", opt=OFFICER)
    async def new(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return await _new(request, call_id, blank())

    @get("/template", name="import:template", opt=OFFICER)
    async def empty(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[bytes]:
        of = await queries.ground(request.user, call_id)
        parks = [(code, one.name) for code, one in of.parks.items()]
        return _xlsx(await anyio.to_thread.run_sync(template, of.columns, parks), f"{of.call.code}-{of.call.cycle}")

    @post(name="import:post", opt=OFFICER, request_max_body_size=BODY)
    async def take(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        file = upload((await request.form()).get("file"))
        try:
            if file is None or not file.filename:
                raise Invalid(fields={"file": _("Choose a file first.")})
            data = await file.read(MOST_BYTES + 1)
            await file.close()  # a long one lies on the disk
            made = await imports.read_in(request.user, call_id, file.filename, data)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _new(request, call_id, blank().refuse(refusal), refusal.status)
        return see_other(request, f"/imports/{made}")


class RunPages(Controller):
    path = "/imports/{run_id:uuid}"
    include_in_schema = False

    @get(name="import:show", opt=OFFICER)
    async def show(self, request: HTMXRequest, run_id: FromPath[UUID], after: FromQuery[int] = 0) -> Response[Any]:
        page = await queries.run_page(request.user, run_id, min(max(after, 0), MOST_ROWS * 10))
        return screen(
            request,
            "programmes/imports/show.html",
            "programmes/imports/_run.html",
            page=page,
            run=page.run,
            after=after,
        )

    @get("/sheet", name="import:sheet", opt=OFFICER)
    async def sheet(self, request: HTMXRequest, run_id: FromPath[UUID]) -> Response[bytes]:
        """What was read, as the template has it, with a remark on each wrong cell: corrected, it comes back."""
        run = await queries.run(request.user, run_id)
        of = await queries.ground(request.user, run.call_id)
        parks = [(code, one.name) for code, one in of.parks.items()]
        rows = await queries.rows_of(run_id)
        say = partial(language.translate, language=language_of(request))
        body = await anyio.to_thread.run_sync(template, of.columns, parks, rows, say)
        return _xlsx(body, f"{of.call.code}-{of.call.cycle}")

    @put("/confirmation", name="import:confirm", opt=OFFICER)
    async def confirm(self, request: HTMXRequest, run_id: FromPath[UUID]) -> Response[Any]:
        await imports.confirm(request.user, run_id)
        return see_other(request, f"/imports/{run_id}")

    @delete(name="import:delete", opt=OFFICER, status_code=200)
    async def give_up(self, request: HTMXRequest, run_id: FromPath[UUID]) -> Response[Any]:
        run = await queries.run(request.user, run_id)
        await imports.give_up(request.user, run_id)
        return see_other(request, f"/calls/{run.call_id}/import", _("What was read is forgotten. Nothing was changed."))


async def _new(request: HTMXRequest, call_id: UUID, form: Form[Any], status: int = 200) -> Response[Any]:
    return screen(
        request,
        "programmes/imports/new.html",
        status=status,
        call=await queries.gate(request.user, call_id),
        runs=await queries.runs(request.user, call_id),
        form=form,
        most=MOST_ROWS,
    )


def _xlsx(body: bytes, name: str) -> Response[bytes]:
    return Response(
        body,
        media_type=exports.XLSX,
        headers={"content-disposition": exports.attachment(f"applications-{name}.xlsx")},
    )

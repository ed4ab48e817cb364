"""Bringing in experts from a sheet: template, file, what is wrong with it, who would be taken in, confirmation."""

from functools import partial
from typing import Any
from uuid import UUID

import anyio
from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.adapters.sheets import MOST_BYTES, template
from parks.identity import queries as identity
from parks.kernel.errors import Conflict, Invalid, Refusal
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import PoolList
from parks.reviews.permissions import OFFICERS
from parks.reviews.queries.imports import codes
from parks.reviews.rules import names
from parks.reviews.rules.pool_sheet import COLUMNS, MOST_ROWS
from parks.web import access, exports, forms, language
from parks.web.rendering import Choice, language_of, screen, see_other

RUN = {"access": access.only(*OFFICERS)}
BODY = MOST_BYTES + 100_000
"""Bytes of a request: the file, and the form around it."""
SHEET = "专家 Experts"


class PoolImportPages(Controller):
    path = "/experts/import"
    include_in_schema = False

    @get(name="pool-import:new", opt=RUN)
    async def new(self, request: HTMXRequest) -> Response[Any]:
        return await _new(request, forms.blank())

    @get("/template", name="pool-import:template", opt=RUN)
    async def empty(self) -> Response[bytes]:
        return _xlsx(await anyio.to_thread.run_sync(template, SHEET, COLUMNS, codes()))

    @post(name="pool-import:post", opt=RUN, request_max_body_size=BODY)
    async def take(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, PoolList)
        file = forms.upload((await request.form()).get("file"))
        form.values.pop("file", None)
        if file is None or not file.filename:
            form.errors["file"] = _("Choose a file first.")
        if not form.ok or file is None:
            return await _new(request, form, 422)
        data = await file.read(MOST_BYTES + 1)
        await file.close()  # a long one lies on the disk
        try:
            made = await actions.read_experts(request.user, form.data.organisation, file.filename, data)
        except Refusal as refusal:
            if refusal.status not in {403, 413, 422}:
                raise
            return await _new(request, form.refuse(refusal), refusal.status)
        return see_other(request, f"/experts/imports/{made}")


class PoolImportRunPages(Controller):
    path = "/experts/imports/{pool_import_id:uuid}"
    include_in_schema = False

    @get(name="pool-import:show", opt=RUN)
    async def show(self, request: HTMXRequest, pool_import_id: FromPath[UUID]) -> Response[Any]:
        return await _run(request, pool_import_id, forms.blank())

    @get("/sheet", name="pool-import:sheet", opt=RUN)
    async def sheet(self, request: HTMXRequest, pool_import_id: FromPath[UUID]) -> Response[bytes]:
        """What was read, as the template has it, with a remark on each wrong cell: corrected, it comes back."""
        run = await queries.pool_import(request.user, pool_import_id)
        say = partial(language.translate, language=language_of(request))
        return _xlsx(await anyio.to_thread.run_sync(template, SHEET, COLUMNS, codes(), run.read, say))

    @put("/confirmation", name="pool-import:confirm", opt=RUN)
    async def confirm(self, request: HTMXRequest, pool_import_id: FromPath[UUID]) -> Response[Any]:
        try:
            await actions.take_in(request.user, pool_import_id)
        except (Conflict, Invalid) as refusal:
            return await _run(request, pool_import_id, forms.blank().refuse(refusal), refusal.status)
        return see_other(request, f"/experts/imports/{pool_import_id}")

    @delete(name="pool-import:delete", opt=RUN, status_code=200)
    async def forget(self, request: HTMXRequest, pool_import_id: FromPath[UUID]) -> Response[Any]:
        await actions.forget_list(request.user, pool_import_id)
        return see_other(request, "/experts/import", _("What was read is forgotten. Nothing was changed."))


async def _new(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    places = [await identity.organisation(one.organisation_id) for one in request.user.held if one.role in OFFICERS]
    return screen(
        request,
        "reviews/imports/new.html",
        status=status,
        form=form,
        places=[Choice(str(one.id), one.name) for one in places],
        runs=await queries.pool_imports(request.user),
        names=names,
        most=MOST_ROWS,
    )


async def _run(request: HTMXRequest, import_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    run = await queries.pool_import(request.user, import_id)
    return screen(request, "reviews/imports/show.html", status=status, run=run, names=names, form=form)


def _xlsx(body: bytes) -> Response[bytes]:
    return Response(
        body, media_type=exports.XLSX, headers={"content-disposition": exports.attachment("experts-import.xlsx")}
    )

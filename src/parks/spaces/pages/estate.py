"""The estate as a sheet: out, in again after a look at what it adds and what is wrong, all rows or none."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import anyio
from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.adapters.sheets import MOST_BYTES, Row, rows_of, template
from parks.kernel.errors import Refusal
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.actions.estate_sheet import Outcome
from parks.spaces.forms import EstateRows
from parks.spaces.permissions import FOUNDERS_OF_PARKS
from parks.spaces.queries.estate import CODES, COLUMNS
from parks.spaces.rules.estate_sheet import MOST_ROWS
from parks.web import access, exports, forms, language
from parks.web.rendering import language_of, screen, see_other

BUILDERS = {"access": access.only(*FOUNDERS_OF_PARKS)}
BODY = MOST_BYTES + 100_000
"""Bytes of a request: the file, and the form around it."""
SHEET = "房源 Units"


class EstatePages(Controller):
    path = "/parks/{park_id:uuid}/estate"
    include_in_schema = False

    @get(name="estate:edit", opt=BUILDERS)
    async def edit(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        return await _page(request, park_id, forms.blank())

    @get("/export", name="estate:export", opt=BUILDERS)
    async def export(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[bytes]:
        """Every unit; an empty estate is the template with its example."""
        found = await queries.estate(request.user, park_id)
        return await _xlsx(request, found.rows)

    @post(name="estate:post", opt=BUILDERS, request_max_body_size=BODY, status_code=200)
    async def look(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        await queries.estate(request.user, park_id)  # another park's is not there, rather than refused
        file = forms.upload((await request.form()).get("file"))
        form = forms.blank()
        if file is None or not file.filename:
            form.errors["file"] = _("Choose a file first.")
            return await _page(request, park_id, form, status=422)
        data = await file.read(MOST_BYTES + 1)
        await file.close()  # a long one lies on the disk
        try:
            found = await anyio.to_thread.run_sync(rows_of, data, COLUMNS, MOST_ROWS)
            outcome = await actions.look_at_estate(request.user, park_id, found)
        except Refusal as refusal:
            if refusal.status not in {413, 422}:
                raise
            return await _page(request, park_id, form.refuse(refusal), status=refusal.status)
        return await _page(request, park_id, form, outcome, found, status=422 if outcome.problems else 200)

    @put(name="estate:put", opt=BUILDERS, request_max_body_size=BODY)
    async def bring_in(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        await queries.estate(request.user, park_id)
        form = await forms.read(request, EstateRows)
        if not form.ok:
            form.errors = {"file": _("What was looked at did not arrive whole. Choose the file again.")}
            return await _page(request, park_id, form, status=422)
        found = [Row(one.number, one.cells) for one in form.data.rows]
        try:
            outcome = await actions.bring_in_estate(request.user, park_id, found)
        except Refusal as refusal:
            if refusal.status not in {409, 422}:
                raise
            told = await actions.look_at_estate(request.user, park_id, [Row(one.number, one.cells) for one in found])
            return await _page(request, park_id, form.refuse(refusal), told, found, status=refusal.status)
        return see_other(request, f"/parks/{park_id}", flash=_("{n} units are on the plan now.", n=outcome.units))


async def _page(
    request: HTMXRequest,
    park_id: UUID,
    form: forms.Form[Any],
    outcome: Outcome | None = None,
    found: Sequence[Row] = (),
    *,
    status: int = 200,
) -> Response[Any]:
    return screen(
        request,
        "spaces/estate/edit.html",
        status=status,
        estate=await queries.estate(request.user, park_id),
        form=form,
        outcome=outcome,
        rows=found,
        wrong=[
            (row.number, column, row.cells.get(column.id, ""), row.problems[column.id])
            for row in found
            for column in COLUMNS
            if column.id in row.problems
        ],
        sent=json.dumps([{"number": row.number, "cells": row.cells} for row in found], ensure_ascii=False),
        most=MOST_ROWS,
    )


async def _xlsx(request: HTMXRequest, found: Sequence[Row]) -> Response[bytes]:
    say = partial(language.translate, language=language_of(request))
    body = await anyio.to_thread.run_sync(template, SHEET, COLUMNS, CODES, found, say)
    return Response(body, media_type=exports.XLSX, headers={"content-disposition": exports.attachment("estate.xlsx")})

"""`/account/data`: what is held of me, to read and to take along as a zip of JSON and a page to read."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import anyio
from litestar import Controller, Request, Response, get, post

from parks.privacy import actions, queries
from parks.web import access
from parks.web.exports import attachment
from parks.web.rendering import render, screen

BEFORE = {"access": access.SIGNED_IN, "before_notice": True}
"""One's own data are given whether or not one agrees to the notice of today."""


class OwnDataPages(Controller):
    path = "/account/data"
    include_in_schema = False

    @get(name="own-data:show", opt=BEFORE)
    async def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, "privacy/own_data.html", titles=[one.title for one in queries.OWN_DATA])

    @post(name="own-data:take", opt=BEFORE, status_code=200)
    async def take(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        parts = await actions.take_own_data(request.user)
        page = render(request, "privacy/own_data_file.html", parts=parts, taken_at=request.scope["state"]["now"])
        body = await anyio.to_thread.run_sync(_zipped, parts, page)
        return Response(
            body,
            media_type="application/zip",
            headers={"content-disposition": attachment("parks-own-data.zip"), "cache-control": "private, no-store"},
        )


def _zipped(parts: Sequence[queries.Part], page: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {one.key: one.data for one in parts}
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
        archive.writestr("data.html", page)
    return out.getvalue()

"""A call's selection files: their hashes, the download, and recomputing one on this server."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.programmes.actions import replay as actions
from parks.programmes.queries import replay as queries
from parks.reviews.rules.replay import Report
from parks.web import access
from parks.web.exports import attachment
from parks.web.rendering import screen

READER = {"access": access.only(Role.PROGRAMME_OFFICER, Role.AUDITOR)}
PAGE = "programmes/selections/replay.html"
JSON_LINES = "application/jsonl"


class ReplayPages(Controller):
    path = "/calls/{call_id:uuid}/selection/replay"
    include_in_schema = False

    @get(name="replay:show", opt=READER)
    async def show(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return await _screen(request, call_id)

    @get("/{notice_id:uuid}", name="replay:file", opt=READER)
    async def file(self, request: HTMXRequest, call_id: FromPath[UUID], notice_id: FromPath[UUID]) -> Response[bytes]:
        """The very bytes whose hash was published."""
        found = await queries.file(request.user, call_id, notice_id)
        return Response(
            found.data,
            media_type=JSON_LINES,
            headers={
                "content-disposition": attachment(f"selection-{found.number}.jsonl"),
                "cache-control": "private, no-store",
            },
        )

    @post("/{notice_id:uuid}/verification", name="replay:verify", opt=READER, status_code=200)
    async def verify(self, request: HTMXRequest, call_id: FromPath[UUID], notice_id: FromPath[UUID]) -> Response[Any]:
        report = await actions.check(request.user, call_id, notice_id)
        return await _screen(request, call_id, notice_id, report)


async def _screen(
    request: HTMXRequest, call_id: UUID, checked: UUID | None = None, report: Report | None = None
) -> Response[Any]:
    return screen(
        request, PAGE, None, replay=await queries.files(request.user, call_id), checked=checked, report=report
    )

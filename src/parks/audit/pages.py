"""The whole trail, for the nation's auditors: searched, filtered and taken away, never changed."""

from typing import Any

from litestar import Controller, Response, get
from litestar.plugins.htmx import HTMXRequest

from parks.audit import queries
from parks.audit.rules.acts import called
from parks.kernel.actor import Role
from parks.web import access, exports
from parks.web.rendering import language_of, screen

AUDITOR = {"access": access.only(Role.AUDITOR)}


class TrailPages(Controller):
    path = "/audit"
    include_in_schema = False

    @get(name="audit:index", opt=AUDITOR)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        page = await queries.trail(request.user, queries.GRID.read(request))
        return screen(request, "audit/trail/index.html", "audit/trail/_list.html", page=page, called=called)

    @get("/export", name="audit:export", opt=AUDITOR)
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        state = queries.GRID.read(request).everything()
        page = await queries.trail(request.user, state)
        shown = [column for column in state.grid.columns if column.name in state.columns]
        lines = [[_cell(line, column.name) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, "audit", [column.label for column in shown], lines, language_of(request))


def _cell(line: queries.TrailLine, column: str) -> Any:
    match column:
        case "act":
            return called(line.act)
        case "subject":
            return str(line.subject_id)
        case "request":
            return line.request_id
        case "detail":
            return line.brief
        case _:
            return getattr(line, column)
